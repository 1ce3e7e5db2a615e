"""The survey of the made county: sixteen townships of six miles, their quarters, the town, river and roads."""

from __future__ import annotations

import numpy as np
import shapely
from terrain.ground import Floats, Ground, Waves

SEED = 39999
MILE = 1609.344
WEST, SOUTH = 560_000, 130_000
SIDE = 6 * MILE
CENTRE = (WEST + 2 * SIDE, SOUTH + 2 * SIDE)
NAMES = [
    "Sappa", "Prairie Dog", "Reuben", "Turkey Creek", "Washington", "Antelope", "Fairfield", "Springdale",
    "Eldorado", "Mullally", "Albany", "Scandinavia", "Spring Grove", "Emerson", "Cottonwood", "Westmark",
]  # fmt: skip
"""Townships from the south-west, row by row."""
TOWN = "Cedar Bluff"
JOGS = (0, 260, -180, 410)
"""How far each row of townships is shifted to the east, in metres: survey lines do not meet."""


def spot(east: float, north: float) -> tuple[float, float]:
    """The point that many miles east and north of the south-west corner, in whole metres."""
    return float(round(WEST + east * MILE)), float(round(SOUTH + north * MILE))


def square(row: int, column: float, side: float, north: float = 0) -> shapely.Polygon:
    """A square in a row of townships; `column`, `north` and `side` in townships, coordinates whole metres."""
    jog = JOGS[row]
    west, east = (round(WEST + jog + part * SIDE) for part in (column, column + side))
    south, top = (round(SOUTH + (row + part) * SIDE) for part in (north, north + side))
    return shapely.box(west, south, east, top)


def townships() -> list[shapely.Polygon]:
    """The sixteen townships, in the order of NAMES."""
    return [square(row, column, 1) for row in range(4) for column in range(4)]


def quarters() -> list[tuple[int, shapely.Polygon]]:
    """The quarters of the townships: (number of the township, three miles square)."""
    return [
        (4 * row + column, square(row, column + east, 0.5, north))
        for row in range(4)
        for column in range(4)
        for north in (0, 0.5)
        for east in (0, 0.5)
    ]


def town() -> shapely.Polygon:
    """The town: a block of sections with what it has annexed, across a corner of four quarters."""
    parts = [(8.0, 8.1, 9.9, 9.6), (9.6, 8.4, 10.3, 9.0), (8.4, 9.5, 9.0, 10.2), (7.6, 8.6, 8.2, 8.9)]
    boxes = [shapely.box(*spot(west, south), *spot(east, north)) for west, south, east, north in parts]
    return shapely.normalize(shapely.union_all(boxes, grid_size=1.0))


def river_line() -> shapely.LineString:
    """The middle of the river, from west to east, just south of the town."""
    knots = [spot(east, 7.4 + 0.4 * np.sin(east / 2.1)) for east in np.linspace(-0.5, 24.8, 120)]
    sway = Waves(np.random.default_rng([SEED, 10]), 3000, CENTRE)
    line = np.array(knots)
    return shapely.LineString(np.round(line + np.stack([0 * line[:, 0], 160 * sway(line)], axis=1)))


def roads() -> dict[str, shapely.LineString]:
    """The highway from west to east and the road from south to north, both through the town."""
    return {
        "Highway 12": shapely.LineString([spot(0, 8.9), spot(7, 8.9), spot(11, 9.1), spot(24, 10.2)]),
        "County Road 7": shapely.LineString([spot(9, 0), spot(9, 9), spot(9.4, 17), spot(9.4, 24)]),
    }


def density(points: Floats) -> Floats:
    """People per square kilometre: farms, more near the town and along the highway."""
    east, north = points[:, 0] - spot(9, 9)[0], points[:, 1] - spot(9, 9)[1]
    near = np.exp(-(east**2 + north**2) / (2 * (5 * MILE) ** 2))
    return np.asarray(1.0 + 5.0 * near + 0.8 * np.exp(-((north / (3 * MILE)) ** 2)))


def distress(points: Floats) -> Floats:
    """How poor each point is, 0 to 1: more far from the town, in the south-east."""
    east, north = points[:, 0] - CENTRE[0], points[:, 1] - CENTRE[1]
    return np.asarray(np.clip(0.2 + 0.12 * (east - north) / (2 * SIDE), 0.03, 1.0))


COUNTY = shapely.normalize(shapely.union_all(townships(), grid_size=1.0))
GROUND = Ground(SEED, CENTRE, COUNTY, river_line(), foot=0.3048, km2=1e6, density=density)
