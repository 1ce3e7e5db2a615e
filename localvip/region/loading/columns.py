"""Columns as the rules name them: checked, in declared units, counts as whole micro-units."""

from __future__ import annotations

import reprlib
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from localvip.message import told, word
from localvip.problem import Notice, Place, Problems, did_you_mean, listed
from localvip.region.apportion import MICRO, Int64s
from localvip.region.loading.margins import take_margins
from localvip.region.manifest import SHARE_UNITS, Column
from localvip.region.readers.read import text_ids

MOST = 10**10
WHOLE = frozenset({"residents"})
Fault = tuple[npt.NDArray[np.bool_], str, str, str]


def take_columns(
    table: pd.DataFrame, columns: dict[str, Column], file: str, problems: Problems
) -> tuple[pd.DataFrame, list[Notice]]:
    """Return the declared columns of ``table`` (index: area ids) under the names of the rules.

    Counts and values are float64 with NaN where missing, shares lie in 0..1, text is text or None. Refuses a
    column that is not there, words in a number's place, a negative or endless number, a share outside 0..1,
    residents that are missing or no whole number, a total over ten thousand million. A count may be declared
    ``missing: 0``: then a notice says how many areas that filled. The standard error of a column that has a margin
    stands beside it, under ``error_name``.
    """
    taken: dict[str, pd.Series[Any]] = {}
    notices: list[Notice] = []
    for name, column in columns.items():
        if column.column is None:
            continue
        if column.column not in table.columns:
            message = f"column {name!r}: there is no column {column.column!r} in {file}."
            near = did_you_mean(column.column, map(str, table.columns))
            hint = near or f"It has: {listed(map(str, table.columns))}."
            problems.add(column.place, "unknown-column", message, hint)
            continue
        values = table[column.column]
        if column.is_text:
            if values.dtype == object and pd.api.types.infer_dtype(values).startswith("mixed"):
                message = f"{name} holds numbers and texts mixed."
                problems.add(Place(file), "mixed", message, "Store all as text.")
            taken[name] = text_ids(values)[0].where(values.notna(), None)
            continue
        numbers = _numbers(values, name, file, problems)
        notices.extend(_doubts(numbers, name, column, file))
        if column.missing is not None:
            numbers = numbers.fillna(0.0)
        _check_numbers(numbers, name, column, file, problems)
        taken[name] = numbers * SHARE_UNITS.get(column.unit, 1.0)
    taken |= _ratios(taken, columns, file, problems)
    errors, told = take_margins(table, columns, file, problems)
    return pd.DataFrame(taken, index=table.index).join(errors.rename(columns=error_name)), [*notices, *told]


def _ratios(
    taken: dict[str, pd.Series[Any]], columns: dict[str, Column], file: str, problems: Problems
) -> dict[str, pd.Series[Any]]:
    """Return the shares of one count in another; unknown where either is, or where there is none of the other."""
    found = {}
    for name, column in columns.items():
        if column.ratio not in taken or column.of not in taken:
            continue
        part, whole = taken[column.ratio], taken[column.of]
        found[name] = (part / whole.where(whole > 0)).rename(name)
        over = part > whole
        for key, more, most in zip(part.index[over], part[over], whole[over], strict=True):
            message = f"{column.ratio} {more:.15g} is more than {column.of} {most:.15g}."
            problems.add(Place(file, item=str(key)), "ratio", message, "A share is at most 1.")
    return found


def error_name(name: str) -> str:
    """Return the name of the column of standard errors of ``name``: none that a rule can write."""
    return f"{name} error"


def _doubts(numbers: pd.Series[float], name: str, column: Column, file: str) -> Iterator[Notice]:
    """Yield what a reader should know of a column that is not refused."""
    gaps = int(numbers.isna().sum())
    if column.missing is not None and gaps:
        text = told("{n} areas have no {name}; the region file reads them as 0.", n=gaps, name=word(name))
        yield Notice(Place(file), "missing-as-0", text)
    if column.unit == "percent" and 0 < numbers.max() <= 1:
        text = told("no {name} is over 1 percent. Is its unit share?", name=word(name))
        yield Notice(Place(file), "small-percent", text)


def _numbers(values: pd.Series[Any], name: str, file: str, problems: Problems) -> pd.Series[float]:
    """Return numbers, or NaN with a problem for each row that holds anything else."""
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return values.astype("float64")
    numbers = []
    for key, value in values.astype(object).items():
        number = isinstance(value, int | float | Decimal | np.number) and not isinstance(value, bool)
        missing = value is None or value is pd.NA or value is pd.NaT
        if not (number or missing):
            message = f"{name} is {reprlib.repr(value)}, which is no number."
            problems.add(Place(file, item=str(key)), "no-number", message, "Store numbers as numbers.")
        numbers.append(float(value) if number else np.nan)
    return pd.Series(numbers, index=values.index, dtype="float64")


def _check_numbers(
    numbers: pd.Series[float], name: str, column: Column, file: str, problems: Problems
) -> None:
    values: npt.NDArray[np.float64] = np.asarray(numbers, dtype=np.float64)
    for where, code, message, hint in _faults(values, name, column):
        for key, value in zip(numbers.index[where], values[where], strict=True):
            shown = "" if np.isnan(value) else f" {value:.15g}"
            problems.add(Place(file, item=str(key)), code, f"{name}{shown} {message}", hint)
    if column.is_count and np.nansum(values[values <= MOST]) > MOST:
        problems.add(Place(file), "too-large", f"{name} is more than {MOST:,} in all.")


def _faults(values: npt.NDArray[np.float64], name: str, column: Column) -> Iterator[Fault]:
    """Yield which numbers are at fault, and the code, words and hint of each fault."""
    if name in WHOLE:
        hint = "Write `missing: 0` beside the column if no one lives there."
        yield np.isnan(values), "missing", "is missing.", hint
        broken = np.isfinite(values) & (np.trunc(values) != values)
        yield broken, "fraction", "is no whole number.", "People are counted whole."
    yield values < 0, "negative", "is negative.", "Leave a value that is not known empty."
    yield values > MOST, "too-large", f"is more than {MOST:,}.", ""
    if column.unit in SHARE_UNITS:
        most = 1 / SHARE_UNITS[column.unit]
        hint = "Is its unit percent?" if column.unit == "share" else ""
        message = f"is more than {most:g}, but its unit is {column.unit}."
        yield (values > most) & (values <= MOST), "share", message, hint


def count_units(values: pd.DataFrame, columns: dict[str, Column]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return every count in int64 micro-units, and where it is unknown (its units are then 0).

    A part of another count is its share, exactly, or its product with a rate, rounded once to a millionth. It
    is unknown where the count or the rate is.
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
