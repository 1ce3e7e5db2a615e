"""Classes of visas: nodes for those cells whose every class is capped by its own.

A cap that counts only permanent visas bounds no total where temporary ones are free: any total can be temporary.
Only where each class of the program stands under a cap of its own does a cell need a node a class.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.family import Family

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
NONE = -1


@dataclass(frozen=True)
class Nodes:
    """The nodes of a programme: ``cell`` and class (position; -1: whichever) of each; the first are the cells."""

    cells: int
    cell: Int64s
    of_class: Int64s
    classes: tuple[str, ...]

    def index(self, family: Family) -> Int32s:
        """Return the group of each node in a family (-1: in none); where nodes are cells, its own array."""
        index = family.grouping.index
        if not family.classes and len(self.cell) == self.cells:
            return index
        of_nodes = index[self.cell]
        if family.classes:
            counted = [self.classes.index(one) for one in family.classes]
            of_nodes[~np.isin(self.of_class, counted)] = NONE
        return of_nodes

    @cached_property
    def several(self) -> Int64s:
        """Return the cells that have several nodes: together they hold what the cell's sponsors may."""
        return np.unique(self.cell[self.cells :])

    @cached_property
    def shared(self) -> Int32s:
        """Return for each node the place of its cell among those that have several nodes, -1 for any other."""
        place = np.full(self.cells, NONE, dtype=np.int32)
        place[self.several] = np.arange(len(self.several))
        return place[self.cell]

    def by_cell(self, visas: Int64s) -> Int64s:
        """Return the visas of each cell."""
        totals = np.zeros(self.cells, dtype=np.int64)
        np.add.at(totals, self.cell, visas)
        return totals


def class_nodes(cells: int, families: Iterable[Family], classes: tuple[str, ...]) -> Nodes:
    """Return one node a cell, and one a class for cells where every class stands under a cap of its own."""
    covered = np.zeros((len(classes), cells), bool)
    for family in families:
        for one in family.classes:
            covered[classes.index(one)] |= family.grouping.index >= 0
    split = np.flatnonzero(covered.all(axis=0)) if classes else np.zeros(0, dtype=np.int64)
    first = np.full(cells, -1, dtype=np.int64)
    first[split] = 0
    more = np.arange(1, len(classes))
    return Nodes(
        cells,
        np.r_[np.arange(cells), np.repeat(split, len(more))],
        np.r_[first, np.tile(more, len(split))],
        classes,
    )
