"""Columns as the rules name them: checked, in declared units, counts as whole micro-units."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from localvip.problem import Notice, Place, Problems, did_you_mean, listed
from localvip.region.apportion import MICRO, Int64s
from localvip.region.manifest import SHARE_UNITS, Column

MOST = 10**10
WHOLE = frozenset({"residents"})


def take_columns(
    table: pd.DataFrame, columns: dict[str, Column], file: str, problems: Problems
) -> tuple[pd.DataFrame, list[Notice]]:
    """Return the declared columns of ``table`` (index: area ids) under the names of the rules.

    Counts and values are float64 with NaN where missing, shares lie in 0..1, text is text or None. Refuses a
    column that is not there, words in a number's place, a negative or endless number, a share outside 0..1,
    residents that are missing or no whole number. A count may be declared ``missing: 0``: then a notice says
    how many areas that filled.
    """
    taken, notices = {}, []
    for name, column in columns.items():
        if column.column is None:
            continue
        if column.column not in table.columns:
            message = f"column {name!r}: there is no column {column.column!r} in {file}."
            near = did_you_mean(column.column, map(str, table.columns))
            problems.add(column.place, "unknown-column", message, near or f"It has: {listed(table.columns)}.")
            continue
        values = table[column.column]
        if column.is_text:
            taken[name] = values.astype(object).where(values.notna(), None)
            continue
        numbers = _numbers(values, name, file, problems)
        if column.missing is not None and numbers.isna().any():
            notices.append(_filled(numbers, name, file))
            numbers = numbers.fillna(0.0)
        _check_numbers(numbers, name, column, file, problems)
        taken[name] = numbers * SHARE_UNITS.get(column.unit, 1.0)
    return pd.DataFrame(taken, index=table.index), notices


def _filled(numbers: pd.Series[float], name: str, file: str) -> Notice:
    text = f"{int(numbers.isna().sum())} areas have no {name}; the region file reads them as 0."
    return Notice(Place(file), "missing-as-0", text)


def _numbers(values: pd.Series[Any], name: str, file: str, problems: Problems) -> pd.Series[float]:
    """Return numbers, or NaN with a problem for each row that holds anything else."""
    if pd.api.types.is_bool_dtype(values) or not pd.api.types.is_numeric_dtype(values):
        held = values[values.notna()]
        for key, value in held.items():
            if not isinstance(value, int | float) or isinstance(value, bool):
                message = f"{name} is {value!r}, which is no number."
                problems.add(Place(file, item=str(key)), "no-number", message, "Store numbers as numbers.")
        return pd.to_numeric(values, errors="coerce").astype("float64")
    return values.astype("float64")


def _check_numbers(
    numbers: pd.Series[float], name: str, column: Column, file: str, problems: Problems
) -> None:
    faults = []
    if name in WHOLE:
        hint = "Write `missing: 0` beside the column if no one lives there."
        faults.append((numbers.isna(), "missing", "is missing.", hint))
        fraction = numbers.notna() & np.isfinite(numbers) & (np.mod(numbers, 1) != 0)
        faults.append((fraction, "fraction", "is no whole number.", "People are counted whole."))
    faults.append((numbers < 0, "negative", "is negative.", ""))
    endless = np.isinf(numbers) | (numbers > MOST)
    faults.append((endless, "too-large", f"is more than {MOST:,}.", ""))
    if column.unit in SHARE_UNITS:
        most = 1 / SHARE_UNITS[column.unit]
        hint = "Is its unit percent?" if column.unit == "share" else ""
        faults.append((numbers > most, "share", f"is more than {most:g}, but its unit is {column.unit}.", hint))
    for where, code, message, hint in faults:
        for key in numbers.index[where]:
            value = "" if pd.isna(numbers[key]) else f" {numbers[key]:g}"
            problems.add(Place(file, item=str(key)), code, f"{name}{value} {message}", hint)


def count_units(
    values: pd.DataFrame, columns: dict[str, Column]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return every count in int64 micro-units, and where it is unknown (its units are then 0).

    A part of another count is its share, exactly, or its product with a rate, rounded once to a millionth. It is
    unknown where the count or the rate is.
    """
    units: dict[str, Int64s] = {}
    unknown: dict[str, npt.NDArray[np.bool_]] = {}
    for name, column in columns.items():
        if column.is_count and not column.is_part:
            unknown[name] = values[name].isna().to_numpy()
            units[name] = np.rint(values[name].fillna(0.0).to_numpy() * MICRO).astype(np.int64)
        elif column.rate is not None:
            rate, base = values[column.rate], str(column.of)
            unknown[name] = unknown[base] | rate.isna().to_numpy()
            product = np.rint(units[base] * rate.fillna(0.0).to_numpy()).astype(np.int64)
            units[name] = np.where(unknown[name], 0, product)
        elif column.share is not None:
            unknown[name] = unknown[str(column.of)]
            units[name] = _share_of(units[str(column.of)], column.share)
    return pd.DataFrame(units, index=values.index), pd.DataFrame(unknown, index=values.index)


def _share_of(micro: Int64s, share: Fraction) -> Int64s:
    """Return ``share x micro`` rounded to the nearest unit, halves up, in whole numbers."""
    twice = 2 * share.denominator
    exact = [(int(units) * share.numerator * 2 + share.denominator) // twice for units in micro]
    return np.array(exact, dtype=np.int64)
