"""Access to facilities before and after: the two-step floating catchment area (Luo and Wang 2003).

Step 1: a facility's supply for each person within reach, R_j = S_j / sum P_k. Step 2: what an area reaches,
A_i = sum R_j. Conserved: sum A_i P_i is the supply of all facilities that someone reaches.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from localvip.impact.draws import Floats
from localvip.impact.ranges import ranges, table_of
from localvip.problem import Bug
from localvip.region.model import Layer, Region

Bools = npt.NDArray[np.bool_]
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Access:
    """Supply a person that areas reach (last axis); ``reached``: the supply that anyone reaches.

    ``unreachable``: the areas with no facility within reach. Their access is 0 and they are counted.
    """

    supply: Floats
    reached: Floats
    unreachable: Bools


def two_step(people: npt.ArrayLike, supply: npt.ArrayLike, near: Bools) -> Access:
    """Return the access of areas with ``people`` (..., areas) to facilities with ``supply`` (facilities,).

    ``near[i, j]``: area i reaches facility j. Raises ``Bug`` where the supply isn't conserved.
    """
    persons, places = np.asarray(people, float), np.asarray(supply, float)
    reach = near.astype(float)
    demand = persons @ reach
    ratio = np.divide(places, demand, out=np.zeros_like(demand), where=demand > 0)
    access = ratio @ reach.T
    reached = (places * (demand > 0)).sum(axis=-1)
    if not np.allclose((access * persons).sum(axis=-1), reached, rtol=TOLERANCE, atol=TOLERANCE):
        raise Bug("What areas reach doesn't add up to the supply of the facilities that they reach.")
    return Access(access, np.asarray(reached), np.asarray(~near.any(axis=1)))


def within_reach(region: Region, layer: Layer, metres: float) -> Bools:
    """Return which areas (rows) have which facilities within ``metres`` of a point inside the area.

    Straight lines on the region's equal-area plane; the point stands for all of the area's people.
    """
    points = region.areas.geometry.representative_point()
    sites = layer.shapes.geometry
    away = np.column_stack([points.distance(site).to_numpy() for site in sites]) if len(sites) else None
    return np.zeros((len(points), 0), bool) if away is None else np.asarray(away <= metres)


def access_table(
    region: Region, facility: str, near: Bools, people: tuple[Floats, Floats], supply: Floats
) -> pd.DataFrame:
    """Return access an area before and after (table I7), in sites' units for 1,000 people, and totals.

    ``people``: before (areas,) and after (draws, areas). Areas that reach nothing are told as such.
    """
    before, after = two_step(people[0], supply, near), two_step(people[1], supply, near)
    unit = f"{facility} per 1,000 people"
    rows: list[dict[str, object]] = []
    for position, area in enumerate(region.areas.index):
        word = "out of reach" if before.unreachable[position] else "reached"
        for stage, one in (("before", before), ("after", after)):
            told = ranges(1000 * one.supply[..., position])
            rows.append({"area": area, "measure": stage, "reading": word, "unit": unit, **told})
    lost = before.unreachable
    for stage, persons in (("before", people[0]), ("after", people[1])):
        out = ranges(persons[..., lost].sum(axis=-1))
        rows.append(
            {"area": "", "measure": f"people out of reach, {stage}", "reading": "", "unit": "people", **out}
        )
    return table_of(rows, ["area", "measure", "reading"])
