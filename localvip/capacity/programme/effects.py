"""What one visa more, or fewer, in a limit does to the maximum: in closed form inside trees, else solved again."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from localvip.capacity.programme.core import CROSSING, DROPPED
from localvip.capacity.programme.forest import UNLIMITED
from localvip.capacity.programme.partition import NONE
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

    def change(self, limits: Int64s, by: Literal[1, -1]) -> Int64s:
        """Return by how many visas the maximum changes when each of ``limits`` allows ``by`` (1 or -1) more.

        A limit of nothing can't be lower. UNKNOWN where the maximum isn't proven, or the time is up.
        """
        place, value = self._places[limits], self.programme.values[limits]
        nodes = len(self.core.forest.parent)
        least, second = self._least_two
        spot = np.select([place > DROPPED, place <= CROSSING], [place, nodes + CROSSING - place], 0)
        tight = value == least[spot] if by < 0 else value < second[spot]
        tight &= (value == least[spot]) & (place != DROPPED) & (value + by >= 0)
        below = self.core.forest.below[np.minimum(spot, nodes - 1)]
        inside = spot < nodes
        passes = np.zeros(len(limits), dtype=bool)
        gate = value < below if by > 0 else value <= below
        way = self.core.forest.rises if by > 0 else self.core.forest.falls
        passes[inside] = (gate & tight)[inside] & way[spot[inside]]
        return self._moved(np.where(inside, passes, tight), spot, by)

    def _moved(self, passes: Bools, spot: Int64s, by: Literal[1, -1]) -> Int64s:
        """Return what limits do that pass on a visa to the top of their tree (by the node in ``spot``), or to a row."""
        nodes, rows = len(self.core.forest.parent), len(self.core.values)
        top = self.core.forest.top[np.minimum(spot, nodes - 1)]
        position = self._position[top]
        number = np.where(spot < nodes, np.where(position < 0, NONE, rows + position), spot - nodes)
        moved = np.where(passes, by, 0)
        crossing = np.flatnonzero(passes & (number != NONE))
        if len(crossing):
            self.solver.clock.start()
            change, known = self.solver.trials.change(number[crossing], by)
            moved[crossing] = np.where(known, change, UNKNOWN)
        return moved

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
