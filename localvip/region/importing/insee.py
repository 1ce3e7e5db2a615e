"""Regions from INSEE: outlines of communes or IRIS, and tables as its site serves them.

A table is a CSV file separated by semicolons, with one row of codes: ``CODGEO`` or ``IRIS``, then ``P21_POP``
(the count of the census of 2021), ``C21_MEN`` (of its additional sample), ``DISP_MED21`` (a median of Filosofi).
Census counts of IRIS are estimates with decimals after a point, incomes have a comma; ``ns``, ``nd``, ``s`` and
``c`` stand for what is not significant, not there or secret. INSEE gives no margins of error.
"""

from __future__ import annotations

import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from localvip.problem import Notice, Place, Problems
from localvip.region.apportion import MICRO, whole_persons
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
from localvip.region.readers.delimited import Dialect, read_rows
from localvip.region.readers.fault import LayerError

IDS = "code_iris dcomiris codgeo insee_com code_insee code_commune code com"
NAMES = "nom_iris lab_iris nom_officiel nom_com libgeo nom libelle"
TABLE_IDS = ("IRIS", "CODGEO", "CODE_IRIS", "COM")
WORDS = frozenset(
    {"IRIS", "REG", "DEP", "UU2010", "UU2020", "COM", "LIBCOM", "TRIRIS", "GRD_QUART", "LIBIRIS"}
)
WORDS |= {"TYP_IRIS", "MODIF_IRIS", "LAB_IRIS", "LIBGEO", "CODGEO", "CODE_IRIS", "NOTE_PRECAUTION"}
UNKNOWN = frozenset({"", "ns", "nd", "s", "c"})
NUMBER = re.compile(r"-?[0-9]+([.,][0-9]+)?")
OVER_17 = ("1824", "2539", "4054", "5564", "6579", "80P")
MEANT = {
    "residents": r"P(\d\d)_POP",
    "adults": r"adults_(\d\d)",
    "households": r"[CP](\d\d)_MEN",
    "housing_units": r"P(\d\d)_LOG",
    "vacant_units": r"P(\d\d)_LOGVAC",
    "unemployed": r"P(\d\d)_CHOM1564",
    "jobs": r"P(\d\d)_EMPLT",
    "median_income": r"(?:DISP_|DEC_)?MED(\d\d)",
    "poverty_rate": r"(?:DISP_)?TP60(\d\d)",
}
UNITS = {"median_income": {"unit": "EUR per year"}, "poverty_rate": {"unit": "percent", "of": "residents"}}


def import_insee(request: Request) -> Imported:
    """Return a region of the communes or IRIS whose code begins with ``request.only`` (``80``, ``80021``).

    Every column of numbers is kept under its code; of a count given for several years the newest is named. Residents
    with decimals are made whole along the codes: the sum of any leading run stays within half a person. Adults are
    the sum of the ages from 18 where a table gives them (IRIS). Raises ``Refused`` with all that is wrong with the
    tables.
    """

    def read(path: Path, problems: Problems) -> tuple[Table, list[Notice]]:
        return _read_table(path, request.encoding or "utf-8", problems), []

    tables, _ = read_tables(request.tables, read)
    areas, notices = joined(read_outlines(request, IDS, NAMES), tables)
    areas = _with_adults(areas)
    described = _described(areas.columns)
    areas, rounded = _whole(areas, described)
    return Imported(areas, drafted(request, areas, described), (*notices, *rounded))


def _read_table(path: Path, encoding: str, problems: Problems) -> Table:
    header, rows = read_rows(path, Dialect(";", encoding=encoding))
    key = next((one for one in TABLE_IDS if one in header), None)
    if key is None:
        hint = "INSEE's tables begin with CODGEO or IRIS and are separated by semicolons."
        raise LayerError(f"{path.name!r} has no column {' or '.join(TABLE_IDS)}.", hint)
    texts = pd.DataFrame(rows, columns=header, dtype=object)
    ids = [text.strip() for text in texts[key]]
    check_ids(ids, path.name, problems)
    columns = [name for name in header if name and name not in WORDS and _has_number(texts[name])]
    places = [Place(path.name, item=one) for one in ids]
    numbers = {
        name: [_value(text.strip(), name, at, problems) for at, text in zip(places, texts[name], strict=True)]
        for name in columns
    }
    return Table(path.name, pd.DataFrame(numbers, index=pd.Index(ids, dtype=object), dtype="float64"))


def _has_number(texts: pd.Series[str]) -> bool:
    """Return whether a column counts or measures: labels and codes of letters hold no number at all."""
    return any(NUMBER.fullmatch(text.strip()) for text in texts)


def _value(text: str, code: str, place: Place, problems: Problems) -> float:
    if text in UNKNOWN:
        return np.nan
    if not NUMBER.fullmatch(text):
        problems.add(place, "no-number", f"{code} is {text!r}, which is no number.")
        return np.nan
    return float(text.replace(",", "."))


def _with_adults(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    for year in sorted(
        {str(name)[1:3] for name in areas.columns if re.fullmatch(r"P\d\d_POP1824", str(name))}
    ):
        ages = [f"P{year}_POP{age}" for age in OVER_17]
        if set(ages) <= set(areas.columns):
            areas = areas.assign(**{f"adults_{year}": areas[ages].to_numpy().sum(axis=1)})
    return areas


def _described(columns: pd.Index[str]) -> dict[str, dict[str, str]]:
    """Return the columns that rules name, the newest of each, with their units."""
    found: dict[str, dict[str, str]] = {}
    for name, pattern in MEANT.items():
        years = {match[1]: str(one) for one in columns if (match := re.fullmatch(pattern, str(one)))}
        if years:
            newest = max(years)
            found[name] = {"column": years[newest], **UNITS.get(name, {}), "vintage": f"20{newest}"}
    return found


def _whole(
    areas: gpd.GeoDataFrame, described: dict[str, dict[str, str]]
) -> tuple[gpd.GeoDataFrame, tuple[Notice, ...]]:
    """Return the areas with whole residents, and a notice where that changed a number."""
    column = described.get("residents", {}).get("column")
    if column is None:
        return areas, ()
    people = areas[column].to_numpy()
    known = ~np.isnan(people)
    if (np.trunc(people[known]) == people[known]).all():
        return areas, ()
    whole = people.copy()
    whole[known] = whole_persons(np.rint(people[known] * MICRO).astype(np.int64))
    before, after = people[known].sum(), whole[known].sum()
    text = f"residents are estimates with decimals, {before:,.3f} in all; made whole, {after:,.0f}."
    return areas.assign(**{column: whole}), (Notice(Place(column), "whole", text),)
