"""Titles say the finding, whichever way it falls."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from localvip.report.impact import findings as says
from localvip.report.impact.numbers import UNKNOWN, Spread
from localvip.report.impact.rows import FiscalRow, OutcomeRow, PartyRow, ServiceRow, SwingRow


def usd(low, median, high):
    return Spread(low, median, high, "USD per year")


def place(visas, binds):
    return SimpleNamespace(
        visas=Spread(visas, visas, visas, "visas"), binds=Spread(binds, binds, binds, "share")
    )


def test_where_half_of_the_visas_are():
    assert says.where_it_lies([place(5, 1), place(3, 1), place(2, 1)]) == (
        "Half of the visas in use would be in 1 of 3 areas"
    )
    silent = SimpleNamespace(visas=UNKNOWN, binds=UNKNOWN)
    assert says.where_it_lies([silent]) == "No area would have a visa in use"


@pytest.mark.parametrize(
    ("binds", "title"),
    [
        ((1, 1), "The law, not willingness, stops the number in every area"),
        ((0, 0.4), "Willingness, not the law, stops the number in every area"),
        ((1, 0), "The law stops the number in 1 area, willingness in 1"),
        ((1, 1, 0), "The law stops the number in 2 areas, willingness in 1"),
    ],
)
def test_what_stops_the_number(binds, title):
    assert says.by_place([place(1, one) for one in binds]) == title


def test_who_gains_and_who_loses():
    def row(name, gain):
        return PartyRow(name, usd(gain, gain, gain), usd(0, 0, 0), usd(0, 0, 0))

    rows = [row("sponsors", 56e6), row("similar workers", -23e6), row("all", 33e6)]
    assert (
        says.who_gains(rows)
        == "Most goes to sponsors, $56\u00a0million a year; similar workers lose $23\u00a0million"
    )
    assert (
        says.who_gains([rows[0], rows[2]]) == "Most goes to sponsors, $56\u00a0million a year; nobody loses"
    )


@pytest.mark.parametrize(
    ("net", "title"),
    [
        ((-3e6, -2e6, -1e6), "In 2037 the municipality pays $2\u00a0million more than it gets"),
        ((1e6, 2e6, 3e6), "In 2037 the municipality gets $2\u00a0million more than it pays"),
        (
            (-3e6, 1, 5e5),
            "In 2037 the budget may lose $3\u00a0million or gain $500,000, costed at the margin",
        ),
    ],
)
def test_the_budget(net, title):
    row = FiscalRow(2037, usd(*net), UNKNOWN, UNKNOWN, UNKNOWN)
    assert says.budget([row]) == title


def test_services_with_room_without_and_unknown():
    def row(name, verdict):
        return ServiceRow(name, "", UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, verdict, ())

    rows = [row("water", "perhaps short"), row("bedrooms", "enough"), row("transit", "capacity not known")]
    assert says.services(rows) == (
        "Short or tight: water; enough room: bedrooms; for 1 service the region doesn’t say what there is"
    )


def test_protection_names_what_is_thin(assessed):
    from localvip.report.impact.protection import safeguard_rows

    rows = safeguard_rows(assessed.impact)
    title = says.protection(rows)
    assert title.startswith("8 of 9 kinds of safeguard are left thin: insurance, ")
    assert says.protection([replace(row, thin=False) for row in rows]) == "All 9 kinds of safeguard are set"
    assert says.protection([]) == "No ordinance sets a safeguard of its own"


def test_what_moves_the_result_most():
    swing = SwingRow("k", "Wage that is agreed", 10e6, 8e6, 6e6)
    row = OutcomeRow("gain of sponsors", "USD per year", (swing,))
    still = OutcomeRow("visas", "visas", ())
    assert says.what_moves([still, row]) == "What moves the gain of sponsors most: wage that is agreed"
    assert says.what_moves([still]) == "No assumption by itself moves a result"
    assert says.outcome(still) == "Visas: no assumption by itself moves it, the law holds it"
    assert says.outcome(row) == (
        "Gain of sponsors: $8\u00a0million with every assumption at its value, "
        "$6\u00a0million to $10\u00a0million as one moves"
    )


def test_counts_of_figures_and_assumptions(impact_report):
    report = impact_report()
    assert says.chapter(report.figures) == "All 17 figures of the chapter come out as it has them"
    one = replace(report.figures[0], agrees=False)
    assert (
        says.chapter([one, *report.figures[1:]]) == "16 of the chapter’s 17 figures come out as it has them"
    )
    unseen = sum(not row.seen for row in report.assumptions)
    assert says.assumed(report.assumptions).startswith(
        f"{len(report.assumptions)} assumptions, {unseen} of them"
    )


def test_the_largest_line_is_named_among_those_of_both_costings(impact_report):
    rows = impact_report().budget
    title = says.lines(rows, 2037)
    named = max((row for row in rows if not row.method), key=lambda row: row.amount.median)
    assert title == f"{named.name} is the largest line in 2037: {named.amount.said}"
    assert says.lines([row for row in rows if row.method], 2037) == "No party pays another in 2037"
