"""Which edges lie on the way between two places, and what crossing them changes: exact, or said to be unsure.

The way from a centre to a point goes along y first, then along x. It crosses an edge where the edge reaches over the
line of a leg and the ends of that leg lie on different sides of the edge. On which side is told by the sign of a
determinant. Rounding can't change it where it is larger than ``ROUNDING`` times the sum of its parts: bound A of
``orient2d`` in Shewchuk, Adaptive Precision Floating-Point Arithmetic (1997), which holds whichever corner the
differences are taken from.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from localvip.region.locating.edges import Edges
from localvip.region.locating.grid import Float64s, Int32s

Int8s = npt.NDArray[np.int8]
Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
ROUNDING = 3.4e-16
UNDERFLOW = 1e-290


@dataclass(frozen=True)
class Ways:
    """Ways from centres to points: x and y of each point, then of each centre."""

    x: Float64s
    y: Float64s
    centre_x: Float64s
    centre_y: Float64s


def crossed(
    ways: Ways, edges: Edges, near: Int32s, number: Int32s, within: float = 0.0
) -> tuple[Int64s, Bools]:
    """Return what crossing edges changes of the sum on each way, and where that is sure.

    ``near``: edges that may be on the first way (the first of ``number``), then on the second, and so
    on. Not sure: where the point, the centre or the corner between is on an edge, or the line through it, or so near
    that rounding hides it; and where the line is so near the point that moving it by ``within`` each way may cross it.
    """
    of = np.repeat(np.arange(len(number)), number)
    each = Ways(ways.x.take(of), ways.y.take(of), ways.centre_x.take(of), ways.centre_y.take(of))
    turn, doubt = _turns(each, edges.ends.take(near, axis=0), within)
    turned = np.flatnonzero(turn)
    change = np.zeros(len(number), dtype=np.int64)
    np.add.at(change, of.take(turned), edges.weight.take(near.take(turned)) * turn.take(turned))
    sure = np.ones(len(number), dtype=bool)
    sure[of[doubt]] = False
    return change, sure


def _turns(way: Ways, ends: Float64s, within: float) -> tuple[Int8s, Int64s]:
    """Return 1 where a way crosses its edge to the left, -1 to the right, 0 where it doesn't; and which are unsure."""
    ax, ay, bx, by = ends.T
    run, rise = bx - ax, by - ay
    up, along = run * (way.y - ay), rise * (way.x - ax)
    centre_up, centre_along = run * (way.centre_y - ay), rise * (way.centre_x - ax)
    point, corner, centre = up - along, up - centre_along, centre_up - centre_along
    parts = np.abs(up) + np.abs(along) + np.abs(centre_up) + np.abs(centre_along)
    moved = np.abs(point) - within * (np.abs(run) + np.abs(rise)) if within else np.abs(point)
    nearest = np.minimum(np.minimum(moved, np.abs(corner)), np.abs(centre))
    left = (corner > 0).view(np.int8)
    level = ((ay > way.y) != (by > way.y)) * ((point > 0).view(np.int8) - left)
    upright = ((ax > way.centre_x) != (bx > way.centre_x)) * (left - (centre > 0).view(np.int8))
    return level + upright, np.flatnonzero(nearest <= ROUNDING * parts + UNDERFLOW)
