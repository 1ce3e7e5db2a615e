"""The edges of polygons as they come, each turned to go upward, sorted by bands of their lower ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

Float64s = npt.NDArray[np.float64]
Int64s = npt.NDArray[np.int64]
UInt16s = npt.NDArray[np.uint16]
Bools = npt.NDArray[np.bool_]
Geometries = npt.NDArray[np.object_]
HELD = 1 << 40
TINY = float(np.finfo(np.float64).tiny)


@dataclass(frozen=True)
class Bands:
    """``number`` bands (at most 65,536) of equal height from ``south`` on, ``each`` of them: a y has one of them.

    The band never falls as y grows.
    """

    south: float
    each: float
    number: int

    @classmethod
    def over(cls, polygons: Geometries, number: int) -> Bands:
        """Return bands over the box of ``polygons``."""
        bounds = shapely.bounds(polygons)
        south = np.fmin.reduce(bounds[:, 1], initial=np.inf)
        north = np.fmax.reduce(bounds[:, 3], initial=-np.inf)
        return cls(float(south), max(float(north - south) / number, TINY), number)

    def of(self, y: Float64s) -> UInt16s:
        """Return the band of each y, all of which lie in the box."""
        place = (y - self.south) / self.each
        return np.fmin(place, self.number - 1, out=place).astype(np.uint16)


def upward(polygons: Geometries, start: int, bands: Bands) -> tuple[Float64s, Int64s, Int64s]:
    """Return the ends and the weight of each edge (see ``edges``), and where each band starts and the last ends.

    ``start``: the position of the first of ``polygons``.
    """
    rings, polygon, shell = _rings(polygons)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    x, y = np.ascontiguousarray(xy.T)
    down = (y[:-1] > y[1:]) | ((y[:-1] == y[1:]) & (x[:-1] > x[1:]))
    edge, band = np.flatnonzero(ring[1:] == ring[:-1]), bands.of(y)
    band = np.minimum(band[:-1], band[1:]).take(edge)
    edge = edge.take(np.argsort(band, kind="stable"))
    turned = down.take(edge)
    ends = np.stack([edge + turned, edge + ~turned], axis=1).ravel()
    held = polygon + (start + HELD + 1)
    np.negative(held, out=held, where=shapely.is_ccw(rings) != shell)
    weight = held.take(ring.take(edge))
    np.negative(weight, out=weight, where=turned)
    first = np.zeros(bands.number + 1, dtype=np.int64)
    np.cumsum(np.bincount(band, minlength=bands.number), out=first[1:])
    return xy.take(ends, axis=0).reshape(-1, 4), weight, first


def _rings(polygons: Geometries) -> tuple[Geometries, Int64s, Bools]:
    """Return the rings of ``polygons``, the position of the polygon of each, and whether it is a shell."""
    single = shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON
    if single.all() and not shapely.get_num_interior_rings(polygons).any():
        each = np.arange(len(polygons))
        return shapely.get_exterior_ring(polygons), each, np.ones(len(polygons), dtype=bool)
    parts, polygon = shapely.get_parts(polygons, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    return rings, polygon.take(part), np.diff(part, prepend=-1) != 0
