"""What keeps a split from stranding visas: limits that every split which reaches the maximum keeps.

For prices y of the rows, and what they leave over (v) or take too much of (w) a root's visa, every allocation z
that keeps x has ``sum(z) <= y b + v u - w x``. So where the maximum M can be reached, ``w x <= y b + v u - M``:
a limit with weights w. Prices that show that x falls short make one that x breaks. They differ from those that
prove M itself in a few rows, here and there; each place makes a limit of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from localvip.capacity.programme.answer import UNITS, Prices
from localvip.capacity.programme.queue import Queue, Rows
from localvip.capacity.programme.solve import Solver

Int64s = npt.NDArray[np.int64]
TINY = 1e-3


class Guard:
    """The rows of a core, and the limits learnt on the way, over its roots."""

    def __init__(self, solver: Solver) -> None:
        self.solver, self.core = solver, solver.core
        ones = np.ones(len(self.core.row), dtype=np.int64)
        self.rows = Rows(self.core.row, self.core.column, ones, self.core.values)
        self.proof, self.since = solver.most.prices, np.zeros(len(self.core.roots), dtype=np.int64)
        self._settle()

    def advance(self, split: Int64s, root: Int64s) -> None:
        """Take the prices that prove that the maximum is in reach from ``split`` as the proof from there on."""
        kept = np.bincount(root, split, len(self.core.roots)).astype(np.int64)
        vertex = self.solver.vertex(kept) if self.proof is not None else None
        if vertex is None:
            return
        matrix, task = self.solver.matrix, self.solver.keeping(kept)
        prices = matrix.prices(vertex.prices)
        if prices.over(task, matrix.ceilings(task)) == self.solver.most.visas:
            self.proof, self.since = prices, kept
            self._settle()

    def _settle(self) -> None:
        """Stop the roots that cost more than a visa is worth: none of them has one more wherever the maximum is."""
        if self.proof is not None:
            stuck = np.flatnonzero(self.proof.excess)
            ones = np.ones(len(stuck), dtype=np.int64)
            self.rows = self.rows.joined(Rows(np.arange(len(stuck)), stuck, ones, self.since[stuck]))

    def learns(self, split: Int64s, queue: Queue, root: Int64s) -> bool:
        """Add limits that ``split`` (a node of the queue, ``root`` of each) breaks; return whether there are any."""
        kept = np.bincount(root, split, len(self.core.roots)).astype(np.int64)
        found = [*self._overfull(kept)] or [*self._short(kept)] or [*self._refused(split, queue, root)]
        for rows in found:
            self.rows = self.rows.joined(rows)
        return bool(found)

    def _overfull(self, kept: Int64s) -> Iterator[Rows]:
        """Iterate over sets of facilities that are asked for more than they serve."""
        for service in self.core.served:
            found = service.overfull(kept)
            if found is not None:
                yield Rows(0 * found[1], found[1], 1 + 0 * found[1], np.array([found[0]]))

    def _short(self, kept: Int64s) -> Iterator[Rows]:
        """Iterate over limits that whole prices tell and that ``kept`` breaks, in the least unit that tells any."""
        if self.proof is None or self.solver.keeps(kept):
            return
        vertex = self.solver.vertex(kept)
        if vertex is None or vertex.visas.sum() > self.solver.most.visas - TINY:
            return
        for unit in UNITS:
            found = self._broken(self.solver.matrix.prices(vertex.prices, unit), self.proof, kept)
            if len(found.values):
                yield found
                return

    def _broken(self, prices: Prices, proof: Prices, kept: Int64s) -> Rows:
        """Return the limits that ``kept`` breaks: a limit for each connected set of rows that differ from the proof."""
        core, matrix = self.core, self.solver.matrix
        changed = prices.rows - proof.rows * prices.unit
        pair = np.flatnonzero(changed[matrix.row])
        place = _connected(matrix.row[pair], matrix.column[pair], (len(changed), matrix.roots + matrix.edges))
        column = place[len(changed) :][: matrix.roots]
        rows = np.flatnonzero(changed)
        ceilings = np.concatenate([core.values, matrix.served])
        roots = np.flatnonzero(column >= 0)
        left = (prices.left - proof.left * prices.unit) * core.bounds
        left += proof.excess * prices.unit * self.since
        value = _sums(place[rows], changed[rows] * ceilings[rows], place) + _sums(
            column[roots], left[roots], place
        )
        broken = np.append(_sums(column[roots], (prices.excess * kept)[roots], place) > value, False)
        chosen = np.flatnonzero(broken[column] & (prices.excess > 0))
        number = np.cumsum(broken) - 1
        return Rows(number[column[chosen]], chosen, prices.excess[chosen], value[broken[:-1]])

    def _refused(self, split: Int64s, queue: Queue, root: Int64s) -> Iterator[Rows]:
        """Iterate over the bound of the root whose visa is the first that leaves the maximum out of reach, if any does.

        Asked where no prices tell. The visas are tried by halves, and each answer may take branching.
        """
        if self._reaches(root, split):
            return
        node = np.repeat(np.arange(len(split)), split)
        step = np.arange(len(node)) - np.repeat(np.cumsum(split) - split, split)
        node = node[np.lexsort((node, (2 * step + 1) / (2 * queue.sponsors[node])))]
        low, high = 0, len(node)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (
                (middle, high)
                if self._reaches(root, np.bincount(node[:middle], minlength=len(split)))
                else (low, middle)
            )
        stopped = root[node[low]]
        given = int((root[node[:low]] == stopped).sum())
        yield Rows(np.array([0]), np.array([stopped]), np.array([1]), np.array([given]))

    def _reaches(self, root: Int64s, split: Int64s) -> bool:
        kept = np.bincount(root, split, len(self.core.roots)).astype(np.int64)
        return self.solver.reaches(kept)


def _sums(place: Int64s, values: Int64s, places: Int64s) -> Int64s:
    found = np.zeros(int(places.max(initial=-1)) + 1, dtype=np.int64)
    np.add.at(found, place, values)
    return found


def _connected(row: Int64s, column: Int64s, shape: tuple[int, int]) -> Int64s:
    """Return a number for each row, then each column, equal where pairs connect them; -1 for those in no pair."""
    column = shape[0] + column
    label = np.arange(sum(shape))
    while True:
        before = label.copy()
        for one, other in ((row, column), (column, row)):
            np.minimum.at(label, one, label[other])
        label = label[label]
        if (label == before).all():
            break
    met = np.zeros(len(label), dtype=bool)
    met[row] = met[column] = True
    found = np.full(len(label), -1)
    found[met] = np.unique(label[met], return_inverse=True)[1]
    return found
