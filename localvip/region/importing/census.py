"""Regions from the US Census Bureau: TIGER/Line or cartographic boundaries, and tables as its site serves them.

A table is a CSV file whose first row holds codes (``GEO_ID``, ``NAME``, ``B01003_001E``, ``B01003_001M``) and
whose second holds labels. ``GEO_ID`` is ``1400000US39153501100``: the kind of area, then the id that outlines
call ``GEOID``. ``E`` is an estimate, ``M`` its margin of error at 90 %, ``EA`` and ``MA`` are annotations;
decennial tables have ``N``, without margins.
"""

from __future__ import annotations

import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from localvip.problem import Notice, Place, Problems
from localvip.region.importing.imported import (
    Imported,
    Request,
    Table,
    check_ids,
    drafted,
    joined,
    read_outlines,
    read_tables,
)
from localvip.region.readers.delimited import read_rows
from localvip.region.readers.fault import LayerError

IDS = "geoid geoid20 geoid10"
NAMES = "namelsad namelsad20 name name20 namelsad10 name10"
GEO_ID = re.compile(r"[0-9]{3}[0-9A-Z]{2,6}US([0-9]+)")
CODE = re.compile(r"[A-Z]+[0-9]+[A-Z]*(_C[0-9]{2})?_[0-9]{3}[EMN]")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
# What stands for a number that isn't there: in tables of the site, and in those of the data service.
UNKNOWN = frozenset({"", "-", "**", "***", "N", "(X)", "null"})
UNKNOWN |= {f"-{digit * 9}" for digit in "23689"}
CONTROLLED = frozenset({"*****", "-555555555"})  # the estimate is held to a count: its margin is 0
OPEN_ENDED = re.compile(r"[0-9,]+[+-]")  # 250,000+: the median lies beyond
ADULTS = "over_17_in_B01001_"
MEANT = {
    "residents": ("B01003_001", "B01001_001", "P1_001"),
    "adults": ("B09021_001", "B15001_001", "S0101_C01_026", "P3_001", ADULTS),
    "households": ("B11001_001", "B25003_001", "S1101_C01_001", "H1_002"),
    "housing_units": ("B25001_001", "B25002_001", "H1_001"),
    "vacant_units": ("B25002_003", "B25004_001", "H1_003"),
    "poor": ("B17001_002",),
    "median_income": ("B19013_001",),
}
UNITS = {"median_income": "USD per year"}
OVER_17 = tuple(f"B01001_{n:03}" for n in (*range(7, 26), *range(31, 50)))


def import_census(request: Request) -> Imported:
    """Return a region of the outlines whose GEOID begins with ``request.only`` (``39153``: Summit County).

    Estimates and margins of every table are kept under their codes; the counts that rules name are described in
    the region file, margins beside them. Adults, where no table counts them, are the sum of the ages of table
    B01001, its margin the root of the sum of squares (Census Bureau, ACS handbook, ch. 8). Raises ``Refused``
    with all that is wrong with the tables.
    """
    tables, notices = read_tables(request.tables, _read_table)
    areas, left = joined(read_outlines(request, IDS, NAMES), tables)
    areas = _with_reckoned(areas)
    return Imported(areas, drafted(request, areas, _described(areas.columns)), (*notices, *left))


def _read_table(path: Path, problems: Problems) -> tuple[Table, list[Notice]]:
    header, rows = read_rows(path)
    if "GEO_ID" not in header:
        hint = "Download the table as CSV from data.census.gov, with codes in the first row."
        raise LayerError(f"{path.name!r} has no column GEO_ID.", hint)
    position = header.index("GEO_ID")
    body = rows[1:] if rows and not GEO_ID.fullmatch(rows[0][position].strip()) else rows
    ids = [
        _geoid(row[position].strip(), Place(path.name, item=f"row {n}"), problems)
        for n, row in enumerate(body, 1)
    ]
    check_ids(ids, path.name, problems)
    codes = [name for name in header if CODE.fullmatch(name)]
    texts = pd.DataFrame(body, columns=header, index=pd.Index(ids, dtype=object), dtype=object)[codes]
    places = [Place(path.name, item=one) for one in ids]
    numbers = {
        code: [_value(text.strip(), code, at, problems) for at, text in zip(places, texts[code], strict=True)]
        for code in codes
    }
    open_ended = sum(bool(OPEN_ENDED.fullmatch(text.strip())) for code in codes for text in texts[code])
    words = f"{open_ended} medians are given as open-ended (250,000+); they are read as unknown."
    notices = [Notice(Place(path.name), "open-ended", words)] if open_ended else []
    return Table(path.name, pd.DataFrame(numbers, index=texts.index, dtype="float64")), notices


def _geoid(text: str, place: Place, problems: Problems) -> str:
    found = GEO_ID.fullmatch(text)
    if found is None:
        problems.add(place, "geo-id", f"{text!r} is no GEO_ID such as 1400000US39153501100.")
    return found[1] if found else ""


def _value(text: str, code: str, place: Place, problems: Problems) -> float:
    if text in UNKNOWN or OPEN_ENDED.fullmatch(text):
        return np.nan
    if text in CONTROLLED:
        return 0.0 if code.endswith("M") else np.nan
    if not NUMBER.fullmatch(text):
        problems.add(place, "no-number", f"{code} is {text!r}, which is no number.")
        return np.nan
    return float(text)


def _with_reckoned(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add adults where only ages are given, and the share of poor among those whose poverty is known."""
    if all(f"{code}E" in areas for code in OVER_17):
        estimates = areas[[f"{code}E" for code in OVER_17]].to_numpy()
        areas = areas.assign(**{f"{ADULTS}E": estimates.sum(axis=1)})
        if all(f"{code}M" in areas for code in OVER_17):
            margins = areas[[f"{code}M" for code in OVER_17]].to_numpy()
            areas = areas.assign(**{f"{ADULTS}M": np.sqrt((margins**2).sum(axis=1)).round(3)})
    if {"B17001_001E", "B17001_002E"} <= set(areas.columns):
        whole = areas["B17001_001E"].where(areas["B17001_001E"] > 0)
        areas = areas.assign(poverty_rate=areas["B17001_002E"] / whole)
    return areas


def _described(columns: pd.Index[str]) -> dict[str, dict[str, str]]:
    """Return the columns that rules name, with their margins and units."""
    found: dict[str, dict[str, str]] = {}
    for name, codes in MEANT.items():
        column = next(
            (f"{code}{sign}" for code in codes for sign in "EN" if f"{code}{sign}" in columns), None
        )
        if column is None:
            continue
        unit = {"unit": UNITS[name]} if name in UNITS else {}
        margin = f"{column[:-1]}M"
        found[name] = {"column": column, **unit, **({"moe": margin} if margin in columns else {})}
    if "poverty_rate" in columns and "residents" in found:
        found["poverty_rate"] = {"column": "poverty_rate", "unit": "share", "of": "residents"}
    return found
