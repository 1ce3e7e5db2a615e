"""Groups of cells: which group each cell is in, and which cells each group has, as arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
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
    """Groups of which none is empty: ``index`` is the group of each cell (-1: in none).

    ``codes``: what number each has among the ``Groups`` it was made from, ascending.
    """

    index: Int32s
    codes: Int64s

    def __len__(self) -> int:
        """Return the number of groups."""
        return len(self.codes)

    def members(self, group: int) -> Int64s:
        """Return the cells of a group, ascending."""
        order, starts = self._sorted
        return order[starts[group] : starts[group + 1]]

    def members_of_code(self, code: int) -> Int64s:
        """Return the cells of the group with a code; none where it isn't among the groups."""
        group = int(np.searchsorted(self.codes, code))
        found = group < len(self.codes) and self.codes[group] == code
        return self.members(group) if found else np.zeros(0, dtype=np.int64)

    def sums(self, units: Int64s) -> Int64s:
        """Return the exact sum of ``units`` (a cell, not negative) of each group."""
        return group_sums(units, np.flatnonzero(self.index >= 0), self.index, len(self))

    @cached_property
    def _sorted(self) -> tuple[Int64s, Int64s]:
        """Return the cells in the order of their groups, and where each group starts."""
        taken = np.flatnonzero(self.index >= 0)
        order = taken[np.argsort(self.index[taken], kind="stable")]
        starts = np.zeros(len(self) + 1, dtype=np.int64)
        starts[1:] = np.cumsum(np.bincount(self.index[taken], minlength=len(self)))
        return order, starts


def gathered(groups: Groups, cells: Bools, kept: Bools | None = None) -> Grouping:
    """Return the groups (those ``kept``, left out: all) that have any of ``cells``, with those cells alone."""
    index = groups.index if cells.all() else np.where(cells, groups.index, NONE)
    present = np.zeros(groups.number + 1, bool)  # the last stands for NONE
    present[index] = True
    present[NONE] = False
    if kept is not None:
        present[:-1] &= kept
    codes = np.flatnonzero(present)
    if len(codes) < groups.number:
        place = np.where(present, np.cumsum(present) - 1, NONE).astype(np.int32)
        index = place[index]
    return Grouping(index, codes)


def one_group(members: Int64s, cells: int) -> Grouping:
    """Return one group of some of so many ``cells``; it may be empty."""
    index = np.full(cells, NONE, dtype=np.int32)
    index[members] = 0
    return Grouping(index, np.zeros(1, dtype=np.int64))


def alone(cells: Bools) -> Grouping:
    """Return one group of some cells; no group where there are none."""
    index = np.where(cells, 0, NONE).astype(np.int32)
    return Grouping(index, np.zeros(int(cells.any()), dtype=np.int64))


def group_sums(units: Int64s, taken: Int64s, index: npt.NDArray[np.integer], groups: int) -> Int64s:
    """Return the exact sum of ``units`` (not negative) of the ``taken`` cells of each group.

    Sums of whole numbers are exact in floats while they stay below 2**53, and that is the faster way.
    """
    chosen, group = units[taken], index[taken]
    if int(chosen.max(initial=0)) * len(chosen) < 2**53:
        return np.bincount(group, chosen, groups).astype(np.int64)
    sums = np.zeros(groups, dtype=np.int64)
    np.add.at(sums, group, chosen)
    return sums
