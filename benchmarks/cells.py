"""Land of each area in zones, or in municipalities: ours, and ``geopandas.overlay``."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from benchmarks.made import Float64s, Geometries, areas, municipalities, zones
from benchmarks.timing import Row, race
from localvip.region.overlay import Pieces, divide_by_layer


def run(number: int, kind: str, many: int) -> list[Row]:
    """Race over ``number`` areas and ``many`` of a ``kind``: zones or municipalities."""
    polygons = areas(number)
    made = {"zones": zones, "municipalities": municipalities}[kind](polygons, many)
    targets = gpd.GeoDataFrame(index=[f"z{n:05d}" for n in range(len(made))], geometry=made)
    competitors = {
        "localvip": lambda: _divided(polygons, targets),
        "geopandas.overlay, identity (the same parts)": lambda: _overlaid(polygons, targets, "identity"),
        "geopandas.overlay, intersection (no rest outside)": lambda: _overlaid(
            polygons, targets, "intersection"
        ),
    }
    return race(f"{len(polygons):,} areas by {len(made):,} {kind}", competitors, _close)


def _close(one: Float64s, other: Float64s) -> bool:
    return bool(np.allclose(one, other, rtol=1e-9, atol=1.0))


def _divided(polygons: Geometries, targets: gpd.GeoDataFrame) -> Float64s:
    """Return the land of each area that lies in a zone."""
    units = np.rint(shapely.area(polygons)).astype(np.int64)[:, None]
    pieces = divide_by_layer(Pieces(np.arange(len(polygons)), polygons, units, {}), "zone", targets, "zones")
    inside = np.not_equal(pieces.labels["zone"], None)
    land = shapely.area(pieces.shapes[inside])
    return np.bincount(pieces.area[inside], land, minlength=len(polygons))


def _overlaid(polygons: Geometries, targets: gpd.GeoDataFrame, how: str) -> Float64s:
    left = gpd.GeoDataFrame({"area": np.arange(len(polygons))}, geometry=polygons)
    parts = gpd.overlay(left, targets.reset_index(names="zone"), how=how, keep_geom_type=True)
    parts = parts[parts["zone"].notna()]
    return np.bincount(parts["area"].astype(int), parts.geometry.area, minlength=len(polygons))
