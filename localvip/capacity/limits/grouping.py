"""Groups of cells: which group each cell is in, and which cells each group has, as arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Integers = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]
NONE = -1


@dataclass(frozen=True, eq=False)
class Groups:
    """What ``in each`` makes of all cells: the group of each (-1: in none), their ``number`` and what each is called.

    A group may be empty.
    """

    index: Int32s
    number: int
    label: Callable[[int], str]


@dataclass(frozen=True, eq=False)
class Grouping:
    """So many groups, in the order of the ``Groups`` they were made from, and none of them empty.

    ``index``: the group of each cell (-1: in none). ``origin``: the index of those they were made from.
    """

    index: Int32s
    number: int
    origin: Int32s

    def __len__(self) -> int:
        """Return the number of groups."""
        return self.number

    @cached_property
    def codes(self) -> Int32s:
        """Return what number each group had before, ascending."""
        codes = np.zeros(self.number, dtype=np.int32)
        taken = self.index >= 0
        codes[self.index[taken]] = self.origin[taken]
        return codes

    def members(self, group: int) -> Int64s:
        """Return the cells of a group, ascending."""
        order, starts = self._sorted
        return order[starts[group] : starts[group + 1]]

    def sums(self, units: Int64s) -> Int64s:
        """Return the exact sum of ``units`` (a cell, not negative) of each group."""
        return group_sums(units, np.flatnonzero(self.index >= 0), self.index, len(self))

    @cached_property
    def one_each(self) -> bool:
        """Return whether each group is one cell."""
        return int(np.count_nonzero(self.index >= 0)) == self.number

    @cached_property
    def sizes(self) -> Int64s:
        """Return the number of cells of each group."""
        return np.bincount(self.index[self.index >= 0], minlength=len(self)).astype(np.int64)

    @cached_property
    def _sorted(self) -> tuple[Int64s, Int64s]:
        """Return the cells in the order of their groups, and where each group starts."""
        taken = np.flatnonzero(self.index >= 0)
        order = taken[np.argsort(self.index[taken], kind="stable")]
        starts = np.zeros(len(self) + 1, dtype=np.int64)
        starts[1:] = np.cumsum(self.sizes)
        return order, starts


def gathered(groups: Groups, cells: Bools, kept: Bools | None = None) -> Grouping:
    """Return the groups (those ``kept``, left out: all) that have any of ``cells``, with those cells alone."""
    index = groups.index if cells.all() else np.where(cells, groups.index, np.int32(NONE))
    present = np.zeros(groups.number + 1, bool)  # the last stands for NONE
    present[index] = True
    present[NONE] = False
    if kept is not None:
        present[:-1] &= kept
    number = int(np.count_nonzero(present))
    if number < groups.number:
        index = renumbered(present)[index]
    return Grouping(index, number, groups.index)


def renumbered(kept: Bools) -> Int32s:
    """Return the new number of each of several things where only some are ``kept``; -1 for the others."""
    place = np.cumsum(kept, dtype=np.int32)
    place -= 1
    place[~kept] = NONE
    return place


def one_group(members: Int64s, cells: int) -> Grouping:
    """Return one group of some of so many ``cells``; it may be empty."""
    index = np.full(cells, NONE, dtype=np.int32)
    index[members] = 0
    return Grouping(index, 1, index)


def alone(cells: Bools) -> Grouping:
    """Return one group of some cells; no group where there are none."""
    index = np.where(cells, np.int32(0), np.int32(NONE))
    return Grouping(index, int(cells.any()), index)


def group_sums(units: Int64s, taken: Int64s, index: Integers, groups: int) -> Int64s:
    """Return the exact sum of ``units`` (not negative) of the ``taken`` cells of each group.

    Cells are most often in the order of their groups, and then it needs no search (and where each is a group, the
    sums may be ``units`` itself). Sums of whole numbers are exact in floats, too, while they stay below 2**53, and
    that is the next faster way.
    """
    everything = len(taken) == len(units)
    chosen, group = (units, index) if everything else (units[taken], index[taken])
    if (group[1:] > group[:-1]).all():
        return _placed(chosen, group, groups)
    if (group[1:] >= group[:-1]).all():
        starts = np.flatnonzero(np.diff(group, prepend=NONE))
        return _placed(np.add.reduceat(chosen, starts), group[starts], groups)
    if int(chosen.max()) * len(chosen) < 2**53:
        return np.bincount(group, chosen, groups).astype(np.int64)
    sums = np.zeros(groups, dtype=np.int64)
    np.add.at(sums, group, chosen)
    return sums


def _placed(units: Int64s, group: Integers, groups: int) -> Int64s:
    """Return ``units``, one of each ``group`` (ascending), with 0 for the groups that have none."""
    if len(group) == groups:
        return units
    sums = np.zeros(groups, dtype=np.int64)
    sums[group] = units
    return sums
