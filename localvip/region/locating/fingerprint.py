"""What tells some polygons from all others."""

from __future__ import annotations

import shapely

from localvip.region.locating import cache
from localvip.region.locating.grid import Geometries


def fingerprint(polygons: Geometries) -> bytes:
    """Return SHA-256 of the exact coordinates of ``polygons``, their rings, their parts and their order."""
    plain = (shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON) & (
        shapely.get_num_interior_rings(polygons) == 0
    )
    simple, others = polygons[plain], polygons[~plain]
    binary = b"".join(shapely.to_wkb(others, byte_order=1))
    corners, xy = shapely.get_num_coordinates(simple), shapely.get_coordinates(simple)
    return bytes.fromhex(cache.key_of("polygons", plain, corners, xy, binary))
