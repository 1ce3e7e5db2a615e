"""Edges traced on a grid: the squares that each touches, and what holds the centre of each square."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from localvip.region.locating.edges import Edges
from localvip.region.locating.grid import Float64s, Grid, Int32s
from localvip.region.several import several

Int64s = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Strip:
    """Rows of a grid from ``start`` to ``end``, and the positions of all edges that are in one of them."""

    start: int
    end: int
    edge: Int32s


@dataclass(frozen=True)
class Traced:
    """Pairs of a ``square`` and an ``edge`` that touches it, or comes near it; squares are counted from the strip's.

    ``total``: the sum of what holds the centre of each square (see ``edges``). ``unsure``: squares of which it can't
    be told, since an edge passes through the centre, or so near that it may.
    """

    square: Int32s
    edge: Int32s
    total: Int64s
    unsure: Int64s


def strips(edges: Edges, grid: Grid) -> Iterator[Strip]:
    """Iterate over strips that are together all of ``grid``, from south to north: one for each band of ``edges``."""
    bands = list(pairwise(edges.first.tolist()))
    lowest = [float(edges.ends[slice(*band), 1].min(initial=np.inf)) for band in bands]
    starts = grid.row(np.minimum.accumulate([*lowest, np.inf][::-1])[::-1])
    starts[0], starts[-1] = 0, grid.rows
    ends = starts[1:].tolist()
    tall = np.concatenate([*several(lambda band: _tall(edges, grid, *band), zip(bands, ends, strict=True))])
    top = grid.row(edges.ends[tall, 3])
    for (first, last), start, end in zip(bands, starts.tolist(), ends, strict=False):
        below = tall.compress((tall < first) & (top >= start))
        yield Strip(start, end, np.concatenate([below, np.arange(first, last, dtype=np.int32)]))


def _tall(edges: Edges, grid: Grid, band: tuple[int, int], end: int) -> Int32s:
    """Return the edges of a band that come into rows from ``end`` on."""
    return (np.flatnonzero(grid.row(edges.ends[slice(*band), 3]) >= end) + band[0]).astype(np.int32)


def traced(edges: Edges, grid: Grid, strip: Strip) -> Traced:
    """Trace ``edges`` in a ``strip``, in time and memory that grow with the number of its squares and of pairs."""
    change = np.zeros((strip.end - strip.start) * grid.columns, dtype=np.int64)
    rows = _rows(edges, grid, strip)
    unsure = _change(change, rows, grid)
    square, edge = _touched(rows, grid)
    return Traced(square, edge, np.cumsum(change, out=change), unsure)


@dataclass(frozen=True)
class _Rows:
    """Edges, once for each row of a strip that they are in; ``west`` and ``east`` are the columns of their ends."""

    edge: Int32s
    weight: Int64s
    ends: tuple[Float64s, ...]
    y: Float64s
    base: Int32s
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


def _rows(edges: Edges, grid: Grid, strip: Strip) -> _Rows:
    ends = edges.ends.take(strip.edge, axis=0)
    ax, ay, bx, by = np.ascontiguousarray(ends.T)
    low, high = np.maximum(grid.row(ay), strip.start), np.minimum(grid.row(by), strip.end - 1)
    of, step = spread(high - low + 1)
    west, east = grid.column(np.minimum(ax, bx)), grid.column(np.maximum(ax, bx))
    row = low.take(of) + step
    edge = strip.edge.take(of)
    base = (row - strip.start) * np.int32(grid.columns)
    each = tuple(one.take(of) for one in (ax, ay, bx, by))
    return _Rows(edge, edges.weight.take(edge), each, grid.y_of(row), base, west.take(of), east.take(of))


def _change(change: Int64s, rows: _Rows, grid: Grid) -> Int64s:
    """Add to the first centre east of each edge what crossing it changes; return squares where that's unsure."""
    place = (rows.x_at(rows.y, 0) - grid.west) / grid.size - 0.5
    crossing = np.flatnonzero((rows.ends[1] <= rows.y) & (rows.y < rows.ends[3]))
    place, base = place.take(crossing), rows.base.take(crossing)
    np.subtract.at(change, base + np.ceil(place).astype(np.int64), rows.weight.take(crossing))
    nearest = np.rint(place)
    unsure = np.flatnonzero(np.abs(place - nearest) * grid.size <= grid.slack)
    return np.asarray(base.take(unsure) + nearest.take(unsure), dtype=np.int64)


def _touched(rows: _Rows, grid: Grid) -> tuple[Int32s, Int32s]:
    """Return squares and edges: in each row, those between where the edge comes in and where it goes out."""
    reach = grid.size / 2 + grid.slack
    one = rows.x_at(rows.y - reach, 0)
    other = rows.x_at(rows.y + reach, 1)
    west = np.maximum(grid.column(np.minimum(one, other) - grid.slack), rows.west)
    east = np.minimum(grid.column(np.maximum(one, other) + grid.slack), rows.east)
    of, step = spread(east - west + 1)
    return (rows.base + west).take(of) + step, rows.edge.take(of)


def spread(number: Int32s) -> tuple[Int64s, Int32s]:
    """Return 0, 1, ... each as often as ``number`` says, and which time it is: 0, 1, ..."""
    of = np.repeat(np.arange(len(number)), number)
    begin = np.cumsum(number, dtype=np.int32) - number
    return of, np.arange(len(of), dtype=np.int32) - begin.take(of)
