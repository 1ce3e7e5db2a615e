"""The numbers of a report as tables: CSV files that are safe in a spreadsheet, JSON, a GeoPackage and GeoParquet."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from localvip.report.model import AreaRow, CapacityReport

Cell = str | int | bool | Fraction | None
Table = tuple[Sequence[str], Iterable[Sequence[Cell]]]
Plain = Cell | float  # as JSON and Parquet have it
PlainTable = tuple[Sequence[str], Sequence[Sequence[Plain]]]
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
    "held_back", "by_itself", "status",
)  # fmt: skip
LIMIT_COLUMNS = (
    "provision", "law", "section", "title", "group", "working", "value", "used", "slack", "binding",
)  # fmt: skip
LIMIT_TYPES = pa.schema(
    [
        *((name, pa.string()) for name in ("area_id", *LIMIT_COLUMNS[:6])),
        *((name, pa.int64()) for name in ("value", "used", "slack")),
        ("binding", pa.bool_()),
    ]
)
AT_ONCE = 50_000  # rows held as texts while a table is written
LEDGER_COLUMNS = ("account", "entry", "unit", "amount", "note")
YEAR_COLUMNS = ("year", "allowed", "issued", "in_force", "overhang", "waiting")
ADMISSION_COLUMNS = ("sponsors", "mean", "low", "high")


@dataclass(frozen=True)
class LimitRows:
    """Each of ``areas`` under each limit, made when it is gone through: of a nation there are millions."""

    areas: Sequence[AreaRow]

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        """Iterate over the areas' limits in the order of the areas."""
        return ((row.id, *_cells(limit, LIMIT_COLUMNS)) for row in self.areas for limit in row.limits)


def csv_files(report: CapacityReport) -> dict[str, bytes]:
    """Return the CSV files of ``report`` by name: UTF-8, line feeds, texts quoted, unknown left empty."""
    return csv_tables(capacity_tables(report))


def capacity_tables(report: CapacityReport) -> dict[str, Table]:
    """Return the tables of ``report`` by name; ``limits``: each area under each limit."""
    return {
        "areas": (AREA_COLUMNS, rows_of(report.areas, AREA_COLUMNS)),
        "jurisdictions": (JURISDICTION_COLUMNS, rows_of(report.jurisdictions, JURISDICTION_COLUMNS)),
        "provisions": (PROVISION_COLUMNS, rows_of(report.provisions, PROVISION_COLUMNS)),
        "limits": (("area_id", *LIMIT_COLUMNS), LimitRows(report.areas)),
        "ledger": (LEDGER_COLUMNS, rows_of(report.ledger, LEDGER_COLUMNS)),
        "years": (YEAR_COLUMNS, rows_of(report.years, YEAR_COLUMNS)),
        "admission": (("area_id", "name", *ADMISSION_COLUMNS), _admission(report)),
    }


def csv_tables(tables: Mapping[str, Table]) -> dict[str, bytes]:
    """Return each table as the content of its CSV file."""
    return {f"{name}.csv": csv_text(columns, rows) for name, (columns, rows) in tables.items()}


def json_tables(tables: Mapping[str, tuple[Sequence[str], Iterable[Sequence[Plain]]]]) -> bytes:
    """Return all tables as one JSON file, UTF-8: lists of objects by name, a row a line; unknown is ``null``."""
    parts = []
    for name, (columns, rows) in tables.items():
        lines = (
            json.dumps(dict(zip(columns, map(_plain, row), strict=True)), ensure_ascii=False) for row in rows
        )
        parts.append(json.dumps(name) + ": [\n" + ",\n".join(lines) + "\n]")
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode("utf-8", errors="backslashreplace")


def _plain(value: Plain) -> Plain:
    """Return a value as JSON has it: a mean to one decimal, as in the CSV."""
    return float(f"{float(value):.1f}") if isinstance(value, Fraction) else value


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


def write_geoparquet(shapes: gpd.GeoDataFrame, path: Path) -> None:
    """Write ``shapes`` to ``path`` as GeoParquet; the same shapes give the same bytes with the same versions."""
    shapes.to_parquet(path, index=False)


def write_parquet(table: PlainTable, path: Path) -> None:
    """Write ``table`` to ``path`` as Parquet, unknown as null; ids and texts stay text."""
    columns, rows = table
    by_column = zip(*rows, strict=True) if rows else ((),) * len(columns)
    arrays = {name: pa.array(list(cells)) for name, cells in zip(columns, by_column, strict=True)}
    pq.write_table(pa.table(arrays), path)


def write_limits(limits: LimitRows, path: Path) -> None:
    """Write ``limits`` to ``path`` as Parquet, some rows at a time, unknown as null."""
    with pq.ParquetWriter(path, LIMIT_TYPES) as file:
        for rows in _batches(limits):
            columns = zip(*rows, strict=True)
            file.write_table(pa.table([list(column) for column in columns], schema=LIMIT_TYPES))


def write_csv(table: Table, path: Path) -> None:
    """Write ``table`` to ``path`` as ``csv_text`` has it, some rows at a time."""
    columns, rows = table
    with path.open("wb") as file:
        file.write(_encoded([",".join(columns)]))
        for part in _batches(rows):
            file.write(_encoded(map(_line, part)))


def _batches(rows: Iterable[Sequence[Cell]]) -> Iterator[list[Sequence[Cell]]]:
    left = iter(rows)
    while part := list(islice(left, AT_ONCE)):
        yield part


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
    return _encoded([",".join(columns), *map(_line, rows)])


def _encoded(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("utf-8", errors="backslashreplace")


def _line(row: Sequence[Cell]) -> str:
    return ",".join(map(_cell, row))


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
