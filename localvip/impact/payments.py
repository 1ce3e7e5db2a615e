"""Payments: lines of money that one party pays another in a year; what is paid is what is received."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from localvip.impact.draws import Floats
from localvip.impact.measured import Measured, measured
from localvip.impact.ranges import ranges, table_of
from localvip.problem import Bug

Side: TypeAlias = Literal["revenue", "operating", "capital"]
PLACE = "municipality"
CENT = 0.01


@dataclass(frozen=True)
class Line:
    """One line of a year's account: ``units`` at ``each`` are what ``payer`` pays ``receiver`` in the year.

    ``side`` and ``fund`` are the municipality's; ``base`` says what the units count. ``source``: the section of
    a law, or the keys of assumptions. ``method``: "marginal" or "average" where only one way of costing has it.
    ``law``: the title of the law that makes it due, "" where none does.
    """

    name: str
    side: Side
    fund: str
    payer: str
    receiver: str
    base: str
    units: Measured
    each: Measured
    source: str
    method: str = ""
    law: str = ""

    def amount(self, currency: str) -> Floats:
        """Return the money of the year, shape (draws,); ``Bug`` where it isn't ``currency`` per year."""
        return (self.units * self.each).at(measured(1, f"{currency} per year").unit).numbers

    def to_place(self, currency: str) -> Floats:
        """Return what the municipality receives (positive) or pays (negative) in the year."""
        amount = self.amount(currency)
        return (self.receiver == PLACE) * amount - (self.payer == PLACE) * amount


def line_rows(year: int, lines: Iterable[Line], currency: str) -> Iterator[dict[str, object]]:
    """Iterate over the rows of table I4: a line each, with the range of its amount."""
    for line in lines:
        told = ranges(line.amount(currency))
        yield {
            "year": year,
            "line": line.name,
            "method": line.method or "both",
            "side": line.side,
            "fund": line.fund,
            "paid_by": line.payer,
            "paid_to": line.receiver,
            "demand_base": line.base,
            "unit_value": ranges(line.each.numbers)["median"],
            "unit_value_unit": str(line.each.unit),
            "units": ranges(line.units.numbers)["median"],
            "units_unit": str(line.units.unit),
            "amount": told["median"],
            "low": told["low"],
            "high": told["high"],
            "unit": f"{currency} per year",
            "source": line.source,
        }


def balances(lines: Sequence[Line], currency: str) -> dict[str, Floats]:
    """Return what each party receives less what it pays, shape (draws,).

    Raises ``Bug`` unless the balances add up to nothing, to the cent, in every draw.
    """
    found: dict[str, Floats] = {}
    for line in lines:
        amount = line.amount(currency)
        found[line.receiver] = found.get(line.receiver, np.zeros(1)) + amount
        found[line.payer] = found.get(line.payer, np.zeros(1)) - amount
    gross = sum((np.abs(line.amount(currency)) for line in lines), np.zeros(1))
    rest = np.abs(sum(found.values(), np.zeros(1)))
    if (rest > CENT + 1e-12 * gross).any():
        raise Bug("What parties pay isn't what parties receive.")
    return found


def payments_table(year: int, lines: Sequence[Line], currency: str) -> pd.DataFrame:
    """Return the balance of each party in a year; the medians of draws need not add up, every draw does."""
    rows = (
        {"year": year, "party": party, "unit": f"{currency} per year", **ranges(values)}
        for party, values in sorted(balances(lines, currency).items())
    )
    return table_of(rows, ["year", "party"])
