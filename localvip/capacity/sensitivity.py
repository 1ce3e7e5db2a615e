"""Capacity as the limits of one provision move together, all other rules as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from localvip.capacity.measure import Capacity
from localvip.capacity.programme.solve import Solver

PERCENTS = (0, 25, 50, 75, 100, 125, 150, 200, 300, 400)


@dataclass(frozen=True)
class Curve:
    """The capacity at whole percents of what a provision (``bound``, by position) says, each limit rounded down.

    ``kink``: the least percent, at least 100, from which the rest of the law alone holds the capacity; ``None``
    where that lies beyond the last percent.
    """

    bound: int
    points: tuple[tuple[int, int], ...]
    kink: int | None


def curve(capacity: Capacity, percents: Sequence[int] = PERCENTS) -> Curve | None:
    """Return the curve of the cap that holds back most, at ``percents`` and at its kink.

    ``None`` where no cap alone holds anything back.
    """
    caps = {
        bound: held
        for bound, held in capacity.held_back.items()
        if held > 0 and capacity.limits.bounds[bound].provision.noun == "cap"
    }
    if not caps:
        return None
    bound = max(caps, key=lambda one: (caps[one], -one))
    at = _at(capacity, bound)
    plateau = capacity.maximum.visas + caps[bound]
    kink = _kink(at, plateau, max(percents))
    shown = sorted({*percents, *(() if kink is None else (kink,))})
    return Curve(bound, tuple((one, at(one)) for one in shown), kink)


def _at(capacity: Capacity, bound: int) -> Callable[[int], int]:
    programmes = capacity.compiled.programmes
    programme = programmes.programme()
    own = capacity.limits.bound_of[programmes.numbers] == bound
    most = int(programme.bounds.sum())
    enough = np.minimum(programme.values, 100 * most)  # at any percent but 0 still more than all sponsors

    def visas(percent: int) -> int:
        values = np.where(own, enough * percent // 100, enough)
        return Solver(programme.with_values(np.minimum(values, most))).maximum().visas

    return visas


def _kink(at: Callable[[int], int], plateau: int, most: int) -> int | None:
    """Return the least percent at which the capacity is ``plateau``: it never falls as a limit grows."""
    if at(most) < plateau:
        return None
    low, high = 100, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if at(middle) >= plateau else (middle, high)
    return high
