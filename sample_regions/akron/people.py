"""People, homes, jobs and incomes of the tracts. Made, but with the published totals of 2010."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from ground import SEED, Floats, distress, smooth_field
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

RESIDENTS, HOUSEHOLDS, HOUSING_UNITS = 541_781, 222_781, 245_109
"""Summit County, Census 2010 (sources: README.md)."""
ADULTS, JOBS = round(RESIDENTS * 0.77), 262_000
"""Made."""


def whole(weights: Floats | NDArray[np.int64], total: int) -> NDArray[np.int64]:
    """Whole numbers in proportion to the weights with this total (largest remainder; ties by order)."""
    exact = np.asarray(weights) * (total / np.sum(weights))
    floor: NDArray[np.int64] = np.floor(exact).astype(np.int64)
    rank = np.argsort(floor - exact, kind="stable")
    floor[rank[: total - int(floor.sum())]] += 1
    return floor


def settle(start: Floats, shares: Floats, targets: Floats) -> NDArray[np.int64]:
    """Residents of each tract, near `start`, such that towns and county have their totals.

    `shares` (tracts, towns) is the share of each tract's land in each town, `targets` the residents of each.
    The county's total is met exactly, that of the first town to half a person, the others about.
    """
    outside = 1 - shares.sum(axis=1, keepdims=True)
    parts = np.hstack([shares, outside])
    goals = np.append(targets, RESIDENTS - targets.sum())
    people = start * RESIDENTS / start.sum()
    for _ in range(200):
        factor = goals / (parts * people[:, None]).sum(axis=0)
        people = people * (parts @ factor)
    people = whole(people, RESIDENTS)
    return _meet_first(people, shares[:, 0], float(targets[0]))


def _meet_first(people: NDArray[np.int64], share: Floats, target: float) -> NDArray[np.int64]:
    """Moves whole people between tracts wholly inside and wholly outside a town until it has its target."""
    short = int(np.rint(target - people @ share))
    inside, outside = np.flatnonzero(share > 1 - 1e-9), np.flatnonzero(share < 1e-9)
    gain, loss = whole(people[inside], abs(short)), whole(people[outside], abs(short))
    sign = 1 if short > 0 else -1
    people[inside] += sign * gain
    people[outside] -= sign * loss
    return people


def make_people(tracts: list[BaseGeometry], residents: NDArray[np.int64]) -> pd.DataFrame:
    """The columns of the tracts; rates are shares, money is USD a year."""
    spot = np.stack(
        [shapely.get_x(shapely.centroid(tracts)), shapely.get_y(shapely.centroid(tracts))], axis=1
    )
    rng = np.random.default_rng([SEED, 90])
    need = np.clip(distress(spot) * np.exp(rng.normal(0, 0.16, len(tracts))), 0.01, 1.05)
    homes = _homes(residents, need, rng)
    adults = whole(residents * (0.79 - 0.07 * need + rng.normal(0, 0.022, len(tracts))), ADULTS)
    income = 82000 * np.exp(
        -1.5 * need + 0.16 * smooth_field(91, 20000)(spot) + rng.normal(0, 0.09, len(tracts))
    )
    jobs = _jobs(spot, rng)
    return pd.DataFrame(
        {
            "residents": residents,
            "adults": adults,
            **homes,
            "jobs": jobs,
            "poverty_rate": np.round(np.clip(0.015 + 0.60 * need**1.15, 0.012, 0.72), 4),
            "vacancy_rate": np.round(homes["vacant_units"] / homes["housing_units"], 4),
            "unemployment_rate": np.round(0.033 + 0.15 * need**1.3 + rng.uniform(0, 0.018, len(tracts)), 4),
            "median_income": np.round(income, -1).astype(np.int64),
        }
    )


def _homes(
    residents: NDArray[np.int64], need: Floats, rng: np.random.Generator
) -> dict[str, NDArray[np.int64]]:
    """Households, vacant units and housing units, which is their sum."""
    size = 2.62 - 0.35 * need + rng.normal(0, 0.12, len(need))
    households = whole(residents / size, HOUSEHOLDS)
    empty = households * np.clip(0.035 + 0.27 * need**1.5 + rng.normal(0, 0.012, len(need)), 0.012, None)
    vacant = whole(empty, HOUSING_UNITS - HOUSEHOLDS)
    return {"households": households, "housing_units": households + vacant, "vacant_units": vacant}


def _jobs(spot: Floats, rng: np.random.Generator) -> NDArray[np.int64]:
    """Jobs: most downtown and at a few centres, some everywhere."""
    weight = np.full(len(spot), 0.35)
    for x, y, spread, peak in [
        (2237500, 518000, 5200, 9.0), (2208500, 535500, 6000, 4.5), (2240500, 545000, 6500, 2.0),
        (2259000, 603500, 6500, 3.2), (2258500, 577500, 6500, 2.0), (2251500, 469500, 8000, 2.4),
        (2216000, 491500, 5500, 1.6), (2263000, 552000, 6500, 1.6), (2243000, 603000, 6500, 2.0),
    ]:  # fmt: skip
        weight += peak * np.exp(-((spot - (x, y)) ** 2).sum(axis=1) / (2 * spread**2))
    return whole(weight * np.exp(rng.normal(0, 0.3, len(spot))), JOBS)
