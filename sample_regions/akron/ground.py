"""The ground of the made region: its outline, its water and smooth fields over it (feet, EPSG:3734)."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from terrain.ground import Floats, Ground, Waves

SEED = 39153
CENTRE = (2237000.0, 517500.0)
KM2_FT2 = 1e6 / (1200 / 3937) ** 2
"""Square US survey feet in a square kilometre."""

# Straight survey lines with the jogs that township lines have; drawn by hand, to the nearest 500 feet.
OUTLINE = [
    (2204000, 455500), (2235500, 454500), (2267000, 453500), (2268000, 484000), (2274000, 484500),
    (2273500, 549000), (2273000, 614500), (2219000, 615000), (2219500, 588000), (2192500, 587500),
    (2192500, 535000), (2193000, 482500), (2203500, 482000),
]  # fmt: skip
RIVER = [
    (2276000, 538500), (2268500, 541500), (2262000, 538000), (2255500, 541500), (2249500, 540000),
    (2244500, 535500), (2237500, 536500), (2230500, 541500), (2231500, 550500), (2227000, 559500),
    (2230500, 569000), (2227500, 578500), (2232500, 588500), (2228500, 598000), (2231500, 607500),
    (2227000, 618000),
]  # fmt: skip
CANAL = [
    (2214500, 486500), (2221000, 492000), (2227000, 498500), (2232500, 506500), (2236500, 514500),
    (2237500, 523000), (2235500, 531000), (2235000, 536500),
]  # fmt: skip
LAKES = {
    "Long Reach": (2231500, 489500, 5200, 2300, 0.5),
    "Turkeyfoot Water": (2226500, 479500, 3900, 2900, 1.9),
    "Springer Lake": (2262500, 497500, 3300, 1900, 0.9),
    "Hidden Lake": (2200500, 517500, 2700, 1400, 2.4),
    "North Reservoir": (2246500, 583500, 3100, 1700, 1.2),
}  # fmt: skip
"""Name: centre x, centre y, half length, half width (feet), bearing (radians)."""

# Centre x, y, spread in feet, people per square kilometre at the peak.
TOWNS = [
    (2237000, 516500, 6200, 4600), (2234000, 513000, 21000, 1350), (2246000, 509000, 12000, 700),
    (2240500, 545500, 9000, 1250), (2262000, 553500, 10500, 850), (2260000, 575500, 8500, 480),
    (2258500, 603000, 8000, 720), (2266000, 524500, 8500, 620), (2210500, 533000, 7000, 560),
    (2215000, 491000, 7500, 1250), (2203000, 499000, 9500, 180), (2251000, 469500, 13000, 260),
    (2243500, 601500, 6500, 480), (2228500, 483500, 9000, 520), (2221000, 527000, 9000, 420),
]  # fmt: skip


def smooth_field(number: int, wavelength: float) -> Waves:
    """A smooth random field of the county, always the same for a number; wavelength in feet."""
    return Waves(np.random.default_rng([SEED, number]), wavelength, CENTRE)


def outline() -> shapely.Polygon:
    """The county, with a vertex about each 2,500 feet, a few feet off the straight line."""
    rng = np.random.default_rng([SEED, 1])
    line = np.asarray(shapely.segmentize(shapely.LinearRing(OUTLINE), 2500).coords)[:-1]
    return shapely.Polygon(np.round(line + rng.normal(0, 14, line.shape)))


def meander(knots: list[tuple[int, int]], seed: int, swing: float) -> shapely.LineString:
    """A winding line through the neighbourhood of the knots; `swing` is the sideways spread in feet."""
    line = np.asarray(shapely.segmentize(shapely.LineString(knots), 450).coords)
    for _ in range(8):
        line[1:-1] = (line[:-2] + 2 * line[1:-1] + line[2:]) / 4
    east, north = smooth_field(seed, 6200), smooth_field(seed + 1, 6200)
    return shapely.LineString(np.round(line + swing * np.stack([east(line), north(line)], axis=1)))


def river_line() -> shapely.LineString:
    """The middle of the river, from the east border to the north border."""
    return meander(RIVER, 10, 620)


def canal_line() -> shapely.LineString:
    """The middle of the canal, from the south-west to the river."""
    return meander(CANAL, 14, 260)


def water() -> dict[str, BaseGeometry]:
    """Water by name: the river (170 to 330 feet wide) and the lakes, inside the outline; no two touch."""
    middle = river_line()
    pieces = shapely.segmentize(middle, 300).coords
    widths = 125 + 40 * smooth_field(16, 15000)(np.asarray(pieces))
    reach = [
        shapely.LineString(pair).buffer(float(width), quad_segs=3)
        for pair, width in zip(pairwise(pieces), widths[1:], strict=True)
    ]
    made = {"Cuyahoga River": shapely.union_all(reach).simplify(6)}
    made |= {name: _lake(index, *shape) for index, (name, shape) in enumerate(LAKES.items())}
    return {name: shapely.intersection(shape, outline()) for name, shape in made.items()}


def _lake(index: int, x: float, y: float, *axes: float) -> shapely.Polygon:
    """A lake with bays: an ellipse whose radius swings with the bearing."""
    rng = np.random.default_rng([SEED, 20, index])
    length, width, bearing = axes
    turn = np.linspace(0, 2 * np.pi, 97)[:-1]
    radius = np.ones_like(turn)
    for wave in range(2, 9):
        radius += rng.normal(0, 0.34 / wave**0.7) * np.cos(wave * turn + rng.random() * 2 * np.pi)
    radius = np.clip(radius, 0.3, None)
    east, north = length * radius * np.cos(turn), width * radius * np.sin(turn)
    cos, sin = np.cos(bearing), np.sin(bearing)
    return shapely.Polygon(np.stack([x + east * cos - north * sin, y + east * sin + north * cos], axis=1))


def density(points: Floats) -> Floats:
    """People per square kilometre intended at each point: towns on a thin rural ground, with smooth noise."""
    people = np.full(len(points), 55.0)
    for x, y, spread, peak in TOWNS:
        people += peak * np.exp(-((points - (x, y)) ** 2).sum(axis=1) / (2 * spread**2))
    return people * np.exp(0.28 * smooth_field(30, 17000)(points))


def distress(points: Floats) -> Floats:
    """How poor each point is, about 0 to 1: most in a district south-west of the centre and in a town."""
    x, y = points[:, 0], points[:, 1]
    along, across = (x - 2231500) * 0.77 + (y - 511500) * 0.64, (x - 2231500) * -0.64 + (y - 511500) * 0.77
    core = np.exp(-((along / 11500) ** 2) - (across / 6800) ** 2)
    city = np.exp(-((points - np.array(CENTRE)) ** 2).sum(axis=1) / (2 * 16500**2))
    town = np.exp(-((points - (2215500, 490500)) ** 2).sum(axis=1) / (2 * 5500**2))
    raw = 0.09 + 0.46 * core + 0.38 * city + 0.26 * town + 0.06 * smooth_field(40, 24000)(points)
    return np.asarray(np.clip(raw, 0.015, 1.0))


GROUND = Ground(SEED, CENTRE, outline(), river_line(), foot=1.0, km2=KM2_FT2, density=density)
