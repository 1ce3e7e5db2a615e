"""Lotteries, many at once: uniform orders of applicants, cut into time slices.

In a slice each node's applicants are a binomial count. Where every limit takes all that come, their order doesn't
matter and none is drawn; only where a limit closes within the slice do the applicants under it get a time each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from localvip.capacity.programme.partition import Programme, tightened
from localvip.capacity.programme.queue import Rows, rank
from localvip.capacity.turns import in_turn, rows_of

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
SLICES = 32


@dataclass(frozen=True, eq=False)
class _Pairs:
    """A row and a node that it counts, by row; ``starts`` of the rows that count any node, all of them."""

    row: Int64s
    node: Int64s
    starts: Int64s

    def sums(self, visas: Int64s) -> Int64s:
        """Return the visas under each row (a column) in each draw, from those a node (a column)."""
        if not len(self.starts):
            return np.zeros((len(visas), 0), dtype=np.int64)
        return np.asarray(np.add.reduceat(visas[:, self.node], self.starts, axis=1))


class Lottery:
    """Lotteries under the limits of a programme, a draw a row of ``given``: what each node has got so far."""

    def __init__(self, programme: Programme, given: Int64s) -> None:
        tight = tightened(programme)
        rows = rows_of(tight)
        self.pairs = _Pairs(rows.row, rows.node, np.flatnonzero(np.diff(rows.row, prepend=-1)))
        self.values, self.given = tight.values, given
        self.left = np.maximum(tight.bounds - given, 0)
        self._close()

    def draw(self, applicants: Int64s, dice: np.random.Generator) -> None:
        """Give visas to ``applicants`` (a count a draw and a node) in a uniform order, to each whom no limit stops."""
        waiting = applicants.copy()
        for slices in range(SLICES, 0, -1):
            waiting = np.where(self.left > 0, waiting, 0)
            if not waiting.any():
                return
            come = dice.binomial(waiting, 1 / slices)
            waiting = waiting - come
            self._serve(come, dice)

    def _serve(self, come: Int64s, dice: np.random.Generator) -> None:
        """Give to those who come in one slice."""
        asked = np.minimum(come, self.left)
        over = self.pairs.sums(self.given + asked) > self.values
        if over.any():
            asked = np.where(self._under(over), 0, asked) + self._in_turn(come, over, dice)
        self.given, self.left = self.given + asked, self.left - asked
        self._close()

    def _under(self, rows: Bools) -> Bools:
        """Return which nodes stand in any of some rows, in each draw."""
        draw, pair = np.nonzero(rows[:, self.pairs.row])
        found = np.zeros(self.given.shape, dtype=bool)
        found[draw, self.pairs.node[pair]] = True
        return found

    def _close(self) -> None:
        """Leave nothing to nodes that stand in a full row."""
        self.left[self._under(self.pairs.sums(self.given) >= self.values)] = 0

    def _in_turn(self, come: Int64s, over: Bools, dice: np.random.Generator) -> Int64s:
        """Return what the nodes under rows that can't take all who come get, each applicant at a time of their own."""
        shape = self.given.shape
        count = np.where(self._under(over) & (self.left > 0), come, 0).ravel()
        place = np.repeat(np.arange(len(count)), count)
        time = place // shape[1] + dice.random(len(place))
        place = place[np.argsort(time)]
        place = place[rank(place) < self.left.ravel()[place]]
        draw, pair = np.nonzero(over[:, self.pairs.row] & (count.reshape(shape) > 0)[:, self.pairs.node])
        hot = np.cumsum(over.ravel()).reshape(over.shape) - 1
        spare = (self.values - self.pairs.sums(self.given))[over]
        node, ones = draw * shape[1] + self.pairs.node[pair], np.ones(len(pair), dtype=np.int64)
        served = in_turn(Rows(hot[draw, self.pairs.row[pair]], node, ones, spare), place)
        return np.bincount(place[served], minlength=len(count)).reshape(shape)
