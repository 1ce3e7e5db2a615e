"""Who gains and who pays, read from an impact's tables: parties, one household, wages, fifths of incomes, years."""

from __future__ import annotations

import pandas as pd

from localvip.impact.assessment import Impact
from localvip.report.impact.numbers import Spread, said, spread_in, spread_of
from localvip.report.impact.rows import CourseRow, FifthRow, HouseholdRow, IndexRow, PartyRow, StudyRow
from localvip.report.speech import tr

WHOLE = "all"
SPONSOR, MIGRANT = "sponsor", "migrant"


def course_rows(impact: Impact) -> tuple[CourseRow, ...]:
    """Return the three lines of each year, in visas."""
    frame = impact.frames["years"]

    def line(year: int, name: str) -> Spread:
        return spread_of(frame, year=year, line=name)

    return tuple(
        CourseRow(year, line(year, "legal maximum"), line(year, "realistic"), line(year, "expected"))
        for year in sorted(int(year) for year in frame["year"].unique())
    )


def party_rows(impact: Impact) -> tuple[PartyRow, ...]:
    """Return what each party gains or loses, then all together."""
    frame = impact.frames["surplus"]
    return tuple(
        PartyRow(
            tr(str(party)),
            spread_of(frame, party=party, measure="gain"),
            spread_of(frame, party=party, measure="gain per visa"),
            spread_of(frame, party=party, measure="share of the whole"),
        )
        for party in frame["party"].unique()
    )


def household_rows(impact: Impact) -> tuple[HouseholdRow, ...]:
    """Return a typical household's first year by line, then what is left to sponsor and to migrant.

    Expected values, exact: there is no range.
    """
    frame = impact.frames["household"]
    currency = str(frame["unit"].iloc[0]).partition(" ")[0]
    names = dict.fromkeys(str(name) for name in frame["line"])
    rows = [_household_row(tr(name), frame[frame["line"] == name], currency) for name in names]
    left = _household_row(tr("left in the year"), frame, currency)
    return (*rows, left, _against_home(impact, left))


def _against_home(impact: Impact, left: HouseholdRow) -> HouseholdRow:
    """Return what the migrant has more than at home, money sent home included."""
    frame = impact.frames["household"]
    sent = float(frame.loc[frame["line"] == "remittance", "amount"].sum())
    gain = left.migrant.median + sent - float(impact.assumptions.value("household.home_income"))
    name = tr("gain against a year at home, money sent home included")
    unit = left.migrant.unit
    return HouseholdRow(name, Spread(0, 0, 0, unit), Spread(gain, gain, gain, unit))


def _household_row(name: str, payments: pd.DataFrame, currency: str) -> HouseholdRow:
    return HouseholdRow(name, *(_net(payments, party, currency) for party in (SPONSOR, MIGRANT)))


def _net(payments: pd.DataFrame, party: str, currency: str) -> Spread:
    received = float(payments.loc[payments["receiver"] == party, "amount"].sum())
    paid = float(payments.loc[payments["payer"] == party, "amount"].sum())
    net = received - paid
    return Spread(net, net, net, f"{currency} per year")


def wage_change(impact: Impact) -> Spread:
    """Return the change of the wages of native workers who do similar work, as a share."""
    return spread_of(impact.frames["labour"], measure="change of wages", who="similar native workers")


def study_rows(impact: Impact) -> tuple[StudyRow, ...]:
    """Return what each published study would make of wages here, the largest loss first."""
    rows = [
        StudyRow(tr(str(row["title"])), spread_in(row), str(row["citation"]), bool(row["seen"]))
        for _, row in impact.frames["studies"].iterrows()
    ]
    return tuple(sorted(rows, key=lambda row: (row.change.median, row.title)))


def fifth_rows(impact: Impact) -> tuple[FifthRow, ...]:
    """Return each fifth of adults by household income: who is willing, who sponsors, and what they gain."""
    gains, willing = impact.frames["gains"], impact.frames["participation"]
    measures = ("sponsors", "gain per sponsor", "gain", "gain of the fifth's income", "share of the gain")
    return tuple(
        FifthRow(
            number,
            spread_of(willing, fifth=number, measure="share willing"),
            *(spread_of(gains, fifth=number, measure=measure) for measure in measures),
        )
        for number in sorted(int(number) for number in gains["fifth"].unique())
    )


def income_rows(impact: Impact) -> tuple[IndexRow, ...]:
    """Return the measures of how unequal incomes are, before and after: they move in the third digit."""
    frame = impact.frames["incomes"]
    return tuple(
        IndexRow(
            tr(str(name)),
            _finely(spread_of(frame, index=name, stage="before")),
            _finely(spread_of(frame, index=name, stage="after")),
        )
        for name in frame["index"].unique()
    )


def _finely(spread: Spread) -> str:
    return said(spread.median, spread.unit, 3)
