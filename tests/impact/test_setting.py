"""The setting: labour markets, what is supposed where the region says nothing, and one currency."""

import numpy as np
import pytest

from localvip.impact.assumption import read_assumptions
from localvip.impact.setting import setting_of
from localvip.problem import Refused

RULES = 'caps: [{id: o, section: "1", limit: unlimited}]'
COUNTIES = {"county": {"West": (0, 0, 1, 1), "East": (1, 0, 3, 1)}}


def test_a_county_is_a_labour_market_of_its_own(impact_of):
    one = impact_of(levels=COUNTIES)
    assert one.setting.markets == ("East", "West")
    assert one.setting.market_adults.tolist() == [2000, 1000]
    east, west = one.uptake.crowding[0]
    assert west < east  # the poor area is in the west: more sponsor, so each earns less
    by_market = np.bincount(one.setting.market, one.uptake.visas[0])
    whole = impact_of()
    assert by_market[1] < whole.uptake.visas[0, 0]


def test_missing_counts_and_incomes_are_supposed_aloud(town):
    areas = {"a": {"residents": 1000}, "b": {"residents": 500}}
    setting = setting_of(town.measure(town.region(areas), RULES), read_assumptions())
    assert setting.adults == pytest.approx([780, 390])
    assert setting.income.tolist() == [50_000, 50_000]
    told = " ".join(str(notice) for notice in setting.notices)
    assert "78% of residents" in told and "no median_income" in told


def test_an_unknown_income_is_the_middle_areas(town):
    areas = {
        name: {"adults": 10, "median_income": income}
        for name, income in zip("abc", (20_000, None, 40_000), strict=True)
    }
    setting = setting_of(town.measure(town.region(areas), RULES), read_assumptions())
    assert setting.income.tolist() == [20_000, 30_000, 40_000]


def test_assumptions_in_another_currency_are_refused(town):
    capacity = town.measure(town.region({"a": {"adults": 10}}), RULES)
    with pytest.raises(Refused, match=r"not in USD, the region's currency"):
        setting_of(capacity, read_assumptions().in_currency("EUR"))


def test_services_offered_are_counted_where_they_hold(town):
    rules = (
        RULES + '\namenities: [{id: e, section: "2", offers: English}, {id: f, section: "3", offers: tools}]'
    )
    towns = {"Town": (0, 0, 1, 1), "Other": (1, 0, 2, 1)}
    region = town.region({"a": {"adults": 10}, "b": {"adults": 10}}, towns=towns)
    assert setting_of(town.measure(region, rules), read_assumptions()).offered.tolist() == [2, 0]
