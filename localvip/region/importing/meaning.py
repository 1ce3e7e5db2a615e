"""What columns may mean: names that offices and planners give to counts, rates, ids and places, guessed to be read.

Whoever reads a proposal sees which column was taken for what; nothing here is used unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

COUNTS = {
    "residents": r"residents|(tot(al)?_?)?pop(ulation)?(_?tot(al)?)?(_?\d{2,4})?|\d{4}_pop|p\d\d_pop|b01003_001e?|pmun",
    "adults": r"adults|over_?18|pop_?18(_?(plus|over|up))?|b09021_001e?",
    "households": r"households|tot_hh|hholds|[cp]\d\d_men|b11001_001e?",
    "housing_units": r"housing_units|hu_tot|hh_units|p\d\d_log|b25001_001e?",
    "vacant_units": r"vacant_units|vac_hu|hh_vacant|p\d\d_logvac|b25002_003e?",
    "jobs": r"jobs|emplois?|p\d\d_emplt",
}
# A rate is of the first of these counts that the file has.
RATES = {
    "poverty_rate": (
        r"pov(erty)?_?rate|(fraction|percent|pct|share|ep)_(of_)?pov\w*|pov\d\d|(disp_)?tp60\d\d",
        ("residents",),
    ),
    "vacancy_rate": (
        r"vacancy_?rate|(fraction|percent|pct|share)_vacant\w*",
        ("housing_units", "households"),
    ),
    "unemployment_rate": (
        r"unemp(loyment)?_?rate|(fraction|percent|pct|share|ep)_unemp\w*|unemp\d\d",
        ("adults", "residents"),
    ),
}
INCOMES = r"median_income(_\d{4})?|medinc|(hh)?_?inc(ome)?_med|(disp_|dec_)?med\d\d|b19013_001e?"
UNITS = {
    "bed": r"beds|lits",
    "place": r"places|capacity|capacite",
    "seat": r"seats",
    "doctor": r"doctors|physicians|medecins",
}
IDS = r"geoid(\d\d)?|code_iris|iris|codgeo|code_?insee|insee_com|code|id|\w*_id|\w+id"
NAMES = r"namelsad|name|nom|nom_iris|nom_com|libgeo|libelle|community|label|\w*_name"
LONGITUDES, LATITUDES = r"x|lon(g|gitude)?|easting", r"y|lat(itude)?|northing"
SPONSORS = r".*(sponsor|host|h[oô]te|parrain).*"
NOT_SUMMED = re.compile(
    rf"{IDS}|{INCOMES}|.*(lat|lon|code|zip|geoid|tract|year|rank|med|inc|_pci|area|leng).*"
)


Float64s = npt.NDArray[np.float64]


def first_named(pattern: str, names: Iterable[object]) -> str | None:
    """Return the shortest name that ``pattern`` fits, capitals or not; of several, the latest year's, or the first."""
    texts = [str(name) for name in names]
    fits = [name for name in texts if re.fullmatch(pattern, name.casefold())]
    return min(fits, key=lambda name: (len(name), -_year(name), texts.index(name)), default=None)


def _year(name: str) -> int:
    digits = re.findall(r"\d+", name)
    return int(digits[-1]) if digits else 0


def counts_in(table: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return the counts that are known by their columns' names and hold nothing that would be refused."""
    found = {}
    for name, pattern in COUNTS.items():
        column = first_named(pattern, table.columns)
        known = _numbers(table, column)
        if column is None or not len(known) or known.min() < 0:
            continue
        if name == "residents" and (np.trunc(known) != known).any():
            continue
        gaps = name == "residents" and table[column].isna().any()
        found[name] = {"column": column, "missing": "0"} if gaps else {"column": column}
    return found


def rates_in(table: pd.DataFrame, counts: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the rates that are known by their columns' names, in the unit that their numbers fit: share or percent."""
    held, found = set(counts), {}
    for name, (pattern, bases) in RATES.items():
        column = _newest(pattern, table)
        known = _numbers(table, column)
        if column is None or not is_rate(known):
            continue
        base = next((one for one in bases if one in held), None)
        keys = {"column": column, "unit": "share" if known.max() <= 1 else "percent"}
        found[name] = keys if base is None else {**keys, "of": base}
    return found


def incomes_in(table: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return the median income, if a column is named so; its currency is for the reader to say."""
    column = _newest(INCOMES, table)
    return {} if column is None else {"median_income": {"column": column, "unit": "USD per year"}}


def capacities_in(table: pd.DataFrame) -> dict[str, str]:
    """Return the columns that count what sites hold, by unit."""
    found = {unit: first_named(pattern, table.columns) for unit, pattern in UNITS.items()}
    return {
        unit: column for unit, column in found.items() if column is not None and len(_numbers(table, column))
    }


def id_in(table: pd.DataFrame) -> str | None:
    """Return a column that could be an id: one value each, none missing, no fraction."""
    unique = [
        str(name)
        for name in table.columns
        if len(table) and table[name].notna().all() and table[name].is_unique and _may_name(table[name])
    ]
    return first_named(IDS, unique) or next(iter(unique), None)


def is_rate(known: Float64s) -> bool:
    """Return whether numbers look like shares or percents: from 0 to 100, and not all whole."""
    return len(known) > 0 and bool(
        known.min() >= 0 and known.max() <= 100 and (np.trunc(known) != known).any()
    )


def is_summed(name: str, known: Float64s) -> bool:
    """Return whether a total of these numbers would say something: whole, from 0, no id, code, income or place."""
    whole = len(known) > 0 and bool(known.min() >= 0 and (np.trunc(known) == known).all())
    return whole and not NOT_SUMMED.fullmatch(name.casefold())


def _newest(pattern: str, table: pd.DataFrame) -> str | None:
    """Return the column that fits; of several that differ by their year, the last in the file."""
    fits = [str(name) for name in table.columns if re.fullmatch(pattern, str(name).casefold())]
    return fits[-1] if fits else None


def _numbers(table: pd.DataFrame, column: str | None) -> Float64s:
    if (
        column is None
        or not pd.api.types.is_numeric_dtype(table[column])
        or pd.api.types.is_bool_dtype(table[column])
    ):
        return np.zeros(0)
    return table[column].dropna().to_numpy(dtype=np.float64)


def _may_name(values: pd.Series) -> bool:
    return not pd.api.types.is_numeric_dtype(values) or bool((values.to_numpy() % 1 == 0).all())
