"""A household that sponsors: its year by month, as payments between parties, and what is left to each.

Exact: every amount is a fraction of a currency for a month or a year. Where a thing happens only sometimes (no
work, a fine), its expected value is entered. Each payment has a payer and a receiver, so nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import pandas as pd

from localvip.impact.amount import MONTHS, Amount
from localvip.impact.assumption import Assumptions
from localvip.impact.charges import Charge
from localvip.problem import Place, Problems

SPONSOR, MIGRANT, EMPLOYER = "sponsor", "migrant", "employer"
HOME = "home country"
MONTHLY = ("earnings", "wage", "lodging", "insurance", "support")
YEARLY = ("travel", "fine", "home_income", "sponsor_income")


@dataclass(frozen=True)
class Arrangement:
    """What sponsor and migrant agreed and what it costs; amounts by ``MONTHLY`` a month and ``YEARLY`` a year.

    ``earnings``: what customers or a firm pay once the work is known; in the ``first_months`` they only cover
    the wage. ``workless_share`` of the time there is no work: neither earnings nor wage, but support. ``fine``:
    the fine times the chance of it in a year. ``remitted_share`` of the wage, less insurance, goes home.
    """

    amounts: Mapping[str, Amount]
    first_months: Fraction
    workless_share: Fraction
    remitted_share: Fraction
    charges: tuple[Charge, ...] = ()

    def __post_init__(self) -> None:
        """Check that each amount is for its period; raises ``Bug`` otherwise."""
        for period, names in (("month", MONTHLY), ("year", YEARLY)):
            for name in names:
                self.amounts[name].at(period)

    @property
    def currency(self) -> str:
        """Return the currency of every amount."""
        return self.amounts["wage"].currency


@dataclass(frozen=True)
class Payment:
    """What ``payer`` pays ``receiver`` in one ``month`` (from 1) under the heading ``line``."""

    month: int
    line: str
    payer: str
    receiver: str
    amount: Amount


@dataclass(frozen=True)
class HouseholdYear:
    """The payments of a year and what they leave; ``home_income`` is what the migrant gave up."""

    payments: tuple[Payment, ...]
    home_income: Amount
    zero: Amount = field(repr=False)

    def net(self, party: str) -> Amount:
        """Return what ``party`` received less what it paid, in the year."""
        total = self.zero
        for one in self.payments:
            if one.receiver == party:
                total += one.amount
            if one.payer == party:
                total -= one.amount
        return Amount(total.value, total.currency, "year")

    def total(self, line: str) -> Amount:
        """Return the sum of one line in the year."""
        value = sum((one.amount.value for one in self.payments if one.line == line), Fraction(0))
        return Amount(value, self.zero.currency, "year")

    def account(self, party: str) -> dict[tuple[str, int], Amount]:
        """Return what ``party`` received (sign 1) and paid (-1) in the year, by line, in the order of payment."""
        found: dict[tuple[str, int], Amount] = {}
        for one in self.payments:
            if party in (one.payer, one.receiver):
                key = (one.line, 1 if one.receiver == party else -1)
                found[key] = found.get(key, self.zero) + one.amount
        return found

    @property
    def parties(self) -> tuple[str, ...]:
        """Return everyone who pays or receives, in the order of the first payment."""
        return tuple(dict.fromkeys(name for one in self.payments for name in (one.payer, one.receiver)))

    @property
    def sponsor_gain(self) -> Amount:
        """Return what the sponsor has left of the year."""
        return self.net(SPONSOR)

    @property
    def migrant_gain(self) -> Amount:
        """Return what the migrant has more than at home, money sent home included."""
        return self.net(MIGRANT) + self.total("remittance") - self.home_income

    def table(self) -> pd.DataFrame:
        """Return month, line, payer, receiver, amount and unit, a row a payment."""
        rows = [
            (p.month, p.line, p.payer, p.receiver, float(p.amount.value), p.amount.unit)
            for p in self.payments
        ]
        return pd.DataFrame(rows, columns=["month", "line", "payer", "receiver", "amount", "unit"])


def arrangement(
    assumptions: Assumptions, sponsor_income: Fraction, charges: tuple[Charge, ...] = ()
) -> Arrangement:
    """Return the typical arrangement under ``assumptions``, for a sponsor with an income a year of that currency.

    Raises ``Refused`` for charges in another currency.
    """
    values = {key: one.value for key, one in assumptions.topic("household").items()}
    currency = assumptions["household.wage_per_month"].currency
    _one_currency(charges, currency)
    by_month = {name: values[f"{name}_per_month"] for name in MONTHLY}
    by_year = {
        "travel": values["travel_per_year"],
        "fine": values["fine_per_event"] * values["fine_events"],
        "home_income": values["home_income"],
        "sponsor_income": sponsor_income,
    }
    amounts = {name: Amount(value, currency, "month") for name, value in by_month.items()}
    amounts |= {name: Amount(value, currency, "year") for name, value in by_year.items()}
    shares = values["first_months"], values["workless_share"], values["remitted_share"]
    return Arrangement(amounts, *shares, charges)


def _one_currency(charges: tuple[Charge, ...], currency: str) -> None:
    problems = Problems()
    for charge in charges:
        if charge.currency not in ("", currency):
            message = f"{charge.title} is owed in {charge.currency}, the household reckons in {currency}."
            problems.add(Place("currency", item=charge.section), "currency", message)
    problems.refuse()


def household_year(agreed: Arrangement) -> HouseholdYear:
    """Return the first year of an arrangement as payments by month.

    Conserved: the nets of all parties add up to 0.
    """
    payments = tuple(p for month in range(1, MONTHS + 1) for p in _month(agreed, month) if p.amount.value)
    return HouseholdYear(
        payments, agreed.amounts["home_income"], Amount(Fraction(0), agreed.currency, "month")
    )


def _month(agreed: Arrangement, month: int) -> Iterator[Payment]:
    """Iterate over the payments of one month."""
    amounts = agreed.amounts
    worked = 1 - agreed.workless_share
    early = max(Fraction(0), min(Fraction(1), agreed.first_months - (month - 1)))
    wage = amounts["wage"].times(worked)
    earned = wage.times(early) + amounts["earnings"].times(worked * (1 - early))
    yield Payment(month, "earnings", EMPLOYER, SPONSOR, earned)
    yield Payment(month, "wage", SPONSOR, MIGRANT, wage)
    yield Payment(month, "insurance", MIGRANT, "insurer", amounts["insurance"])
    yield Payment(month, "lodging", SPONSOR, "suppliers", amounts["lodging"])
    yield Payment(month, "support", SPONSOR, MIGRANT, amounts["support"].times(agreed.workless_share))
    yield Payment(month, "expected fines", SPONSOR, "program", amounts["fine"].per_month())
    if month == 1:
        yield Payment(month, "travel", SPONSOR, "carriers", _at_once(amounts["travel"]))
    yield from _charges(agreed, month)
    sent = (wage - amounts["insurance"]).times(agreed.remitted_share)
    yield Payment(month, "remittance", MIGRANT, HOME, sent.times(1 if sent.value > 0 else 0))


def _charges(agreed: Arrangement, month: int) -> Iterator[Payment]:
    """Iterate over fees and levies: yearly sums and those at the start in month 1, shares of income monthly."""
    income = agreed.amounts["sponsor_income"].per_month()
    for charge in agreed.charges:
        if not charge.counted:
            continue
        due = income.times(charge.rate)
        if month == 1:
            due += Amount(charge.yearly + charge.once, charge.currency or agreed.currency, "month")
        yield Payment(month, charge.title, charge.payer, charge.receiver, due)


def _at_once(amount: Amount) -> Amount:
    """Return a year's amount as one that falls in a single month."""
    return Amount(amount.at("year").value, amount.currency, "month")
