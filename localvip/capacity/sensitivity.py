"""Capacity as the limits of one provision move together, all other rules as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from localvip.capacity.measure import Capacity
from localvip.capacity.programme.solve import Solver

PERCENTS = (0, 25, 50, 75, 100, 125, 150, 200, 300, 400)
TIGHTER, LOOSER = 75, 125
MOST_MOVED = 12


@dataclass(frozen=True)
class Curve:
    """The capacity at whole percents of what a provision (``bound``, by position) says, each limit rounded down.

    ``kink``: the least percent, at least 100, from which the rest of the law alone holds the capacity; ``None``
    where that lies beyond the last percent.
    """

    bound: int
    points: tuple[tuple[int, int], ...]
    kink: int | None


@dataclass(frozen=True)
class Swing:
    """The capacity where one provision (``bound``, by position) is a quarter ``tighter``, and a quarter ``looser``."""

    bound: int
    tighter: int
    looser: int


def curve(capacity: Capacity, percents: Sequence[int] = PERCENTS) -> Curve | None:
    """Return the curve of the cap that holds back most, at ``percents`` and at its kink.

    ``None`` where no cap alone holds anything back.
    """
    caps = {bound: held for bound, held in _caps(capacity).items() if held > 0}
    if not caps:
        return None
    bound = max(caps, key=lambda one: (caps[one], -one))
    at = moved(capacity, bound)
    plateau = capacity.maximum.visas + caps[bound]
    kink = _kink(at, plateau, max(percents))
    shown = sorted({*percents, *(() if kink is None else (kink,))})
    return Curve(bound, tuple((one, at(one)) for one in shown), kink)


def swings(capacity: Capacity) -> tuple[Swing, ...]:
    """Return what each cap moves, the most first; of many caps, the 12 that hold back most.

    Where the split fits into the tighter limits, or the cap holds nothing back, nothing is reckoned anew: the
    capacity then stays as it is.
    """
    held = _caps(capacity)
    asked = sorted(held, key=lambda bound: (-held[bound], bound))[:MOST_MOVED]
    found = (_swing(capacity, bound, held[bound]) for bound in asked)
    return tuple(sorted(found, key=lambda one: (one.tighter - one.looser, one.bound)))


def _swing(capacity: Capacity, bound: int, held: int) -> Swing:
    numbers, most = capacity.limits.numbers_of(bound), capacity.maximum.visas
    values = np.minimum(capacity.limits.values[numbers], 100 * most)  # "unlimited" is a huge one
    fits = bool((capacity.used[numbers] <= values * TIGHTER // 100).all())
    if fits and not held:
        return Swing(bound, most, most)
    at = moved(capacity, bound)
    return Swing(bound, most if fits else at(TIGHTER), at(LOOSER) if held else most)


def _caps(capacity: Capacity) -> dict[int, int]:
    """Return the caps on visas in force that count governed land, each with the visas that it holds back."""
    limits, governed = capacity.limits, capacity.governed
    counting = {one.bound for one in limits.families if one.grouping.cells[governed].any()}
    return {
        bound: held
        for bound, held in capacity.held_back.items()
        if limits.bounds[bound].provision.noun == "cap" and bound in counting
    }


def moved(capacity: Capacity, bound: int) -> Callable[[int], int]:
    """Return the capacity at each whole percent of what a provision (by position) says."""
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
