"""The whole assessment: tidy frames with units, the same for the same seed, nothing silently supposed."""

from dataclasses import replace

import pandas as pd
import pytest

import localvip.impact as impact
from localvip.impact.assumption import read_assumptions
from localvip.problem import Refused

RULES = """
caps: [{id: share, section: "1", limit: 20% of adults, in each: area}]
fees: [{id: f, section: "2", amount: 120 USD per visa per year, paid by: sponsor}]
"""
AREAS = {
    "a": {"residents": 1280, "adults": 1000, "median_income": 25_000},
    "b": {"residents": 900, "adults": 700},
}
OURS = (
    "years",
    "uptake",
    "participation",
    "markets",
    "gains",
    "incomes",
    "surplus",
    "labour",
    "systems",
    "neighbours",
)


@pytest.fixture(scope="module")
def capacity(town):
    return town.measure(town.region(AREAS, sponsors=800), RULES)


@pytest.fixture(scope="module")
def found(capacity):
    return impact.assess(capacity, seed=3, draws=40)


def test_every_number_has_a_unit_and_a_range(found):
    for name in OURS:
        frame = found.frames[name]
        assert len(frame), name
        assert frame["unit"].notna().all(), name
        assert (frame["low"] <= frame["median"]).all() and (frame["median"] <= frame["high"]).all(), name


def test_the_same_seed_gives_the_same_frames(capacity, found):
    again, other = impact.assess(capacity, seed=3, draws=40), impact.assess(capacity, seed=4, draws=40)
    for name, frame in found.frames.items():
        pd.testing.assert_frame_equal(frame, again.frames[name])
    assert not found.frames["surplus"].equals(other.frames["surplus"])


def test_what_was_supposed_is_told(found):
    assert "1 areas have no median_income" in str(found.notices[0])


def test_without_an_ordinance_nothing_follows(town):
    with pytest.raises(Refused, match="No ordinance binds any place on 2027-01-01"):
        impact.assess(town.measure(town.region(AREAS)), draws=2)


def test_changed_assumptions_are_marked(capacity):
    changed = read_assumptions().with_changes({"household.wage_per_month": 1100})
    table = impact.assess(capacity, changed, draws=5).frames["assumptions"].set_index("assumption")
    assert table.loc["household.wage_per_month", "changed"]
    assert table["changed"].sum() == 1
    assert table["citation"].str.len().min() > 10


def test_another_currency_is_converted_or_refused(capacity, town):
    region = replace(capacity.case.region, currency="EUR")
    rules = 'caps: [{id: share, section: "1", limit: 20% of adults, in each: area}]'
    plain = town.measure(region, rules)
    assert set(impact.assess(plain, draws=5).frames["surplus"]["unit"]) >= {"EUR per year"}
    with pytest.raises(Refused, match="owed in USD, the region counts EUR"):
        impact.assess(town.measure(region, RULES), draws=5)
