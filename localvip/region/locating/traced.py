"""Edges traced on a grid: the squares that each touches, and what holds the centre of each square."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from localvip.region.locating.edges import Edges
from localvip.region.locating.grid import Float64s, Grid, Int32s
from localvip.region.several import several

Int64s = npt.NDArray[np.int64]
AT_ONCE = 1 << 15


@dataclass(frozen=True)
class Traced:
    """Pairs of a ``square`` and an ``edge`` that touches it, or comes near it.

    ``total``: the sum of what holds the centre of each square (see ``edges``). ``unsure``: squares of which it can't
    be told, since an edge passes through the centre, or so near that it may.
    """

    square: Int32s
    edge: Int32s
    total: Int64s
    unsure: Int64s


def traced(edges: Edges, grid: Grid) -> Traced:
    """Trace ``edges`` on ``grid``, in time and memory that grow with the number of squares and of pairs."""
    change = np.zeros(grid.rows * grid.columns, dtype=np.int64)
    squares, touching, unsure = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)], [np.zeros(0, np.int64)]
    parts = (slice(start, start + AT_ONCE) for start in range(0, len(edges), AT_ONCE))
    for changes, doubt, square, edge in several(lambda part: _part(edges, part, grid), parts):
        np.add.at(change, *changes)
        unsure.append(doubt)
        squares.append(square)
        touching.append(edge)
    np.cumsum(change, out=change)
    return Traced(np.concatenate(squares), np.concatenate(touching), change, np.concatenate(unsure))


def _part(edges: Edges, which: slice, grid: Grid) -> tuple[tuple[Int64s, Int64s], Int64s, Int32s, Int32s]:
    strips = _strips(edges, which, grid)
    return *_changes(strips, grid), *_touched(strips, grid)


@dataclass(frozen=True)
class _Strips:
    """Edges, once for each row of squares that they are in; ``west`` and ``east`` are the columns of their ends."""

    edge: Int64s
    weight: Int64s
    ends: tuple[Float64s, ...]
    row: Int32s
    west: Int32s
    east: Int32s

    def x_at(self, y: Float64s, level: float) -> Float64s:
        """Return x of each edge at ``y``, or at its end nearest to it; of level edges the left (0) or right (1) end.

        It is off by a few units in the last place of the coordinates at most, since the share of the way is.
        """
        ax, ay, bx, by = self.ends
        share = np.full(len(y), level, dtype=np.float64)
        np.divide(np.clip(y, ay, by) - ay, by - ay, out=share, where=by > ay)
        return ax + share * (bx - ax)


def _strips(edges: Edges, which: slice, grid: Grid) -> _Strips:
    ax, ay, bx, by = np.ascontiguousarray(edges.ends[which].T)
    low = grid.row(ay)
    of, step = spread(grid.row(by) - low + 1)
    west, east = grid.column(np.minimum(ax, bx)), grid.column(np.maximum(ax, bx))
    ends = tuple(one.take(of) for one in (ax, ay, bx, by))
    row = low.take(of) + step.astype(np.int32)
    return _Strips(of + which.start, edges.weight[which].take(of), ends, row, west.take(of), east.take(of))


def _changes(strips: _Strips, grid: Grid) -> tuple[tuple[Int64s, Int64s], Int64s]:
    """Return the first centre east of each edge with what crossing it changes; and squares where that's unsure."""
    y = grid.y_of(strips.row)
    place = (strips.x_at(y, 0) - grid.west) / grid.size - 0.5
    crossing = np.flatnonzero((strips.ends[1] <= y) & (y < strips.ends[3]))
    place, first = place[crossing], strips.row[crossing].astype(np.int64) * grid.columns
    changes = first + np.ceil(place).astype(np.int64), -strips.weight[crossing]
    nearest = np.rint(place)
    unsure = np.flatnonzero(np.abs(place - nearest) * grid.size <= grid.slack)
    return changes, (first + nearest.astype(np.int64))[unsure]


def _touched(strips: _Strips, grid: Grid) -> tuple[Int32s, Int32s]:
    """Return squares and edges: in each row, those between where the edge comes in and where it goes out."""
    centre, reach = grid.y_of(strips.row), grid.size / 2 + grid.slack
    one = strips.x_at(centre - reach, 0)
    other = strips.x_at(centre + reach, 1)
    west = np.maximum(grid.column(np.minimum(one, other) - grid.slack), strips.west)
    east = np.minimum(grid.column(np.maximum(one, other) + grid.slack), strips.east)
    of, step = spread(east - west + 1)
    square = (strips.row * np.int32(grid.columns) + west).take(of) + step.astype(np.int32)
    return square, strips.edge.take(of).astype(np.int32)


def spread(number: Int32s) -> tuple[Int64s, Int64s]:
    """Return 0, 1, ... each as often as ``number`` says, and which time it is: 0, 1, ..."""
    of = np.repeat(np.arange(len(number)), number)
    begin = np.cumsum(number, dtype=np.int64) - number
    return of, np.arange(len(of)) - begin.take(of)
