"""What an impact rests on: every assumption, the chapter's figures in its own dollars, swings in order."""

import pytest

from localvip.impact.assumption import read_assumptions
from localvip.report.impact.grounds import assumption_rows, figure_rows, outcome_rows, system_rows


def test_every_assumption_is_there_with_its_range_and_source(assessed):
    rows = {row.key: row for row in assumption_rows(assessed.impact)}
    assert set(rows) == set(read_assumptions())
    wage = rows["household.wage_per_month"]
    assert (wage.value, wage.span, wage.unit) == ("$1,000", "$800 to $1,250", "USD per month")
    assert wage.seen and not rows["household.lodging_per_month"].seen
    assert rows["household.earnings_per_month"].value == "$1,750", "an assumption is not rounded away"


def test_the_chapters_figures_hold_in_any_currency():
    rows = figure_rows(read_assumptions())
    assert all(row.agrees for row in rows)
    assert {row.name: row.ours for row in rows}["Gain for each person on earth"] == "$2,200"
    assert {row.name: row.ours for row in rows}["Inequality index of two incomes"] == "24,950%"
    converted = figure_rows(read_assumptions().in_currency("EUR"))
    assert not all(row.agrees for row in converted), "that is why they are told before conversion"


def test_swings_run_from_the_widest_and_leave_out_what_moves_nothing(assessed):
    for row in outcome_rows(assessed.impact):
        widths = [abs(one.at_high - one.at_low) for one in row.swings]
        assert widths == sorted(widths, reverse=True) and all(widths)
    assert [row.name for row in outcome_rows(assessed.impact)] == [
        "visas",
        "gain of sponsors",
        "whole surplus",
    ]


def test_systems_tell_rights_and_numbers_for_each_1000_residents(assessed):
    rows = {row.title: row for row in system_rows(assessed.impact)}
    assert rows["Closed borders"].rate == "0" and rows["Closed borders"].missing == "every one"
    assert rows["Visas between individuals"].missing == "minimum wage"
    assert float(rows["Visas between individuals"].rate) == pytest.approx(1000 * 0.13, rel=0.2)


def test_assumptions_say_once_that_they_are_not_verified_and_write_square_metres(assessed):
    rows = {row.key: row for row in assumption_rows(assessed.impact)}
    assert not any(row.citation.startswith("unverified: ") for row in rows.values())
    assert not rows["labour.native_jobs"].seen and rows["labour.native_jobs"].citation == "our supposition"
    assert rows["protection.floor_area"].unit == "m² per person"
