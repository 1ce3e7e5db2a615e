"""The account of a municipality over years: yearly, added up, at present value, for each resident, break-even."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from localvip.capacity.limits.columns import base_units
from localvip.impact.draws import Floats
from localvip.impact.dues import Year
from localvip.impact.fiscal import nets, year_lines
from localvip.impact.measured import Sheet
from localvip.impact.payments import PLACE, Line, line_rows, payments_table
from localvip.impact.ranges import ranges, table_of
from localvip.region.apportion import MICRO

Bools = npt.NDArray[np.bool_]
METHODS = ("marginal", "average")


def fiscal_tables(
    years: Sequence[Year], sheet: Sheet, land: Bools | None = None
) -> Mapping[str, pd.DataFrame]:
    """Return the account of the municipality on ``land`` (the focus where left out), by name of table.

    ``fiscal``: every line of every year (table I4). ``fiscal_totals``: net, added up, present value, for each
    resident, under both ways of costing. ``break_even``. ``payments``: the balance of each party. ``governments``:
    what each law's own dues, and each other fund, bring or cost in a year; it adds up to the net, costed at the
    margin. Raises ``Bug`` where money paid isn't money received.
    """
    focus = years[0].case.focus if land is None else land
    lines = [year_lines(year, sheet, focus) for year in years]
    money = sheet.currency
    rows = [row for year, one in zip(years, lines, strict=True) for row in line_rows(year.number, one, money)]
    paid = [
        payments_table(year.number, [line for line in one if line.method != "average"], money)
        for year, one in zip(years, lines, strict=True)
    ]
    return {
        "fiscal": pd.DataFrame(rows),
        "fiscal_totals": table_of(_totals(years, lines, sheet, focus), ["year", "method", "measure"]),
        "break_even": table_of(_break_even(years, lines, sheet, focus), ["method", "measure"]),
        "payments": pd.concat(paid, ignore_index=True),
        "governments": table_of(_governments(years, lines, money), ["year", "government"]),
    }


def _governments(
    years: Sequence[Year], lines: Sequence[Sequence[Line]], currency: str
) -> Iterator[dict[str, object]]:
    """Iterate over the balance of each law's own dues and of each other fund, costed at the margin."""
    for year, own in zip(years, lines, strict=True):
        found: dict[str, Floats] = {}
        for line in own:
            if PLACE in (line.payer, line.receiver) and line.method != "average":
                name = line.law or line.fund
                found[name] = found.get(name, np.zeros(1)) + line.to_place(currency)
        for name, values in found.items():
            yield {"year": year.number, "government": name, "unit": f"{currency} per year", **ranges(values)}


def present_values(amounts: Floats, rate: Floats) -> Floats:
    """Return yearly amounts (years, draws) at their value in the first year: amount / (1 + rate)^year."""
    return np.asarray(amounts / (1 + rate) ** np.arange(len(amounts))[:, None])


def _totals(
    years: Sequence[Year], lines: Sequence[Sequence[Line]], sheet: Sheet, land: Bools
) -> Iterator[dict[str, object]]:
    currency, residents = sheet.currency, _residents(years[0], land)
    rate = sheet["fiscal.discount_rate"].numbers
    for method in METHODS:
        net = nets(lines, method, currency)
        summed, value = np.cumsum(net, axis=0), np.cumsum(present_values(net, rate), axis=0)
        for position, year in enumerate(years):
            told = (
                ("net", net[position], f"{currency} per year"),
                ("net for each resident", net[position] / residents, f"{currency} per person per year"),
                ("added up", summed[position], currency),
                ("present value", value[position], currency),
            )
            for measure, values, unit in told:
                yield {
                    "year": year.number,
                    "method": method,
                    "measure": measure,
                    "unit": unit,
                    **ranges(values),
                }


def _residents(year: Year, land: Bools) -> float:
    units = base_units(year.case.region, year.case.cells, "residents")
    people = 0 if units is None else int(units[land].sum())
    return people / MICRO if people else float("nan")


def _break_even(
    years: Sequence[Year], lines: Sequence[Sequence[Line]], sheet: Sheet, land: Bools
) -> Iterator[dict[str, object]]:
    """Iterate over when the sum turns positive for good (infinite: never), in how many draws, and a balancing levy.

    The levy is what is missing, at present value, for each visa in force and year; below 0 there is room.
    """
    rate = sheet["fiscal.discount_rate"].numbers
    visas = np.stack([year.in_force(land).numbers for year in years])
    for method in METHODS:
        net = nets(lines, method, sheet.currency)
        good = np.logical_and.accumulate(np.cumsum(net, axis=0)[::-1] >= 0)[::-1]
        counted = present_values(visas, rate).sum(axis=0)
        missing = -present_values(net, rate).sum(axis=0)
        levy = np.divide(missing, counted, out=np.zeros_like(missing), where=counted > 0)
        first = np.where(good.any(axis=0), good.argmax(axis=0) + 1.0, np.inf)
        told = (
            ("years until the sum stays at 0 or above", first, "years"),
            ("share of draws in which it does", good[-1].mean(keepdims=True), "share"),
            ("levy that would balance", levy, f"{sheet.currency} per visa per year"),
        )
        for measure, values, unit in told:
            yield {"method": method, "measure": measure, "unit": unit, **ranges(np.asarray(values, float))}
