"""Locate sponsors: every point has one owner, or stands in the ledger for a named reason.

On a border the area with the smallest id owns the point, and within it the first cell. A point outside every
area is never moved to the nearest.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from localvip.region.apportion import Int64s

OUTSIDE = -1
NO_LOCATION = -2
Geometries = npt.NDArray[np.object_]


def first_owner(points: Geometries, polygons: Geometries) -> Int64s:
    """Return for each point the first of ``polygons`` that holds it, borders included.

    ``OUTSIDE`` where none does, ``NO_LOCATION`` where the point is missing, empty or not finite.
    """
    owner = np.full(len(points), len(polygons), dtype=np.int64)
    if len(points) and len(polygons):
        shapely.prepare(polygons)
        polygon, point = shapely.STRtree(points).query(polygons, predicate="intersects")
        np.minimum.at(owner, point, polygon)
    owner[owner == len(polygons)] = OUTSIDE
    coordinates = shapely.get_x(points) + shapely.get_y(points)
    owner[~np.isfinite(coordinates)] = NO_LOCATION
    return owner


def owning_cells(points: Geometries, cells: Geometries, cell_area: Int64s, areas: Geometries) -> Int64s:
    """Return the cell that owns each point, ``OUTSIDE`` or ``NO_LOCATION``.

    ``cells`` are sorted by ``cell_area``, the position of their area. A point that lies in an area but, by the
    rounding of an overlay, in none of its cells goes to that area's nearest cell: no point is lost to a sliver.
    """
    owner = first_owner(points, cells)
    stray = np.flatnonzero(owner == OUTSIDE)
    area = first_owner(points[stray], areas)
    for point, home in zip(stray[area >= 0], area[area >= 0], strict=True):
        siblings = np.flatnonzero(cell_area == home)
        nearest = np.argmin(shapely.distance(cells[siblings], points[point]))
        owner[point] = siblings[nearest]
    return owner
