"""One fair, fixed split of the maximum among cells: guarded Webster.

The next visa goes to the cell with the smallest (x + 1/2) / sponsors that no limit stops; ties go to the first
cell. Where limits cross, that may strand visas: then a visa is given only if the maximum can still be reached.
The split shows one way to use the capacity, fair by sponsors; it is no forecast and no entitlement.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from localvip.capacity.contract import limit_matrix, tightened
from localvip.capacity.partition import Programme
from localvip.problem import Bug

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Fits = Callable[[Int64s], bool]
BATCH = 64


def fair_split(
    programme: Programme, sponsors: Int64s, most: int, reaches: Callable[[Int64s], bool]
) -> Int64s:
    """Return whole visas a node, summing to ``most``, the maximum of ``programme``.

    ``sponsors``: the weight of each node (0: it gets none). ``reaches(x)``: whether the maximum can still be
    reached by adding to ``x``; it is asked only where the plain order falls short. Raises ``Bug`` if the split
    does not sum to the maximum.
    """
    split = _plain(programme, sponsors)
    if split.sum() < most:
        split = _Webster(programme, sponsors, reaches).run()
    if split.sum() != most:
        raise Bug(f"The fair split gives {split.sum()} visas where the maximum is {most}.")
    return split


def _plain(programme: Programme, sponsors: Int64s) -> Int64s:
    """Return the split in plain order, adding what a set of facilities serves as a limit wherever it is overfull.

    In the end all services hold; a visa refused on the way was refused by a limit that is truly there.
    """
    while True:
        split = _Webster(programme, sponsors).run()
        overfull = (service.overfull(split) for service in programme.services)
        found = next((one for one in overfull if one is not None), None)
        if found is None:
            return split
        programme = programme.with_limit(*found)


class _Webster:
    """Raises all nodes by level, as far as every limit holds, freezing the nodes that full limits stop."""

    def __init__(self, programme: Programme, sponsors: Int64s, reaches: Fits | None = None) -> None:
        eligible = np.where(sponsors > 0, programme.bounds, 0)
        tight = tightened(replace(programme, bounds=eligible))
        self.bounds, self.values, self.matrix = tight.bounds, tight.values, limit_matrix(tight)
        self.limits_of = self.matrix.T.tocsr()
        self.sponsors = np.maximum(sponsors, 1)
        self.reach = _reach_sets(programme)
        self.reaches: Fits = reaches or (lambda _: True)
        self.batch = BATCH if reaches else max(BATCH, len(self.bounds))

    def run(self) -> Int64s:
        """Return the split once every node is at its bound or frozen."""
        x = np.zeros(len(self.bounds), dtype=np.int64)
        frozen = self._stopped(x)
        level = 0.0
        while not (frozen | (x >= self.bounds)).all():
            top = float((self.bounds / self.sponsors).max()) + 1
            low, high = self._interval(x, frozen, (level, top), self._holds)
            if not self.reaches(self._at(low, x, frozen)):
                low, high = self._interval(x, frozen, (level, low), self._guarded)
            x = self._at(low, x, frozen)
            x, frozen = self._one_by_one(x, frozen, high)
            level = high
        return x

    def _holds(self, x: Int64s) -> bool:
        return bool((self.matrix @ x <= self.values).all())

    def _guarded(self, x: Int64s) -> bool:
        return self._holds(x) and self.reaches(x)

    def _at(self, level: float, x: Int64s, frozen: Bools) -> Int64s:
        """Return each node's visas at a level: every visa with (x + 1/2) / sponsors <= level, up to its bound."""
        raised = np.floor(level * self.sponsors + 0.5).astype(np.int64)
        return np.where(frozen, x, np.maximum(x, np.minimum(raised, self.bounds)))

    def _interval(
        self, x: Int64s, frozen: Bools, between: tuple[float, float], fits: Fits
    ) -> tuple[float, float]:
        """Return a level that fits and one above it that is at most one batch of visas, or the end, away."""
        low, high = between
        if fits(self._at(high, x, frozen)):
            return high, high
        while self._at(high, x, frozen).sum() - self._at(low, x, frozen).sum() > self.batch:
            middle = (low + high) / 2
            if middle in (low, high):
                break
            low, high = (middle, high) if fits(self._at(middle, x, frozen)) else (low, middle)
        return low, high

    def _one_by_one(self, x: Int64s, frozen: Bools, level: float) -> tuple[Int64s, Bools]:
        """Give the visas up to ``level`` in order, freezing each node that may not have its next one."""
        waiting = self._in_order(x, self._at(level, x, frozen))
        while True:
            taken, after = self._taken(x, frozen, waiting)
            given = waiting[taken]
            if self.reaches(x + self._counts(given)):
                return x + self._counts(given), after
            kept = self._reachable(x, given)
            x = x + self._counts(given[:kept])
            frozen = frozen | self._alike(int(given[kept])) | self._stopped(x)
            waiting = waiting[taken[kept] + 1 :]

    def _in_order(self, x: Int64s, target: Int64s) -> Int64s:
        """Return the nodes of the visas from ``x`` to ``target``, smallest (x + 1/2) / sponsors first."""
        node = np.repeat(np.arange(len(x)), target - x)
        first = np.repeat(np.cumsum(target - x) - (target - x), target - x)
        step = np.arange(len(node)) - first + x[node]
        return node[np.lexsort((node, (2 * step + 1) / (2 * self.sponsors[node])))]

    def _taken(self, x: Int64s, frozen: Bools, waiting: Int64s) -> tuple[Int64s, Bools]:
        """Return which of the ``waiting`` the limits alone let have their visa, and who is frozen then."""
        left = (self.values - self.matrix @ x).tolist()
        starts, limits = self.limits_of.indptr.tolist(), self.limits_of.indices.tolist()
        taken = []
        for position, n in enumerate(waiting.tolist()):
            mine = limits[starts[n] : starts[n + 1]]
            if all(left[limit] for limit in mine):
                taken.append(position)
                for limit in mine:
                    left[limit] -= 1
        found = np.array(taken, dtype=np.int64)
        return found, frozen | self._stopped(x + self._counts(waiting[found]))

    def _reachable(self, x: Int64s, given: Int64s) -> int:
        """Return how many of the visas ``given`` in order leave the maximum in reach (not all of them do)."""
        low, high = 0, len(given)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.reaches(x + self._counts(given[:middle])) else (low, middle)
        return low

    def _counts(self, nodes: Int64s) -> Int64s:
        return np.bincount(nodes, minlength=len(self.bounds))

    def _stopped(self, x: Int64s) -> Bools:
        """Return the nodes that stand in a full limit."""
        full = (self.matrix @ x >= self.values).astype(np.int64)
        stopped: Bools = (self.limits_of @ full) > 0
        return stopped

    def _alike(self, node: int) -> Bools:
        """Return every node in the same limits and reach as ``node``: what stops it stops them."""
        mine = self.limits_of[[node]].toarray()[0] > 0
        shared = self.limits_of @ mine.astype(np.int64)
        counts = np.diff(self.limits_of.indptr)
        same_reach = (self.reach == self.reach[node]).all(axis=1)
        alike: Bools = (shared == mine.sum()) & (counts == mine.sum()) & same_reach
        return alike


def _reach_sets(programme: Programme) -> Int64s:
    """Return a row a node, a column a service: the node's reach set, or -1."""
    sets = np.full((len(programme.bounds), len(programme.services)), -1, dtype=np.int64)
    for column, service in enumerate(programme.services):
        for position, members in enumerate(service.members):
            sets[members, column] = position
    return sets
