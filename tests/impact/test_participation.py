"""Participation told: areas, fifths, markets and years agree with the uptake they tell."""

import numpy as np
import pytest

from localvip.impact.participation import (
    areas_table,
    fifths_table,
    groups,
    incomes_tables,
    markets_table,
    years_table,
)

SHARE = 'caps: [{id: share, section: "1", limit: 30% of adults, in each: area}]'
PACE = SHARE[:-1] + ', {id: pace, section: "2", limit: 40 visas per year}]'


def test_areas_tell_visas_and_where_the_law_binds(impact_of):
    one = impact_of(SHARE)
    table = areas_table(one.setting, one.uptake).set_index(["area", "measure"])
    assert table.loc[("a", "visas the market would use"), "median"] == pytest.approx(300)
    assert table.loc[("a", "visas for each adult"), "median"] == pytest.approx(0.3)
    assert table.loc[("a", "chance that a limit binds"), "median"] == 1
    assert table.loc[("c", "chance that a limit binds"), "median"] == 0
    assert table.loc[("a", "gain of sponsors for each resident"), "median"] == pytest.approx(
        300 * table.loc[("a", "gain of a sponsor"), "median"] / 1280
    )
    assert table["unit"].notna().all()


def test_the_poorest_fifth_is_most_willing(impact_of):
    one = impact_of(n=50)
    table = fifths_table(one.setting, one.uptake)
    willing = table[table["measure"] == "share willing"]["median"].tolist()
    assert willing == sorted(willing, reverse=True) and willing[0] > 2 * willing[-1]


def test_gains_by_fifth_add_up_to_all_sponsors_gain(impact_of):
    one = impact_of(SHARE)
    gains = incomes_tables(one.setting, one.uptake)["gains"]
    told = gains[gains["measure"] == "gain"]["median"].sum()
    assert told == pytest.approx((one.uptake.sponsors * one.uptake.gain).sum())
    hosts = gains[gains["measure"] == "sponsors"]["median"].sum()
    assert hosts == pytest.approx(one.uptake.total[0])


def test_incomes_become_more_equal(impact_of):
    one = impact_of(SHARE)
    table = incomes_tables(one.setting, one.uptake)["incomes"].set_index(["index", "stage"])
    assert table.loc[("Gini", "after"), "median"] < table.loc[("Gini", "before"), "median"]


def test_groups_hold_every_governed_adult(impact_of):
    one = impact_of(SHARE)
    income, people, cells = groups(one.setting, one.uptake)
    assert people.sum() == pytest.approx(3000)
    assert len(income) == len(people) == 7 * len(cells)


def test_a_market_tells_what_a_visa_earns(impact_of):
    one = impact_of(SHARE)
    table = markets_table(one.setting, one.drawn, one.uptake).set_index("measure")
    assert table.loc["visas", "median"] == pytest.approx(one.uptake.total[0])
    assert table.loc["wage of a migrant", "median"] == pytest.approx(11_640)
    assert 0 < table.loc["part of the willing who find a slot", "median"] < 1


def test_years_rise_to_the_realistic_number_and_keep_the_pace(impact_of):
    free, paced = impact_of(SHARE), impact_of(PACE)
    table = years_table(free.setting, free.drawn, free.uptake.total).set_index(["line", "year"])["median"]
    assert table[("expected", 1)] == pytest.approx(0.3 * free.uptake.total[0])
    assert (np.diff(table["expected"]) > 0).all()
    assert table[("expected", 10)] < table[("realistic", 10)] <= table[("legal maximum", 10)]
    slow = years_table(paced.setting, paced.drawn, paced.uptake.total).set_index(["line", "year"])["median"]
    assert slow[("expected", 3)] == pytest.approx(120)
