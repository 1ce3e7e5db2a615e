"""Locate sponsors: every point has one owner, or stands in the ledger for a named reason.

On a border the area with the smallest id owns the point, and within it the first cell. A point outside every
area is never moved to the nearest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely

from localvip.region.apportion import Int64s
from localvip.region.locating.index import UNDECIDED, AreaIndex
from localvip.region.locating.kept_index import index_of
from localvip.region.locating.mesh import Mesh

OUTSIDE = -1
NO_LOCATION = -2
FEW_POINTS = 20_000
CORNERS_A_POINT = 12
MANY_A_CORNER = 5
OFTEN = 8  # tests of one polygon that pay for preparing it
COARSE, FINE = 2, 4  # squares a corner
FEWEST_SQUARES, MOST_SQUARES = 1 << 19, 1 << 25
Float64s = npt.NDArray[np.float64]
Geometries = npt.NDArray[np.object_]
POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def first_owner(points: Geometries, polygons: Geometries) -> Int64s:
    """Return for each point the first of ``polygons`` (valid ones) that holds it, borders included.

    ``OUTSIDE`` where none does, ``NO_LOCATION`` where the point is missing, empty or not finite.
    """
    x, y = np.ascontiguousarray(shapely.bounds(points).T[:2])  # unlike get_x, NaN where a point is empty
    return Locator.over(polygons, len(points)).owners(x, y)


@dataclass
class Tally:
    """How many of the points located so far several polygons hold, such as those on a border of two."""

    shared: int = 0


@dataclass(frozen=True)
class Locator:
    """Finds the owners of points given by coordinates, batch by batch: for more points than memory holds."""

    polygons: Geometries
    index: AreaIndex | None
    tally: Tally = field(default_factory=Tally, compare=False)

    @classmethod
    def over(cls, polygons: Geometries | Mesh, expected: int, cache: Path | None = None) -> Locator:
        """Return a locator for about ``expected`` points in all; an index is built only where it pays.

        It is kept in the folder ``cache`` for the next time (see ``region.locating.cache``), and taken from there.
        """
        mesh = polygons if isinstance(polygons, Mesh) else Mesh(polygons)
        polygons = mesh.polygons
        corners = int(shapely.get_num_coordinates(polygons).sum())
        if expected < max(FEW_POINTS, corners // CORNERS_A_POINT) or not corners:
            return cls(polygons, None)
        if not np.isin(shapely.get_type_id(polygons), POLYGONS).all():
            return cls(polygons, None)
        squares = corners * (FINE if expected > MANY_A_CORNER * corners else COARSE)
        squares = min(max(squares, FEWEST_SQUARES), MOST_SQUARES)
        return cls(polygons, index_of(mesh, squares, cache))

    def owners(self, x: Float64s, y: Float64s) -> Int64s:
        """Return for each point what ``first_owner`` returns."""
        if self.index is None:
            return self._tested(x, y)
        owner = self.index.owners(x, y)
        left = np.flatnonzero(owner == UNDECIDED)
        owner[left] = self._tested(x[left], y[left])
        return owner

    def _tested(self, x: Float64s, y: Float64s) -> Int64s:
        """Return the owner of each point by testing it against every polygon whose box it is in."""
        point, polygon = self._tree.query(shapely.points(x, y))
        # One polygon after another, so that each is read into the cache once.
        order = np.argsort(polygon, kind="stable")
        point, polygon = point.take(order), polygon.take(order)
        shapes = _prepared(self.polygons, polygon)
        held = shapely.intersects_xy(shapes.take(polygon), x.take(point), y.take(point))
        owner = np.full(len(x), len(self.polygons), dtype=np.int64)
        np.minimum.at(owner, point[held], polygon[held])
        # All that several hold come here: the index decides none of them.
        self.tally.shared += int((np.bincount(point[held]) > 1).sum())
        owner[owner == len(self.polygons)] = OUTSIDE
        owner[~(np.isfinite(x) & np.isfinite(y))] = NO_LOCATION
        return owner

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.polygons)


def _prepared(polygons: Geometries, tested: Int64s) -> Geometries:
    """Return ``polygons``, those that are ``tested`` often as prepared copies: other threads may use the originals."""
    often = np.bincount(tested, minlength=len(polygons)) >= OFTEN
    shapes = polygons.copy()
    shapes[often] = shapely.force_2d(polygons[often])
    shapely.prepare(shapes[often])
    return shapes
