"""A count over the groups of a limit: summed only when a value is asked for, since most limits never bind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from localvip.capacity.blocks import chosen, group_sums
from localvip.capacity.limits.grouping import NONE, Grouping
from localvip.message import told, word
from localvip.region.apportion import MICRO

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Official:
    """An official count of ``base`` in micro-units, the jurisdiction it is of, and what its areas add up to."""

    base: str
    level: str
    name: str
    units: int
    reckoned: int

    @property
    def words(self) -> str:
        """Return which count is used and which is not."""
        reckoned = round(self.reckoned / MICRO)
        return told(
            "official count of {base} of {name}; its areas add up to {n}",
            base=word(self.base),
            name=self.name,
            n=reckoned,
        )


@dataclass(frozen=True, eq=False)
class Land:
    """What a limit is reckoned over: the cells that are its ``base``, and the groups that have a limit."""

    base: Bools
    grouping: Grouping

    @property
    def counted(self) -> bool:
        """Return whether the base is exactly the cells whose visas are counted."""
        return self.base is self.grouping.cells

    @cached_property
    def index(self) -> Int32s:
        """Return the limit of each cell of the base: people whose visas a zone leaves out may still be its base."""
        grouping = self.grouping
        if self.counted:
            return grouping.index
        return np.where(self.base, chosen(grouping.place, grouping.groups.index), np.int32(NONE))


Officials = Callable[[Int32s, Int64s], Mapping[int, Official]]


@dataclass(frozen=True, eq=False)
class Tally:
    """The micro-units of a base in each group of a limit.

    ``units``: a cell. ``officials``: what finds the official counts, by group, that stand in for a sum, from the group
    of each cell and the sums; ``None``: there are none.
    """

    units: Int64s
    land: Land
    officials: Officials | None = None

    @property
    def sums(self) -> Int64s:
        """Return the micro-units of each group."""
        return self._found[0]

    @property
    def official(self) -> Mapping[int, Official]:
        """Return the official counts among them, by group."""
        return self._found[1]

    @cached_property
    def _found(self) -> tuple[Int64s, Mapping[int, Official]]:
        sums = group_sums(self.units, self.land.index, len(self.land.grouping))
        official = {} if self.officials is None else self.officials(self.land.index, sums)
        sums[list(official)] = [one.units for one in official.values()]
        return sums, official

    @property
    def by_cell(self) -> bool:
        """Return whether the units of a cell are those of its group, so that nothing needs to be summed."""
        return self.land.counted and self.land.grouping.one_each and self.officials is None
