"""The numbers of a report as tables: CSV files that are safe in a spreadsheet, and a GeoPackage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from localvip.report.model import CapacityReport

Cell = str | int | bool | Fraction | None
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
# GDAL stamps each GeoPackage with the time of day unless told a date: a clock would change the bytes.
STAMP = "2000-01-01T00:00:00.000Z"

AREA_COLUMNS = (
    "id", "name", "jurisdiction", "part", "residents", "sponsors", "ceiling", "capacity", "governed", "withheld",
    "binding",
)  # fmt: skip
AREA_TYPES = {
    **dict.fromkeys(("id", "name", "jurisdiction", "part", "binding"), "str"),
    **dict.fromkeys(("residents", "sponsors", "ceiling", "capacity"), "Int64"),
    "governed": "bool",
    "withheld": "bool",
}
JURISDICTION_COLUMNS = (
    "name",
    "ordinance",
    "areas",
    "residents",
    "sponsors",
    "capacity",
    "withheld",
    "binding",
)
PROVISION_COLUMNS = (
    "id", "law", "section", "title", "kind", "words", "groups", "full", "always_binding", "raises",
    "held_back", "status",
)  # fmt: skip
LIMIT_COLUMNS = (
    "provision", "law", "section", "title", "group", "working", "value", "used", "slack", "binding",
)  # fmt: skip
LEDGER_COLUMNS = ("account", "entry", "unit", "amount", "note")
YEAR_COLUMNS = ("year", "allowed", "issued", "in_force", "overhang", "waiting")
ADMISSION_COLUMNS = ("sponsors", "mean", "low", "high")


def csv_files(report: CapacityReport) -> dict[str, bytes]:
    """Return the CSV files of ``report`` by name: UTF-8, line feeds, texts quoted, unknown left empty."""
    limits = [(row.id, *_cells(limit, LIMIT_COLUMNS)) for row in report.areas for limit in row.limits]
    return {
        "areas.csv": csv_text(AREA_COLUMNS, rows_of(report.areas, AREA_COLUMNS)),
        "jurisdictions.csv": csv_text(
            JURISDICTION_COLUMNS, rows_of(report.jurisdictions, JURISDICTION_COLUMNS)
        ),
        "provisions.csv": csv_text(PROVISION_COLUMNS, rows_of(report.provisions, PROVISION_COLUMNS)),
        "limits.csv": csv_text(("area_id", *LIMIT_COLUMNS), limits),
        "ledger.csv": csv_text(LEDGER_COLUMNS, rows_of(report.ledger, LEDGER_COLUMNS)),
        "years.csv": csv_text(YEAR_COLUMNS, rows_of(report.years, YEAR_COLUMNS)),
        "admission.csv": csv_text(("area_id", "name", *ADMISSION_COLUMNS), _admission(report)),
    }


def _admission(report: CapacityReport) -> list[tuple[Cell, ...]]:
    """Return what each governed area may expect; the mean to one decimal."""
    rows = report.admission.by_area if report.admission else ()
    pairs = zip(report.areas, rows, strict=False)
    return [
        (area.id, area.name, row.sponsors, row.mean, row.low, row.high)
        for area, row in pairs
        if area.governed
    ]


def area_shapes(report: CapacityReport) -> gpd.GeoDataFrame:
    """Return the shapes of the areas in ``report.crs`` with the columns of ``areas.csv``, unknown as null."""
    columns = {name: [getattr(row, name) for row in report.areas] for name in AREA_COLUMNS}
    table = pd.DataFrame(columns).astype(AREA_TYPES)
    return gpd.GeoDataFrame(table, geometry=list(report.frame.geometry.to_crs(report.crs)), crs=report.crs)


def write_geopackage(shapes: gpd.GeoDataFrame, path: Path) -> None:
    """Write ``shapes`` to ``path`` as layer ``areas``; the same shapes give the same bytes.

    Raises ``OSError`` where the file can't be written.
    """
    try:
        with _no_clock():
            pyogrio.write_dataframe(shapes, path, layer="areas", driver="GPKG")
    except (DataSourceError, DataLayerError) as error:
        raise OSError(f"areas.gpkg: {error}") from error


@contextmanager
def _no_clock() -> Iterator[None]:
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": STAMP})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def rows_of(rows: Iterable[object], columns: Sequence[str]) -> list[tuple[Cell, ...]]:
    """Return the values of ``columns`` of each row."""
    return [_cells(row, columns) for row in rows]


def _cells(row: object, columns: Sequence[str]) -> tuple[Cell, ...]:
    return tuple(getattr(row, column) for column in columns)


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a CSV file: UTF-8, line feeds, texts quoted and no formula, unknown left empty."""
    lines = [",".join(columns), *(",".join(map(_cell, row)) for row in rows)]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", errors="backslashreplace")


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Fraction):
        return f"{float(value):.1f}"
    # A quoted text that starts like a formula would still run in a spreadsheet; an apostrophe stops it.
    safe = f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return '"' + safe.replace('"', '""') + '"'
