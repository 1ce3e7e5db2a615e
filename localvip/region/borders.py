"""Edges of areas that no neighbour has too: where areas lie side by side, only the outer border and gaps are left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

Float64s = npt.NDArray[np.float64]
Int64s = npt.NDArray[np.int64]
UInt64s = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]
Geometries = npt.NDArray[np.object_]
MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))


@dataclass(frozen=True)
class Edges:
    """Edges with the land of their polygon on the left: ``start`` and ``end`` (x, y); ``owner`` by position."""

    start: Float64s
    end: Float64s
    owner: Int64s

    def only(self, some: Bools) -> Edges:
        """Return some of the edges."""
        return Edges(self.start[some], self.end[some], self.owner[some])


def unshared(polygons: Geometries) -> Edges:
    """Return the edges that don't run back, corner by corner, along exactly one edge of the same ends.

    How many polygons hold a point changes only across such an edge. So if polygons share land, one of those that
    own an unshared edge shares land with another (at the rim of the land held most often): whoever looks for
    overlaps need look at these alone. The same for gaps: every one is bounded by unshared edges.
    """
    edges = _edges(polygons)
    low = np.uint64((1 << len(edges.owner).bit_length()) - 1)
    key = _mixed(edges.start) + _mixed(edges.end)  # the same both ways
    key = (key & ~low) | np.arange(
        len(key), dtype=np.uint64
    )  # sorted with their place: far faster than argsort
    key.sort()
    order, key = (key & low).astype(np.int64), key & ~low
    first = np.flatnonzero(np.diff(key, prepend=~key[:1]))
    alone = np.ones(len(key), bool)
    pairs = first[np.diff(first, append=len(key)) == 2]
    one, other = order[pairs], order[pairs + 1]
    back = (edges.start[one] == edges.end[other]).all(axis=1) & (edges.end[one] == edges.start[other]).all(
        axis=1
    )
    alone[one[back]] = alone[other[back]] = False
    return edges.only(alone)


def _edges(polygons: Geometries) -> Edges:
    """Return every edge of polygons, turned so that land lies on its left."""
    parts, of_part = shapely.get_parts(polygons, return_index=True)
    rings, of_ring = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    joined = ring[1:] == ring[:-1]
    start, end, ring = xy[:-1][joined], xy[1:][joined], ring[:-1][joined]
    outer = np.diff(of_ring, prepend=-1) > 0
    turned = (shapely.is_ccw(rings) != outer)[ring]
    start[turned], end[turned] = end[turned], start[turned].copy()
    return Edges(start, end, of_part[of_ring][ring])


def _mixed(xy: Float64s) -> UInt64s:
    """Return a number for each corner that two corners hardly ever share."""
    bits = (xy + 0.0).view(np.uint64)  # + 0.0: -0.0 is 0.0
    mixed = (bits[:, 0] * MIX[0]) ^ (bits[:, 1] * MIX[1])
    mixed ^= mixed >> np.uint64(29)
    return np.asarray(mixed * MIX[0])
