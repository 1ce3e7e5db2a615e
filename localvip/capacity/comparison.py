"""Two capacities of one region side by side: what changed in the law, and what that changes where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from localvip.capacity.measure import Capacity
from localvip.ordinance.revision import Revision, revisions
from localvip.ordinance.rulebook import Rulebook
from localvip.problem import Refused

Int64s = npt.NDArray[np.int64]
Measure = Callable[[Rulebook, Capacity], Capacity]
MOST_ALONE = 8


@dataclass(frozen=True)
class Alone:
    """What one revision does by itself, from the law before: visas in all, and the change of each area.

    ``idle``: nothing changes anywhere, neither when it is made first nor when it is made last.
    """

    change: int
    areas: Int64s
    after: Capacity
    idle: bool


@dataclass(frozen=True)
class Comparison:
    """Capacity ``before`` and ``after`` on the same region; ``revisions`` of the law, each ``alone`` if reckoned."""

    before: Capacity
    after: Capacity
    revisions: tuple[Revision, ...]
    alone: tuple[Alone | None, ...]

    @property
    def change(self) -> int:
        """Return visas in force after, less before."""
        return self.after.maximum.visas - self.before.maximum.visas

    @cached_property
    def areas(self) -> pd.DataFrame:
        """Return visas ``before``, ``after`` and their ``change`` by area; the changes sum to the whole one."""
        before, after = visas_by_area(self.before), visas_by_area(self.after)
        index = self.before.case.region.areas.index
        return pd.DataFrame({"before": before, "after": after, "change": after - before}, index=index)


def visas_by_area(capacity: Capacity) -> Int64s:
    """Return the visas of the split in each area of the region, in its order."""
    held = np.zeros(len(capacity.case.region.areas), dtype=np.int64)
    np.add.at(held, capacity.case.cells.position, capacity.split)
    return held


def compare_capacities(before: Capacity, after: Capacity, measure: Measure) -> Comparison:
    """Return the comparison of two capacities; ``measure`` reckons a rulebook on the terms of a capacity.

    With at most 8 revisions that bound visas, each is also reckoned alone.
    """
    old, new = before.case, after.case
    found = revisions((old.rulebook, old.day), (new.rulebook, new.day))
    bounding = sum(one.bounds_visas for one in found)
    if bounding > MOST_ALONE:
        return Comparison(before, after, found, (None,) * len(found))
    single = bounding == 1 and len(found) == 1
    alone = tuple(_alone((before, after), one, measure, single) for one in found)
    return Comparison(before, after, found, alone)


def _alone(pair: tuple[Capacity, Capacity], one: Revision, measure: Measure, single: bool) -> Alone | None:
    before, after = pair
    if not one.bounds_visas:
        return None
    made = after if single else _with(before, one, measure)
    if made is None:
        return None
    idle = same(before, made)
    if idle and not single:
        undone = _with(after, one.reversed(), measure)
        idle = undone is not None and same(undone, after)
    areas = visas_by_area(made) - visas_by_area(before)
    return Alone(made.maximum.visas - before.maximum.visas, areas, made, idle)


def _with(capacity: Capacity, one: Revision, measure: Measure) -> Capacity | None:
    """Return the capacity with one revision; ``None`` where the law would contradict itself."""
    revised = one.on(capacity.case.rulebook)
    if revised is None:
        return None
    try:
        return measure(revised, capacity)
    except Refused:
        return None


def same(one: Capacity, other: Capacity) -> bool:
    """Return whether two capacities give every area the same visas, ceiling and pace."""
    paces = [c.issues.visas if c.issues else None for c in (one, other)]
    return (
        one.maximum.visas == other.maximum.visas
        and paces[0] == paces[1]
        and np.array_equal(visas_by_area(one), visas_by_area(other))
        and np.array_equal(one.ceiling, other.ceiling)
    )
