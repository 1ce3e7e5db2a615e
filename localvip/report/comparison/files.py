"""The files of a comparison report: the page, its tables as CSV, the areas with their shapes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from localvip.report.comparison.model import ComparisonReport
from localvip.report.write import publish

if TYPE_CHECKING:
    import geopandas as gpd

    from localvip.report.download import Table
    from localvip.report.page import Dress

COMPARISON_NAMES = (
    "areas.csv",
    "areas.gpkg",
    "areas.parquet",
    "changes.csv",
    "jurisdictions.csv",
    "provisions.csv",
    "report.html",
    "report.json",
)
PLACE_COLUMNS = (
    "id",
    "name",
    "jurisdiction",
    "residents",
    "before",
    "after",
    "told_change",
    "binds_before",
    "binds_after",
    "withheld",
)
CHANGE_COLUMNS = ("section", "title", "law", "kind", "sentence", "effect", "alone", "idle")
PROVISION_COLUMNS = (
    "name",
    "law",
    "groups_before",
    "full_before",
    "held_before",
    "groups_after",
    "full_after",
    "held_after",
)


def write_comparison(
    report: ComparisonReport, folder: Path, force: bool = False, dress: Dress | None = None
) -> tuple[Path, ...]:
    """Write the page, the tables and the shapes of ``report`` to ``folder`` and return their paths.

    See ``publish``. The same report in the same ``dress`` gives the same bytes.
    """
    return publish(folder, COMPARISON_NAMES, lambda draft: _fill(report, draft, dress), force)


def _fill(report: ComparisonReport, draft: Path, dress: Dress | None) -> None:
    # Geodata and templates are heavy: a refused folder should not wait for them.
    from localvip.report.comparison.page import render_comparison
    from localvip.report.download import csv_tables, json_tables, write_geopackage, write_geoparquet
    from localvip.report.page import BARE

    page = render_comparison(report, dress or BARE).encode("utf-8")
    tables = comparison_tables(report)
    for name, content in {
        **csv_tables(tables),
        "report.html": page,
        "report.json": json_tables(tables),
    }.items():
        (draft / name).write_bytes(content)
    shapes = shift_shapes(report)
    write_geopackage(shapes, draft / "areas.gpkg")
    write_geoparquet(shapes, draft / "areas.parquet")


def comparison_tables(report: ComparisonReport) -> dict[str, Table]:
    """Return the tables of ``report`` by name."""
    from localvip.report.download import rows_of

    tables: dict[str, tuple[tuple[str, ...], Sequence[object]]] = {
        "areas": (PLACE_COLUMNS, report.areas),
        "changes": (CHANGE_COLUMNS, report.changes),
        "jurisdictions": (PLACE_COLUMNS[1:2] + PLACE_COLUMNS[3:], report.jurisdictions),
        "provisions": (PROVISION_COLUMNS, report.provisions),
    }
    return {
        name: ([_called(column) for column in columns], rows_of(rows, columns))
        for name, (columns, rows) in tables.items()
    }


def _called(column: str) -> str:
    return "change" if column == "told_change" else column


def shift_shapes(report: ComparisonReport) -> gpd.GeoDataFrame:
    """Return the shapes of the areas in ``report.crs`` with the columns of ``areas.csv``."""
    import geopandas as gpd
    import pandas as pd

    columns = {_called(name): [getattr(row, name) for row in report.areas] for name in PLACE_COLUMNS}
    numbers = dict.fromkeys(("residents", "before", "after", "change"), "Int64")
    table = pd.DataFrame(columns).astype(numbers)
    return gpd.GeoDataFrame(table, geometry=list(report.frame.geometry.to_crs(report.crs)), crs=report.crs)
