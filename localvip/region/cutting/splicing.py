"""Cut shapes at a border that crosses them twice: what lies inside is one ring, what is left another.

Both are put together of the same corners and the same two points, so no land is lost or shared between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely

from localvip.region.apportion import Float64s, Int64s
from localvip.region.cutting.crossings import NEAR_M, Crossings
from localvip.region.cutting.rings import Bools, Geometries, Rings
from localvip.region.several import several

AT_ONCE = 256


class Spliced(NamedTuple):
    """The parts of shapes inside a target and outside it, a row a ``pair``: valid polygons.

    ``outside`` is ``None`` where nobody asked for it.
    """

    pair: Int64s
    inside: Geometries
    outside: Geometries


@dataclass(frozen=True)
class _Chain:
    """Corners of rings, a row a part: ``number`` of them from the corner ``first`` on, forwards or backwards."""

    rings: Rings
    ring: Int64s
    first: Int64s
    number: Int64s
    step: int = 1

    def some(self, chosen: Bools) -> _Chain:
        """Return the rows that are ``chosen``."""
        return _Chain(self.rings, self.ring[chosen], self.first[chosen], self.number[chosen], self.step)

    def rest(self) -> _Chain:
        """Return the corners of each ring that are not in it, from its end on."""
        size = self.rings.number[self.ring]
        return _Chain(self.rings, self.ring, self.first + self.number, size - self.number)

    def backwards(self) -> _Chain:
        """Return the same corners the other way."""
        return _Chain(self.rings, self.ring, self.first + self.number - 1, self.number, -1)


def splice(found: Crossings, twice: Int64s, alone: Bools) -> Spliced:
    """Return the parts of the pairs ``twice`` (sorted) that cross twice and are in no doubt; outside where ``alone``.

    A pair is left out where its two points are one but for rounding, or a part of it would not be valid.
    """
    first = np.searchsorted(found.pair, twice)
    parts = (slice(at, at + AT_ONCE) for at in range(0, len(first), AT_ONCE))
    made = several(lambda part: _halves(found, first[part], alone[part]), parts)
    nothing = np.zeros(0, dtype=object), np.zeros(0, dtype=object), np.zeros(0, dtype=np.bool_)
    inside, outside, sound = map(np.concatenate, zip(nothing, *made, strict=True))
    return Spliced(twice[sound], inside[sound], outside[sound])


def _halves(found: Crossings, first: Int64s, rest: Bools) -> tuple[Geometries, Geometries, Bools]:
    """Return what is inside, what is outside where ``rest`` asks, and which are sound: of pairs by first crossing.

    A shape goes into its target at one crossing and out at the other; there the border turns into the shape.
    """
    enter = np.where(found.enters[first], first, first + 1)
    leave = 2 * first + 1 - enter
    into, out = _points(found, enter), _points(found, leave)
    held = _chain(found.shells, found.ring[first], (found.row[enter], into), (found.row[leave], out))
    border = found.other_row[leave], found.other_row[enter]
    across = _chain(found.borders, found.other_ring[first], (border[0], out), (border[1], into))
    inside = _polygons(into, held, out, across)
    outside = np.full(len(first), None, dtype=object)
    others = held.rest().some(rest), across.backwards().some(rest)
    outside[rest] = _polygons(out[rest], others[0], into[rest], others[1])
    sound = shapely.is_valid(inside) & (shapely.is_valid(outside) | ~rest)
    return inside, outside, sound & (np.hypot(*(out - into).T) > NEAR_M)


def _points(found: Crossings, at: Int64s) -> Float64s:
    """Return the points of crossings, the same whichever way the two edges are given."""
    a, b = _edge(found.shells, found.row[at])
    c, d = _edge(found.borders, found.other_row[at])
    along = d - c
    from_a = along[:, 0] * (a - c)[:, 1] - along[:, 1] * (a - c)[:, 0]
    from_b = along[:, 0] * (b - c)[:, 1] - along[:, 1] * (b - c)[:, 0]
    return np.asarray(a + (b - a) * (from_a / (from_a - from_b))[:, None])


def _edge(rings: Rings, row: Int64s) -> tuple[Float64s, Float64s]:
    """Return the two ends of the edges from ``row`` on, the western (or southern) first."""
    one = np.stack([rings.x[row], rings.y[row]], axis=1)
    other = np.stack([rings.x[row + 1], rings.y[row + 1]], axis=1)
    turned = (one[:, 0] > other[:, 0]) | ((one[:, 0] == other[:, 0]) & (one[:, 1] > other[:, 1]))
    return np.where(turned[:, None], other, one), np.where(turned[:, None], one, other)


def _chain(
    rings: Rings, ring: Int64s, start: tuple[Int64s, Float64s], end: tuple[Int64s, Float64s]
) -> _Chain:
    """Return the corners of each ring between two points, given with the row of the corner before each."""
    (row, one), (last, other) = start, end
    number = (last - row) % rings.number[ring]
    corner = np.stack([rings.x[row], rings.y[row]], axis=1)
    round_ = (row == last) & (np.hypot(*(other - corner).T) < np.hypot(*(one - corner).T))
    number[round_] = rings.number[ring][round_]
    return _Chain(rings, ring, row - rings.first[ring] + 1, number)


def _polygons(one: Float64s, chain: _Chain, other: Float64s, second: _Chain) -> Geometries:
    """Return polygons of a point, a chain of corners, a point and a chain of corners again, a row each."""
    size = chain.number + second.number + 3
    end = np.cumsum(size)
    corners = np.empty((end[-1] if len(end) else 0, 2))
    corners[end - size] = corners[end - 1] = one
    corners[end - 2 - second.number] = other
    _lay(corners, end - size + 1, chain)
    _lay(corners, end - 1 - second.number, second)
    rings, each = np.concatenate([[0], end]), np.arange(len(end) + 1)
    return np.asarray(shapely.from_ragged_array(shapely.GeometryType.POLYGON, corners, (rings, each)))


def _lay(corners: Float64s, at: Int64s, chain: _Chain) -> None:
    """Put the corners of each chain into ``corners`` from the row ``at`` on."""
    number = chain.number
    within = np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number)
    corner = (np.repeat(chain.first, number) + chain.step * within) % np.repeat(
        chain.rings.number[chain.ring], number
    )
    row = corner + np.repeat(chain.rings.first[chain.ring], number)
    at = within + np.repeat(at, number)
    corners[at, 0], corners[at, 1] = chain.rings.x[row], chain.rings.y[row]
