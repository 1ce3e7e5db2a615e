"""The plane on which a region is measured, and shapes brought to it from the CRS of their file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from pyproj import CRS

from localvip.message import told
from localvip.problem import Notice, Place, Problems, listed
from localvip.region.several import several

Float64s = npt.NDArray[np.float64]
Int64s = npt.NDArray[np.int64]
Geometries = npt.NDArray[np.object_]
Flat = Callable[[Float64s, Float64s], tuple[Float64s, Float64s]]
AT_ONCE = 1 << 17
SHAPES_AT_ONCE = 1 << 11
DEGREE_CRS = CRS.from_epsg(4326)
ALONG = np.array([0.0, 0.5, 1.0])
MANY = 2000
TILES = 32
DEGREES = np.array([-180.0, -90.0, 180.0, 90.0])
ROUNDING = 1e-6
SMOOTH = frozenset(
    ("pipeline", "unitconvert", "axisswap", "utm", "tmerc", "lcc", "laea", "aea", "merc", "webmerc")
)
UNKNOWN_CRS = "is no coordinate reference system that is known."
CRS_HINT = "Write an EPSG code, such as EPSG:3734."


def known_crs(text: str) -> CRS | None:
    """Return the CRS that ``text`` names by authority and code (``EPSG:3734``), or ``None``."""
    try:
        return CRS.from_user_input(text) if re.fullmatch(r"[A-Za-z]+:[A-Za-z0-9]+", text) else None
    except pyproj.exceptions.CRSError:
        return None


def region_crs(text: str, place: Place, problems: Problems) -> CRS | None:
    """Return the CRS that the region file names, or ``None`` after a problem."""
    crs = known_crs(text)
    if crs is None:
        problems.add(place, "crs", f"{text!r} {UNKNOWN_CRS}", CRS_HINT)
    return crs


def measuring_plane(frame: gpd.GeoDataFrame) -> CRS:
    """Return an equal-area plane in metres centred on ``frame`` (Lambert azimuthal, WGS 84).

    Areas on it are true; lengths within 100 km of the centre are true to about 1 in 30,000. The centre is
    rounded to a hundredth of a degree, so that a moved vertex doesn't move the plane; a region on both sides
    of the antimeridian has its centre there. Shapes without a place on the ground are left out.
    """
    bounds = shapely.bounds(projected(frame.iloc[_outermost(frame)], DEGREE_CRS).geometry.to_numpy())
    bounds = bounds[~_beyond(bounds) & np.isfinite(bounds).all(axis=1)]
    west, south, east, north = bounds.T if len(bounds) else np.zeros((4, 1))
    if east.max() - west.min() > 180:
        west, east = np.where(west < 0, west + 360, west), np.where(east < 0, east + 360, east)
    lon = round((west.min() + east.max()) / 2, 2)
    lat = round((south.min() + north.max()) / 2, 2)
    lon = round((lon + 180) % 360 - 180, 2)
    return CRS.from_proj4(f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m +no_defs")


def _outermost(frame: gpd.GeoDataFrame) -> Int64s:
    """Return the positions of all shapes that may reach farthest west, south, east or north in degrees.

    Of many shapes those are asked first which lie together in a tile, by the box and one corner of all of them.
    """
    shapes, every = frame.geometry.to_numpy(), np.arange(len(frame))
    if frame.crs.is_geographic or len(shapes) < MANY or not shapely.get_num_coordinates(shapes).all():
        return every
    box = shapely.bounds(shapes)
    order, first = _tiles(box)
    tile = np.column_stack(
        [fold.reduceat(box[order, n], first) for n, fold in enumerate((np.minimum,) * 2 + (np.maximum,) * 2)]
    )
    flat = projection(frame.crs, DEGREE_CRS)
    far = _reaching(tile, shapes[order[first]], flat)
    if far is None:
        return every
    some = order[np.repeat(far, np.diff(first, append=len(order)))]
    reaching = _reaching(box[some], shapes[some], flat)
    return every if reaching is None else np.sort(some[reaching])


def _tiles(box: Float64s) -> tuple[Int64s, Int64s]:
    """Return boxes in the order of 32 x 32 tiles that their lower corners are in, and where each tile begins."""
    low = box[:, :2] - box[:, :2].min(axis=0)
    column, row = (low * ((TILES - 0.5) / np.maximum(low.max(axis=0), 1))).astype(np.int64).T
    order = np.argsort(row * TILES + column, kind="stable")
    tile = (row * TILES + column)[order]
    return order, np.flatnonzero(np.diff(tile, prepend=-1))


def _reaching(box: Float64s, shapes: Geometries, flat: Flat) -> npt.NDArray[np.bool_] | None:
    """Return which boxes may reach as far as some corner of each shape, one a box; ``None`` where it can't be told.

    A shape lies within its box, and nine points of the box are in degrees where the box is, but for a little: so one
    that ends short of some corner of another by more than a tenth of itself can't be the outermost.
    """
    west, south, east, north = box.T
    across, up = np.repeat(ALONG, 3)[:, None], np.tile(ALONG, 3)[:, None]
    x, y = west + (east - west) * across, south + (north - south) * up
    rim = np.stack(flat(x.ravel(), y.ravel())).reshape(2, 9, -1)
    low, high = rim.min(axis=1), rim.max(axis=1)
    xy, owner = shapely.get_coordinates(shapes, return_index=True)
    corner = np.stack(flat(*np.ascontiguousarray(xy[np.searchsorted(owner, np.arange(len(shapes)))].T)))
    if not (np.isfinite(rim).all() and np.isfinite(corner).all()) or np.ptp(corner[0]) > 90:
        return None
    slack = (high - low) / 10
    reaches = (low - slack <= corner.min(axis=1)[:, None]) | (high + slack >= corner.max(axis=1)[:, None])
    return np.asarray(reaches.any(axis=0))


def on_plane(frame: gpd.GeoDataFrame, plane: CRS, file: str, problems: Problems) -> gpd.GeoDataFrame:
    """Return ``frame`` on ``plane`` without the shapes that are refused.

    Refuses degrees beyond 180 and 90, and a shape wider than 180 degrees: it crosses the antimeridian.
    """
    if not frame.crs.is_geographic:
        return projected(frame, plane)
    bounds = shapely.bounds(frame.geometry.to_numpy())
    beyond = _beyond(bounds)
    wide = ~beyond & np.isfinite(bounds).all(axis=1) & (bounds[:, 2] - bounds[:, 0] > 180)
    for key, box in zip(frame.index[beyond], bounds[beyond], strict=True):
        swapped = not _beyond(box[None, [1, 0, 3, 2]]).any()
        hint = "Are longitude and latitude swapped?" if swapped else "Are these metres or feet?"
        message = f"lies at {box[0]:g}, {box[1]:g}, which are no degrees of longitude and latitude."
        problems.add(Place(file, item=str(key)), "degrees", message, hint)
    for key, box in zip(frame.index[wide], bounds[wide], strict=True):
        message = f"is {box[2] - box[0]:.0f} degrees wide: does it cross the antimeridian?"
        problems.add(Place(file, item=str(key)), "antimeridian", message, "Split it at 180 degrees.")
    return projected(frame[~(beyond | wide)], plane)


def projected(frame: gpd.GeoDataFrame, crs: CRS) -> gpd.GeoDataFrame:
    """Return what ``frame.to_crs(crs)`` does, on all processors where no shape has heights."""
    shapes = frame.geometry.to_numpy()
    if shapely.has_z(shapes).any():
        return frame.to_crs(crs)
    flat = projection(frame.crs, crs)
    parts = (shapes[start : start + SHAPES_AT_ONCE] for start in range(0, len(shapes), SHAPES_AT_ONCE))
    moved = several(lambda part: shapely.transform(part, flat, interleaved=False), parts)  # type: ignore[arg-type]
    shapes = np.concatenate([shapes[:0], *moved])
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=crs))


@lru_cache(
    maxsize=16
)  # most layers of a region share a CRS, and to make a transformer takes some milliseconds
def projection(crs: CRS, plane: CRS) -> Flat:
    """Return what brings coordinates from ``crs`` to ``plane``; those that don't fit become endless, NaN stays."""
    if crs.is_exact_same(plane):
        return lambda x, y: (x, y)
    transformer = pyproj.Transformer.from_crs(as_text(crs), plane, always_xy=True)

    def flat(x: Float64s, y: Float64s) -> tuple[Float64s, Float64s]:
        if len(x) <= AT_ONCE:
            return transformer.transform(x, y)
        parts = [slice(start, start + AT_ONCE) for start in range(0, len(x), AT_ONCE)]
        east, north = np.empty(len(x)), np.empty(len(x))
        found = several(lambda part: transformer.transform(x[part], y[part]), parts)
        for part, some in zip(parts, found, strict=True):
            east[part], north[part] = some
        return east, north

    return flat


def as_text(crs: CRS) -> CRS:
    """Return a ``crs`` that was read from JSON as read from its well-known text, where that says exactly the same.

    Each transformer reads its CRS again in every thread. GeoPandas writes the JSON of GeoParquet without the codes of
    what WGS 84 has been made of, and to look those up by name takes 25 ms.
    """
    if not crs.srs.startswith("{"):
        return crs
    text = CRS.from_wkt(crs.to_wkt())
    return text if text.is_exact_same(crs) else crs


def is_smooth(crs: CRS, plane: CRS) -> bool:
    """Tell whether bringing coordinates to ``plane`` is one operation of smooth steps: no grid of shifts, no choice."""
    steps = re.findall(r"\bproj=(\w+)", pyproj.Transformer.from_crs(crs, plane, always_xy=True).definition)
    return bool(steps) and SMOOTH.issuperset(steps)


def box_in(crs: CRS, shapes: Geometries, plane: CRS) -> tuple[float, float, float, float]:
    """Return about the box in ``crs`` of ``shapes`` on ``plane``: west, south, east, north."""
    west, south, east, north = shapely.total_bounds(shapes)
    rim = shapely.segmentize(shapely.box(west, south, east, north), max(east - west, north - south) / 8)
    x, y = projection(plane, crs)(*np.ascontiguousarray(shapely.get_coordinates(rim).T))
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def reprojected(systems: Mapping[str, CRS], crs: CRS, place: Place) -> Iterator[Notice]:
    """Iterate over a notice for each CRS other than the region's, with the files (by name) that are in it."""
    foreign: dict[str, list[str]] = {}
    for file, own in systems.items():
        if not own.equals(crs, ignore_axis_order=True):
            foreign.setdefault(_called(own), []).append(file)
    for called, files in sorted(foreign.items()):
        text = told(
            "reprojected from {crs}, which is not the region's {own}: {files}.",
            crs=called,
            own=_called(crs),
            files=listed(files),
        )
        yield Notice(place, "reprojected", text)


def _called(crs: CRS) -> str:
    code = crs.to_authority(min_confidence=70)
    return ":".join(code) if code else str(crs.name)


def no_degrees(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Return which points leave the degrees of the globe; a missing one (NaN) doesn't."""
    west, south, east, north = DEGREES
    beyond = (x < west - ROUNDING) | (x > east + ROUNDING) | (y < south - ROUNDING) | (y > north + ROUNDING)
    return np.asarray(beyond, dtype=np.bool_)


def _beyond(bounds: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Return which boxes leave the degrees of the globe; one that is missing or endless doesn't."""
    beyond = (bounds < DEGREES[[0, 1, 0, 1]] - ROUNDING) | (bounds > DEGREES[[2, 3, 2, 3]] + ROUNDING)
    return np.asarray(beyond.any(axis=1) & np.isfinite(bounds).all(axis=1), dtype=np.bool_)
