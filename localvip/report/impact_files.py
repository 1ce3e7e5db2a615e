"""The frames of an impact as CSV files, safe in a spreadsheet, written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from localvip.impact.assessment import Impact
from localvip.report.download import FORMULA_STARTS
from localvip.report.write import publish

DIGITS = "%.6g"


def impact_names(impact: Impact) -> tuple[str, ...]:
    """Return the names of the files: one for each frame that has rows, and the notices."""
    return (
        *(f"{name.replace('_', '-')}.csv" for name, frame in impact.frames.items() if len(frame)),
        "notices.csv",
    )


def write_impact(impact: Impact, folder: Path, force: bool = False) -> tuple[Path, ...]:
    """Write every frame of ``impact`` to ``folder`` and return the paths; raises ``OutputRefused`` as ``publish``."""
    return publish(folder, impact_names(impact), lambda draft: _fill(impact, draft), force)


def _fill(impact: Impact, draft: Path) -> None:
    notices = pd.DataFrame({"notice": [str(one) for one in impact.notices]})
    for name, frame in (*_full(impact), ("notices", notices)):
        text = _harmless(frame).to_csv(index=False, lineterminator="\n", float_format=DIGITS)
        (draft / f"{name.replace('_', '-')}.csv").write_text(text, encoding="utf-8")


def _full(impact: Impact) -> Iterator[tuple[str, pd.DataFrame]]:
    return ((name, frame) for name, frame in impact.frames.items() if len(frame))


def _harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """Return ``frame`` with an apostrophe before every text that a spreadsheet would run as a formula."""
    return frame.map(
        lambda cell: f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
    )
