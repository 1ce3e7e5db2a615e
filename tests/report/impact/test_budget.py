"""Public money: balances by year and level agree with the account, each line says where it comes from."""

import pytest

from localvip.report.impact.budget import balancing, budget_rows, fiscal_rows, government_rows, years_shown


def test_the_years_are_those_of_the_account(assessed):
    rows = fiscal_rows(assessed.impact)
    assert [row.year for row in rows] == list(range(2027, 2037))
    assert years_shown(assessed.impact) == (2027, 2031, 2036)
    assert rows[-1].average.median < rows[-1].marginal.median


def test_levels_of_government_are_the_laws_and_the_funds(assessed):
    rows = government_rows(assessed.impact)
    assert [row.name for row in rows] == ["Town", "general fund"]
    assert all(one.median > 0 for one in rows[0].years) and rows[1].years[-1].median < 0


def test_lines_name_their_section_or_their_assumption_and_none_is_empty(assessed):
    rows = {row.name: row for row in budget_rows(assessed.impact)}
    assert (rows["A fee"].source, rows["A fee"].assumed) == ("Town, 3", False)
    assert (rows["Records of visas"].source, rows["Records of visas"].assumed) == (
        "fiscal.administration",
        True,
    )
    assert rows["Services at the margin"].method == "marginal"
    assert "Tax on migrants' wages" not in rows
    table = assessed.impact.frames["fiscal"]
    last = table[(table["year"] == 2036) & (table["line"] == "A fee")]
    assert rows["A fee"].amount.median == pytest.approx(last["amount"].iloc[0])


def test_the_levy_that_balances_is_told_for_both_ways_of_costing(assessed):
    margin, average = balancing(assessed.impact)
    assert margin.label == "At the margin" and "balance" in margin.note
    assert average.value.startswith("$")
