"""Who gains: rows say what the tables say, and a household's year adds up."""

import pytest

from localvip.report.impact.gains import (
    course_rows,
    fifth_rows,
    household_rows,
    income_rows,
    party_rows,
    study_rows,
    wage_change,
)


def test_parties_add_up_to_the_whole_in_each_draws_mean_of_shares(assessed):
    rows = party_rows(assessed.impact)
    assert [row.name for row in rows][-1] == "all" and len(rows) == 7
    assert rows[-1].share.median == 1
    table = assessed.impact.frames["surplus"]
    sponsors = table[(table["party"] == "sponsors") & (table["measure"] == "gain per visa")]
    assert rows[2].each.high == sponsors["high"].iloc[0]


def test_a_households_lines_add_up_to_what_is_left(assessed):
    *lines, left, home = household_rows(assessed.impact)
    for party in ("sponsor", "migrant"):
        assert sum(getattr(row, party).median for row in lines) == pytest.approx(getattr(left, party).median)
    sent = next(row.migrant.median for row in lines if row.name == "remittance")
    at_home = float(assessed.impact.assumptions.value("household.home_income"))
    assert home.migrant.median == pytest.approx(left.migrant.median - sent - at_home)
    assert next(row.sponsor.median for row in lines if row.name == "A fee") == pytest.approx(-120)


def test_three_lines_a_year_never_above_the_law(assessed):
    rows = course_rows(assessed.impact)
    assert [row.year for row in rows] == list(range(1, 11))
    for row in rows:
        assert row.expected.high <= row.realistic.high + 1e-6 <= row.allowed.median + 1e-5


def test_studies_stand_from_the_largest_loss_and_say_what_was_seen(assessed):
    rows = study_rows(assessed.impact)
    medians = [row.change.median for row in rows]
    assert medians == sorted(medians) and rows[0].title.startswith("Borjas, men")
    assert {row.seen for row in rows} == {True, False}
    assert wage_change(assessed.impact).low < 0


def test_fifths_run_from_the_poorest_and_share_all_of_the_gain(assessed):
    rows = fifth_rows(assessed.impact)
    assert [row.number for row in rows] == [1, 2, 3, 4, 5]
    assert sum(row.share.median for row in rows) == pytest.approx(1, abs=0.05)
    assert rows[0].willing.median > rows[4].willing.median


def test_inequality_is_told_to_the_third_digit(assessed):
    before, after = income_rows(assessed.impact)[0].before, income_rows(assessed.impact)[0].after
    assert before.endswith("%") and before != after and len(before) == len("38.3%")
