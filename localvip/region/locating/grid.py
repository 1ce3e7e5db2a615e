"""Squares over the box of some shapes, such that a segment stays among the squares between its ends."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

Float64s = npt.NDArray[np.float64]
Int32s = npt.NDArray[np.int32]
Geometries = npt.NDArray[np.object_]
RIM = (1.3, 1.37)  # squares; not a half nor alike, or borders and diagonals of a box would go through centres
SLACK = 1e-6
COARSEST = 1e-3


@dataclass(frozen=True)
class Grid:
    """Squares over a box and one more on each side: every point falls in exactly one, far ones in the rim.

    The column never falls as x grows, nor the row as y grows. ``slack`` is more than what rounding can move the
    border of a square, or a point reckoned on an edge, and a small part of ``size``.
    """

    west: float
    south: float
    size: float
    columns: int
    rows: int
    slack: float

    @classmethod
    def over(cls, polygons: Geometries, squares: int) -> Grid:
        """Return a grid of about ``squares`` squares; of fewer where they would be as fine as the rounding."""
        west, south, east, north = (float(edge) for edge in shapely.total_bounds(polygons))
        width, height = east - west, north - south
        rounding = 32 * float(np.spacing(max(abs(west), abs(south), abs(east), abs(north))))
        fitting = max(math.sqrt(width * height / squares), width / squares, height / squares)
        size = max(fitting, rounding / COARSEST)
        columns, rows = math.ceil(width / size) + 3, math.ceil(height / size) + 3
        slack = max(SLACK * size, rounding)
        return cls(west - RIM[0] * size, south - RIM[1] * size, size, columns, rows, slack)

    def column(self, x: Float64s) -> Int32s:
        """Return the column of each x, in the rim where it is far off or no number."""
        return _whole((x - self.west) / self.size, self.columns)

    def row(self, y: Float64s) -> Int32s:
        """Return the row of each y, in the rim where it is far off or no number."""
        return _whole((y - self.south) / self.size, self.rows)

    def x_of(self, column: Int32s) -> Float64s:
        """Return x of the centres of ``column``."""
        return np.asarray(self.west + (column + 0.5) * self.size, dtype=np.float64)

    def y_of(self, row: Int32s) -> Float64s:
        """Return y of the centres of ``row``."""
        return np.asarray(self.south + (row + 0.5) * self.size, dtype=np.float64)


def _whole(place: Float64s, number: int) -> Int32s:
    """Return ``place`` rounded down to 0, 1, ... ``number`` - 1."""
    np.fmax(place, 0, out=place)  # NaN too is in the rim
    np.fmin(place, number - 1, out=place)
    return place.astype(np.int32)
