"""Shapes as they should be: repaired where that changes nothing that counts, refused otherwise."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from localvip.problem import Notice, Place, Problems

POLYGONS = frozenset({"Polygon", "MultiPolygon"})
REPAIRED_SHARE = 0.001
REPAIRED_VERTICES = 1_000
MAX_VERTICES = 200_000


def usable_polygons(
    frame: gpd.GeoDataFrame, file: str, problems: Problems
) -> tuple[gpd.GeoDataFrame, list[Notice]]:
    """Return ``frame`` (index: ids) with flat, valid polygons, and a notice for each one repaired.

    Refuses a missing or empty shape, anything but polygons, coordinates that are not finite, more than 200,000
    vertices, and an invalid polygon whose repair would change its area by more than 0.1 %.
    """
    shapes = shapely.force_2d(frame.geometry.to_numpy())
    usable = np.zeros(len(shapes), bool)
    for position, (key, shape) in enumerate(zip(frame.index, shapes, strict=True)):
        fault = _fault(shape)
        if fault:
            problems.add(Place(file, item=str(key)), "geometry", fault)
        usable[position] = not fault
    broken = np.flatnonzero(usable & ~shapely.is_valid(shapes))
    notices = [n for i in broken if (n := _repair(shapes, i, Place(file, item=str(frame.index[i])), problems))]
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs)), notices


def _fault(shape: shapely.Geometry | None) -> str:
    if shape is None or shape.is_empty:
        return "has no shape."
    if shape.geom_type not in POLYGONS:
        return f"is a {shape.geom_type}, where a polygon is needed."
    if not np.isfinite(shape.bounds).all():
        return "has coordinates that are not finite, or do not fit its CRS."
    vertices = shapely.get_num_coordinates(shape)
    return f"has {vertices:,} vertices; at most {MAX_VERTICES:,} are read." if vertices > MAX_VERTICES else ""


def _repair(shapes: np.ndarray, i: int, place: Place, problems: Problems) -> Notice | None:
    reason = shapely.is_valid_reason(shapes[i])
    if shapely.get_num_coordinates(shapes[i]) > REPAIRED_VERTICES:
        problems.add(place, "invalid-geometry", f"is no valid polygon: {reason}.", "Mend it in a GIS first.")
        return None
    before = abs(shapely.area(shapes[i]))
    mended = shapely.make_valid(shapes[i], method="structure", keep_collapsed=False)
    after = shapely.area(mended)
    if after == 0 or abs(after - before) > REPAIRED_SHARE * max(before, after):
        message = f"is no valid polygon: {reason}; mending it would change its area from {before:g} to {after:g}."
        problems.add(place, "invalid-geometry", message, "Mend it in a GIS first.")
        return None
    shapes[i] = mended
    return Notice(place, "mended", f"{reason}; mended: its area goes from {before:g} to {after:g}.")
