"""Made geodata of any size: a coverage of areas with winding borders, points, municipalities, zones."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

Float64s = npt.NDArray[np.float64]
Geometries = npt.NDArray[np.object_]
SIDE_M = 1000.0
STEPS = 14


def areas(number: int, seed: int = 1) -> Geometries:
    """Return about ``number`` quadrilaterals of 57 corners whose shared borders wind alike on both sides."""
    side = int(number**0.5)
    random = np.random.default_rng(seed)
    corner = np.stack(np.meshgrid(np.arange(side + 1.0), np.arange(side + 1.0)), axis=-1)
    corner = (corner + random.uniform(-0.3, 0.3, corner.shape)) * SIDE_M + np.array([5e5, 2e5])
    along = _winding(corner[:, :-1], corner[:, 1:], random)
    up = _winding(corner[:-1], corner[1:], random)
    parts = [along[:STEPS, :-1], up[:STEPS, :, 1:], along[::-1][:STEPS, 1:], up[::-1][:STEPS, :, :-1]]
    ring = np.concatenate([*parts, parts[0][:1]])
    flat = np.moveaxis(ring, 0, 2).reshape(-1, 2)
    rings = shapely.linearrings(flat, indices=np.repeat(np.arange(side * side), len(ring)))
    return np.asarray(shapely.polygons(rings))


def _winding(start: Float64s, end: Float64s, random: np.random.Generator) -> Float64s:
    share = np.linspace(0, 1, STEPS + 1)[:, None, None, None]
    line = start * (1 - share) + end * share
    line[1:-1] += random.uniform(-15, 15, line[1:-1].shape)
    return np.asarray(line)


def points(polygons: Geometries, number: int, seed: int = 2) -> tuple[Float64s, Float64s]:
    """Return points over the areas and a little around them, one in a thousand on a corner."""
    random = np.random.default_rng(seed)
    west, south, east, north = shapely.total_bounds(polygons)
    x = random.uniform(west - SIDE_M, east + SIDE_M, number)
    y = random.uniform(south - SIDE_M, north + SIDE_M, number)
    corner = shapely.get_coordinates(polygons)
    some = corner[random.integers(0, len(corner), number // 1000)]
    x[: len(some)], y[: len(some)] = some.T
    return x, y


def zones(polygons: Geometries, number: int, seed: int = 3) -> Geometries:
    """Return round zones that don't overlap."""
    random = np.random.default_rng(seed)
    west, south, east, north = shapely.total_bounds(polygons)
    side = int(np.ceil(number**0.5))
    pitch = min(east - west, north - south) / side
    square = np.arange(side * side)[:number]
    x = west + (square % side + 0.5) * pitch
    y = south + (square // side + 0.5) * pitch
    return np.asarray(shapely.buffer(shapely.points(x, y), random.uniform(0.2, 0.45, number) * pitch))


def municipalities(polygons: Geometries, number: int, seed: int = 5) -> Geometries:
    """Return about ``number`` places side by side, larger than ``polygons`` and with borders of their own."""
    made = areas(number, seed)
    one, other = shapely.total_bounds(polygons).reshape(2, 2), shapely.total_bounds(made).reshape(2, 2)
    scale = (one[1] - one[0]) / (other[1] - other[0])
    return np.asarray(shapely.transform(made, lambda xy: one[0] + (xy - other[0]) * scale))
