"""Fees that are a share of income, held against an act's bound on the incomes that the data have."""

from dataclasses import replace

import pytest

from localvip.capacity.payments import fee_findings
from localvip.problem import Notice, Problem

ACT = """localvip: 1
act: Home Rule Act
jurisdiction: Ohio
under: program.yaml
effective: 2026-01-01
permits: [{id: fees, section: "5", of: fees, BOUND}]
"""
TOWN = """localvip: 1
ordinance: Town
jurisdiction: Town
number: 1
authority: Act 1
under: town1.yaml
effective: 2027-01-01
fees: [{id: levy, section: "6", amount: AMOUNT}]
"""
SPONSORS = [(0.5, 0.5, {"income": 10_000.0}), (0.5, 0.5, {"income": 20_000.0}), (0.5, 0.5, {"income": None})]


@pytest.fixture
def found(town):
    def of(amount, bound="at most: 500 USD per visa per year", currency="USD"):
        region = town.region({"a": {"residents": 9, "median_income": 20_000}}, sponsors=SPONSORS)
        law, act = TOWN.replace("AMOUNT", amount), ACT.replace("BOUND", bound)
        return list(fee_findings(town.case(replace(region, currency=currency), law, act)))

    return of


def test_a_fee_beyond_the_bound_for_some_is_noted_with_how_many(found):
    (notice,) = found("3% of income")
    assert isinstance(notice, Notice)
    assert "fee 'levy' (section 6): 3% of income is beyond Home Rule Act, section 5" in notice.message
    assert "for 1 of 2 sponsors (above 16,666 USD)" in notice.message
    assert (notice.place.line, notice.place.column) == (8, 41)


def test_a_fee_beyond_the_bound_for_all_is_refused_with_both_citations(found):
    (problem,) = found("6% of income")
    assert isinstance(problem, Problem)
    assert problem.code == "pre-empted"
    assert "all 2 sponsors" in problem.message


def test_a_fee_of_an_areas_income_is_held_against_areas(found):
    (problem,) = found("3% of median_income")
    assert "all 1 areas" in problem.message


def test_a_floor_is_held_from_below(found):
    (notice,) = found("3% of income", "at least: 400 USD per visa per year")
    assert "for 1 of 2 sponsors (below 13,333 USD)" in notice.message


@pytest.mark.parametrize(
    "amount", ["2.5% of income", "0% of income", "400 USD per visa per year", "3% of nothing"]
)
def test_what_keeps_within_or_is_no_share_is_not_told(found, amount):
    assert found(amount) == []


def test_other_money_or_time_stays_undecided(found):
    assert found("6% of income", "at most: 500 USD per visit") == []
    assert found("6% of income", currency="EUR") == []


def test_no_share_of_any_income_comes_to_a_floor(found):
    (problem,) = found("0% of income", "at least: 400 USD per visa per year")
    assert "for all 2 sponsors (above any amount in USD)" in problem.message
