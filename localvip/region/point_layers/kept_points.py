"""Where points are, found once for the same file and areas, whatever run asks for it (see ``locating.cache``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from pyproj import CRS

from localvip.region.locating import cache
from localvip.region.locating.fingerprint import fingerprint
from localvip.region.locating.mesh import Mesh
from localvip.region.point_layers.points import Source

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Geometries = npt.NDArray[np.object_]
FORMAT = 2  # one more whenever what is kept, or how it is found, changes
MANY = 200_000


@dataclass(frozen=True)
class Whereabouts:
    """The area that owns each point (or a negative reason), and what was counted on the way (see ``sweep``)."""

    home: Int32s
    counts: Int64s


def key_of_points(source: Source, areas: Mesh, plane: CRS) -> str:
    """Return the key of what the points of ``source`` are in ``areas``; empty where that isn't worth keeping."""
    if source.rows < MANY or not source.origin:
        return ""
    engines = f"{shapely.geos_version_string} {pyproj.proj_version_str}"
    parts = (engines, *source.origin, plane.to_wkt())
    return cache.key_of(f"points {FORMAT}", *(part.encode() for part in parts), areas.fingerprint)


def kept_whereabouts(key: str) -> Whereabouts | None:
    """Return what is kept under ``key``; ``None`` where nothing is."""
    kept = cache.load(cache.users_folder(), key) if key else None
    return None if kept is None else Whereabouts(kept["home"], kept["counts"])


def keep_whereabouts(key: str, found: Whereabouts) -> None:
    """Keep what was found under ``key``, if there is one."""
    if key:
        cache.save(cache.users_folder(), key, {"home": found.home, "counts": found.counts})


def kept_owners(key: str, cells: Geometries, area: Int64s, make: Callable[[], Int32s]) -> Int32s:
    """Return the cell of each point of the whereabouts under ``key``, kept or made; without a key only make it."""
    if not key:
        return make()
    folder = cache.users_folder()
    of_cells = cache.key_of(f"cells of points {FORMAT}", key.encode(), area, fingerprint(cells))
    kept = cache.load(folder, of_cells)
    if kept is not None:
        return kept["owner"]
    owner = make()
    cache.save(folder, of_cells, {"owner": owner})
    return owner
