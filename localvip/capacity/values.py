"""What a limit comes to for each group: computed exactly from whole units, rounded once at the end.

Counts are int64 micro-units; a rate is a fraction. ``floor(rate x units / 10**6)`` is computed in integers: in
floats it is off by one visa in one group in a hundred.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import lcm
from typing import Literal

import numpy as np
import numpy.typing as npt

from localvip.language.quantity import Limit, Sum

MICRO = 1_000_000
UNLIMITED = np.iinfo(np.int64).max
Int64s = npt.NDArray[np.int64]
Rounding = Literal["down", "nearest", "up"]


def limit_values(
    limit: Limit, units: Mapping[str, Int64s], groups: int, rounding: Rounding = "down"
) -> Int64s:
    """Return the whole visas that ``limit`` allows in each group.

    ``units``: for each base of the limit, the micro-units of each group. An unlimited limit is ``UNLIMITED``.
    ``the greater of`` and ``the lesser of`` may compare rounded sums, since rounding keeps their order.
    """
    if limit.unlimited:
        return np.full(groups, UNLIMITED, dtype=np.int64)
    values = [_sum_values(part, units, groups, rounding) for part in limit.sums]
    choose = np.minimum if limit.choice == "lesser" else np.maximum
    return choose.reduce(values) if len(values) > 1 else values[0]


def _sum_values(total: Sum, units: Mapping[str, Int64s], groups: int, rounding: Rounding) -> Int64s:
    """Return ``sum of rate x units`` over one common denominator, rounded once."""
    rates = [(term.rate, units[term.base] if term.base else None) for term in total.terms]
    scale = lcm(*(rate.denominator for rate, _ in rates))
    denominator = scale * MICRO
    parts = [
        (int(rate * scale), np.full(groups, MICRO, dtype=np.int64) if base is None else base)
        for rate, base in rates
    ]
    return _divide(parts, denominator, groups, rounding)


def _divide(parts: list[tuple[int, Int64s]], denominator: int, groups: int, rounding: Rounding) -> Int64s:
    """Return ``sum(n x units) / denominator`` rounded, in int64 where that is safe and in Python ints elsewhere.

    Each ``units`` is split into whole multiples of the denominator and a rest, so that only small products occur.
    """
    widest = sum(n * denominator for n, _ in parts) * 2 + denominator
    highest = sum(n * (int(units.max(initial=0)) // denominator + 1) for n, units in parts)
    if max(widest, highest) > UNLIMITED:
        sums = [sum(n * int(units[g]) for n, units in parts) for g in range(groups)]
        return np.array([_rounded(Fraction(s, denominator), rounding) for s in sums], dtype=np.int64)
    whole = sum((n * (units // denominator) for n, units in parts), np.zeros(groups, dtype=np.int64))
    rest = sum((n * (units % denominator) for n, units in parts), np.zeros(groups, dtype=np.int64))
    if rounding == "up":
        return np.asarray(whole - (-rest // denominator))
    if rounding == "nearest":
        return np.asarray(whole + (2 * rest + denominator) // (2 * denominator))
    return np.asarray(whole + rest // denominator)


def _rounded(value: Fraction, rounding: Rounding) -> int:
    if rounding == "up":
        return -((-value.numerator) // value.denominator)
    if rounding == "nearest":
        return (2 * value.numerator + value.denominator) // (2 * value.denominator)
    return value.numerator // value.denominator
