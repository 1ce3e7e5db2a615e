"""Groups of cells: which group each cell is in, and which cells each group has, as arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from localvip.capacity.blocks import chosen, group_sizes, group_sums, groups_with

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
    label: Callable[[int], str] = str

    @cached_property
    def whole(self) -> bool:
        """Return whether every cell is in a group."""
        return not len(self.index) or int(self.index.min()) >= 0

    @cached_property
    def are_cells(self) -> bool:
        """Return whether every cell is a group, in order."""
        index = self.index
        return len(index) == self.number and self.whole and bool((index[1:] > index[:-1]).all())


@dataclass(frozen=True, eq=False)
class Grouping:
    """Those of several ``groups`` that have any of some ``cells``, in their order, with those cells alone.

    ``present``: which of the groups they are. None of ``cells`` is in another group, or in none.
    """

    groups: Groups
    cells: Bools
    present: Bools

    def __len__(self) -> int:
        """Return the number of groups."""
        return self._number

    @cached_property
    def _number(self) -> int:
        return int(np.count_nonzero(self.present))

    @cached_property
    def index(self) -> Int32s:
        """Return the group of each cell (-1: in none); the very array of ``groups`` where that is the same."""
        everything = bool(self.cells.all())
        if everything and len(self) == self.groups.number:
            return self.groups.index
        index = chosen(self.place, self.groups.index)
        return index if everything else np.where(self.cells, index, np.int32(NONE))

    @property
    def place(self) -> Int32s:
        """Return the number here of each of ``groups``, -1 where it isn't; the last of all is -1."""
        return renumbered(np.append(self.present, False))

    @cached_property
    def codes(self) -> Int32s:
        """Return what number each group had before, ascending."""
        return np.flatnonzero(self.present).astype(np.int32)

    def members(self, group: int) -> Int64s:
        """Return the cells of a group, ascending."""
        order, starts = self._sorted
        return order[starts[group] : starts[group + 1]]

    def sums(self, units: Int64s) -> Int64s:
        """Return the exact sum of ``units`` (a cell) of each group."""
        return group_sums(units, self.index, len(self))

    @cached_property
    def one_each(self) -> bool:
        """Return whether each group is one cell."""
        return int(np.count_nonzero(self.cells)) == len(self)

    @cached_property
    def sizes(self) -> Int64s:
        """Return the number of cells of each group."""
        return group_sizes(self.index, len(self))

    @cached_property
    def _sorted(self) -> tuple[Int64s, Int64s]:
        """Return the cells in the order of their groups, and where each group starts."""
        taken = np.flatnonzero(self.cells)
        order = taken[np.argsort(self.index[taken], kind="stable")]
        starts = np.zeros(len(self) + 1, dtype=np.int64)
        starts[1:] = np.cumsum(self.sizes)
        return order, starts


def gathered(groups: Groups, cells: Bools, kept: Bools | None = None) -> Grouping:
    """Return the groups (those ``kept``, left out: all) that have any of ``cells``, with those cells alone."""
    if kept is not None:
        cells = cells & np.append(kept, False)[groups.index]
    elif not groups.whole:
        cells = cells & (groups.index >= 0)
    present = cells if groups.are_cells else groups_with(cells, groups.index, groups.number)
    return Grouping(groups, cells, present)


def renumbered(kept: Bools) -> Int32s:
    """Return the new number of each of several things where only some are ``kept``; -1 for the others."""
    place = np.cumsum(kept, dtype=np.int32)
    place -= 1
    place[~kept] = NONE
    return place


def one_group(members: Int64s, cells: int) -> Grouping:
    """Return one group of some of so many ``cells``; it may be empty."""
    found = np.zeros(cells, bool)
    found[members] = True
    return Grouping(Groups(np.zeros(cells, dtype=np.int32), 1), found, np.ones(1, bool))


def alone(cells: Bools) -> Grouping:
    """Return one group of some cells; no group where there are none."""
    return gathered(Groups(np.zeros(len(cells), dtype=np.int32), 1), cells)
