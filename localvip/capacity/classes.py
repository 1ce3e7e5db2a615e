"""Classes of visas: nodes for those cells whose every class is capped by its own.

A cap that counts only permanent visas bounds no total where temporary ones are free: any total can be temporary.
Only where each class of the program stands under a cap of its own does a cell need a node a class.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits import LimitRow

Int64s = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Nodes:
    """The nodes of a programme: ``cell`` and class (position; -1: whichever) of each; the first are the cells."""

    cells: int
    cell: Int64s
    of_class: Int64s
    classes: tuple[str, ...]

    def members(self, row: LimitRow) -> Int64s:
        """Return the nodes that a limit counts."""
        if not row.classes and len(self.cell) == self.cells:
            return row.members
        chosen = np.isin(self.cell, row.members)
        if row.classes:
            counted = [self.classes.index(one) for one in row.classes]
            chosen &= np.isin(self.of_class, counted)
        return np.flatnonzero(chosen)

    @cached_property
    def shared(self) -> list[Int64s]:
        """Return the nodes of each cell that has several: together they hold what the cell's sponsors may."""
        several = np.unique(self.cell[self.cells :])
        return [np.flatnonzero(self.cell == one) for one in several]

    def by_cell(self, visas: Int64s) -> Int64s:
        """Return the visas of each cell."""
        totals = np.zeros(self.cells, dtype=np.int64)
        np.add.at(totals, self.cell, visas)
        return totals


def class_nodes(cells: int, rows: Sequence[LimitRow], classes: tuple[str, ...]) -> Nodes:
    """Return one node a cell, and one a class for cells where every class stands under a cap of its own."""
    covered = np.zeros((len(classes), cells), bool)
    for row in rows:
        for one in row.classes:
            covered[classes.index(one), row.members] = True
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
