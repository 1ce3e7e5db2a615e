"""Access to facilities before and after: the two-step floating catchment area (Luo and Wang 2003).

Step 1: a facility's supply for each person within reach, R_j = S_j / sum P_k. Step 2: what an area reaches,
A_i = sum R_j. Conserved: sum A_i P_i is the supply of all facilities that someone reaches.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pandas as pd

from localvip.capacity.limits.case import Case
from localvip.impact.draws import Floats
from localvip.impact.dues import standing
from localvip.impact.measured import Sheet
from localvip.impact.places import areas_of
from localvip.impact.ranges import ranges, table_of
from localvip.ordinance.model import Amenity
from localvip.problem import Bug
from localvip.region.apportion import MICRO
from localvip.region.model import Layer, Region

Bools = npt.NDArray[np.bool_]
Int64s = npt.NDArray[np.int64]
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


def within_reach(region: Region, layer: Layer, metres: float, minutes: Fraction | None = None) -> Bools:
    """Return which areas (rows) have which facilities within metres, or minutes on the way, of a point inside them.

    Straight lines on the region's equal-area plane, or the travel times that it gives; the point stands for all of
    the area's people.
    """
    points = region.areas.geometry.representative_point()
    sites = layer.shapes.geometry
    if minutes is not None and layer.travel is not None and len(sites):
        land = layer.travel.within(minutes, layer.shapes.index)
        return np.column_stack([points.within(one).to_numpy(dtype=bool) for one in land])
    away = np.column_stack([points.distance(site).to_numpy() for site in sites]) if len(sites) else None
    return np.zeros((len(points), 0), bool) if away is None else np.asarray(away <= metres)


@dataclass(frozen=True)
class Reach:
    """Facilities of one kind: what they supply together is ``supply`` (facilities,) of ``unit``; who is ``near``.

    ``without``: facilities whose supply the data don't know, left out.
    """

    facility: str
    unit: str
    near: Bools
    supply: Floats
    without: int = 0


def reaches(case: Case, sheet: Sheet) -> list[Reach]:
    """Return the facilities of every layer that says what its sites hold, in the layer's first unit.

    They are within reach at the distance that an amenity of the laws sets (the longest; minutes before metres), else
    at ``services.reach``.
    """
    asked: dict[str, tuple[float, Fraction | None]] = {}
    for _, provision, _ in standing(case):
        if isinstance(provision, Amenity) and provision.within is not None:
            metres, minutes = asked.get(provision.within.layer, (0.0, None))
            metres = max(metres, float(provision.within.metres))
            if provision.within.minutes is not None:
                minutes = max(minutes or Fraction(0), provision.within.minutes)
            asked[provision.within.layer] = (metres, minutes)
    found = []
    for name, layer in case.region.layers.items():
        for unit, column in list(layer.spec.capacity.items())[:1]:
            sizes = pd.to_numeric(layer.shapes[column], errors="coerce").to_numpy(dtype=float)
            known = sizes >= 0
            usual = (1000 * float(np.median(sheet["services.reach"].numbers)), None)
            near = within_reach(case.region, layer, *asked.get(name, usual))[:, known]
            found.append(Reach(name, f"{unit}s", near, sizes[known], int((~known).sum())))
    return found


def access_of(case: Case, migrants: Floats, sheet: Sheet) -> pd.DataFrame:
    """Return the access of the focus to every kind of facility, as ``migrants`` (draws, areas) come.

    All residents of the region share the facilities; an area without a known number counts as empty.
    """
    people = np.zeros(len(case.region.areas))
    if "residents" in case.region.counts:
        people = case.region.counts["residents"].to_numpy() / MICRO
    shown = areas_of(case)
    tables = [access_table(case.region, r, (people, people + migrants), shown) for r in reaches(case, sheet)]
    none = table_of([], ["area", "facility", "measure", "reading"])
    return pd.concat(tables, ignore_index=True) if tables else none


def access_table(region: Region, reach: Reach, people: tuple[Floats, Floats], shown: Int64s) -> pd.DataFrame:
    """Return access before and after (table I7), in the facilities' unit for 1,000 people, and totals (area "").

    ``people``: before (areas,) and after (draws, areas), all who share the facilities. ``shown``: the areas to
    tell of, by position; those that reach nothing are told as such and counted.
    """
    stages = tuple(zip(("before", "after"), people, strict=True))
    found = {stage: two_step(persons, reach.supply, reach.near) for stage, persons in stages}
    unit = f"{reach.unit} per 1,000 people"
    lost = found["before"].unreachable
    rows: list[dict[str, object]] = [
        {
            "area": str(region.areas.index[position]),
            "measure": stage,
            "reading": "out of reach" if lost[position] else "reached",
            "unit": unit,
            **ranges(1000 * found[stage].supply[..., position]),
        }
        for position in shown
        for stage, _ in stages
    ]
    out = shown[lost[shown]]
    totals = [
        (f"people out of reach, {stage}", one[..., out].sum(axis=-1), "people") for stage, one in stages
    ]
    totals += [("supply within reach of someone", found["before"].reached, reach.unit)]
    totals += [("facilities of unknown supply, left out", np.array([float(reach.without)]), "facilities")]
    rows += [{"area": "", "measure": name, "reading": "", "unit": u, **ranges(v)} for name, v, u in totals]
    table = table_of(rows, ["area", "measure", "reading"])
    table.insert(1, "facility", reach.facility)
    return table
