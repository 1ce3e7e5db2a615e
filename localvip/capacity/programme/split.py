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

from localvip.capacity.programme.clock import Undecided
from localvip.capacity.programme.course import Course
from localvip.capacity.programme.forest import Forest
from localvip.capacity.programme.guard import Guard
from localvip.capacity.programme.plain import followed
from localvip.capacity.programme.queue import NEVER, Queue, Rows, first_refused
from localvip.capacity.programme.solve import Solver
from localvip.problem import Bug

Int64s = npt.NDArray[np.int64]
TRIES = 4
HALVINGS = 40


def fair_split(solver: Solver, sponsors: Int64s) -> Int64s:
    """Return whole visas a node, summing to the maximum of a programme.

    ``sponsors``: the weight of each node; the bound of a node without any is 0. Where the maximum isn't proven the
    split may be better than all that was known: the solver then takes it for the best. Raises ``Bug`` if the split
    does not sum to the maximum.
    """
    split = _inside_trees(solver.core.forest, np.maximum(sponsors, 1))
    crossing = np.flatnonzero((solver.core.position >= 0) & (split > 0))
    if len(crossing):
        split[crossing] = _where_trees_cross(
            solver, Queue(np.maximum(sponsors, 1)[crossing], split[crossing]), crossing
        )
    most = solver.maximum().visas
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
            row = (np.cumsum(full) - 1)[above[cell]]
            rows = Rows(row, cell, np.broadcast_to(np.int64(1), cell.shape), forest.least[full])
            queue = Queue(sponsors, split)
            stop = first_refused(queue, rows)
            split[cell] = queue.before(cell, stop.key[row], stop.node[row])
    return split


def _where_trees_cross(solver: Solver, queue: Queue, cells: Int64s) -> Int64s:
    """Return the visas of the cells whose trees cross, in the guarded order.

    Where the maximum isn't proven nothing guards: the plain order stands if it is the best that is known. Where it
    isn't, or the time of the guard is up, the order is followed within the solution that is known.
    """
    root = solver.core.position[cells]
    if not solver.maximum().proven:
        split = followed(solver.core, queue, root)
        solver.improve(solver.core.totals(root, split))
        return split if split.sum() == solver.most.visas else _Walk(solver, queue, root).within_known()
    walk = _Walk(solver, queue, root)
    try:
        solver.clock.start()
        return walk.guarded()
    except Undecided:
        return walk.within_known()


class _Walk:
    """The order over the cells of ``queue``, in a ``root`` each, as it is followed under a guard."""

    def __init__(self, solver: Solver, queue: Queue, root: Int64s) -> None:
        self.queue, self.root = queue, root
        self.guard, self.course = Guard(solver), Course(queue, root, len(solver.core.roots))

    def within_known(self) -> Int64s:
        """Return the visas in an order that goes on within the solution that is known."""
        self.guard.hold_to_known()
        return self.course.followed(self.guard.rows)

    def guarded(self) -> Int64s:
        """Return the visas in the guarded order; raises ``Undecided`` where the time is up.

        Where the guard has to learn much, the order is followed a stretch at a time, each half as long as the one
        that took too many tries, or twice as long as the one that didn't.
        """
        stretch, tries, level, widest = 1.0, 0, NEVER, self.queue.most
        while True:
            split = self.course.followed(self.guard.rows, level)
            widest = split if level == NEVER else widest
            if self.guard.learns(split, self.queue, self.root):
                tries += 1
                if tries % TRIES:
                    continue
                stretch /= 2
            elif level == NEVER:
                return split
            else:
                self.course.keep()
                self.guard.advance(split, self.root)
                stretch, tries = min(2 * stretch, 1.0), 0
            done = self.course.given
            upto = done + int(stretch * (widest.sum() - done))
            level = _level(self.queue, widest, upto) if stretch < 1 else NEVER


def _level(queue: Queue, split: Int64s, visas: int) -> float:
    """Return the level up to which about ``visas`` of all visas in order stand."""
    low, high = 0.0, float((split / queue.sponsors).max()) + 1
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        reached = int(np.minimum(split, queue.raised(middle)).sum()) >= visas
        low, high = (low, middle) if reached else (middle, high)
    return high
