"""An index of polygons for many points: who owns each square that no border touches, and the edges in the others.

Most points fall in a square without a border and are owned at once. For the rest the edges between the point and the
centre of its square are crossed one by one. What no rounding can change is decided; a point on a border, or so near to
one that it can't be told from it, is left ``UNDECIDED``, for an exact test.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from localvip.region.locating.crossing import Ways, crossed
from localvip.region.locating.edges import Edges, edges_of
from localvip.region.locating.grid import Float64s, Geometries, Grid, Int32s
from localvip.region.locating.traced import Traced, spread, strips, traced
from localvip.region.locating.upward import HELD
from localvip.region.several import several

Int64s = npt.NDArray[np.int64]
NONE = -1
UNDECIDED = -3
BORDER = -4
AT_ONCE = 1 << 17  # of fewer points, the steps are so short that threads wait for each other


@dataclass(frozen=True)
class AreaIndex:
    """Who owns what of ``grid``.

    ``code`` of each square, row by row: the one polygon that holds all of it, ``NONE``, ``UNDECIDED``, or
    ``BORDER`` - n for the border square n. For that one ``centre`` says who owns its centre, and
    ``held[first[n]:first[n + 1]]`` are the ``edges`` that may touch it.
    """

    grid: Grid
    code: Int32s
    centre: Int32s
    first: Int32s
    held: Int32s
    edges: Edges

    def owners(self, x: Float64s, y: Float64s) -> Int64s:
        """Return the only polygon that holds each point, ``NONE`` or ``UNDECIDED``.

        A point on a border is ``UNDECIDED``, and so is one that several polygons hold, or that is nowhere (not
        finite). Uses all processors.
        """
        owner = np.empty(len(x), dtype=np.int64)
        parts = [slice(start, start + AT_ONCE) for start in range(0, len(x), AT_ONCE)]
        found = several(lambda part: self._anywhere(x[part], y[part]), parts)
        for part, some in zip(parts, found, strict=True):
            owner[part] = some
        return owner

    def settled(self, x: Float64s, y: Float64s, within: float) -> Int32s:
        """Return the owners of points known but for ``within`` each way; ``UNDECIDED`` where that isn't enough.

        Decided are points that are in their square wherever they lie, on one side of each edge. Those of NaN aren't.
        """
        return self._some(x, y, within)

    def _anywhere(self, x: Float64s, y: Float64s) -> Int32s:
        owner = self._some(x, y)
        owner[~(np.isfinite(x) & np.isfinite(y))] = UNDECIDED
        return owner

    def _some(self, x: Float64s, y: Float64s, within: float | None = None) -> Int32s:
        column, row = self.grid.column(x), self.grid.row(y)
        owner = self.code.take(row * np.int64(self.grid.columns) + column)
        if within is not None:
            most = self.grid.size / 2 - self.grid.slack - within
            inside = np.abs(x - self.grid.x_of(column)) < most
            inside &= np.abs(y - self.grid.y_of(row)) < most
            owner[~inside] = UNDECIDED
        point = np.flatnonzero(owner <= BORDER)
        square = BORDER - owner.take(point)
        first = self.first.take(square)
        number = self.first.take(square + 1) - first
        of, step = spread(number)
        centre_x, centre_y = self.grid.x_of(column.take(point)), self.grid.y_of(row.take(point))
        ways = Ways(x.take(point), y.take(point), centre_x, centre_y)
        change, sure = crossed(ways, self.edges, self.held.take(first.take(of) + step), number, within or 0.0)
        owner[point] = np.where(sure, _owner(_total(self.centre.take(square)) + change), UNDECIDED)
        return owner


def build_index(polygons: Geometries, squares: int, edges: Edges | None = None) -> AreaIndex:
    """Return an index of valid polygons and multipolygons, of about ``squares`` squares; ``edges``: their own."""
    grid, edges = Grid.over(polygons, squares), edges_of(polygons) if edges is None else edges
    code, before = np.empty(grid.rows * grid.columns, dtype=np.int32), 0
    parts, done = [], 0
    for some in several(lambda strip: _part(traced(edges, grid, strip)), strips(edges, grid)):
        here = code[done : done + len(some.code)]
        np.subtract(some.code, np.where(some.code <= BORDER, before, 0), out=here)
        done, before = done + len(here), before + len(some.centre)
        parts.append((some.centre, some.number, some.held))
    centre, number, held = (np.concatenate(one) for one in zip(*parts, strict=True))
    first = np.zeros(before + 1, dtype=np.int32)
    np.cumsum(number, out=first[1:])
    return AreaIndex(grid, code, centre, first, held, edges)


@dataclass(frozen=True)
class _Part:
    """The ``code`` of each square of a strip; of its border squares the ``centre``, and the ``number`` of ``held``."""

    code: Int32s
    centre: Int32s
    number: Int32s
    held: Int32s


def _part(trace: Traced) -> _Part:
    code = _owner(trace.total)
    touched = np.zeros(len(code), dtype=bool)
    touched[trace.square] = True
    border = np.flatnonzero(touched)
    unsure = np.concatenate([trace.unsure, np.flatnonzero(code == UNDECIDED)])
    centre = code.take(border)
    code[border] = BORDER - np.arange(len(border), dtype=np.int32)
    square = BORDER - code.take(trace.square)
    code[unsure] = UNDECIDED
    number = np.bincount(square, minlength=len(border)).astype(np.int32)
    return _Part(code, centre, number, trace.edge.take(_order(square)))


def _order(number: Int32s) -> Int64s:
    """Return the stable order of numbers of 32 bits by two of 16, which NumPy sorts by counting."""
    order = np.argsort((number & 0xFFFF).astype(np.uint16), kind="stable")
    if number.max(initial=0) <= 0xFFFF:
        return order
    return order.take(np.argsort((number >> 16).astype(np.uint16).take(order), kind="stable"))


def _owner(total: Int64s) -> Int32s:
    """Return the only polygon that a sum is of, ``NONE``, or ``UNDECIDED`` where it is of several."""
    number = (total + (HELD >> 1)) >> HELD.bit_length() - 1
    owner = np.where(number == 1, total - (HELD + 1), np.where(number == 0, NONE, UNDECIDED))
    return owner.astype(np.int32)


def _total(owner: Int32s) -> Int64s:
    """Return the sum of one polygon, or of none."""
    return np.where(owner == NONE, 0, owner + np.int64(HELD + 1))
