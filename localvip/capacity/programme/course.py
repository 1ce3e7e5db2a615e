"""The order of Webster followed under limits that cross: all that no other forestalls at once.

A row looks ahead to the visa it would refuse if nothing but itself stopped its roots. Stops elsewhere only put that
off. So where none of its roots is stopped earlier by another row, the refusal stands, and its roots are stopped.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from localvip.capacity.programme.queue import NEVER, Position, Queue, Rows, first_refused, portions

Int64s = npt.NDArray[np.int64]
Float64s = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
NOWHERE = Position(np.zeros(0), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


@dataclass(frozen=True, eq=False)
class _State:
    """How far the order is followed: ``live`` roots, visas ``given`` to each stopped one, ``split`` of the nodes.

    ``stop``: what each row looks ahead to. A node of a live root has all it may have in ``split``.
    """

    live: Bools
    given: Int64s
    split: Int64s
    stop: Position


class Course:
    """The order over the nodes of a queue, each in a ``root``, stopped by rows over the roots."""

    def __init__(self, queue: Queue, root: Int64s, roots: int) -> None:
        self.queue, self.root = queue, root
        order = np.argsort(root, kind="stable")
        self.nodes, self.starts = order, np.searchsorted(root[order], np.arange(roots + 1))
        live, given = np.ones(roots, dtype=bool), np.zeros(roots, dtype=np.int64)
        self._kept = self._last = _State(live, given, queue.most.copy(), NOWHERE)
        self._level, self.given = 0.0, 0

    def keep(self) -> None:
        """Go on from where the order was last followed to; rows that come later must not refuse anything before."""
        self._kept = self._last
        self.given = int(np.minimum(self._last.split, self.queue.raised(self._level)).sum())

    def followed(self, rows: Rows, level: float = NEVER) -> Int64s:
        """Return the visas of each node when the order is followed to ``level`` under ``rows``.

        ``rows`` are those of the last time, and any more after them.
        """
        state = self._kept
        stale = np.arange(len(rows.values)) >= len(state.stop.key)
        state = replace(state, stop=state.stop.padded(len(rows.values)))
        state = self._kept = replace(state, stop=self._looking_ahead(state, rows, stale))
        while True:
            next_ = _unforestalled(state, rows) & (state.stop.key <= level)
            if not next_.any():
                break
            stopped, state = self._halted(state, rows, next_)
            stale = np.zeros(len(rows.values), dtype=bool)
            stale[rows.row[stopped[rows.node]]] = True
            state = replace(state, stop=self._looking_ahead(state, rows, stale))
        self._last, self._level = state, level
        return state.split if level == NEVER else np.minimum(state.split, self.queue.raised(level))

    def _looking_ahead(self, state: _State, rows: Rows, stale: Bools) -> Position:
        """Return where each row would refuse a visa, reckoned anew for the ``stale`` ones."""
        left = rows.values - rows.sums(state.given[rows.node])
        pair = np.flatnonzero(stale[rows.row] & state.live[rows.node])
        size = self.starts[rows.node[pair] + 1] - self.starts[rows.node[pair]]
        stop = state.stop.replaced(stale, NOWHERE.padded(int(stale.sum())))
        nodes = np.bincount(rows.row[pair], size, len(stale)).astype(np.int64)
        for some in portions(nodes):
            chosen = np.zeros(len(stale), dtype=bool)
            chosen[some] = True
            mine = chosen[rows.row[pair]]
            stop = stop.replaced(chosen, self._stops(rows, (pair[mine], size[mine]), (chosen, left)))
        return stop

    def _stops(self, rows: Rows, pairs: tuple[Int64s, Int64s], of: tuple[Bools, Int64s]) -> Position:
        """Return where the ``chosen`` rows would refuse a visa, from their live pairs and what is ``left`` to each."""
        (pair, size), (chosen, left) = pairs, of
        each = np.repeat(np.arange(len(pair)), size)
        first = np.repeat(np.cumsum(size) - size, size)
        node = self.nodes[self.starts[rows.node[pair]][each] + np.arange(len(each)) - first]
        number = np.cumsum(chosen) - 1
        some = Rows(number[rows.row[pair]][each], node, rows.weight[pair][each], left[chosen])
        return first_refused(self.queue, some)

    def _halted(self, state: _State, rows: Rows, next_: Bools) -> tuple[Bools, _State]:
        """Return the roots that the ``next_`` rows have no visa for any more, and the state with them stopped."""
        stop = state.stop
        out = np.flatnonzero(next_[rows.row] & state.live[rows.node] & (rows.weight > stop.spare[rows.row]))
        root = rows.node[out]
        stopped = np.zeros(len(state.live), dtype=bool)
        stopped[root] = True
        key, node = np.zeros(len(stopped)), np.zeros(len(stopped), dtype=np.int64)
        key[root], node[root] = stop.key[rows.row[out]], stop.node[rows.row[out]]
        nodes = np.flatnonzero(stopped[self.root])
        mine = self.root[nodes]
        split = state.split.copy()
        split[nodes] = self.queue.before(nodes, key[mine], node[mine])
        given = state.given + np.bincount(mine, split[nodes], len(stopped)).astype(np.int64)
        return stopped, _State(state.live & ~stopped, given, split, stop)


def _unforestalled(state: _State, rows: Rows) -> Bools:
    """Return the rows that refuse a visa before any other row stops one of their roots."""
    live = np.flatnonzero(state.live[rows.node])
    row, root = rows.row[live], rows.node[live]
    key, node = state.stop.key[row], state.stop.node[row]
    least = np.full(len(state.live), NEVER)
    np.minimum.at(least, root, key)
    first = np.full(len(state.live), np.iinfo(np.int64).max)
    tied = key == least[root]
    np.minimum.at(first, root[tied], node[tied])
    found = np.isfinite(state.stop.key)
    found[row[~tied | (node != first[root])]] = False
    return found
