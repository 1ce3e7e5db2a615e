"""Rings and their edges as flat numbers: thousands are gone through at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from localvip.region.apportion import Float64s, Int64s

Geometries = npt.NDArray[np.object_]
Bools = npt.NDArray[np.bool_]
LENGTH = 16


@dataclass(frozen=True)
class Rings:
    """Closed lines on the plane, each with what it bounds on its left.

    ``x``, ``y``: corners, a ring after another, its first given again at its end. ``first``: the row of each ring's
    first corner. ``number``: its corners, each counted once.
    """

    x: Float64s
    y: Float64s
    first: Int64s
    number: Int64s

    def boxes(self) -> Float64s:
        """Return west, south, east and north of each ring."""
        return _boxes(self, self.first, self.number + 1)

    def stretches(self) -> Stretches:
        """Return the rings in stretches of at most ``LENGTH`` edges."""
        number = -(-self.number // LENGTH)
        ring = np.repeat(np.arange(len(number)), number)
        first = np.cumsum(number) - number
        row = self.first[ring] + LENGTH * (np.arange(len(ring)) - first[ring])
        corners = np.minimum(LENGTH, self.first[ring] + self.number[ring] - row) + 1
        return Stretches(first, number, row, corners, _boxes(self, row, corners))


@dataclass(frozen=True)
class Stretches:
    """Runs of edges of rings: ``corners`` rows from ``row`` on, and their box; the last corner is the next one's first.

    ``first`` and ``number``: which stretches each ring is in.
    """

    first: Int64s
    number: Int64s
    row: Int64s
    corners: Int64s
    box: Float64s


@dataclass(frozen=True)
class Edges:
    """Edges of rings: where each starts and ends, its direction (of length 1), the row of its start, and its ring."""

    x: Float64s
    y: Float64s
    end_x: Float64s
    end_y: Float64s
    along_x: Float64s
    along_y: Float64s
    row: Int64s
    ring: Int64s

    def lines(self) -> Geometries:
        """Return each as a line."""
        corners = np.stack([self.x, self.y, self.end_x, self.end_y], axis=1)
        return np.asarray(shapely.linestrings(corners.reshape(-1, 2, 2)))


def shells(polygons: Geometries) -> Rings:
    """Return the outer ring of each polygon; its holes are left out."""
    return _left_of(shapely.get_exterior_ring(polygons), np.zeros(len(polygons), bool))


def borders(shapes: Geometries) -> tuple[Rings, Int64s]:
    """Return every ring of every polygonal shape, and the shape each is of."""
    polygons, shape = shapely.get_parts(shapes, return_index=True)
    lines, polygon = shapely.get_rings(polygons, return_index=True)
    hole = np.diff(polygon, prepend=-1) == 0
    return _left_of(lines, hole), shape[polygon]


def edges_of(rings: Rings) -> Edges:
    """Return the edges of ``rings``; those without length are left out."""
    ring = np.repeat(np.arange(len(rings.first)), rings.number)
    row = np.arange(len(ring)) + ring
    along_x, along_y = rings.x[row + 1] - rings.x[row], rings.y[row + 1] - rings.y[row]
    length = np.hypot(along_x, along_y)
    kept = length > 0
    row, ring, length = row[kept], ring[kept], length[kept]
    start, end = (rings.x[row], rings.y[row]), (rings.x[row + 1], rings.y[row + 1])
    return Edges(*start, *end, along_x[kept] / length, along_y[kept] / length, row, ring)


def _left_of(lines: Geometries, hole: Bools) -> Rings:
    """Return ``lines`` turned to have the land they bound on their left: round a hole the other way."""
    turned = shapely.is_ccw(lines) == hole
    lines[turned] = shapely.reverse(lines[turned])
    number = shapely.get_num_coordinates(lines).astype(np.int64)
    x, y = np.ascontiguousarray(shapely.get_coordinates(lines).T)
    return Rings(x, y, np.cumsum(number) - number, number - 1)


def _boxes(rings: Rings, row: Int64s, corners: Int64s) -> Float64s:
    """Return west, south, east and north of runs of corners that follow one another, at most one corner shared."""
    last = row + corners - 1
    x, y = rings.x, rings.y
    least = [np.minimum(np.minimum.reduceat(values, row), values[last]) for values in (x, y)]
    most = [np.maximum(np.maximum.reduceat(values, row), values[last]) for values in (x, y)]
    return np.stack([*least, *most], axis=1)
