"""Pairs of a shape and a target whose boxes meet: all others have nothing in common."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely

from localvip.region.apportion import Int64s
from localvip.region.cutting.rings import Geometries


class Pairs(NamedTuple):
    """``shapes`` and ``targets``, and the positions of both in each pair whose boxes meet, sorted."""

    shapes: Geometries
    targets: Geometries
    shape: Int64s
    target: Int64s

    def at(self, shape: Int64s, target: Int64s) -> Int64s:
        """Return the position of pairs that are among these."""
        many = len(self.targets)
        return np.searchsorted(self.shape * many + self.target, shape * many + target)

    def both(self, at: Int64s) -> tuple[Geometries, Geometries]:
        """Return the shapes and the targets of the pairs ``at`` these positions."""
        return self.shapes[self.shape[at]], self.targets[self.target[at]]


def pairs_of(shapes: Geometries, targets: Geometries) -> Pairs:
    """Return all pairs of ``shapes`` and ``targets`` whose boxes meet."""
    shape, target = shapely.STRtree(targets).query(shapes)
    order = np.lexsort((target, shape))
    return Pairs(shapes, targets, shape[order], target[order])
