"""Dues: every sum that the laws in force make one party pay another, on its land, in the law's own words.

A due is exact: an amount for an event (a visa, a visit, an application) or a share of the sponsor's income. How
often the event happens in a year is counted here as well, from visas or from an assumption.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.case import Case
from localvip.capacity.limits.columns import area_column
from localvip.capacity.limits.grounds import Ground
from localvip.impact.draws import Floats
from localvip.impact.measured import Measured, Sheet, exact, measured
from localvip.language.money import Money
from localvip.ordinance.model import Amenity, Fee, Law, Provision, Safeguard

Bools = npt.NDArray[np.bool_]
PROVIDER = "providers"
INCOME = "median_income"
MONTHS = 12


@dataclass(frozen=True)
class Year:
    """One year of a case. ``visas`` (draws, cells): the number that is reached in the end.

    ``held`` and ``begun`` (draws,): the parts of it that are in force, and first issued, in the year. ``income``
    (draws, cells): what a sponsor has in a year, where uptake says who they are; else it is assumed.
    """

    number: int
    case: Case
    visas: Floats
    held: Floats
    begun: Floats
    income: Floats | None = None

    def in_force(self, land: Bools) -> Measured:
        """Return the visas in force on ``land`` (cells), shape (draws,)."""
        return measured(self.visas[:, land].sum(axis=1) * self.held, "visas")

    def issued(self, land: Bools) -> Measured:
        """Return the visas first issued in the year on ``land``."""
        return measured(self.visas[:, land].sum(axis=1) * self.begun, "visas per year")


@dataclass(frozen=True)
class Due:
    """What ``payer`` owes ``receiver`` under a provision on ``land`` (cells): ``money`` as the law says it.

    ``visits``: visits a visa and year that the provision itself asks for, if it does.
    """

    law: Law
    provision: Provision
    land: Bools
    payer: str
    receiver: str
    money: Money
    visits: Fraction | None = None

    @property
    def title(self) -> str:
        """Return the provision's title, or its id in words."""
        return self.provision.title or self.provision.id.replace("-", " ")


@dataclass(frozen=True)
class Reckoned:
    """``units`` of a ``base`` (events in a year, or incomes) at ``each``; the product is money a year."""

    base: str
    units: Measured
    each: Measured


def provisions_on(ground: Ground) -> Iterator[tuple[Provision, Bools]]:
    """Iterate over the provisions of a law, its zones' own and its defaults, each with the land that it binds."""
    yield from ((one, ground.land) for one in ground.law.top)
    yield from ((one, ground.zones[zone.id]) for zone in ground.law.zones for one in zone.own)
    yield from ((one, ground.fallback) for one in ground.law.defaults.provisions)


def standing(case: Case) -> Iterator[tuple[Law, Provision, Bools]]:
    """Iterate over every provision in force with its law and its land, less where zones set it aside."""
    for ground in case.grounds:
        for provision, land in provisions_on(ground):
            left = land.copy()
            for aside in case.asides.get((ground.law.file, provision.id), ()):
                left &= ~aside.land
            yield ground.law, provision, left


def dues(case: Case) -> tuple[Due, ...]:
    """Return every fee, incentive, and cost of an amenity or a safeguard that is in force somewhere."""
    found = (due_of(law, provision, land) for law, provision, land in standing(case) if land.any())
    return tuple(due for due in found if due is not None)


def due_of(law: Law, provision: Provision, land: Bools) -> Due | None:
    """Return what a provision makes one party pay another, ``None`` where it asks for no money."""
    if isinstance(provision, Fee):
        return Due(law, provision, land, provision.paid_by, provision.paid_to, provision.amount)
    if isinstance(provision, Amenity | Safeguard) and provision.cost is not None:
        visits = visits_of(provision) if isinstance(provision, Safeguard) else None
        return Due(law, provision, land, provision.paid_by, PROVIDER, provision.cost, visits)
    return None


def visits_of(safeguard: Safeguard) -> Fraction | None:
    """Return the visits a visa and year that an inspection asks for; ``None`` where it sets no number."""
    measure = safeguard.at_least
    if measure is None or not measure.unit.startswith("visit"):
        return None
    return measure.amount * (MONTHS if "month" in measure.per else 1)


def visits_asked(case: Case) -> Floats:
    """Return the visits a visa and year that the laws ask for in each cell; NaN where none sets a number.

    Where several laws ask, the most counts: one visit answers all of them.
    """
    most = np.full(len(case.cells.table), np.nan)
    for _, provision, land in standing(case):
        visits = visits_of(provision) if isinstance(provision, Safeguard) else None
        if visits is not None:
            most = np.where(land, np.fmax(most, float(visits)), most)
    return most


def exact_due(due: Due, visas: npt.NDArray[np.int64]) -> Fraction | None:
    """Return what a flat due on visas in force brings in a year, to the last cent; ``None`` for any other due."""
    if due.money.base or due.money.per[:1] != ("visa",) or len(due.money.per) == 1:
        return None
    return due.money.amount * _times_a_year(due.money) * int(visas[due.land].sum())


def reckon(due: Due, year: Year, sheet: Sheet) -> Reckoned:
    """Return what is due in a year: its units, and the law's amount for each.

    By sponsor or household: each holds one visa. A sum without an event is owed once for each visa issued.
    """
    money = due.money
    if money.base:
        income = sponsor_income(year, sheet, due.land)
        return Reckoned(money.base.replace("_", " "), income, exact(money.share, "share"))
    event = money.per[0] if money.per else "visa"
    times = _times_a_year(money)
    if times and event in ("year", "month"):
        return Reckoned("jurisdictions", measured([times], "1 per year"), exact(money.amount, money.currency))
    unit = f"{money.currency} per {event}"
    if times and event in ("visa", "sponsor", "household"):
        count = year.in_force(due.land) * measured([1], f"{event}s per visa")
        return Reckoned(f"{event}s", count, exact(money.amount * times, f"{unit} per year"))
    return Reckoned(f"{event}s", _events(event, due, year, sheet), exact(money.amount, unit))


def _times_a_year(money: Money) -> int:
    return {"year": 1, "month": MONTHS}.get(money.per[-1] if money.per else "", 0)


def _events(event: str, due: Due, year: Year, sheet: Sheet) -> Measured:
    """Return how often an event happens in the year on the land of a due."""
    in_force, issued = year.in_force(due.land), year.issued(due.land)
    if event == "visit":
        asked = exact(due.visits, "visits per visa per year") if due.visits is not None else None
        return in_force * (asked or sheet["protection.visits_per_visa"])
    if event == "application":
        return issued * sheet["fiscal.applications_per_visa"]
    if event in ("violation", "transfer"):
        return in_force * sheet[f"protection.{event}s_per_visa"]
    return issued * measured([1], f"{event}s per visa")


def sponsor_income(year: Year, sheet: Sheet, land: Bools) -> Measured:
    """Return the yearly incomes of the sponsors on ``land``, added up, shape (draws,).

    Where the year doesn't know them, a sponsor has a part of the median household income of the area, and the
    assumed income where that is missing.
    """
    visas = year.visas[:, land] * year.held[:, None]
    if year.income is not None:
        return measured((visas * year.income[:, land]).sum(axis=1), f"{sheet.currency} per year")
    region, cells = year.case.region, year.case.cells
    income = np.full(len(region.areas), np.nan)
    if INCOME in region.areas.columns:
        income = np.asarray(area_column(region, INCOME), float)
    own = income[cells.position][land]
    known = np.isfinite(own)
    there = measured(visas @ np.where(known, own, 0.0), f"{sheet.currency} per year")
    elsewhere = measured(visas[:, ~known].sum(axis=1), "visas")
    assumed = sheet["fiscal.sponsor_income"] / measured([1], "visa")
    return there * sheet["fiscal.sponsor_income_ratio"] + elsewhere * assumed
