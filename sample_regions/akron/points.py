"""Points of the made region: sponsors, clinics, libraries and stations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import shapely
from ground import SEED, canal_line
from shapely.geometry.base import BaseGeometry
from terrain.blocks import Blocks
from terrain.ground import Floats, Ints
from terrain.people import whole
from towns import TOWNS

SPONSORS = 24_000
CLINICS = [
    ("Summit General Hospital", 2238500, 519500, 520, "OPEN"),
    ("Northfield Road Medical Center", 2243500, 600500, 60, "OPEN"),
    ("Eastgate Hospital", 2248500, 512000, 210, "OPEN"),
    ("Falls Valley Hospital", 2241500, 546500, 180, "OPEN"),
    ("Canal Street Clinic", 2234000, 507000, 24, "OPEN"),
    ("Kenmore Hill Clinic", 2225500, 502500, 18, "OPEN"),
    ("Barberton Memorial Hospital", 2216500, 492000, 240, "OPEN"),
    ("Western Reserve Rehabilitation", 2258500, 576000, 60, "OPEN"),
    ("Children's Pavilion", 2236500, 516000, 290, "OPEN"),
    ("Innerbelt Community Hospital", 2229000, 513500, 96, "CLOSED"),
    ("Green Township Clinic", 2250500, 470500, 30, "OPEN"),
    ("Rosemont Recovery Hospital", 2214500, 530500, 45, "OPEN"),
    ("Stow Kent Road Clinic", 2263500, 551000, 22, "OPEN"),
]


def make_sponsors(
    blocks: Blocks, tract: Ints, land: Sequence[BaseGeometry], table: pd.DataFrame
) -> pd.DataFrame:
    """Adults who may host, at their homes: more where incomes are low. The last few lie on borders or abroad.

    `land` and `table` are in the order of the tract numbers.
    """
    rng = np.random.default_rng([SEED, 100])
    income = table["median_income"].to_numpy()
    willing = table["adults"].to_numpy() * np.exp(-income / 55000)
    edge = _edge_spots(land)
    counts = whole(willing, SPONSORS - len(edge))
    spots = [
        _homes(rng, blocks, np.flatnonzero(tract == one), land[one], int(n)) for one, n in enumerate(counts)
    ]
    home = np.repeat(np.arange(len(land)), counts)
    order = rng.permutation(len(home))
    where = np.vstack([np.vstack(spots)[order], edge])
    home = np.concatenate([home[order], np.full(len(edge), int(np.argmax(counts)))])
    return _describe(rng, where, income[home], table["poverty_rate"].to_numpy()[home])


def _describe(rng: np.random.Generator, where: Floats, income: Floats, poverty: Floats) -> pd.DataFrame:
    """The columns of sponsors at their spots, from the income and poverty around them."""
    number = len(where)
    owns = rng.random(number) < np.clip(0.84 - 0.95 * poverty, 0.15, 0.9)
    rooms = np.where(owns, rng.integers(5, 10, number), rng.integers(2, 6, number))
    money = income * 0.72 * np.exp(rng.normal(0, 0.45, number)) * np.where(owns, 1.12, 0.82)
    return pd.DataFrame(
        {
            "sponsor_id": [f"S{one:05d}" for one in range(1, number + 1)],
            "tenure": np.where(owns, "owner", "renter"),
            "rooms": rooms.astype(np.int32),
            "sponsor_income": (np.round(money / 100) * 100).astype(np.int32),
            "geometry": shapely.points(where),
        }
    )


def _homes(rng: np.random.Generator, blocks: Blocks, mine: Ints, land: BaseGeometry, number: int) -> Floats:
    """Whole-foot spots strictly inside a tract, where its people are."""
    shapely.prepare(land)
    inside, found, count = land.buffer(-3), [], 0
    shapely.prepare(inside)
    while count < number:
        pick = rng.choice(mine, 2 * number + 8, p=blocks.people[mine] / blocks.people[mine].sum())
        shake = rng.uniform(-0.7, 0.7, (len(pick), 2)) * np.sqrt(blocks.land[pick])[:, None]
        spots = np.round(blocks.site[pick] + shake)
        spots = spots[shapely.contains_xy(inside, spots)]
        found.append(spots)
        count += len(spots)
    return np.vstack(found)[:number]


def _edge_spots(land: Sequence[BaseGeometry]) -> Floats:
    """Two spots exactly on borders between tracts; two in lakes; three outside the county."""
    corners = [np.unique(shapely.get_coordinates(one), axis=0) for one in land]
    every, times = np.unique(np.vstack(corners), axis=0, return_counts=True)
    two, three = every[times == 2], every[times == 3]
    away = [np.argmin(((spots - (2237000, 515000)) ** 2).sum(axis=1)) for spots in (two, three)]
    off = [(2231500, 489500), (2262500, 497500), (2185000, 520000), (2281000, 560000), (2205000, 600000)]
    return np.array([two[away[0]], three[away[1]], *off], dtype=float)


def make_clinics() -> pd.DataFrame:
    """Hospitals and clinics with beds; one of them closed."""
    return pd.DataFrame(
        {
            "ID": [f"C{one:02d}" for one in range(1, len(CLINICS) + 1)],
            "NAME": [row[0] for row in CLINICS],
            "BEDS": np.array([row[3] for row in CLINICS], dtype=np.int32),
            "STATUS": [row[4] for row in CLINICS],
            "geometry": shapely.points([(row[1], row[2]) for row in CLINICS]),
        }
    )


def make_libraries(land: BaseGeometry) -> pd.DataFrame:
    """A library in each municipality and ten branches in Akron, all on land."""
    rng = np.random.default_rng([SEED, 110])
    spots = [(town.name, *(np.array(town.centre) + rng.uniform(-2500, 2500, 2))) for town in TOWNS]
    for branch in [
        "North Hill",
        "Goodrich",
        "Highland",
        "Kenmore",
        "Ellet",
        "Firestone",
        "Maple",
        "Odom",
        "Vernon",
    ]:
        turn, ring = rng.random() * 2 * np.pi, rng.uniform(5000, 17000)
        spots.append((f"{branch} Branch", 2237000 + ring * np.cos(turn), 515500 + ring * np.sin(turn)))
    return pd.DataFrame(
        {
            "ID": [f"L{one:02d}" for one in range(1, len(spots) + 1)],
            "NAME": [f"{row[0]} Library" for row in spots],
            "geometry": [_ashore(shapely.Point(round(row[1]), round(row[2])), land) for row in spots],
        }
    )


def _ashore(spot: shapely.Point, land: BaseGeometry) -> shapely.Point:
    """The spot itself, or 300 feet steps west of it until it is on land."""
    while not land.contains(spot):
        spot = shapely.Point(spot.x - 300, spot.y)
    return spot


def make_stations() -> pd.DataFrame:
    """Stations about every 6,000 feet along two crossing lines."""
    lines = {
        "Canal Line": canal_line(),
        "Portage Line": shapely.LineString(
            [(2207000, 533500), (2219500, 526500), (2237000, 518500), (2250500, 522500), (2267500, 525500)]
        ),
    }
    rows = [
        (line, n + 1, shapely.line_interpolate_point(path, min((n + 0.5) * 6000, path.length)))
        for line, path in lines.items()
        for n in range(int(path.length // 6000) + 1)
    ]
    return pd.DataFrame(
        {
            "ID": [f"{line[0]}{stop:02d}" for line, stop, _ in rows],
            "LINE": [line for line, _, _ in rows],
            "NAME": [f"{line} {stop}" for line, stop, _ in rows],
            "geometry": [point for _, _, point in rows],
        }
    )
