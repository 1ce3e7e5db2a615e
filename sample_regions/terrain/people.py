"""People, homes, jobs and incomes of areas: made, with given totals; need makes them move together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from terrain.ground import Field, Floats, Ground, Ints

MARGINS = {"residents": 11, "adults": 11, "households": 4, "housing_units": 3, "vacant_units": 9}
"""The variance of each unit of a count: about what makes the margins of a five-year sample."""


@dataclass(frozen=True)
class Totals:
    """What the areas add up to, exactly."""

    adults: int
    households: int
    housing_units: int
    jobs: int
    income: float
    """A year, where nobody is poor."""
    work: tuple[tuple[float, float, float, float], ...]
    """Centres of work: x, y, spread, peak."""
    household: float = 2.62
    """People in one, before `households` are shared out."""


def whole(weights: Floats | Ints, total: int) -> Ints:
    """Whole numbers in proportion to the weights with this total (largest remainder; ties by order)."""
    exact = np.asarray(weights) * (total / np.sum(weights))
    floor: Ints = np.floor(exact).astype(np.int64)
    rank = np.argsort(floor - exact, kind="stable")
    floor[rank[: total - int(floor.sum())]] += 1
    return floor


def make_people(
    ground: Ground, totals: Totals, areas: list[BaseGeometry], residents: Ints, distress: Field
) -> pd.DataFrame:
    """The columns of the areas; rates are shares, money is a year. `distress`: how poor a point is, 0 to 1."""
    spot = np.stack([shapely.get_x(shapely.centroid(areas)), shapely.get_y(shapely.centroid(areas))], axis=1)
    rng = np.random.default_rng([ground.seed, 90])
    need = np.clip(distress(spot) * np.exp(rng.normal(0, 0.16, len(areas))), 0.01, 1.05)
    homes = _homes(totals, residents, need, rng)
    adults = whole(residents * (0.79 - 0.07 * need + rng.normal(0, 0.022, len(areas))), totals.adults)
    income = totals.income * np.exp(
        -1.5 * need + 0.16 * ground.field(91, 20000)(spot) + rng.normal(0, 0.09, len(areas))
    )
    jobs = _jobs(totals, spot, rng)
    return pd.DataFrame(
        {
            "residents": residents,
            "adults": adults,
            **homes,
            "jobs": jobs,
            "poverty_rate": np.round(np.clip(0.015 + 0.60 * need**1.15, 0.012, 0.72), 4),
            "vacancy_rate": np.round(homes["vacant_units"] / homes["housing_units"], 4),
            "unemployment_rate": np.round(0.033 + 0.15 * need**1.3 + rng.uniform(0, 0.018, len(areas)), 4),
            "median_income": np.round(income, -1).astype(np.int64),
        }
    )


def with_margins(table: pd.DataFrame) -> pd.DataFrame:
    """The table with a margin of error at 90 % beside each surveyed count, as a five-year sample would give it."""
    margins = {
        f"{name}_moe": np.rint(1.645 * np.sqrt(factor * table[name].to_numpy() + 50)).astype(np.int64)
        for name, factor in MARGINS.items()
    }
    return table.assign(**margins)


def _homes(totals: Totals, residents: Ints, need: Floats, rng: np.random.Generator) -> dict[str, Ints]:
    """Households, vacant units and housing units, which is their sum."""
    size = totals.household - 0.35 * need + rng.normal(0, 0.12, len(need))
    households = whole(residents / size, totals.households)
    empty = households * np.clip(0.035 + 0.27 * need**1.5 + rng.normal(0, 0.012, len(need)), 0.012, None)
    vacant = whole(empty, totals.housing_units - totals.households)
    return {"households": households, "housing_units": households + vacant, "vacant_units": vacant}


def _jobs(totals: Totals, spot: Floats, rng: np.random.Generator) -> Ints:
    """Jobs: most at the centres of work, some everywhere."""
    weight = np.full(len(spot), 0.35)
    for x, y, spread, peak in totals.work:
        weight += peak * np.exp(-((spot - (x, y)) ** 2).sum(axis=1) / (2 * spread**2))
    return whole(weight * np.exp(rng.normal(0, 0.3, len(spot))), totals.jobs)
