"""Places that facilities serve: each visa is served by one facility within reach.

A bound on each facility's catchment would be wrong: two clinics of 40 places that both reach everyone serve 80, not
40. The law's bound is Hall's: the visas of cells that reach no facility outside a set are at most what the set
serves, for every set of facilities. It is reckoned as a flow from reach sets to facilities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
SOURCE = 0
MOST = int(np.iinfo(np.int32).max) // 4


@dataclass(frozen=True)
class Service:
    """What the facilities of one provision (``bound``) serve.

    ``sets``: a row a reach set, a column a facility, whether it is in reach; every set has at least one.
    ``members[r]``: the nodes whose reach is set r. ``places``: whole visas a facility. ``taken[r]``: visas of
    set r that are given already. ``names`` of the facilities. ``known``: no facility's places are missing.
    """

    bound: int
    sets: Bools
    members: Sequence[Int64s]
    places: Int64s
    taken: Int64s
    names: tuple[str, ...] = ()
    known: bool = True

    def reach(self, nodes: int) -> Int32s:
        """Return the reach set of each of ``nodes``, or -1."""
        found = np.full(nodes, -1, dtype=np.int32)
        for position, members in enumerate(self.members):
            found[members] = position
        return found

    def given(self, visas: Int64s) -> Int64s:
        """Return the visas of each reach set, with those already taken."""
        return self.taken + np.array([visas[nodes].sum() for nodes in self.members], dtype=np.int64)

    def holds(self, visas: Int64s) -> bool:
        """Return whether every visa can be served."""
        return self.overfull(visas) is None

    def overfull(self, visas: Int64s) -> tuple[int, Int64s] | None:
        """Return places and nodes of a set of facilities that is asked for more than it serves, or ``None``."""
        demand = self.given(visas)
        flow = self._flow(demand)
        if int(flow[0].sum()) == demand.sum():
            return None
        return self.hall(self._residual(demand, flow, SOURCE)[len(demand) :])

    def hall(self, facilities: Bools) -> tuple[int, Int64s]:
        """Return what some facilities can still serve together, and the nodes that reach no other."""
        only: Bools = np.asarray(~(self.sets & ~facilities).any(axis=1))
        nodes = np.concatenate(
            [np.zeros(0, dtype=np.int64), *(m for m, one in zip(self.members, only, strict=True) if one)]
        )
        return int(self.places[facilities].sum() - self.taken[only].sum()), np.sort(nodes)

    def full(self, visas: Int64s) -> list[Bools]:
        """Return the sets of facilities with no place left that stop some reach set from one visa more."""
        demand = self.given(visas)
        flow = self._flow(demand)
        left = self.places - flow[1 + len(demand) : -1, [-1]].toarray().ravel()
        found: dict[bytes, Bools] = {}
        for r in range(len(demand)):
            facilities = self._residual(demand, flow, 1 + r)[len(demand) :]
            if not left[facilities].any():
                found.setdefault(facilities.tobytes(), facilities)
        return list(found.values())

    def part(self, cells: Int64s, nodes: int) -> Service:
        """Return the service of some nodes alone, numbered by their position in ``cells``."""
        place = np.full(nodes, -1, dtype=np.int64)
        place[cells] = np.arange(len(cells))
        members = [place[m][place[m] >= 0] for m in self.members]
        return replace(self, members=members)

    def taking(self, visas: Int64s) -> Service:
        """Return the service with as many of ``visas`` as it can serve already taken; the rest are overhang."""
        flow = self._flow(self.given(visas))
        return replace(
            self, taken=flow[[SOURCE], 1 : 1 + len(self.members)].toarray().ravel().astype(np.int64)
        )

    def _graph(self, demand: Int64s) -> csr_array:
        """Return capacities: source (0), reach sets, facilities, sink (last)."""
        from scipy.sparse import csr_array  # slow to import, needed only where facilities serve

        sets, facilities = self.sets.shape
        r, j = np.nonzero(self.sets)
        sink = 1 + sets + facilities
        row = np.concatenate([np.zeros(sets, np.int64), 1 + r, 1 + sets + np.arange(facilities)])
        column = np.concatenate([1 + np.arange(sets), 1 + sets + j, np.full(facilities, sink)])
        value = np.concatenate([demand, np.full(len(r), MOST), self.places])
        size = (sink + 1, sink + 1)
        return csr_array((np.minimum(value, MOST).astype(np.int32), (row, column)), shape=size)

    def _flow(self, demand: Int64s) -> csr_array:
        """Return a largest flow; what flows back along an edge stands as negative."""
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import maximum_flow

        graph = self._graph(demand)
        return csr_array(maximum_flow(graph, SOURCE, graph.shape[0] - 1).flow)

    def _residual(self, demand: Int64s, flow: csr_array, start: int) -> Bools:
        """Return the reach sets and facilities that can be reached from ``start`` where capacity is left."""
        from scipy.sparse.csgraph import breadth_first_order

        left = (self._graph(demand) - flow).tocsr()
        left.data = (left.data > 0).astype(np.int32)
        left.eliminate_zeros()
        order = breadth_first_order(left, start, return_predecessors=False)
        reached = np.zeros(left.shape[0], bool)
        reached[order] = True
        return reached[1:-1]
