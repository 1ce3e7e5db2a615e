"""The setting of an impact: a capacity as arrays a cell: adults, incomes, labour markets, and what the law charges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from localvip.capacity.measure import Capacity
from localvip.impact.assumption import Assumptions
from localvip.impact.charges import burdens
from localvip.impact.draws import Floats
from localvip.message import told
from localvip.ordinance.model import Amenity
from localvip.problem import Notice, Place, Problem, Problems, Refused
from localvip.region.apportion import MICRO
from localvip.region.model import SPONSORS

MARKET_LEVEL = "county"
INCOME = "median_income"
Int64s = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Dues:
    """What a party receives for one visa, less what it pays, a cell: ``yearly``, ``once``, ``rate`` of income."""

    yearly: Floats
    once: Floats
    rate: Floats


@dataclass(frozen=True)
class Setting:
    """A capacity as arrays a cell. ``adults``: people; ``income``: the area's median household income a year.

    ``market``: the labour market of each cell, by position in ``markets``; it holds all adults of the region
    there, governed or not. ``dues``: by party; ``offered``: services that ordinances offer there. ``notices``:
    what had to be supposed.
    """

    capacity: Capacity
    currency: str
    adults: Floats
    income: Floats
    market: Int64s
    markets: tuple[str, ...]
    dues: Mapping[str, Dues]
    offered: Floats
    notices: tuple[Notice, ...]

    @property
    def market_adults(self) -> Floats:
        """Return the adults of each labour market."""
        return np.bincount(self.market, self.adults, minlength=len(self.markets)).astype(float)

    @property
    def residents(self) -> Floats:
        """Return the residents of each cell; its adults where the region counts no residents."""
        table = self.capacity.case.cells.table
        return table["residents"].to_numpy(dtype=float) / MICRO if "residents" in table else self.adults

    @property
    def area(self) -> Int64s:
        """Return the position of each cell's area."""
        return self.capacity.case.cells.position

    def towns(self) -> npt.NDArray[np.object_]:
        """Return the name of each cell's jurisdiction of the first level, "" outside all of them."""
        region = self.capacity.case.region
        level = next(iter(region.levels.values()), None)
        if level is None:
            return np.full(len(self.adults), region.title, dtype=object)
        names = self.capacity.case.cells.table[level.name].map(level.names())
        return np.asarray(names.astype(object).where(names.notna(), "").to_numpy())


def setting_of(capacity: Capacity, assumptions: Assumptions) -> Setting:
    """Return the setting of ``capacity``; ``assumptions`` fill in what the region doesn't count.

    Raises ``Refused`` where no ordinance binds any place, or where the assumptions, or a charge of the law, are in
    another currency than the region.
    """
    if not capacity.governed.any():
        message = f"No ordinance binds any place on {capacity.case.day}: nothing follows from it."
        raise Refused(
            [Problem(Place("rules"), "no-ordinance", message, "Add an ordinance, or choose its day.")]
        )
    region = capacity.case.region
    currency = region.currency or assumptions["household.wage_per_month"].currency
    _one_currency(capacity, assumptions, currency)
    adults, notices = _adults(capacity, float(assumptions.value("uptake.adults_share")))
    income, more = _income(capacity, float(assumptions.value("uptake.base_income")))
    market, names = _markets(capacity)
    return Setting(
        capacity=capacity,
        currency=currency,
        adults=adults,
        income=income,
        market=market,
        markets=names,
        dues=_dues(capacity),
        offered=_offered(capacity),
        notices=(*notices, *more),
    )


def _one_currency(capacity: Capacity, assumptions: Assumptions, currency: str) -> None:
    problems = Problems()
    others = [one.key for one in assumptions.values() if one.currency not in ("", currency)]
    if others:
        message = f"{len(others)} sums of money are not in {currency}, the region's currency: {others[0]} ..."
        problems.add(Place("assumptions"), "currency", message, f"Convert them: in_currency({currency!r}).")
    for burden in burdens(capacity.case):
        charge = burden.charge
        if charge.currency not in ("", currency):
            message = f"{charge.title} ({charge.section}) is owed in {charge.currency}, the region counts {currency}."
            problems.add(Place("charges"), "currency", message)
    problems.refuse()


def _adults(capacity: Capacity, share: float) -> tuple[Floats, list[Notice]]:
    table = capacity.case.cells.table
    if "adults" in table:
        return table["adults"].to_numpy(dtype=float) / MICRO, []
    if "residents" in table:
        text = told(
            "the region counts no adults: {n}% of residents are taken to be adults", n=round(100 * share)
        )
        return table["residents"].to_numpy(dtype=float) / MICRO * share, [
            Notice(Place("adults"), "assumed", text)
        ]
    text = told("the region counts neither adults nor residents: the sponsors are taken to be all adults")
    return table[SPONSORS].to_numpy(dtype=float), [Notice(Place("adults"), "assumed", text)]


def _income(capacity: Capacity, otherwise: float) -> tuple[Floats, list[Notice]]:
    region, position = capacity.case.region, capacity.case.cells.position
    place = Place("areas", item=INCOME)
    if INCOME not in region.areas.columns:
        text = told(
            "the region has no {column}: every area is taken to have the country's, {n}",
            column=INCOME,
            n=round(otherwise),
        )
        return np.full(len(position), otherwise), [Notice(place, "assumed", text)]
    values = region.areas[INCOME].to_numpy(dtype=float)
    missing = ~(values > 0)
    if not missing.any():
        return values[position], []
    middle = float(np.median(values[~missing])) if (~missing).any() else otherwise
    text = told(
        "{areas} areas have no {column}: they are taken to have the middle area's, {n}",
        areas=int(missing.sum()),
        column=INCOME,
        n=round(middle),
    )
    return np.where(missing, middle, values)[position], [Notice(place, "assumed", text)]


def _markets(capacity: Capacity) -> tuple[Int64s, tuple[str, ...]]:
    """Return the labour market of each cell: its county where the region has that level, else the whole region."""
    table, region = capacity.case.cells.table, capacity.case.region
    if MARKET_LEVEL not in region.levels:
        return np.zeros(len(table), dtype=np.int64), (region.title,)
    codes, ids = pd.factorize(table[MARKET_LEVEL].fillna(""), sort=True)
    names = region.levels[MARKET_LEVEL].names()
    return codes.astype(np.int64), tuple(names.get(str(key), "elsewhere") for key in ids)


def _dues(capacity: Capacity) -> dict[str, Dues]:
    cells = len(capacity.case.cells.table)
    found: dict[str, Dues] = {}
    for burden in burdens(capacity.case):
        charge = burden.charge
        if not charge.counted:
            continue
        for party, sign in ((charge.payer, -1.0), (charge.receiver, 1.0)):
            held = found.setdefault(party, Dues(*(np.zeros(cells) for _ in range(3))))
            for array, value in (
                (held.yearly, charge.yearly),
                (held.once, charge.once),
                (held.rate, charge.rate),
            ):
                array[burden.land] += sign * float(value)
    return found


def _offered(capacity: Capacity) -> Floats:
    """Return how many services the ordinances offer in each cell (``offers:``), defaults among them."""
    count = np.zeros(len(capacity.case.cells.table))
    for ground in capacity.case.grounds:
        for _, amenity, land in ground.amenities():
            count += land & isinstance(amenity, Amenity) & bool(amenity.offers)
    return count
