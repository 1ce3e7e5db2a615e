"""Shapes as they should be: repaired where that changes nothing that counts, refused otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely import GeometryType

from localvip.message import digits, template, told
from localvip.problem import Notice, Place, Problems
from localvip.region.allowance import allowance
from localvip.region.several import several

POLYGONS = frozenset({GeometryType.POLYGON, GeometryType.MULTIPOLYGON})
REPAIRED_SHARE = 0.001
REPAIRED_VERTICES = 1_000
MAX_VERTICES = 200_000
AT_ONCE = 1 << 12
MEND = "Mend it in a GIS first."
LONG = "It has over 1,000 corners: mend it in a GIS, or run localvip --repair, which may take minutes."
Geometries = npt.NDArray[np.object_]
Bools = npt.NDArray[np.bool_]


def usable_polygons(
    frame: gpd.GeoDataFrame, file: str, problems: Problems, residents: pd.Series[float] | None = None
) -> tuple[gpd.GeoDataFrame, list[Notice]]:
    """Return ``frame`` (index: ids) with flat, valid polygons, and a notice of what was repaired.

    ``residents`` by id, where the polygons count any: the notice says that they stay. Refuses a missing or empty
    shape, anything but polygons, coordinates that are not finite, more than 200,000 vertices, an invalid polygon
    whose repair would change its area by more than 0.1 %, and one of more than 1,000 vertices unless its repair is
    allowed.
    """
    notices = list(_heights(frame, file))
    shapes = frame.geometry.to_numpy().copy()
    if notices:
        shapes = shapely.force_2d(shapes)
    usable, valid = _sound(shapes)
    for i in np.flatnonzero(~usable).tolist():
        problems.add(Place(file, item=str(frame.index[i])), "geometry", _fault(shapes[i]))
    for i in np.flatnonzero(usable & ~valid).tolist():
        people = None if residents is None else residents.loc[[frame.index[i]]].iloc[0]
        notices.extend(_repair(shapes, i, Place(file, item=str(frame.index[i])), (people, problems)))
    return _with_shapes(frame, shapes), notices


def _with_shapes(frame: gpd.GeoDataFrame, shapes: Geometries) -> gpd.GeoDataFrame:
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))


def _heights(frame: gpd.GeoDataFrame, file: str) -> Iterator[Notice]:
    raised = int(shapely.has_z(frame.geometry.to_numpy()).sum())
    if raised:
        yield Notice(Place(file), "flattened", f"{raised} shapes have heights, which are left out.")


def _kind(shape: shapely.Geometry) -> str:
    return GeometryType(int(shapely.get_type_id(shape))).name.lower()


def _usable(shapes: Geometries) -> Bools:
    """Return which shapes are polygons of finite coordinates and not too many of them."""
    found = np.isin(shapely.get_type_id(shapes), list(POLYGONS)) & ~shapely.is_empty(shapes)
    if not np.isfinite(shapely.get_coordinates(shapes)).all():
        xy, owner = shapely.get_coordinates(shapes, return_index=True)
        found[owner[~np.isfinite(xy).all(axis=1)]] = False
    return np.asarray(found & (shapely.get_num_coordinates(shapes) <= MAX_VERTICES))


def _sound(shapes: Geometries) -> tuple[Bools, Bools]:
    """Return which shapes are usable, and which of these are valid: to tell it of a huge one can take minutes."""

    def of_some(part: Geometries) -> Bools:
        usable = _usable(part)
        valid = usable.copy()
        valid[usable] = shapely.is_valid(part[usable])
        return np.stack([usable, valid])

    parts = (shapes[start : start + AT_ONCE] for start in range(0, len(shapes), AT_ONCE))
    usable, valid = np.concatenate([np.zeros((2, 0), bool), *several(of_some, parts)], axis=1)
    return usable, valid


def _fault(shape: shapely.Geometry | None) -> str:
    """Return why a shape that isn't usable is not."""
    if shape is None or shapely.is_empty(shape):
        return "has no shape."
    if shapely.get_type_id(shape) not in POLYGONS:
        return f"is a {_kind(shape)}, where a polygon is needed."
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        return "has coordinates that are not finite, or do not fit its CRS."
    vertices = shapely.get_num_coordinates(shape)
    return f"has {vertices:,} vertices; at most {MAX_VERTICES:,} are read." if vertices > MAX_VERTICES else ""


def _repair(shapes: Geometries, i: int, place: Place, of: tuple[float | None, Problems]) -> Iterator[Notice]:
    """Mend shape ``i`` in its place and yield a notice, or note why it can't be."""
    people, problems = of
    reason = shapely.is_valid_reason(shapes[i])
    if shapely.get_num_coordinates(shapes[i]) > REPAIRED_VERTICES and not allowance().repair:
        problems.add(place, "invalid-geometry", f"is no valid polygon: {reason}.", LONG)
        return
    before = abs(shapely.area(shapes[i]))
    mended = shapes[i]
    for _ in range(2):  # GEOS 3.14 may leave a loop on a side crossing itself the first time
        mended = shapely.make_valid(mended, method="structure", keep_collapsed=False)
    after = shapely.area(mended)
    change = f"its area from {before:.6g} to {after:.6g}"
    kept = after > 0 and abs(after - before) <= REPAIRED_SHARE * max(before, after)
    if not (kept and shapely.is_valid(mended)):
        message = f"is no valid polygon: {reason}; mending it would change {change}."
        problems.add(place, "invalid-geometry", message, MEND)
        return
    shapes[i] = mended
    land = {"before": digits(f"{before:.6g}"), "after": digits(f"{after:.6g}")}
    text = told("{reason}; mended, its area from {before} to {after} m2.", reason=reason, **land)
    if people is not None and not np.isnan(people):
        stay = template(
            "{reason}; mended, its area from {before} to {after} m2; its {people} residents stay."
        )
        text = told(stay, reason=reason, **land, people=int(people))
    yield Notice(place, "mended", text)
