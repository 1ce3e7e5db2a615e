"""An index of polygons for many points: a raster that says who owns each square no border touches.

Most points fall in such a square and are owned at once, without a geometric test; only those in a square that a
border touches are left to test. The answer is the same as testing every point.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from localvip.region.apportion import Int64s

Float64s = npt.NDArray[np.float64]
Int32s = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
Geometries = npt.NDArray[np.object_]
Owners = Callable[[Geometries, Geometries], Int64s]
BORDER = -3
AT_ONCE = 1 << 20
FEW = 4
ROUNDING = 1e-6


@dataclass(frozen=True)
class Grid:
    """Squares over a box and one more on each side: every point falls in exactly one, far ones in the rim.

    The column never falls as x grows, nor the row as y grows, so a segment stays among the squares between its
    ends.
    """

    west: float
    south: float
    size: float
    columns: int
    rows: int

    def square(self, x: Float64s, y: Float64s) -> tuple[Int32s, Int32s]:
        """Return the column and the row of each point."""
        column = np.clip(np.floor((x - self.west) / self.size), 0, self.columns - 1)
        row = np.clip(np.floor((y - self.south) / self.size), 0, self.rows - 1)
        return column.astype(np.int32), row.astype(np.int32)


@dataclass(frozen=True)
class AreaIndex:
    """Who owns each square of ``grid``: ``owner`` (rows x columns) is a polygon, -1 (none) or ``BORDER``."""

    grid: Grid
    owner: Int32s

    def owners(self, x: Float64s, y: Float64s) -> Int64s:
        """Return the owner of each point with finite coordinates, or ``BORDER`` where it has to be tested."""
        column, row = self.grid.square(x, y)
        return self.owner[row, column].astype(np.int64)


def build_index(polygons: Geometries, squares: int, tested: Owners) -> AreaIndex:
    """Return an index of about ``squares`` squares.

    Squares that no border touches and that hang together have one owner: ``tested(points, polygons)`` is asked
    once for each such patch. A patch of few squares isn't worth it and counts as border.
    """
    from scipy.ndimage import label  # slow to import, needed only for many points

    grid = _grid(polygons, squares)
    patch, patches = label(~_touched(grid, polygons))
    flat = patch.ravel()
    starts = np.flatnonzero(np.diff(flat, prepend=0))
    one = np.zeros(patches + 1, dtype=np.int64)
    one[flat[starts]] = starts
    worth = np.bincount(flat, minlength=patches + 1) >= FEW
    worth[0] = False
    row, column = np.divmod(one[worth], grid.columns)
    centres = shapely.points(grid.west + (column + 0.5) * grid.size, grid.south + (row + 0.5) * grid.size)
    owner = np.full(patches + 1, BORDER, dtype=np.int32)
    owner[worth] = tested(np.asarray(centres, dtype=object), polygons)
    return AreaIndex(grid, owner[patch])


def _grid(polygons: Geometries, squares: int) -> Grid:
    """Return a grid of about ``squares`` squares over the box of ``polygons``, with a rim of one square."""
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(polygons))
    width, height = east - west, north - south
    size = max(math.sqrt(width * height / squares), width / squares, height / squares)
    columns, rows = math.ceil(width / size) + 3, math.ceil(height / size) + 3
    return Grid(west - 1.5 * size, south - 1.5 * size, size, columns, rows)


def _touched(grid: Grid, polygons: Geometries) -> Bools:
    """Return the squares that a border touches, and perhaps a few more."""
    touched = np.zeros((grid.rows, grid.columns), bool)
    for xy, joined in _lines(polygons):
        column, row = grid.square(*xy.T)
        touched[row, column] = True
        moved = np.flatnonzero(joined & ((column[1:] != column[:-1]) | (row[1:] != row[:-1])))
        far = np.maximum(np.abs(column[moved + 1] - column[moved]), np.abs(row[moved + 1] - row[moved])) > 1
        near = moved[~far]
        touched[row[near], column[near + 1]] = True
        touched[row[near + 1], column[near]] = True
        for one, other in _pieces(grid, xy[moved[far]], xy[moved[far] + 1]):
            _mark(touched, grid.square(*one.T), grid.square(*other.T))
    return touched


def _lines(polygons: Geometries) -> Iterator[tuple[Float64s, Bools]]:
    """Yield the corners of all rings, some at a time, and which are joined to the next by an edge."""
    rings = shapely.get_rings(polygons)
    run = np.cumsum(shapely.get_num_points(rings)) // AT_ONCE
    for some in np.split(rings, np.flatnonzero(np.diff(run)) + 1):
        xy, ring = shapely.get_coordinates(some, return_index=True)
        yield xy, ring[1:] == ring[:-1]


def _pieces(grid: Grid, start: Float64s, end: Float64s) -> Iterator[tuple[Float64s, Float64s]]:
    """Yield low and high corners of boxes, at most three squares wide, that cover long edges piece by piece."""
    number = np.ceil(np.abs(end - start).max(axis=1, initial=0) / grid.size).astype(np.int64)
    slack = max(ROUNDING * grid.size, 8 * float(np.spacing(np.abs(start).max(initial=0))))
    for some in np.split(np.arange(len(number)), np.flatnonzero(np.diff(np.cumsum(number) // AT_ONCE)) + 1):
        edge = np.repeat(some, number[some])
        step = np.arange(len(edge)) - np.repeat(np.cumsum(number[some]) - number[some], number[some])
        along = (end[edge] - start[edge]) / number[edge, None]
        one = start[edge] + along * step[:, None]
        other = one + along
        yield np.minimum(one, other) - slack, np.maximum(one, other) + slack


def _mark(touched: Bools, low: tuple[Int32s, Int32s], high: tuple[Int32s, Int32s]) -> None:
    """Mark every square of boxes that are at most three squares wide and high."""
    for right in range(3):
        for up in range(3):
            column, row = np.minimum(low[0] + right, high[0]), np.minimum(low[1] + up, high[1])
            touched[row, column] = True
