"""Fiscal balance of a municipality: what the rules and taxes bring, and what visas cost it, year by year.

Two ways of costing side by side (Burchell and Listokin, fiscal impact methods): *marginal*, where services have
room and one more resident costs little, and *average*, where each costs what each resident costs now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.case import Case
from localvip.impact.draws import Floats
from localvip.impact.dues import Due, Year, dues, reckon
from localvip.impact.measured import Measured, Sheet, measured
from localvip.impact.payments import PLACE, Line, Side
from localvip.problem import Problems

Bools = npt.NDArray[np.bool_]
GENERAL, SCHOOLS, PROGRAM = "general fund", "school fund", "hosting program"
ADMITTED = "admitted"


def year_lines(year: Year, sheet: Sheet, land: Bools | None = None) -> list[Line]:
    """Return every line of a year on ``land`` (the case's focus where left out).

    Raises ``Refused`` with every due in another currency than the sheet's.
    """
    focus = year.case.focus if land is None else land
    return [*due_lines(year, sheet, focus), *tax_lines(year, sheet, focus), *cost_lines(year, sheet, focus)]


def due_lines(year: Year, sheet: Sheet, land: Bools) -> list[Line]:
    """Return a line for each due that the laws in force lay on someone, also between others than the municipality."""
    problems = Problems()
    lines = []
    for due in dues(year.case):
        here = Due(due.law, due.provision, due.land & land, due.payer, due.receiver, due.money, due.visits)
        if due.money.currency not in ("", sheet.currency):
            message = (
                f"{due.title}: {due.money.text} is in {due.money.currency}, the account in {sheet.currency}."
            )
            problems.add(due.provision.place, "currency", message, "Keep one currency in a rulebook.")
        elif here.land.any():
            lines.append(_due_line(here, year, sheet))
    problems.refuse()
    return lines


def _due_line(due: Due, year: Year, sheet: Sheet) -> Line:
    reckoned = reckon(due, year, sheet)
    side: Side = "revenue" if due.receiver == PLACE else "operating"
    source = f"{due.law.title}, {due.provision.section or due.provision.id}"
    return Line(
        due.title,
        side,
        PROGRAM,
        due.payer,
        due.receiver,
        reckoned.base,
        reckoned.units,
        reckoned.each,
        source,
        law=due.law.title,
    )


def tax_lines(year: Year, sheet: Sheet, land: Bools) -> Iterator[Line]:
    """Iterate over local taxes that follow: on spending, wages, what sponsors keep, and rents outside the home.

    Spending here is the wage less insurance and what is sent home.
    """
    visas = year.in_force(land)
    wage = a_year(sheet["household.wage_per_month"])
    insurance = a_year(sheet["household.insurance_per_month"])
    spent = (
        (wage - insurance) * sheet["household.remitted_share"].complement() * sheet["fiscal.taxed_spending"]
    )
    rent = sheet["fiscal.rent_per_month"] * measured([12], "months per year") * measured([1], "room per visa")
    away = visas * sheet["fiscal.lodged_elsewhere"]
    kept = a_year(sheet["household.earnings_per_month"]) - wage
    taxes = (
        ("Tax on migrants' spending", "migrant", visas, spent, "fiscal.sales_tax"),
        ("Tax on migrants' wages", "migrant", visas, wage, "fiscal.income_tax"),
        ("Tax on what sponsors keep", "sponsor", visas, kept, "fiscal.income_tax"),
        ("Property tax in rents", "landlord", away, rent, "fiscal.property_tax_in_rent"),
    )
    for name, payer, units, taxed, key in taxes:
        base = "visas lodged elsewhere" if units is away else "visas"
        yield Line(name, "revenue", GENERAL, payer, PLACE, base, units, taxed * sheet[key], key)


def cost_lines(year: Year, sheet: Sheet, land: Bools) -> Iterator[Line]:
    """Iterate over what visas cost the municipality beside the dues of the law: records, services, schools."""
    visas = year.in_force(land)
    dependants = visas * dependants_per_visa(year.case, sheet)
    people = visas * sheet["fiscal.presence"] + dependants
    costs: list[tuple[str, str, Measured, str, str]] = [
        ("Records of visas", "visas", visas, "fiscal.administration", ""),
        ("Services at the margin", "people", people, "fiscal.marginal_cost", "marginal"),
        ("Services at today's average", "people", people, "fiscal.average_cost", "average"),
    ]
    for name, base, units, key, method in costs:
        yield Line(name, "operating", GENERAL, PLACE, "providers", base, units, sheet[key], key, method)
    if year.case.rulebook.program and year.case.rulebook.program.dependants == ADMITTED:
        pupils = dependants * sheet["fiscal.pupils_per_dependant"]
        for name, side, key in _schools():
            yield Line(name, side, SCHOOLS, PLACE, "providers", "pupils", pupils, sheet[key], key)


def _schools() -> tuple[tuple[str, Side, str], ...]:
    return (("Schools", "operating", "fiscal.pupil_cost"), ("School seats", "capital", "fiscal.seat_cost"))


def dependants_per_visa(case: Case, sheet: Sheet) -> Measured:
    """Return dependants a visa: none unless the program admits them."""
    program = case.rulebook.program
    if program is not None and program.dependants == ADMITTED:
        return sheet["fiscal.dependants_per_visa"]
    return measured([0], "persons per visa")


def a_year(monthly: Measured) -> Measured:
    """Return money a month for one visa as money a visa and year."""
    return monthly * measured([12], "months per year") / measured([1], "visa")


def nets(years: Sequence[Sequence[Line]], method: str, currency: str) -> Floats:
    """Return the municipality's balance of each year under a way of costing, shape (years, draws)."""
    found = []
    for lines in years:
        counted = [line.to_place(currency) for line in lines if line.method in ("", method)]
        found.append(sum(counted, np.zeros(1)))
    return np.stack(np.broadcast_arrays(*found))
