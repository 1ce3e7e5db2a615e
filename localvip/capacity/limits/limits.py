"""Limits: what the provisions of a rulebook become on one date: families of limits over groups of cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import overload

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.family import Family, LimitRow
from localvip.capacity.programme.service import Service
from localvip.ordinance.model import Law, Provision, Zone

Int64s = npt.NDArray[np.int64]
NOTHING = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Bound:
    """A provision that bounds visas, in its law and zone, as it made groups on the day.

    ``words``: the limit as written. ``flow``: it bounds visas first issued in a year, not visas in force.
    """

    law: Law
    zone: Zone | None
    provision: Provision
    words: str
    flow: bool = False

    @property
    def default(self) -> bool:
        """Return whether the provision stands in for a lower law that isn't there."""
        return any(one is self.provision for one in self.law.defaults.provisions)

    @property
    def key(self) -> tuple[str, str]:
        """Return the file and the id, which name a provision in a rulebook."""
        return self.law.file, self.provision.id


class Rows(Sequence[LimitRow]):
    """The limits one by one, in order; each is made when it is asked for."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def __len__(self) -> int:
        """Return the number of limits."""
        return self._limits.starts[-1]

    @overload
    def __getitem__(self, number: int) -> LimitRow: ...
    @overload
    def __getitem__(self, number: slice) -> list[LimitRow]: ...
    def __getitem__(self, number: int | slice) -> LimitRow | list[LimitRow]:
        """Return a limit by its number, or several."""
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        place, starts = range(len(self))[number], self._limits.starts
        family = bisect_right(starts, place) - 1
        return LimitRow(self._limits.families[family], place - starts[family])

    def __iter__(self) -> Iterator[LimitRow]:
        """Iterate over the limits in order."""
        for family in self._limits.families:
            yield from (LimitRow(family, place) for place in range(len(family)))


@dataclass
class Limits:
    """All limits of a rulebook on a day in the order of its provisions, the provisions, and what sites serve.

    A limit's number is its place in its family, after all limits of the families before; ``starts`` holds the
    first number of each family, and at the end how many there are. Arrays are one a limit, by number.
    """

    bounds: list[Bound] = field(default_factory=list)
    families: list[Family] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    classes: tuple[str, ...] = ()
    starts: list[int] = field(default_factory=lambda: [0])

    def add_bound(self, bound: Bound) -> int:
        """Note a provision and return its position."""
        self.bounds.append(bound)
        return len(self.bounds) - 1

    def add(self, family: Family) -> None:
        """Add the limits of a family; one without groups has none."""
        if len(family):
            self.families.append(family)
            self.starts.append(self.starts[-1] + len(family))

    def and_families(self, families: Iterable[Family]) -> Limits:
        """Return these limits and, after them, those of more families."""
        more = replace(self, families=[*self.families], starts=[*self.starts])
        for family in families:
            more.add(family)
        return more

    @property
    def rows(self) -> Rows:
        """Return the limits one by one."""
        return Rows(self)

    @property
    def values(self) -> Int64s:
        """Return the value of each limit."""
        return np.concatenate([NOTHING, *(one.values for one in self.families)])

    @property
    def bound_of(self) -> Int64s:
        """Return the provision of each limit, by position."""
        sizes = np.diff(self.starts)
        return np.repeat(np.array([one.bound for one in self.families], dtype=np.int64), sizes)

    def flow(self, family: Family) -> bool:
        """Return whether the limits of a family bound visas first issued in a year."""
        return self.bounds[family.bound].flow

    def numbers_of(self, bound: int) -> Int64s:
        """Return the limits of one provision."""
        places = [place for place, family in enumerate(self.families) if family.bound == bound]
        runs = [np.arange(self.starts[place], self.starts[place + 1]) for place in places]
        return np.concatenate([NOTHING, *runs])

    def counting(self, cells: Int64s) -> Int64s:
        """Return the limits that count any of some cells."""
        found = [np.unique(one.grouping.index[cells]) for one in self.families]
        runs = [start + one[one >= 0] for start, one in zip(self.starts, found, strict=False)]
        return np.concatenate([NOTHING, *runs])
