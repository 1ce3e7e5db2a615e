"""Lotteries, many at once: uniform orders of applicants, cut into time slices.

In a slice each node's applicants are a binomial count. Where every limit takes all that come, their order doesn't
matter and none is drawn; only where a limit closes within the slice do the applicants under it get a time each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from localvip.capacity.partition import Programme, tightened

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
SLICES = 32
NEVER = int(np.iinfo(np.int64).max)


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
        found = [
            (start + one.index[one.nodes], one.nodes)
            for start, one in zip(tight.starts, tight.partitions, strict=False)
        ]
        row = np.concatenate([np.zeros(0, dtype=np.int64), *(rows for rows, _ in found)])
        node = np.concatenate([np.zeros(0, dtype=np.int64), *(nodes for _, nodes in found)])
        order = np.argsort(row, kind="stable")
        self.pairs = _Pairs(row[order], node[order], np.flatnonzero(np.diff(row[order], prepend=-1)))
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
        place = place[_rank(place) < self.left.ravel()[place]]
        draw, pair = np.nonzero(over[:, self.pairs.row] & (count.reshape(shape) > 0)[:, self.pairs.node])
        hot = np.cumsum(over.ravel()).reshape(over.shape) - 1
        spare = (self.values - self.pairs.sums(self.given))[over]
        queue = _Turns(place, draw * shape[1] + self.pairs.node[pair], hot[draw, self.pairs.row[pair]], spare)
        return np.bincount(queue.served(), minlength=len(count)).reshape(shape)


def _rank(place: Int64s) -> Int64s:
    """Return for each applicant how many of the same place come before."""
    order = np.argsort(place, kind="stable")
    first = np.flatnonzero(np.diff(place[order], prepend=-1))
    rank = np.empty(len(place), dtype=np.int64)
    rank[order] = np.arange(len(place)) - np.repeat(first, np.diff(np.append(first, len(place))))
    return rank


class _Turns:
    """Applicants in order, by their ``place``, under rows with ``spare`` slots; (``node``, ``row``): who is under what.

    Every row that no other forestalls is followed to the applicant it refuses, all such at once; it then closes
    for all its places.
    """

    def __init__(self, place: Int64s, node: Int64s, row: Int64s, spare: Int64s) -> None:
        self.place, self.node, self.row, self.spare = place, node, row, spare
        order = np.argsort(node, kind="stable")
        names, start, several = np.unique(node[order], return_index=True, return_counts=True)
        mine = np.searchsorted(names, place)
        turn = np.repeat(np.arange(len(place)), several[mine])
        step = np.arange(len(turn)) - np.repeat(np.cumsum(several[mine]) - several[mine], several[mine])
        under = row[order][start[mine][turn] + step]
        by_row = np.lexsort((turn, under))
        self.turn, self.under = turn[by_row], under[by_row]

    def served(self) -> Int64s:
        """Return the place of each applicant who gets a visa."""
        stop = np.full(int(self.node.max(initial=0)) + 1, NEVER)
        closed = np.zeros(len(self.spare), dtype=bool)
        while True:
            alive = np.arange(len(self.place)) < stop[self.place]
            refused = np.where(closed, NEVER, self._refused(alive))
            open_ = np.flatnonzero(stop[self.node] == NEVER)
            least = np.full(len(stop), NEVER)
            np.minimum.at(least, self.node[open_], refused[self.row[open_]])
            next_ = refused < NEVER
            next_[self.row[open_[least[self.node[open_]] < refused[self.row[open_]]]]] = False
            if not next_.any():
                return self.place[alive]
            halted = open_[next_[self.row[open_]]]
            stop[self.node[halted]] = refused[self.row[halted]]
            closed |= next_

    def _refused(self, alive: Bools) -> Int64s:
        """Return the turn of the first applicant whom each row refuses if nothing else stops any."""
        kept = np.flatnonzero(alive[self.turn])
        row, turn = self.under[kept], self.turn[kept]
        ends = np.searchsorted(row, np.arange(len(self.spare) + 1))
        at = ends[:-1] + self.spare
        found = np.full(len(self.spare), NEVER)
        some = at < ends[1:]
        found[some] = turn[at[some]]
        return found
