"""The ground of the made agglomeration: its outline, the Somme, how many live where, how poor they are."""

from __future__ import annotations

import numpy as np
import shapely
from communes import AMIENS, COMMUNES, QUARTERS
from terrain.ground import Floats, Ground, Waves

SEED = 80021
CENTRE = (649000.0, 6977800.0)
SOMME = [
    (663000, 6975600), (658500, 6976600), (654600, 6977300), (651800, 6978000), (649400, 6978100),
    (647400, 6978500), (645300, 6979800), (643000, 6981200), (639500, 6983200), (634000, 6985000),
]  # fmt: skip


def outline() -> shapely.Polygon:
    """The agglomeration: discs of the size of the communes, joined and rounded, with an uneven edge."""
    rng = np.random.default_rng([SEED, 1])
    discs = [shapely.Point(one.middle).buffer(1.13 * radius(one.km2)) for one in COMMUNES]
    joined = shapely.union_all(discs).buffer(1600).buffer(-1600)
    ring = shapely.segmentize(shapely.simplify(joined.exterior, 60), 400)
    line = np.asarray(ring.coords)[:-1]
    sway = np.zeros_like(line)
    for number, (wavelength, swing) in enumerate([(4200, 240), (1300, 110)]):
        waves = [
            Waves(np.random.default_rng([SEED, 20 + number, axis]), wavelength, CENTRE) for axis in (0, 1)
        ]
        sway += swing * np.stack([wave(line) for wave in waves], axis=1)
    return shapely.Polygon(np.round(line + sway + rng.normal(0, 18, line.shape)))


def radius(km2: float) -> float:
    """The radius of a disc of that land, in metres."""
    return float(np.sqrt(km2 * 1e6 / np.pi))


def river_line() -> shapely.LineString:
    """The middle of the Somme, from the east border to the north-west."""
    line = np.asarray(shapely.segmentize(shapely.LineString(SOMME), 140).coords)
    for _ in range(8):
        line[1:-1] = (line[:-2] + 2 * line[1:-1] + line[2:]) / 4
    sway = [Waves(np.random.default_rng([SEED, number]), 1900, CENTRE) for number in (10, 11)]
    return shapely.LineString(np.round(line + 110 * np.stack([one(line) for one in sway], axis=1)))


def water() -> shapely.Polygon:
    """The Somme, about 44 m wide."""
    return shapely.simplify(river_line().buffer(22, quad_segs=3), 2)


def density(points: Floats) -> Floats:
    """People per square kilometre intended: a city with quarters, villages on thin farmland."""
    people = np.full(len(points), 12.0)
    for one in COMMUNES:
        spread = 2300.0 if one.code == AMIENS else min(0.42 * radius(one.km2), 700.0)
        peak = one.residents / (2 * np.pi * (spread / 1000) ** 2)
        people += peak * np.exp(-((points - one.middle) ** 2).sum(axis=1) / (2 * spread**2))
    return people


def distress(points: Floats) -> Floats:
    """How poor each point is, 0 to 1: that of the quarters nearby, little in the villages."""
    raw = np.full(len(points), 0.08)
    for one in QUARTERS:
        raw += one.need * np.exp(-((points - one.middle) ** 2).sum(axis=1) / (2 * 650.0**2))
    return np.asarray(np.clip(raw, 0.02, 1.0))


GROUND = Ground(SEED, CENTRE, outline(), river_line(), foot=0.3048, km2=1e6, density=density)
