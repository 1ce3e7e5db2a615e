"""Public money, read from an impact's tables: the balance by year, by level of government, and line by line."""

from __future__ import annotations

import pandas as pd

from localvip.impact.assessment import Impact
from localvip.report.impact.numbers import Spread, spread_in, spread_of
from localvip.report.impact.rows import BudgetRow, FiscalRow, GovernmentRow
from localvip.report.model import Headline
from localvip.report.speech import tr

METHODS = ("marginal", "average")
FUNDS = ("general fund", "school fund", "hosting program")


def fiscal_rows(impact: Impact) -> tuple[FiscalRow, ...]:
    """Return the municipality's balance in each year under both ways of costing; sums at the margin."""
    frame = impact.frames["fiscal_totals"]

    def of(year: int, method: str, measure: str) -> Spread:
        return spread_of(frame, year=year, method=method, measure=measure)

    return tuple(
        FiscalRow(
            year,
            of(year, "marginal", "net"),
            of(year, "average", "net"),
            of(year, "marginal", "added up"),
            of(year, "marginal", "net for each resident"),
        )
        for year in sorted(int(year) for year in frame["year"].unique())
    )


def years_shown(impact: Impact) -> tuple[int, ...]:
    """Return the first year, the middle one and the last."""
    years = sorted(int(year) for year in impact.frames["fiscal_totals"]["year"].unique())
    return tuple(dict.fromkeys((years[0], years[len(years) // 2 - 1], years[-1])))


def government_rows(impact: Impact) -> tuple[GovernmentRow, ...]:
    """Return the balance of each law's own dues and of each other local fund, in the years shown."""
    frame, years = impact.frames["governments"], years_shown(impact)
    return tuple(
        GovernmentRow(
            tr(str(name)) if name in FUNDS else str(name),
            tuple(spread_of(frame, year=year, government=name) for year in years),
        )
        for name in frame["government"].unique()
    )


def budget_rows(impact: Impact) -> tuple[BudgetRow, ...]:
    """Return the lines of the last year's account that move money."""
    frame = impact.frames["fiscal"]
    last = frame[frame["year"] == frame["year"].max()]
    rows = [_budget_row(row, str(row["source"]) in impact.assumptions) for _, row in last.iterrows()]
    return tuple(row for row in rows if row.amount.low or row.amount.high)


def _budget_row(row: pd.Series, assumed: bool) -> BudgetRow:
    return BudgetRow(
        name=tr(str(row["line"])) if assumed else str(row["line"]),
        payer=tr(str(row["paid_by"])),
        receiver=tr(str(row["paid_to"])),
        amount=spread_in({**row, "median": row["amount"]}),
        method=str(row["method"]) if row["method"] in METHODS else "",
        source=str(row["source"]),
        assumed=assumed,
    )


def balancing(impact: Impact) -> tuple[Headline, ...]:
    """Return, for each way of costing, the levy that would balance the account, and whether it balances by itself."""
    names = {"marginal": tr("At the margin"), "average": tr("At today’s average")}
    frame = impact.frames["break_even"]
    found = []
    for method in METHODS:
        levy = spread_of(frame, method=method, measure="levy that would balance")
        draws = spread_of(frame, method=method, measure="share of draws in which it does")
        note = tr(
            "a visa and year would balance ten years, below 0 there is room; without it they balance in {n} of draws",
            n=draws.said,
        )
        found.append(Headline(names[method], levy.span, note))
    return tuple(found)
