"""What a limit comes to for each group: computed exactly from whole units, rounded once at the end.

Counts are int64 micro-units; a rate is a fraction. ``floor(rate x units / 10**6)`` is computed in integers: in
floats it is off by one visa in one group in a hundred.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import lcm
from typing import Literal

import numpy as np
import numpy.typing as npt

from localvip.language.quantity import Limit, Sum
from localvip.region.apportion import MICRO

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
    """Return ``sum(n x units) / denominator`` rounded, in int64 where that is safe and in Python ints elsewhere."""
    highest = sum(n * int(units.max(initial=1)) for n, units in parts)
    kind = np.dtype(np.int64 if 2 * (highest + denominator) <= UNLIMITED else object)
    total = np.zeros(groups, dtype=kind)
    for n, units in parts:
        total += n * units.astype(kind, copy=False)
    if rounding == "up":
        total = -(-total // denominator)
    elif rounding == "nearest":
        total = (2 * total + denominator) // (2 * denominator)
    else:
        total //= denominator
    return total.astype(np.int64, copy=False)
