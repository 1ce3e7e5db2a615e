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
SMALL_PART = 0.5  # land that takes up less of the map's rectangle is drawn large, with the rest around it
AROUND = 0.06  # of its width or height, shown on each side of such land
MARGIN = 16
SIMPLIFY_UNITS = 1.2
MANY = 10_000  # more areas than this are painted on a canvas, from paths in a finer grid
DETAIL = 3
MARK = 8
DIAMOND = 11

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Canvas:
    """The drawing's grid: ``width`` x ``height`` units, y down; ``west``, ``north`` in metres: its corner.

    ``whole``: the rectangle of all that is drawn, x, y, width and height; larger where a part is framed.
    """

    west: float
    north: float
    units_per_metre: float
    width: int
    height: int
    whole: tuple[int, int, int, int]

    def finer(self, detail: int) -> Canvas:
        """Return the same canvas in a grid of ``detail`` times as many units, for paths that are scaled down again."""
        x, y, width, height = self.whole
        west, _, _, north = self.box
        pad = MARGIN / self.units_per_metre / detail
        whole = (x * detail, y * detail, width * detail, height * detail)
        scale = self.units_per_metre * detail
        return Canvas(west + pad, north - pad, scale, self.width * detail, self.height * detail, whole)

    @property
    def framed(self) -> bool:
        """Return whether the drawing shows a part of the land that is drawn."""
        return self.whole[2:] != (self.width, self.height)

    def grid(self, coordinates: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return metres (n x 2) as whole units of the grid."""
        return np.rint(self._scaled(coordinates)).astype(np.int64)

    def land(self, shapes: NDArray[np.object_]) -> BaseGeometry:
        """Return the union of ``shapes`` in grid units, not rounded, as far as it is shown."""
        union = shapely.transform(shapely.union_all(shapes), self._scaled)
        return shapely.clip_by_rect(union, 0, 0, self.width, self.height) if self.framed else union

    def _scaled(self, coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        scale = (self.units_per_metre, -self.units_per_metre)
        return (coordinates - (self.west, self.north)) * scale + MARGIN

    @property
    def tolerance(self) -> float:
        """Return the metres of detail that the eye can't see at this scale."""
        return SIMPLIFY_UNITS / self.units_per_metre

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return the rectangle that is shown in metres: west, south, east, north."""
        return self._metres(0, 0, self.width, self.height)

    @property
    def whole_box(self) -> tuple[float, float, float, float]:
        """Return the rectangle of all that is drawn in metres."""
        return self._metres(*self.whole)

    def _metres(self, x: int, y: int, width: int, height: int) -> tuple[float, float, float, float]:
        west = self.west + (x - MARGIN) / self.units_per_metre
        north = self.north - (y - MARGIN) / self.units_per_metre
        return west, north - height / self.units_per_metre, west + width / self.units_per_metre, north


def fit(*layers: gpd.GeoSeries, on: gpd.GeoSeries | None = None) -> Canvas:
    """Return the canvas that the shapes of ``layers`` fill, with a small margin; even one point will do.

    Where the land of ``on`` is a small part of that, the canvas shows that land alone, and what is around it.
    """
    whole = _bounds(np.concatenate([layer.to_numpy() for layer in layers]))
    land = whole if on is None or on.empty else _widened(_bounds(on.to_numpy()), whole)
    west, south, east, north = land if _size(land) < SMALL_PART * _size(whole) else whole
    wide, high = max(east - west, 1.0), max(north - south, 1.0)
    scale = min((WIDEST - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / high)
    corner = (round((whole[0] - west) * scale), round((north - whole[3]) * scale))
    sides = (max(whole[2] - whole[0], 1.0), max(whole[3] - whole[1], 1.0))
    all_drawn = (*corner, _units(sides[0] * scale), _units(sides[1] * scale))
    return Canvas(west, north, scale, _units(wide * scale), _units(high * scale), all_drawn)


def _units(length: float) -> int:
    return round(length) + 2 * MARGIN


def _bounds(shapes: NDArray[np.object_]) -> Bounds:
    west, south, east, north = shapely.total_bounds(shapes) if len(shapes) else (0.0, 0.0, 1.0, 1.0)
    return float(west), float(south), float(east), float(north)


def _size(bounds: Bounds) -> float:
    return (bounds[2] - bounds[0]) * (bounds[3] - bounds[1])


def _widened(land: Bounds, whole: Bounds) -> Bounds:
    """Return the rectangle of ``land`` with some of ``whole`` around it."""
    wide, high = AROUND * (land[2] - land[0]), AROUND * (land[3] - land[1])
    west, south = max(land[0] - wide, whole[0]), max(land[1] - high, whole[1])
    return west, south, min(land[2] + wide, whole[2]), min(land[3] + high, whole[3])


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
