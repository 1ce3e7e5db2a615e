"""One fair, fixed split of the maximum among cells: guarded Webster.

The next visa goes to the cell with the smallest (x + 1/2) / sponsors that no limit stops; ties go to the first
cell. Where limits cross, that may strand visas: then a visa is given only if the maximum can still be reached.
The split shows one way to use the capacity, fair by sponsors; it is no forecast and no entitlement.

Inside a tree of nested limits the order is followed limit by limit, from the leaves up. Where trees cross, every
limit that no other can forestall is followed to the visa it refuses, all such at once. The guard is a set of
limits too: if the maximum is out of reach in the end, the prices that prove it are a limit which every split that
reaches the maximum keeps. It is added, and the order followed anew: a visa refused on the way was refused by a
limit that is truly there.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from localvip.capacity.forest import Forest
from localvip.capacity.guard import Guard
from localvip.capacity.queue import Position, Queue, Rows, first_refused
from localvip.capacity.solve import Solver
from localvip.problem import Bug

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
TRIES = 4
HALVINGS = 40


def fair_split(solver: Solver, sponsors: Int64s) -> Int64s:
    """Return whole visas a node, summing to the maximum of a programme.

    ``sponsors``: the weight of each node; the bound of a node without any is 0. Raises ``Bug`` if the split does
    not sum to the maximum.
    """
    most = solver.maximum().visas
    split = _inside_trees(solver.core.forest, np.maximum(sponsors, 1))
    crossing = np.flatnonzero((solver.core.position >= 0) & (split > 0))
    if len(crossing):
        split[crossing] = _where_trees_cross(
            solver, Queue(np.maximum(sponsors, 1)[crossing], split[crossing]), crossing
        )
    if split.sum() != most:
        raise Bug(f"The fair split gives {split.sum()} visas where the maximum is {most}.")
    return split


def _inside_trees(forest: Forest, sponsors: Int64s) -> Int64s:
    """Return the visas of each cell if each tree were alone and held its bound."""
    split = forest.bound[: forest.starts[1]].copy()
    above = np.arange(len(split))
    for start, end in zip(forest.starts[1:-1], forest.starts[2:], strict=True):
        parent = forest.parent[above]
        above = np.where((parent >= start) & (parent < end), parent, above)
        full = np.zeros(len(forest.parent), dtype=bool)
        full[start:end] = (forest.least < forest.below)[start:end]
        cell = np.flatnonzero(full[above])
        if len(cell):
            node, row = np.unique(above[cell], return_inverse=True)
            rows = Rows(row, cell, np.ones(len(cell), dtype=np.int64), forest.least[node])
            queue = Queue(sponsors, split)
            stop = first_refused(queue, rows)
            split[cell] = queue.before(cell, stop.key[row], stop.node[row])
    return split


def _where_trees_cross(solver: Solver, queue: Queue, cells: Int64s) -> Int64s:
    """Return the visas of the cells whose trees cross, in the guarded order."""
    root = solver.core.position[cells]
    guard, reached, upto, tries = Guard(solver), 0, 1.0, 0
    while True:
        split = _Run(queue, root, guard.rows).visas()
        part = _first(queue, split, reached + int(upto * (split.sum() - reached)))
        if guard.learns(part, queue, root):
            tries += 1
            upto = upto / 2 if tries % TRIES == 0 else upto
        elif part.sum() == split.sum():
            return split
        else:
            guard.advance(part, root)
            reached, upto, tries = int(part.sum()), 2 * upto if upto < 1 else 1.0, 0


def _first(queue: Queue, split: Int64s, visas: int) -> Int64s:
    """Return the first of all visas in order, about ``visas`` of them."""
    low, high = 0.0, float((split / queue.sponsors).max()) + 1
    found = split
    if visas < split.sum():
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            found = np.minimum(split, queue.raised(middle))
            low, high = (middle, high) if found.sum() < visas else (low, middle)
    return found


class _Run:
    """The order followed until every root is at its bound or stopped by a row."""

    def __init__(self, queue: Queue, root: Int64s, rows: Rows) -> None:
        self.queue, self.root, self.rows = queue, root, rows
        roots = int(max(root.max(initial=-1), rows.node.max(initial=-1))) + 1
        self.live = np.ones(roots, dtype=bool)
        self.given = np.zeros(roots, dtype=np.int64)
        self.split = queue.most.copy()
        order = np.argsort(root, kind="stable")
        self.nodes, self.starts = order, np.searchsorted(root[order], np.arange(roots + 1))
        count = len(rows.values)
        self.stop = Position(np.full(count, np.inf), np.full(count, -1, np.int64), np.zeros(count, np.int64))

    def visas(self) -> Int64s:
        """Return the visas of each node in the end."""
        stale = np.ones(len(self.rows.values), dtype=bool)
        while True:
            self._look_ahead(stale)
            next_ = self._next()
            if not next_.any():
                return self.split
            stopped = self._halt(next_)
            stale = np.zeros(len(self.rows.values), dtype=bool)
            stale[self.rows.row[stopped[self.rows.node]]] = True

    def _look_ahead(self, stale: Bools) -> None:
        """Find where each of some rows would refuse a visa if nothing but itself stopped its roots."""
        left = self.rows.values - self.rows.sums(self.given[self.rows.node])
        pair = np.flatnonzero(stale[self.rows.row] & self.live[self.rows.node])
        root = self.rows.node[pair]
        size = self.starts[root + 1] - self.starts[root]
        each = np.repeat(np.arange(len(pair)), size)
        first = np.repeat(np.cumsum(size) - size, size)
        node = self.nodes[self.starts[root][each] + np.arange(len(each)) - first]
        number = np.cumsum(stale) - 1
        some = Rows(number[self.rows.row[pair]][each], node, self.rows.weight[pair][each], left[stale])
        found = first_refused(self.queue, some)
        self.stop.key[stale], self.stop.node[stale], self.stop.spare[stale] = (
            found.key,
            found.node,
            found.spare,
        )

    def _next(self) -> Bools:
        """Return the rows that no other row forestalls: none stops one of their roots earlier."""
        live = np.flatnonzero(self.live[self.rows.node])
        row, root = self.rows.row[live], self.rows.node[live]
        key, node = self.stop.key[row], self.stop.node[row]
        least = np.full(len(self.live), np.inf)
        np.minimum.at(least, root, key)
        first = np.full(len(self.live), np.iinfo(np.int64).max)
        tied = key == least[root]
        np.minimum.at(first, root[tied], node[tied])
        next_ = np.isfinite(self.stop.key)
        next_[row[~tied | (node != first[root])]] = False
        return next_

    def _halt(self, next_: Bools) -> Bools:
        """Stop the roots that the ``next_`` rows have no visa for any more; return them."""
        row, root = self.rows.row, self.rows.node
        out = np.flatnonzero(next_[row] & self.live[root] & (self.rows.weight > self.stop.spare[row]))
        stopped = np.zeros(len(self.live), dtype=bool)
        stopped[root[out]] = True
        key, node = np.zeros(len(self.live)), np.zeros(len(self.live), dtype=np.int64)
        key[root[out]], node[root[out]] = self.stop.key[row[out]], self.stop.node[row[out]]
        nodes = np.flatnonzero(stopped[self.root])
        mine = self.root[nodes]
        self.split[nodes] = self.queue.before(nodes, key[mine], node[mine])
        self.given += np.bincount(mine, self.split[nodes], len(self.live)).astype(np.int64)
        self.live &= ~stopped
        return stopped
