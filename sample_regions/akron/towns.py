"""Municipalities, wards and zones, grown from blocks: they mostly follow tracts and sometimes cut them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from ground import KM2_FT2, SEED, canal_line, distress, smooth_field
from numpy.typing import NDArray
from people import RESIDENTS
from shapely.geometry.base import BaseGeometry
from terrain.blocks import Blocks, grow, way_cost
from terrain.ground import Floats, Ints

AKRON = 0
NOWHERE = -1


@dataclass(frozen=True)
class Town:
    """A municipality: its code and name are real; about where, how large and how square it is made."""

    geoid: str
    name: str
    centre: tuple[float, float]
    km2: float
    power: float
    """The shape: 2 is round, 4 nearly square as the old townships are."""
    residents: int
    """Census 2010."""


TOWNS = [
    Town("3901000", "Akron", (2237000, 515500), 158, 2.2, 199110),
    Town("3919778", "Cuyahoga Falls", (2240500, 547500), 66, 2.6, 49652),
    Town("3974944", "Stow", (2262500, 553500), 45, 4, 34837),
    Town("3936651", "Hudson", (2260000, 577500), 66, 4, 22262),
    Town("3978078", "Twinsburg", (2261500, 604000), 36, 3, 18795),
    Town("3976106", "Tallmadge", (2267000, 525500), 36, 4, 17537),
    Town("3926166", "Fairlawn", (2211000, 533500), 13, 2, 7437),
    Town("3903828", "Barberton", (2215500, 491000), 24, 2, 26550),
    Town("3957260", "Norton", (2203500, 499000), 52, 3, 12085),
    Town("3931860", "Green", (2251500, 468500), 84, 4, 25699),
]

PANHANDLE = shapely.LineString([(2223500, 530000), (2221500, 541000), (2216500, 549000), (2214500, 557000)])
ENCLAVE = shapely.Point(2243500, 505500)
ZONES = ["innerbelt", "old-port", "canal"]


def intended_people(blocks: Blocks) -> Floats:
    """About how many people live in each block, so that the towns come near their counts."""
    reach = np.stack([_measure(blocks.site, town) for town in TOWNS])
    nearest = np.where(reach.min(axis=0) < 1, reach.argmin(axis=0), len(TOWNS))
    goals = np.array([town.residents for town in TOWNS] + [RESIDENTS - sum(town.residents for town in TOWNS)])
    factor = goals / np.bincount(nearest, blocks.people)
    return np.asarray(blocks.people * factor[nearest])


def make_towns(blocks: Blocks, tract: Ints) -> Ints:
    """The municipality of each block, NOWHERE in the townships."""
    town = _whole_tracts(blocks, tract)[tract]
    spots = shapely.points(blocks.site)
    town[shapely.distance(spots, PANHANDLE) < 1700] = AKRON
    town = _trade_land(blocks, town, 34)
    town[(town == AKRON) & (shapely.distance(spots, ENCLAVE) < 2600)] = NOWHERE
    return town


def _whole_tracts(blocks: Blocks, tract: Ints) -> Ints:
    """The municipality of each tract: the nearest in its own measure, until it is large enough."""
    land = np.bincount(tract, blocks.land)
    middle = np.stack([np.bincount(tract, blocks.land * axis) / land for axis in blocks.site.T], axis=1)
    noise = 0.16 * smooth_field(81, 17000)(middle)
    reach = np.stack([_measure(middle, one) + noise for one in TOWNS])
    nearest, found = reach.argmin(axis=0), np.full(len(land), NOWHERE)
    for number, one in enumerate(TOWNS):
        mine = np.flatnonzero(nearest == number)
        mine = mine[reach[number, mine].argsort(kind="stable")]
        before = np.concatenate([[0], np.cumsum(land[mine])[:-1]]) / KM2_FT2
        found[mine[(before + land[mine] / KM2_FT2 / 2 < one.km2) & (reach[number, mine] < 1.5)]] = number
    return found


def _measure(points: Floats, town: Town) -> Floats:
    """How far from the centre each point is, in radii of a town of that size and shape."""
    away = np.abs(points - np.array(town.centre)) / np.sqrt(
        town.km2 * KM2_FT2 / (np.pi if town.power < 3 else 4)
    )
    return np.asarray((away**town.power).sum(axis=1) ** (1 / town.power))


def _trade_land(blocks: Blocks, town: Ints, number: int) -> Ints:
    """Annexations and detachments: rectangles on the edges of towns where land joined a town or left it."""
    rng = np.random.default_rng([SEED, 83])
    after, ends = town.copy(), town[blocks.pairs]
    edge = np.flatnonzero((ends == NOWHERE).sum(axis=1) == 1)
    for pair in rng.choice(edge, number, replace=False):
        middle = blocks.site[blocks.pairs[pair]].mean(axis=0)
        inside = (np.abs(blocks.site - middle) < rng.uniform(900, 2700, 2)).all(axis=1)
        mine = ends[pair].max()
        if rng.random() < 0.6:
            after[inside & (town == NOWHERE)] = mine
        else:
            after[inside & (town == mine)] = NOWHERE
    return after


def make_wards(blocks: Blocks, tract: Ints, town: Ints, number: int = 10) -> Ints:
    """Wards of Akron with about as many people in each; NOWHERE outside Akron."""
    city = town == AKRON
    same = tract[blocks.pairs[:, 0]] == tract[blocks.pairs[:, 1]]
    cost = way_cost(blocks, (SEED, 82), river=3.0) * np.where(same, 0.5, 1.6)
    starts = _spread(blocks, city, number)
    effort = np.ones(number)
    for _ in range(40):
        ward = grow(blocks, cost, starts, city, effort)
        people = np.bincount(ward[ward >= 0], blocks.people[ward >= 0], number)
        effort *= (people / people.mean()) ** 0.2
    lost = np.flatnonzero(city & (ward < 0))
    away = ((blocks.site[lost, None] - blocks.site[starts][None]) ** 2).sum(axis=2)
    ward[lost] = away.argmin(axis=1)
    return ward


def _spread(blocks: Blocks, city: NDArray[np.bool_], number: int) -> Ints:
    """Blocks near the middles of `number` equal groups of people (Lloyd's method from points on a spiral)."""
    inside = np.flatnonzero(city)
    site, people = blocks.site[inside], blocks.people[inside]
    turn = np.arange(number) * np.pi * (3 - 5**0.5)
    ring = 16000 * np.sqrt((np.arange(number) + 0.5) / number)
    middle = np.average(site, axis=0, weights=people) + np.stack(
        [ring * np.cos(turn), ring * np.sin(turn)], 1
    )
    for _ in range(20):
        group = ((site[:, None] - middle[None]) ** 2).sum(axis=2).argmin(axis=1)
        count = np.bincount(group, people, number)
        middle = np.stack([np.bincount(group, people * axis, number) / count for axis in site.T], axis=1)
    nearest = ((site[:, None] - middle[None]) ** 2).sum(axis=2).argmin(axis=0)
    return np.asarray(inside[nearest])


def make_zones(blocks: Blocks, town: Ints) -> Ints:
    """The zone of each block (number in ZONES), of those that follow blocks; NOWHERE elsewhere."""
    zone = np.full(len(town), NOWHERE)
    spots, city = shapely.points(blocks.site), town == AKRON
    core = shapely.distance(spots, shapely.Point(2231000, 511500))
    zone[city & (distress(blocks.site) > 0.74) & (core < 9500)] = ZONES.index("innerbelt")
    port = shapely.distance(spots, shapely.Point(2236500, 531000))
    zone[city & (zone == NOWHERE) & (port < 3000)] = ZONES.index("old-port")
    return zone


def canal_zone() -> BaseGeometry:
    """1,000 feet on both sides of the canal; what lies outside Akron or in another zone does not count."""
    return canal_line().buffer(1000, quad_segs=4).simplify(25)
