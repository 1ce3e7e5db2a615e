"""``localvip household``: one sponsor's year and one migrant's, by line, with the fees of an ordinance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from localvip.cli.ending import PATH, Day, or_exit, tell

if TYPE_CHECKING:
    from fractions import Fraction

    from localvip.impact.charges import Charge
    from localvip.impact.household import HouseholdYear
    from localvip.problem import Notice, Place, Problem

# Options that stand for an assumption.
KEYS = {
    "earnings": "household.earnings_per_month",
    "wage": "household.wage_per_month",
    "lodging": "household.lodging_per_month",
    "insurance": "household.insurance_per_month",
    "travel": "household.travel_per_year",
    "home_income": "household.home_income",
    "first_months": "household.first_months",
    "workless": "household.workless_share",
}
# What can't be more: there are twelve months in the year that is told, and a share is of the whole.
MOST = {"first_months": (12, "12 months"), "workless": (1, "100%")}


@click.command()
@click.option("--rules", multiple=True, type=PATH, help="Rule file whose fees and levies are owed.")
@click.option("--on", type=Day(), help="Day of the rules.  [default: first day in force]")
@click.option("--zone", default="", help="Zone of the ordinance where the sponsor lives.")
@click.option("--sponsor-income", default="40000", show_default=True, help="Income of the sponsor a year.")
@click.option("--earnings", help="What customers or a firm pay for the migrant's work, a month.")
@click.option("--wage", help="Wage to the migrant, a month.")
@click.option("--lodging", help="Cost of room and board to the sponsor, a month.")
@click.option("--insurance", help="Health insurance, paid by the migrant, a month.")
@click.option("--travel", help="Flights, a year.")
@click.option("--home-income", help="What the migrant would earn at home, a year.")
@click.option("--first-months", help="Months in which earnings only cover the wage.")
@click.option("--workless", help="Share of the time without work, such as 3%.")
@click.option("--currency", default="USD", show_default=True, help="Currency of every sum.")
@click.option("--assumptions", multiple=True, type=PATH, help="Scenario file that changes assumptions.")
@click.option("--csv", is_flag=True, help="Print every payment by month as CSV.")
def household(csv: bool, **asked: Any) -> None:  # noqa: ANN401 (click has typed them)
    """Print the first year of one household that sponsors one migrant worker.

    Numbers not given are the defaults of the assumptions; what happens only sometimes stands at its expected value.
    """
    year, uncounted, notices = or_exit(lambda: _year(asked))
    tell(notices)
    if csv:
        click.echo(year.table().to_csv(index=False), nl=False)
        return
    for line in _lines(year):
        click.echo(line)
    for charge in uncounted:
        click.echo(f"Not counted, since it may never be owed: {charge.title} ({charge.section}).")


def _year(asked: dict[str, Any]) -> tuple[HouseholdYear, tuple[Charge, ...], tuple[Notice, ...]]:
    from localvip.impact.assumption import read_assumptions
    from localvip.impact.household import arrangement, household_year

    given = _amounts(asked)
    changes = {key: given[name] for name, key in KEYS.items() if name in given}
    held = read_assumptions(asked["assumptions"]).in_currency(asked["currency"]).with_changes(changes)
    charges = _charges(asked["rules"], asked["on"], asked["zone"])
    income = given["sponsor_income"]
    agreed = arrangement(held, income, charges)
    return household_year(agreed), tuple(one for one in charges if not one.counted), held.notices


def _amounts(asked: dict[str, Any]) -> dict[str, Fraction]:
    """Return the numbers that were asked for, by option; raises ``Refused`` with each that can't be one."""
    from localvip.impact.assumption import read_amount
    from localvip.problem import Place, Problems, Refused

    found, problems = {}, Problems()
    for name in (*KEYS, "sponsor_income"):
        if asked[name] is not None:
            option = f"--{name.replace('_', '-')}"
            try:
                found[name] = read_amount(option, asked[name])
            except Refused as refused:
                problems.extend(refused.problems)
            else:
                problems.extend(_beyond(Place(option), found[name], MOST.get(name)))
    problems.refuse()
    return found


def _beyond(place: Place, number: Fraction, most: tuple[int, str] | None) -> Iterator[Problem]:
    from localvip.problem import Problem

    if number < 0:
        yield Problem(place, "range", "A number here is never below 0.", "Write 0 or more.")
    elif most is not None and number > most[0]:
        yield Problem(place, "range", f"A number here is at most {most[1]}.")


def _charges(rules: tuple[Path, ...], on: date | None, zone: str) -> tuple[Charge, ...]:
    if not rules:
        return ()
    from localvip.impact.charges import charges_in
    from localvip.ordinance.force import in_force
    from localvip.ordinance.read import read_rules
    from localvip.pipeline import first_day

    rulebook = read_rules(rules)
    return charges_in(in_force(rulebook, on or first_day(rulebook)), zone)


def _lines(year: HouseholdYear) -> list[str]:
    from localvip.impact.household import MIGRANT, SPONSOR

    currency = year.home_income.currency
    lines = [f"{'':34}{f'{currency} a year':>16}"]
    for party in (SPONSOR, MIGRANT):
        lines.append(f"The {party}")
        for (line, sign), value in year.account(party).items():
            lines.append(f"  {line:32}{sign * float(value.value):>16,.0f}")
        lines.append(f"  {'left to the ' + party:32}{float(year.net(party).value):>16,.0f}")
    lines.append(f"  {'income at home, given up':32}{-float(year.home_income.value):>16,.0f}")
    lines.append(f"  {'gain, with money sent home':32}{float(year.migrant_gain.value):>16,.0f}")
    return lines
