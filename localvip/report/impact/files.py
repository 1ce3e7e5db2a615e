"""The files of an impact report: the page, and the tables as CSV, Parquet and JSON; all of them or none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from localvip.impact.assessment import Impact
from localvip.report.impact.model import ImpactReport
from localvip.report.write import publish

if TYPE_CHECKING:
    from localvip.report.page import Dress

PAGE, WHOLE = "impact.html", "impact.json"
NOTICES = "notices.csv"


def impact_names(impact: Impact) -> tuple[str, ...]:
    """Return the names of the files: the page, two for each table that has rows, and all tables in one."""
    stems = [name.replace("_", "-") for name in _frames(impact)]
    return (PAGE, *(f"{stem}.{kind}" for stem in stems for kind in ("csv", "parquet")), WHOLE)


def write_impact(
    impact: Impact, report: ImpactReport, folder: Path, force: bool = False, dress: Dress | None = None
) -> tuple[Path, ...]:
    """Write the page of ``report`` and every table of ``impact`` to ``folder`` and return the paths.

    Areas that the report withholds have no numbers in the tables either. Raises ``OutputRefused`` as ``publish``.
    """
    return publish(folder, impact_names(impact), lambda draft: _fill(impact, report, draft, dress), force)


def _fill(impact: Impact, report: ImpactReport, draft: Path, dress: Dress | None) -> None:
    # Templates are heavy: a refused folder should not wait for them.
    from localvip.report.impact.page import render_impact
    from localvip.report.impact.tables import shown_tables, write_tables
    from localvip.report.page import BARE

    (draft / PAGE).write_bytes(render_impact(report, dress or BARE).encode("utf-8"))
    withheld = [row.id for row in report.places if row.withheld]
    write_tables(shown_tables(_frames(impact), withheld), draft, WHOLE)


def _frames(impact: Impact) -> dict[str, pd.DataFrame]:
    """Return the tables that have rows, and the notices."""
    told = {name: frame for name, frame in impact.frames.items() if len(frame)}
    return {**told, "notices": pd.DataFrame({"notice": [str(one) for one in impact.notices]})}
