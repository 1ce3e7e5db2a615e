"""Shapes in metres as SVG paths on an integer grid: short, exact to a fraction of a pixel, never empty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from localvip.problem import Bug

WIDEST = 2000
TALLEST = 1700
MARGIN = 16
SIMPLIFY_UNITS = 1.2
MARK = 8
DIAMOND = 11


@dataclass(frozen=True)
class Canvas:
    """The drawing's grid: ``width`` x ``height`` units, y down; ``west``, ``north`` in metres: its corner."""

    west: float
    north: float
    units_per_metre: float
    width: int
    height: int

    def grid(self, coordinates: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return metres (n x 2) as whole units of the grid."""
        return np.rint(self._scaled(coordinates)).astype(np.int64)

    def land(self, shapes: NDArray[np.object_]) -> BaseGeometry:
        """Return the union of ``shapes`` in grid units, not rounded."""
        return shapely.transform(shapely.union_all(shapes), self._scaled)

    def _scaled(self, coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        scale = (self.units_per_metre, -self.units_per_metre)
        return (coordinates - (self.west, self.north)) * scale + MARGIN

    @property
    def tolerance(self) -> float:
        """Return the metres of detail that the eye can't see at this scale."""
        return SIMPLIFY_UNITS / self.units_per_metre

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return the drawn rectangle in metres: west, south, east, north."""
        pad = MARGIN / self.units_per_metre
        high, wide = self.height / self.units_per_metre, self.width / self.units_per_metre
        west, north = self.west - pad, self.north + pad
        return west, north - high, west + wide, north


def fit(*layers: gpd.GeoSeries) -> Canvas:
    """Return the canvas that the shapes of ``layers`` fill, with a small margin; even one point will do."""
    shapes = np.concatenate([layer.to_numpy() for layer in layers])
    west, south, east, north = shapely.total_bounds(shapes) if len(shapes) else (0.0, 0.0, 1.0, 1.0)
    wide, high = max(east - west, 1.0), max(north - south, 1.0)
    scale = min((WIDEST - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / high)
    return Canvas(west, north, scale, round(wide * scale) + 2 * MARGIN, round(high * scale) + 2 * MARGIN)


def thinned(frame: gpd.GeoDataFrame, canvas: Canvas) -> NDArray[np.object_]:
    """Return the areas' shapes without the detail that can't be seen; shared borders stay shared.

    Raises ``Bug`` for an area without a shape: its place is unknown, so any mark would be false.
    """
    shapes = frame.geometry.to_numpy()
    bare = [
        str(name) for name, shape in zip(frame.index, shapes, strict=True) if shape is None or shape.is_empty
    ]
    if bare:
        raise Bug(f"areas without a shape reached the map: {', '.join(bare[:12])}")
    polygonal = np.isin(shapely.get_type_id(shapes), (3, 6))
    simple: NDArray[np.object_] = shapes.copy()
    if polygonal.any():
        simple[polygonal] = shapely.coverage_simplify(shapes[polygonal], canvas.tolerance)
    return simple


def area_paths(frame: gpd.GeoDataFrame, simple: NDArray[np.object_], canvas: Canvas) -> tuple[str, ...]:
    """Return one closed path an area from its thinned shape; one too small to draw gets a square."""
    pairs = zip(simple, frame.geometry, strict=True)
    return tuple(closed_path(thin, canvas) or mark_path(full, canvas) for thin, full in pairs)


def closed_path(shape: BaseGeometry, canvas: Canvas) -> str:
    """Return the polygons of ``shape`` as relative integer rings; empty where none spans the grid."""
    return "".join(
        ring
        for part in _parts(shape)
        if isinstance(part, shapely.Polygon)
        for ring in _polygon_rings(part, canvas)
    )


def open_path(shape: BaseGeometry, canvas: Canvas) -> str:
    """Return the lines of ``shape`` as relative integer strokes, not closed."""
    lines = [part for part in _parts(shape) if isinstance(part, shapely.LineString)]
    return "".join(_stroke(canvas.grid(shapely.get_coordinates(line)), least=2) for line in lines)


def stroke_path(line: BaseGeometry) -> str:
    """Return a line that is already in grid units as one open stroke; empty where it spans no unit."""
    return _stroke(np.rint(shapely.get_coordinates(line)).astype(np.int64), least=2)


def mark_path(shape: BaseGeometry, canvas: Canvas) -> str:
    """Return a small square on a point inside ``shape``."""
    x, y = _inside(shape, canvas)
    return f"M{x - MARK // 2} {y - MARK // 2}h{MARK}v{MARK}h-{MARK}z"


def diamond_path(shape: BaseGeometry, canvas: Canvas) -> str:
    """Return a diamond on a point inside ``shape``."""
    x, y = _inside(shape, canvas)
    return f"M{x} {y - DIAMOND}l{DIAMOND} {DIAMOND}-{DIAMOND} {DIAMOND}-{DIAMOND}-{DIAMOND}z"


def _inside(shape: BaseGeometry, canvas: Canvas) -> tuple[int, int]:
    x, y = canvas.grid(shapely.get_coordinates(shapely.point_on_surface(shape)))[0]
    return int(x), int(y)


def _parts(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    for part in shapely.get_parts(shape):
        if isinstance(part, shapely.GeometryCollection):
            yield from _parts(part)
        else:
            yield part


def _polygon_rings(polygon: shapely.Polygon, canvas: Canvas) -> Iterator[str]:
    outer = _ring(polygon.exterior, canvas)
    if outer:
        yield outer
        yield from (_ring(hole, canvas) for hole in polygon.interiors)


def _ring(ring: shapely.LinearRing, canvas: Canvas) -> str:
    points = canvas.grid(shapely.get_coordinates(ring))[:-1]
    if len(np.unique(points, axis=0)) < 3:
        return ""
    stroke = _stroke(points, least=3)
    return f"{stroke}z" if stroke else ""


def _stroke(points: NDArray[np.int64], least: int) -> str:
    steps = np.diff(points, axis=0)
    steps = steps[steps.any(axis=1)]
    if len(steps) < least - 1:
        return ""
    moves = " ".join(map(str, steps.ravel().tolist())).replace(" -", "-")
    return f"M{points[0, 0]} {points[0, 1]}l{moves}"
