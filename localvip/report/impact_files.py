"""The files of an impact report: the page, and the frames as CSV, safe in a spreadsheet; all of them or none."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from localvip.impact.assessment import Impact
from localvip.report.download import FORMULA_STARTS
from localvip.report.impact_model import ImpactReport
from localvip.report.write import publish

if TYPE_CHECKING:
    from localvip.report.page import Dress

DIGITS = "%.6g"
PAGE = "impact.html"
NOTICES = "notices.csv"
# Frames that tell of the people of an area; of withheld areas they have no numbers. What censuses publish stays.
TELLING = ("uptake", "population", "services", "quotients", "access")
LABELS = ("area", "name", "measure", "service", "unit", "facility", "reading", "rate_source")


def impact_names(impact: Impact) -> tuple[str, ...]:
    """Return the names of the files: the page, one for each frame that has rows, and the notices."""
    return (PAGE, *(_file(name) for name, frame in impact.frames.items() if len(frame)), NOTICES)


def write_impact(
    impact: Impact, report: ImpactReport, folder: Path, force: bool = False, dress: Dress | None = None
) -> tuple[Path, ...]:
    """Write the page of ``report`` and every frame of ``impact`` to ``folder`` and return the paths.

    Areas that the report withholds have no numbers in the tables either. Raises ``OutputRefused`` as ``publish``.
    """
    return publish(folder, impact_names(impact), lambda draft: _fill(impact, report, draft, dress), force)


def _fill(impact: Impact, report: ImpactReport, draft: Path, dress: Dress | None) -> None:
    # Templates are heavy: a refused folder should not wait for them.
    from localvip.report.impact_page import render_impact
    from localvip.report.page import BARE

    (draft / PAGE).write_bytes(render_impact(report, dress or BARE).encode("utf-8"))
    withheld = [row.id for row in report.places if row.withheld]
    notices = pd.DataFrame({"notice": [str(one) for one in impact.notices]})
    for name, frame in (*_full(impact), ("notices", notices)):
        told = without(frame, withheld) if name in TELLING else frame
        text = _harmless(told).to_csv(index=False, lineterminator="\n", float_format=DIGITS)
        (draft / _file(name)).write_text(text, encoding="utf-8")


def _file(name: str) -> str:
    return f"{name.replace('_', '-')}.csv"


def _full(impact: Impact) -> Iterator[tuple[str, pd.DataFrame]]:
    return ((name, frame) for name, frame in impact.frames.items() if len(frame))


def without(frame: pd.DataFrame, withheld: Collection[str]) -> pd.DataFrame:
    """Return ``frame`` with nothing but labels in the rows of ``withheld`` areas."""
    numbers = [name for name in frame.columns if name not in LABELS]
    return frame.where(~frame["area"].isin(withheld), frame.assign(**dict.fromkeys(numbers)))


def _harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """Return ``frame`` with an apostrophe before every text that a spreadsheet would run as a formula."""
    return frame.map(
        lambda cell: f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
    )
