"""Services: what migrants need of them beside what residents use, against what there is, area by area.

What there is comes from counts of the region with the names below; where a region has none, the demand is told
and the verdict is that the capacity isn't known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from localvip.capacity.limits.case import Case
from localvip.capacity.measure import Capacity
from localvip.impact.draws import Floats
from localvip.impact.dues import visits_asked
from localvip.impact.fiscal import ADMITTED, dependants_per_visa
from localvip.impact.measured import Measured, Sheet, measured
from localvip.impact.places import areas_of, by_area, count_by_area
from localvip.impact.ranges import TOLD, ranges

UNKNOWN = "capacity not known"


@dataclass(frozen=True)
class Need:
    """A service: what is ``added`` (draws, areas), there is (``capacity``) and is ``used`` already, in one unit.

    ``capacity`` is ``None`` where the region doesn't have it. ``rates``: the keys of the assumptions used.
    """

    service: str
    added: Measured
    capacity: Measured | None
    used: Measured
    rates: str


def services_table(case: Case, visas: Floats, sheet: Sheet) -> pd.DataFrame:
    """Return demand against capacity for each service and area of the focus, and in all (area ""), table I3.

    ``visas`` (draws, cells). ``use`` is (used before + added) / capacity; ``verdict``: *enough* up to the
    threshold, *tight* up to 1, *short* above; *perhaps* where low and high differ.
    """
    threshold = sheet["services.threshold"].numbers
    names = [(int(position), str(case.region.areas.index[position])) for position in areas_of(case)]
    rows = [
        _row(need, *area, threshold) for need in needs(case, visas, sheet) for area in (*names, (None, ""))
    ]
    return pd.DataFrame(rows)


def needs(case: Case, visas: Floats, sheet: Sheet) -> Iterator[Need]:
    """Iterate over the services that visas need; school seats only where a program admits dependants."""
    here = measured(by_area(case, visas), "visas")
    people = here * _across(sheet["fiscal.presence"] + dependants_per_visa(case, sheet))
    stock = _Stock(case, sheet)
    rooms = here * _across(sheet["fiscal.lodged_elsewhere"]) * measured(1, "rooms per visa")
    homes = ("services.usable_vacancy", "services.rooms_per_home")
    yield Need(
        "bedrooms", rooms, stock.of("vacant_units", "homes", homes), _none(rooms), "fiscal.lodged_elsewhere"
    )
    yield stock.for_people("clinic visits", people, ("services.clinic_visits",), "physicians")
    yield stock.for_people("water", people, ("services.water",), "water_m3_per_day")
    yield stock.for_people(
        "transit", people, ("services.trips", "services.transit_share"), "transit_trips_per_day"
    )
    seats = here * _across(sheet["services.language_seats"])
    taken = stock.of("language_learners", "seats") or _none(seats)
    yield Need("language seats", seats, stock.of("language_seats", "seats"), taken, "services.language_seats")
    yield _inspections(case, visas, stock)
    program = case.rulebook.program
    if program is not None and program.dependants == ADMITTED:
        keys = ("fiscal.dependants_per_visa", "fiscal.pupils_per_dependant")
        pupils = here * _across(sheet[keys[0]]) * _across(sheet[keys[1]])
        enrolled = stock.of("pupils", "pupils") or _none(pupils)
        yield Need("school seats", pupils, stock.of("school_seats", "pupils"), enrolled, ", ".join(keys))


def _inspections(case: Case, visas: Floats, stock: _Stock) -> Need:
    """Return the inspectors that the visits which the laws ask for take (the assumed number where none does)."""
    asked, assumed = visits_asked(case), stock.sheet["protection.visits_per_visa"].numbers[:, None]
    visits = measured(by_area(case, visas * np.where(np.isnan(asked), assumed, asked)), "visits per year")
    inspectors = visits / _across(stock.sheet["services.visits_per_inspector"])
    there = stock.of("inspectors", "inspectors")
    return Need("inspectors", inspectors, there, _none(inspectors), "services.visits_per_inspector")


@dataclass(frozen=True)
class _Stock:
    """What a region has of services, on the focus of a case."""

    case: Case
    sheet: Sheet

    def of(self, count: str, unit: str, keys: tuple[str, ...] = ()) -> Measured | None:
        """Return a count of the region, times assumptions; ``None`` where it has none."""
        found = count_by_area(self.case, count)
        if found is None:
            return None
        there = measured(found[None, :], unit)
        for key in keys:
            there = there * _across(self.sheet[key])
        return there

    def for_people(self, service: str, people: Measured, keys: tuple[str, ...], count: str) -> Need:
        """Return the need of a service that residents and migrants use alike."""
        rate = _across(self.sheet[keys[0]])
        for key in keys[1:]:
            rate = rate * _across(self.sheet[key])
        added = people * rate
        residents = count_by_area(self.case, "residents")
        used = _none(added) if residents is None else measured(residents[None, :], "residents") * rate
        if count == "physicians":
            there = self.of(count, count, ("services.visits_per_physician",))
        else:
            there = self.of(count, str(added.unit))
        return Need(service, added, there, used, ", ".join(keys))


def _across(drawn: Measured) -> Measured:
    """Return numbers of shape (draws,) as (draws, 1), to meet areas."""
    return Measured(drawn.numbers[:, None], drawn.unit)


def _none(like: Measured) -> Measured:
    return Measured(np.zeros((1, like.numbers.shape[-1])), like.unit)


def _row(need: Need, position: int | None, area: str, threshold: Floats) -> dict[str, object]:
    """Return a row of one area, or of all where ``position`` is ``None``: sums, unknown where a part is."""
    added, used = _taken(need.added, position), _taken(need.used.at(need.added.unit), position)
    told = ranges(added)
    row: dict[str, object] = {"area": area, "service": need.service, "unit": str(need.added.unit)}
    row |= {f"added_{name}": told[name] for name in TOLD}
    there = None if need.capacity is None else _taken(need.capacity.at(need.added.unit), position)
    row["capacity"] = np.nan if there is None else ranges(there)["median"]
    row["used_before"] = ranges(used)["median"]
    use = np.full(1, np.nan) if there is None else _use(used + added, there)
    row |= {f"use_{name}": one for name, one in ranges(use).items()}
    row["threshold"] = ranges(threshold)["median"]
    row["verdict"] = verdict(ranges(use), ranges(threshold)["median"])
    row["rate_source"] = need.rates
    return row


def _taken(numbers: Measured, position: int | None) -> Floats:
    taken = numbers.numbers.sum(axis=-1) if position is None else numbers.numbers[..., position]
    return np.asarray(taken)


def _use(used: Floats, there: Floats) -> Floats:
    """Return use / capacity; where there is no capacity at all, 0 if nothing is used, else infinite."""
    used, there = np.broadcast_arrays(used, there)
    empty = np.where(used > 0, np.inf, np.where(np.isnan(used), np.nan, 0.0))
    return np.asarray(np.divide(used, there, out=empty, where=there != 0))


def verdict(use: dict[str, float], threshold: float) -> str:
    """Return a verdict in words on a range of use: its median's, with *perhaps* where low and high differ."""
    words = {name: _word(one, threshold) for name, one in use.items()}
    return words["median"] if words["low"] == words["high"] else f"perhaps {words['median']}"


def _word(use: float, threshold: float) -> str:
    if np.isnan(use):
        return UNKNOWN
    return "enough" if use <= threshold else "tight" if use <= 1 else "short"


def catchments_table(capacity: Capacity, visas: Floats, sheet: Sheet) -> pd.DataFrame:
    """Return what sites serve against visas of the homes that reach only them, for each full set and all sites.

    ``visas`` (draws, cells). Without amenities that serve, the table is empty.
    """
    threshold = ranges(sheet["services.threshold"].numbers)["median"]
    rows = []
    for row in capacity.limits.rows:
        if row.sites:
            given = visas[:, row.members].sum(axis=1)
            use = ranges(_use(given, np.array([float(row.value)])))
            told = {f"visas_{name}": one for name, one in ranges(given).items()}
            provision = capacity.limits.bounds[row.bound].provision
            word = verdict(use, threshold) if row.known else UNKNOWN
            rows.append(
                {"provision": provision.id, "catchment": row.group, **told, "places": row.value}
                | {"use": use["median"], "unit": "visas", "verdict": word}
            )
    columns = [
        "provision",
        "catchment",
        *(f"visas_{name}" for name in TOLD),
        "places",
        "use",
        "unit",
        "verdict",
    ]
    return pd.DataFrame(rows, columns=columns)
