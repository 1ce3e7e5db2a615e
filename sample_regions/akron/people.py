"""How many people, homes and jobs the county has, and how many live in each tract."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from terrain.ground import Floats
from terrain.people import Totals, whole

RESIDENTS, HOUSEHOLDS, HOUSING_UNITS = 541_781, 222_781, 245_109
"""Summit County, Census 2010 (sources: README.md)."""
WORK = (
    (2237500, 518000, 5200, 9.0), (2208500, 535500, 6000, 4.5), (2240500, 545000, 6500, 2.0),
    (2259000, 603500, 6500, 3.2), (2258500, 577500, 6500, 2.0), (2251500, 469500, 8000, 2.4),
    (2216000, 491500, 5500, 1.6), (2263000, 552000, 6500, 1.6), (2243000, 603000, 6500, 2.0),
)  # fmt: skip
TOTALS = Totals(
    adults=round(RESIDENTS * 0.77),
    households=HOUSEHOLDS,
    housing_units=HOUSING_UNITS,
    jobs=262_000,
    income=82000,
    work=WORK,
)
"""Adults, jobs and incomes are made."""


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
