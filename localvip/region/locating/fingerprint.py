"""What tells some polygons from all others."""

from __future__ import annotations

import hashlib

import shapely

from localvip.region.locating import cache
from localvip.region.locating.grid import Geometries
from localvip.region.several import several

AT_ONCE = 1 << 12


def fingerprint(polygons: Geometries) -> bytes:
    """Return a SHA-256 of the exact coordinates of ``polygons``, their rings, their parts and their order."""
    parts = (polygons[start : start + AT_ONCE] for start in range(0, len(polygons), AT_ONCE))
    return hashlib.sha256(b"".join(several(_of_some, parts))).digest()


def _of_some(polygons: Geometries) -> bytes:
    plain = (shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON) & (
        shapely.get_num_interior_rings(polygons) == 0
    )
    simple, others = polygons[plain], polygons[~plain]
    binary = b"".join(shapely.to_wkb(others, byte_order=1))
    corners, xy = shapely.get_num_coordinates(simple), shapely.get_coordinates(simple)
    return bytes.fromhex(cache.key_of("polygons", plain, corners, xy, binary))
