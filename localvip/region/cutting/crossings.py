"""Where the borders of targets cross the rings of shapes: told for sure, or said to be in doubt.

Two edges cross or not by the sides on which their ends lie. A side is believed where the end is farther from the line
than ``NEAR_M``: a hundred times what rounding makes of coordinates under 20,000 km. All else is in doubt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import shapely

from localvip.region.apportion import Float64s, Int64s
from localvip.region.cutting.pairs import Pairs
from localvip.region.cutting.rings import (
    Bools,
    Edges,
    Rings,
    Stretches,
    borders,
    edges_of,
    shells,
)
from localvip.region.several import several

NEAR_M = 1e-6
AT_ONCE = 32_768


@dataclass(frozen=True)
class Crossings:
    """Where rings of shapes cross edges of targets, sorted by pair.

    ``pair``: its position among all. ``row`` and ``other_row``: the corner before, in ``shells`` (``ring`` is the
    shape's) and in ``borders`` (``other_ring``). ``enters``: whether the shape goes into the target there.
    ``doubtful``: the pairs whose borders may touch, or where a ring of the target may lie in the shape. Where a pair
    has neither, the shape lies wholly inside the target or wholly outside.
    """

    pair: Int64s
    ring: Int64s
    row: Int64s
    other_ring: Int64s
    other_row: Int64s
    enters: Bools
    doubtful: Int64s
    shells: Rings
    borders: Rings


class _Close(NamedTuple):
    """Shapes (their rings) and edges of targets whose boxes meet: a row a ring and an edge."""

    rings: Rings
    stretches: Stretches
    edges: Edges
    ring: Int64s
    edge: Int64s


class _Crossed(NamedTuple):
    """Rows of ``_Close`` that cross, the corner before, whether the ring goes left there, and the rows in doubt."""

    close: Int64s
    row: Int64s
    enters: Bools
    unsure: Int64s


def crossings(pairs: Pairs, plain: Bools) -> Crossings:
    """Return where borders of targets cross shapes that are ``plain``: one polygon each, without holes."""
    around, target = borders(pairs.targets)
    edges = edges_of(around)
    shapes = pairs.shapes.copy()
    shapes[~plain] = None
    edge, shape = shapely.STRtree(shapes).query(edges.lines())
    near = np.bincount(shape, minlength=len(plain)) > 0
    rings = shells(shapes[near])
    close = _Close(rings, rings.stretches(), edges, (np.cumsum(near) - 1)[shape], edge)
    found = _together(list(several(lambda part: _crossed(close, part), _portions(close))))
    doubt = np.concatenate([found.unsure, _swallowed(close, around)])
    pair = pairs.at(shape[found.close], target[edges.ring[edge[found.close]]])
    order = np.argsort(pair, kind="stable")
    of = found.close[order]
    return Crossings(
        pair=pair[order],
        ring=close.ring[of],
        row=found.row[order],
        other_ring=edges.ring[edge[of]],
        other_row=edges.row[edge[of]],
        enters=found.enters[order],
        doubtful=pairs.at(shape[doubt], target[edges.ring[edge[doubt]]]),
        shells=rings,
        borders=around,
    )


def _portions(close: _Close) -> Iterator[Int64s]:
    """Iterate over all rows in portions of about ``AT_ONCE`` stretches."""
    portion = np.cumsum(close.stretches.number[close.ring]) // AT_ONCE
    starts = np.flatnonzero(np.diff(portion, prepend=-1))
    for start, end in pairwise([*starts.tolist(), len(portion)]):
        yield np.arange(start, end)


def _together(parts: list[_Crossed]) -> _Crossed:
    none = np.zeros(0, dtype=np.int64)
    return _Crossed(*map(np.concatenate, zip(_Crossed(none, none, none > 0, none), *parts, strict=True)))


def _swallowed(close: _Close, around: Rings) -> Int64s:
    """Return rows, one at least of each ring of a target that may lie in a shape: its box lies in the shape's."""
    opening = np.diff(close.edges.ring, prepend=-1) > 0
    some = np.flatnonzero(opening[close.edge])
    inner, outer = around.boxes()[close.edges.ring[close.edge[some]]], close.rings.boxes()[close.ring[some]]
    return some[((inner[:, :2] >= outer[:, :2]) & (inner[:, 2:] <= outer[:, 2:])).all(axis=1)]


def _crossed(close: _Close, part: Int64s) -> _Crossed:
    """Return where the rows ``part`` of ``close`` cross: by the sides of an edge on which corners of the ring lie."""
    of, stretch = _stretches_met(close, part)
    corners = close.stretches.corners[stretch]
    end = np.cumsum(corners)
    row = np.arange(corners.sum()) + np.repeat(close.stretches.row[stretch] - (end - corners), corners)
    side = _sides(close, close.edge[of], row, corners)
    left, near = side > 0, np.abs(side) <= NEAR_M
    perhaps = (left[1:] != left[:-1]) | near[1:] | near[:-1]
    perhaps[end[:-1] - 1] = False
    at = np.flatnonzero(perhaps)
    of = of[np.searchsorted(end, at, side="right")]
    meets = _boxes_meet(close.rings, row[at], close.edges, close.edge[of])
    at, of = at[meets], of[meets]
    start, stop = _ends_beside(close.rings, row[at], close.edges, close.edge[of])
    unsure = near[at] | near[at + 1] | (np.abs(start) <= NEAR_M) | (np.abs(stop) <= NEAR_M)
    crosses = ~unsure & ((start > 0) != (stop > 0))
    return _Crossed(of[crosses], row[at[crosses]], left[at[crosses] + 1], of[unsure])


def _stretches_met(close: _Close, part: Int64s) -> tuple[Int64s, Int64s]:
    """Return the stretches of each ring whose box meets the edge's, after the row of ``close`` each is for."""
    number = close.stretches.number[close.ring[part]]
    of = np.repeat(part, number)
    first = close.stretches.first[close.ring[part]] - (np.cumsum(number) - number)
    stretch = np.arange(len(of)) + np.repeat(first, number)
    edges, edge = close.edges, close.edge[part]
    meets = np.ones(len(of), bool)
    for axis, start, end in ((0, edges.x[edge], edges.end_x[edge]), (1, edges.y[edge], edges.end_y[edge])):
        meets &= close.stretches.box[stretch, axis] <= np.repeat(np.maximum(start, end), number)
        meets &= close.stretches.box[stretch, 2 + axis] >= np.repeat(np.minimum(start, end), number)
    return of[meets], stretch[meets]


def _sides(close: _Close, edge: Int64s, row: Int64s, corners: Int64s) -> Float64s:
    """Return how far left of its edge's line each corner lies (metres): ``corners`` rows an edge."""
    edges = close.edges
    x, y = edges.along_x[edge], edges.along_y[edge]
    offset = x * edges.y[edge] - y * edges.x[edge]
    side = close.rings.y[row] * np.repeat(x, corners)
    side -= close.rings.x[row] * np.repeat(y, corners)
    side -= np.repeat(offset, corners)
    return side


def _boxes_meet(rings: Rings, row: Int64s, edges: Edges, edge: Int64s) -> Bools:
    """Return whether the box of the edge of a ring from ``row`` on meets that of ``edge``."""
    meets = np.ones(len(row), bool)
    for corners, start, end in ((rings.x, edges.x, edges.end_x), (rings.y, edges.y, edges.end_y)):
        one, other, first, last = corners[row], corners[row + 1], start[edge], end[edge]
        meets &= np.minimum(one, other) <= np.maximum(first, last)
        meets &= np.maximum(one, other) >= np.minimum(first, last)
    return meets


def _ends_beside(rings: Rings, row: Int64s, edges: Edges, edge: Int64s) -> tuple[Float64s, Float64s]:
    """Return how far left of the line of a ring's edge (from ``row`` on) the ends of ``edge`` lie: metres, or less."""
    x, y = rings.x[row], rings.y[row]
    along_x, along_y = rings.x[row + 1] - x, rings.y[row + 1] - y
    length = np.maximum(np.hypot(along_x, along_y), NEAR_M)
    start = along_x * (edges.y[edge] - y) - along_y * (edges.x[edge] - x)
    stop = along_x * (edges.end_y[edge] - y) - along_y * (edges.end_x[edge] - x)
    return start / length, stop / length
