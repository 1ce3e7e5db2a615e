"""Classes of visas: nodes for those cells whose every class is capped by its own.

A cap that counts only permanent visas bounds no total where temporary ones are free: any total can be temporary.
Only where each class of the program stands under a cap of its own does a cell need a node a class.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.family import Family
from localvip.capacity.limits.grouping import NONE

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Held = TypeVar("Held", bound=np.integer)


@dataclass(frozen=True)
class Nodes:
    """The nodes of a programme: first one a cell, then one a further class for each of ``several`` cells.

    ``several``: the cells, ascending, whose nodes are a class each; together they hold what the cell's sponsors may.
    """

    cells: int
    classes: tuple[str, ...]
    several: Int64s

    @cached_property
    def cell(self) -> Int64s:
        """Return the cell of each node."""
        return np.concatenate([np.arange(self.cells), np.repeat(self.several, len(self._more))])

    @cached_property
    def of_class(self) -> Int64s:
        """Return the class of each node, by position; -1: whichever."""
        first = np.full(self.cells, -1, dtype=np.int64)
        first[self.several] = 0
        return np.concatenate([first, np.tile(self._more, len(self.several))])

    @property
    def _more(self) -> Int64s:
        return np.arange(1, len(self.classes))

    @property
    def are_cells(self) -> bool:
        """Return whether each node is a cell."""
        return not len(self.several)

    def of(self, held: npt.NDArray[Held]) -> npt.NDArray[Held]:
        """Return for each node what its cell has; the very array where nodes are cells."""
        return held if self.are_cells else held[self.cell]

    def index(self, family: Family) -> Int32s:
        """Return the group of each node in a family (-1: in none); where nodes are cells, its own array."""
        index = self.of(family.grouping.index)
        if not family.classes:
            return index
        counted = [self.classes.index(one) for one in family.classes]
        return np.where(np.isin(self.of_class, counted), index, np.int32(NONE))

    @cached_property
    def shared(self) -> Int32s:
        """Return for each node the place of its cell among those that have several nodes, -1 for any other."""
        place = np.full(self.cells, NONE, dtype=np.int32)
        place[self.several] = np.arange(len(self.several))
        return place[self.cell]

    def by_cell(self, visas: Int64s) -> Int64s:
        """Return the visas of each cell; the very array where nodes are cells."""
        if self.are_cells:
            return visas
        totals = np.zeros(self.cells, dtype=np.int64)
        np.add.at(totals, self.cell, visas)
        return totals


def class_nodes(cells: int, families: Iterable[Family], classes: tuple[str, ...]) -> Nodes:
    """Return one node a cell, and one a class for cells where every class stands under a cap of its own."""
    capped = dict[str, Bools]()
    for family in families:
        for one in family.classes:
            held = family.grouping.cells
            capped[one] = capped[one] | held if one in capped else held
    every = bool(classes) and set(capped) == set(classes)
    split = np.logical_and.reduce([*capped.values()]) if every else np.zeros(0, bool)
    return Nodes(cells, classes, np.flatnonzero(split))
