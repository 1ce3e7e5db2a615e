"""What one visa more, or fewer, in a limit does to the maximum: in closed form inside trees, else solved again."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
import numpy.typing as npt

from localvip.capacity.programme.clock import Undecided
from localvip.capacity.programme.core import CROSSING, DROPPED
from localvip.capacity.programme.forest import UNLIMITED
from localvip.capacity.programme.solve import Solver

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
UNKNOWN = int(np.iinfo(np.int64).max)


class Moves:
    """The limits of a solved programme, each moved by one visa while all others stay.

    A limit moves its node's bound if it is the least there is, the node's bound moves the top's if nothing on the
    way is tighter, and the top's bound, where limits cross, may or may not move the maximum.
    """

    def __init__(self, solver: Solver) -> None:
        self.solver = solver
        self.core, self.programme = solver.core, solver.programme

    def change(self, limits: Int64s, by: int) -> Int64s:
        """Return by how many visas the maximum changes when each of ``limits`` allows ``by`` (1 or -1) more.

        A limit of nothing can't be lower. UNKNOWN where the maximum isn't proven, or the time is up.
        """
        self.solver.clock.start()
        place, value = self._places[limits], self.programme.values[limits]
        moved = np.zeros(len(limits), dtype=np.int64)
        node, row = place > DROPPED, place <= CROSSING
        least, second = self._least_two
        spot = np.where(
            place == DROPPED, 0, np.where(node, place, len(self.core.forest.parent) + CROSSING - place)
        )
        tight = value == least[spot] if by < 0 else value < second[spot]
        tight = tight & (value == least[spot]) & (place != DROPPED) & (value + by >= 0)
        alone = np.flatnonzero(node & tight)
        at, forest = place[alone], self.core.forest
        below = forest.below[at]
        passes = (
            (value[alone] < below) & forest.rises[at]
            if by > 0
            else (value[alone] <= below) & forest.falls[at]
        )
        moved[alone] = np.where(passes, self._tops_moved(at, passes, by), 0)
        for one in np.flatnonzero(row & tight).tolist():
            moved[one] = _known(self.solver.row_moved, CROSSING - int(place[one]), by)
        return moved

    def _tops_moved(self, nodes: Int64s, passes: Bools, by: int) -> Int64s:
        """Return what a moved bound at the tops of some nodes does to the maximum."""
        position = self._position[self.core.forest.top[nodes]]
        found = np.full(len(nodes), by, dtype=np.int64)
        crossing = np.flatnonzero((position >= 0) & passes)
        roots, each = np.unique(position[crossing], return_inverse=True)
        found[crossing] = np.array(
            [_known(self.solver.root_moved, root, by) for root in roots.tolist()], dtype=np.int64
        )[each]
        return found

    @cached_property
    def _position(self) -> Int64s:
        position = np.full(len(self.core.forest.parent), -1, dtype=np.int64)
        position[self.core.roots] = np.arange(len(self.core.roots))
        return position

    @cached_property
    def _places(self) -> Int64s:
        return np.concatenate([np.zeros(0, dtype=np.int64), *self.core.places])

    @cached_property
    def _least_two(self) -> tuple[Int64s, Int64s]:
        """Return the least and the next least limit on each node, and after the nodes on each row."""
        nodes = len(self.core.forest.parent)
        least = np.full(nodes + len(self.core.values) + 1, UNLIMITED)
        second = least.copy()
        for one, place in zip(self.programme.partitions, self.core.places, strict=True):
            kept = np.flatnonzero(place != DROPPED)
            spot = np.where(place[kept] >= 0, place[kept], nodes + CROSSING - place[kept])
            value = one.values[kept]
            second[spot] = np.minimum(second[spot], np.maximum(least[spot], value))
            least[spot] = np.minimum(least[spot], value)
        return least, second


def _known(moved: Callable[[int, int], int], position: int, by: int) -> int:
    try:
        return moved(position, by)
    except Undecided:
        return UNKNOWN
