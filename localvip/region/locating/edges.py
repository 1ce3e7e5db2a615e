"""The edges of polygons, each once, and what lies on either side of it.

A place is told by the sum of ``HELD`` + 1 + position over the polygons that hold it: 0 where none does, and where one
does, that one. Crossing an edge changes the sum by the weight of the edge, so a border that two polygons share is one
edge, whichever way each of them goes round.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely

from localvip.region.several import several

Float64s = npt.NDArray[np.float64]
Int64s = npt.NDArray[np.int64]
Int32s = npt.NDArray[np.int32]
Geometries = npt.NDArray[np.object_]
HELD = 1 << 40
AT_ONCE = 1 << 15
EQUAL = 0x01010101
ODD = np.array(
    [0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB], dtype=np.uint64
)


@dataclass(frozen=True)
class Edges:
    """``ends`` (n x 4): x and y of the lower end, then of the upper (of level ones the left, then the right).

    ``weight`` (n): what the sum grows by on the way from the right of the edge to its left.
    """

    ends: Float64s
    weight: Int64s

    def __len__(self) -> int:
        return len(self.weight)

    def unshared(self) -> Float64s:
        """Return the ends of the edges that have more polygons on one side than on the other, each once.

        How many polygons hold a point changes only across such an edge. So if polygons share land, some that have
        one of these edges share land with another: those at the rim of the land that is held most often. Whoever
        looks for overlaps need look at these alone. The same for gaps: every one is bounded by unshared edges.
        """
        alone = np.flatnonzero(
            np.abs(self.weight) > HELD >> 1
        )  # or equal to another that it was not joined to
        ends, same = np.unique(self.ends[alone], axis=0, return_inverse=True)
        weight = np.zeros(len(ends), dtype=np.int64)
        np.add.at(weight, same.ravel(), self.weight[alone])
        return np.asarray(ends[np.abs(weight) > HELD >> 1])


def edges_of(polygons: Geometries) -> Edges:
    """Return the edges of valid polygons and multipolygons; those that are equal are mostly joined into one."""
    corners = shapely.get_num_coordinates(polygons)
    gathered = _Gathered(int(corners.sum()))
    run = np.cumsum(corners) // AT_ONCE
    starts = [0, *(np.flatnonzero(np.diff(run)) + 1).tolist(), len(polygons)]
    for ends, weight in several(lambda part: _upward(polygons, *part), pairwise(starts)):
        gathered.add(ends, weight)
    return Edges(gathered.ends[: gathered.number], gathered.weight[: gathered.number])


def _upward(polygons: Geometries, start: int, end: int) -> tuple[Float64s, Int64s]:
    """Return the ends and the weight of each edge of some polygons, turned to go upward."""
    parts, polygon = shapely.get_parts(polygons[start:end], return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    x, y = np.ascontiguousarray(xy.T)
    turned = (y[:-1] > y[1:]) | ((y[:-1] == y[1:]) & (x[:-1] > x[1:]))
    ends = np.empty((len(turned), 4))
    ends[:, 0], ends[:, 1] = np.where(turned, x[1:], x[:-1]), np.minimum(y[:-1], y[1:])
    ends[:, 2], ends[:, 3] = np.where(turned, x[:-1], x[1:]), np.maximum(y[:-1], y[1:])
    clockwise = shapely.is_ccw(rings) == (np.diff(part, prepend=-1) == 0)
    weight = (polygon.take(part) + (start + HELD + 1)).take(ring[1:])
    np.negative(weight, out=weight, where=turned != clockwise.take(ring[1:]))
    joined = np.flatnonzero(ring[1:] == ring[:-1])
    return ends.take(joined, axis=0), weight.take(joined)


class _Gathered:
    """Edges seen so far. A table of slots finds an equal one: of edges that share a slot, only the last to come.

    So a few equal edges stay apart, which costs time and changes no answer.
    """

    def __init__(self, most: int) -> None:
        self.ends = np.empty((most, 4))
        self.weight = np.empty(most, dtype=np.int64)
        self.number = 0
        self._bits = max(16, most.bit_length())
        self._last = np.full(1 << self._bits, -1, dtype=np.int32)

    def add(self, ends: Float64s, weight: Int64s) -> None:
        """Add edges, or their weight to an equal one."""
        slot = self._slot(ends)
        earlier = self._last.take(slot)
        fresh = self._joined(ends, weight, earlier, np.flatnonzero(earlier >= 0))
        ends, weight, slot = ends.take(fresh, axis=0), weight.take(fresh), slot.take(fresh)
        position = np.arange(self.number, self.number + len(fresh), dtype=np.int32)
        self._put(ends, weight)
        self._last[slot] = position
        last = self._last.take(slot)
        fresh = self._joined(ends, weight, last, np.flatnonzero(last != position))
        self._put(ends.take(fresh, axis=0), self.weight.take(position.take(fresh)))
        self._last[slot.take(fresh)] = position[: len(fresh)]
        self.number += len(fresh)

    def _put(self, ends: Float64s, weight: Int64s) -> None:
        self.ends[self.number : self.number + len(ends)] = ends
        self.weight[self.number : self.number + len(ends)] = weight

    def _joined(self, ends: Float64s, weight: Int64s, other: Int32s, tried: Int64s) -> Int64s:
        """Add the weight of those ``tried`` that are equal to the ``other`` to it; return those that remain."""
        theirs = other.take(tried)
        same = (ends.take(tried, axis=0) == self.ends.take(theirs, axis=0)).view(np.uint32).ravel() == EQUAL
        equal = tried.compress(same)
        np.add.at(self.weight, theirs.compress(same), weight.take(equal))
        fresh = np.ones(len(weight), dtype=bool)
        fresh[equal] = False
        return np.flatnonzero(fresh)

    def _slot(self, ends: Float64s) -> Int64s:
        """Return a slot for each edge, the same for equal edges."""
        mixed = np.zeros(len(ends), dtype=np.uint64)
        for part, factor in zip(ends.view(np.uint64).T, ODD, strict=True):
            mixed = (mixed ^ part) * factor
            mixed ^= mixed >> np.uint64(29)
        return (mixed >> np.uint64(64 - self._bits)).astype(np.int64)
