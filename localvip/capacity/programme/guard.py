"""What keeps a split from stranding visas: limits that every split which reaches the maximum keeps.

For prices y of the rows, and what they leave over (v) or take too much of (w) a root's visa, every allocation z
that keeps x has ``sum(z) <= y b + v u - w x``. So where the maximum M can be reached, ``w x <= y b + v u - M``:
a limit with weights w. Prices that show that x falls short make one that x breaks. They differ from those that
prove M itself in a few rows, here and there; each place makes a limit of its own. What the latter leave over M, their
slack, is added to each.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from localvip.capacity.programme.answer import UNITS, Prices
from localvip.capacity.programme.plain import overfull, rows_of
from localvip.capacity.programme.queue import Queue, Rows, rank
from localvip.capacity.programme.solve import Solver

Int64s = npt.NDArray[np.int64]
TINY = 1e-3


class Guard:
    """The rows of a core, and the limits learnt on the way, over its roots; ``known``: a solution."""

    def __init__(self, solver: Solver) -> None:
        self.solver, self.core = solver, solver.core
        self.rows, self.known = rows_of(self.core), _known(solver)
        self.proof, self.since = solver.proof, np.zeros(len(self.core.roots), dtype=np.int64)
        self._settle()

    def advance(self, split: Int64s, root: Int64s) -> None:
        """Take the prices of what is in reach from ``split`` as the proof from there on, if they leave no more."""
        kept = self.core.totals(root, split)
        vertex = self.solver.vertex(kept)
        if vertex is None:
            return
        proof = self.solver.matrix.proof(vertex.prices, self.solver.keeping(kept), self.solver.most.visas)
        if 0 <= proof.parts <= self.proof.parts:
            self.proof, self.since = proof, kept
            self._settle()

    def _settle(self) -> None:
        """Stop the roots that cost more than a visa is worth: little more of them fits wherever the maximum is."""
        excess = self.proof.prices.excess
        stuck = np.flatnonzero(excess)
        ones = np.ones(len(stuck), dtype=np.int64)
        most = self.since[stuck] + self.proof.slack // excess[stuck]
        self.rows = self.rows.joined(Rows(np.arange(len(stuck)), stuck, ones, most))

    def learns(self, split: Int64s, queue: Queue, root: Int64s) -> bool:
        """Add limits that ``split`` (a node of the queue, ``root`` of each) breaks; return whether there are any.

        Where there are none, the solution that is ``known`` gives each root what it has in the split. Raises
        ``Undecided`` where the time is up.
        """
        kept = self.core.totals(root, split)
        if (kept <= self.known).all():
            return False
        found = [*overfull(self.core, kept)] or [*self._short(kept)] or [*self._refused(split, queue, root)]
        for rows in found:
            self.rows = self.rows.joined(rows)
        return bool(found)

    def _short(self, kept: Int64s) -> Iterator[Rows]:
        """Iterate over limits that whole prices tell and that ``kept`` breaks, in the least unit that tells any."""
        vertex = self.solver.vertex(kept)
        if vertex is None or vertex.visas.sum() > self.solver.most.visas - TINY:
            return
        for unit in UNITS:
            prices = self.solver.matrix.prices(vertex.prices, unit * self.proof.prices.unit)
            found = self._broken(prices, kept)
            if len(found.values):
                yield found
                return

    def _broken(self, prices: Prices, kept: Int64s) -> Rows:
        """Return the limits that ``kept`` breaks: a limit for each place that breaks its own, else one for all."""
        place, value = self._places(prices)
        slack = self.proof.slack * (prices.unit // self.proof.prices.unit)
        inside = np.flatnonzero(place >= 0)
        asked = _sums(place[inside], (prices.excess * kept)[inside], len(value))
        if slack and not (asked > value + slack).any():
            over = asked > value
            place = np.where(np.append(over, False)[place], 0, -1)
            value, asked = value[over].sum(keepdims=True), asked[over].sum(keepdims=True)
        broken = np.append(asked > value + slack, False)
        chosen = np.flatnonzero(broken[place] & (prices.excess > 0))
        number = np.cumsum(broken) - 1
        return Rows(number[place[chosen]], chosen, prices.excess[chosen], value[broken[:-1]] + slack)

    def _places(self, prices: Prices) -> tuple[Int64s, Int64s]:
        """Return the place of each root, -1 for none, and what each place allows less the slack of the proof.

        A place is a connected set of rows whose prices differ from those of the proof.
        """
        core, matrix, proof = self.core, self.solver.matrix, self.proof.prices
        unit = prices.unit // proof.unit
        changed = prices.rows - proof.rows * unit
        pair = np.flatnonzero(changed[matrix.row])
        place = _connected(matrix.row[pair], matrix.column[pair], (len(changed), matrix.roots + matrix.edges))
        column = place[len(changed) :][: matrix.roots]
        rows = np.flatnonzero((changed != 0) & (place[: len(changed)] >= 0))
        roots = np.flatnonzero(column >= 0)
        ceilings = np.concatenate([core.values, matrix.served])
        left = (prices.left - proof.left * unit) * core.bounds + proof.excess * unit * self.since
        places = int(place.max(initial=-1)) + 1
        value = _sums(place[rows], changed[rows] * ceilings[rows], places)
        return column, value + _sums(column[roots], left[roots], places)

    def _refused(self, split: Int64s, queue: Queue, root: Int64s) -> Iterator[Rows]:
        """Iterate over the bound of the root whose visa is the first that leaves the maximum out of reach, if any does.

        Asked where no prices tell. The visas are tried by halves, and each answer may take branching.
        """
        if self._reaches(root, split):
            return
        node = np.repeat(np.arange(len(split)), split)
        order = root[node[np.lexsort((node, (2 * rank(node) + 1) / (2 * queue.sponsors[node])))]]
        turn = rank(order)
        low, high = _within(self.known, order, turn), len(order)
        while high - low > 1:
            middle = (low + high) // 2
            if self._reaches(order[:middle], np.ones(middle, dtype=np.int64)):
                low = _within(self.known, order, turn)
            else:
                high = middle
        yield Rows(np.array([0]), order[[low]], np.array([1]), turn[[low]])

    def _reaches(self, root: Int64s, split: Int64s) -> bool:
        kept = self.core.totals(root, split)
        found = self.solver.reaching(kept)
        self.known = self.known if found is None else found
        return found is not None

    def hold_to_known(self) -> None:
        """Stop each root where the solution that is known does: the split will be one of those within it."""
        roots = np.arange(len(self.known))
        self.rows = self.rows.joined(Rows(roots, roots, np.ones(len(roots), dtype=np.int64), self.known))


def _known(solver: Solver) -> Int64s:
    solution = solver.most.solution
    assert solution is not None  # noqa: S101 (nothing at all always fits)
    return solution


def _within(known: Int64s, order: Int64s, turn: Int64s) -> int:
    """Return how many visas in ``order`` (a root each, ``turn`` of its own before) come before one over ``known``."""
    return int(np.argmax(turn >= known[order]))


def _sums(place: Int64s, values: Int64s, places: int) -> Int64s:
    found = np.zeros(places, dtype=np.int64)
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
