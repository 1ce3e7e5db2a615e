"""Protection of migrants: signs of risk, what breaches and idle months cost, and safeguards that are left thin.

These are signs, not findings: where few inspectors, no other sponsor in reach and low pay meet, abuse is easier.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from localvip.capacity.limits.case import Case
from localvip.impact.draws import Floats
from localvip.impact.dues import standing, visits_asked
from localvip.impact.fiscal import a_year
from localvip.impact.measured import Measured, Sheet, measured
from localvip.impact.places import areas_of, by_area
from localvip.impact.ranges import ranges, table_of
from localvip.ordinance.model import Safeguard

Bools = npt.NDArray[np.bool_]
SQUARE_FOOT = 0.3048**2
KM = 1000.0


def protection_table(case: Case, visas: Floats, sheet: Sheet) -> pd.DataFrame:
    """Return signs of risk over all visas of the focus, ``visas`` (draws, cells): low, median, high, unit.

    Shares and means are over visas, so that a place without any doesn't count; NaN where there is no visa.
    """
    here = visas * case.focus
    total = measured(here.sum(axis=1), "visas")
    rows = [*_visits(case, here, total, sheet), *_exits(case, here, total, sheet)]
    rows += [*_pay(sheet), *_room(case, here, total, sheet), *_expected(total, sheet)]
    for kind, name in (
        ("complaint_line", "a complaint line"),
        ("insurance", "insurance"),
        ("bond", "a bond"),
    ):
        covered = measured(here @ _covered(case, kind), "visas")
        rows.append((f"visas under a rule on {name}", covered / total))
    told = ({"indicator": name, "unit": str(one.unit), **ranges(one.numbers)} for name, one in rows)
    return table_of(told, ["indicator"])


def _covered(case: Case, kind: str) -> Floats:
    """Return 1 for each cell on which a safeguard of a kind is in force, else 0."""
    found = np.zeros(len(case.cells.table))
    for _, provision, land in standing(case):
        if isinstance(provision, Safeguard) and provision.kind == kind:
            found[land] = 1
    return found


def _visits(case: Case, here: Floats, total: Measured, sheet: Sheet) -> Iterator[tuple[str, Measured]]:
    """Iterate over visits that the laws ask for (0 where none sets a number) and the inspectors they take."""
    asked = measured(here @ np.nan_to_num(visits_asked(case)), "visits per year")
    yield "visits asked for by law", asked / total
    thousand = measured(1000, "visas") / total
    yield "inspectors for 1,000 visas", asked / sheet["services.visits_per_inspector"] * thousand


def _exits(case: Case, here: Floats, total: Measured, sheet: Sheet) -> Iterator[tuple[str, Measured]]:
    """Iterate over other hosts within reach of a visa: on average, and the share of visas with few."""
    areas = by_area(case, here)
    others = np.clip(_within(case, areas, sheet["protection.exit_reach"].numbers) - 1, 0, None)
    met = measured((areas * others).sum(axis=1), "sponsors") / total
    yield "other sponsors within reach", met * measured(1, "visas")
    few = others < sheet["protection.few_sponsors"].numbers[:, None]
    yield "visas with few other sponsors within reach", measured((areas * few).sum(axis=1), "visas") / total


def _within(case: Case, visas: Floats, kilometres: Floats) -> Floats:
    """Return the visas within the reach of each draw from each area, its own among them, shape (draws, areas).

    Straight lines between points inside the areas; draws are told apart by whole kilometres.
    """
    from scipy.sparse import csr_array  # slow to import, and a capacity report does without
    from scipy.spatial import KDTree

    points = case.region.areas.geometry.representative_point().to_numpy()
    places, reach = areas_of(case), np.rint(kilometres)
    tree = KDTree(shapely.get_coordinates(points[places]) / KM)
    pairs = tree.sparse_distance_matrix(tree, float(reach.max()), output_type="ndarray")
    held = np.broadcast_to(visas, (len(reach), len(points)))
    found = np.zeros(held.shape)
    for km in np.unique(reach):
        near = pairs[pairs["v"] <= km]
        joined = csr_array((np.ones(len(near)), (near["i"], near["j"])), shape=(len(places), len(places)))
        drawn = np.flatnonzero(reach == km)
        found[np.ix_(drawn, places)] = held[np.ix_(drawn, places)] @ joined
    return found


def _pay(sheet: Sheet) -> Iterator[tuple[str, Measured]]:
    """Iterate over the wage beside the general floor: the program lets pay fall below it."""
    wage = sheet["household.wage_per_month"] * measured([12], "months per year")
    yield "wage, of the general minimum of a full year", wage / sheet["protection.wage_floor"]


def _room(case: Case, here: Floats, total: Measured, sheet: Sheet) -> Iterator[tuple[str, Measured]]:
    """Iterate over the floor area that the laws ask for, the strictest on each cell; 0 where none does."""
    asked = np.zeros(len(case.cells.table))
    for _, provision, land in standing(case):
        if isinstance(provision, Safeguard) and provision.kind == "floor_area" and provision.at_least:
            size = float(provision.at_least.amount)
            size *= SQUARE_FOOT if provision.at_least.unit == "sq ft" else 1
            if provision.at_least.unit in ("m2", "sq ft"):
                asked = np.where(land, np.maximum(asked, size), asked)
    mean = measured(here @ asked, "m2") / total * measured(1, "visas") / measured(1, "persons")
    yield "floor area asked for by law", mean
    yield "floor area asked for, of what is held decent", mean / sheet["protection.floor_area"]


def _expected(total: Measured, sheet: Sheet) -> Iterator[tuple[str, Measured]]:
    """Iterate over what sponsors must expect to pay in fines for flight or crime, and for months without work."""
    fines = sheet["household.fine_events"] * sheet["household.fine_per_event"]
    support = a_year(sheet["household.support_per_month"]) * sheet["household.workless_share"]
    for name, each in (("fines", fines), ("support without work", support)):
        yield f"{name} expected for a visa", each
        yield f"{name} expected in all", each * total
