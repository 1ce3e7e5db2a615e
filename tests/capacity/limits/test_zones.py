"""Zones over each other."""

from __future__ import annotations

import pytest

from localvip.problem import Refused

PEOPLE = {"a": {"residents": 100}, "b": {"residents": 200}, "c": {"residents": 300}}


@pytest.fixture
def place(town):
    return town.region(PEOPLE, sponsors=[1000, 1000, 1000])


def rules(second=""):
    """Two zones that share area b: y sets the city's cap aside, z sets the share aside."""
    return f"""
caps:
  - {{id: city, limit: 10% of residents}}
  - {{id: share, limit: 20% of residents, in each: area}}
zones:
  - {{id: y, boundary: {{ids: [a, b]}}, notwithstanding: [city], caps: [{{id: y-cap, limit: 7 visas}}]}}
  - id: z
    boundary: {{ids: [b, c]}}
    {second or "notwithstanding: [share]"}
    caps: [{{id: z-cap, limit: 9 visas}}]
"""


def test_an_overlap_that_the_law_leaves_open_is_refused_at_the_second_zone(town, place):
    with pytest.raises(Refused) as refused:
        town.measure(place, rules())
    (problem,) = refused.value.problems
    assert problem.code == "open-overlap"
    assert "zone 'z' overlaps zone 'y' (town.yaml:14:5)" in problem.message
    assert problem.place.line == 15
    assert "alongside: [y]" in problem.hint


def test_alongside_lets_both_apply(town, place):
    """In b neither the city's cap nor the share holds; a keeps its share (20), c the city's cap (10% of 300)."""
    found = town.values(town.measure(place, rules("notwithstanding: [share]\n    alongside: [y]")))
    assert found == {("city", "Town"): 30, ("share", "a"): 20, ("y-cap", "y"): 7, ("z-cap", "z"): 9}


def test_a_zone_that_is_set_aside_takes_its_provisions_and_what_it_sets_aside_with_it(town, place):
    """In b zone y is undone: its cap counts a only, and the city's cap holds in b again (10% of 500)."""
    capacity = town.measure(place, rules("notwithstanding: [share, y]"))
    assert town.values(capacity) == {
        ("city", "Town"): 50,
        ("share", "a"): 20,
        ("y-cap", "y"): 7,
        ("z-cap", "z"): 9,
    }
    members = {
        capacity.limits.bounds[row.bound].provision.id: row.members.tolist() for row in capacity.limits.rows
    }
    assert members["y-cap"] == [0]
    assert members["city"] == [1, 2]


def test_zones_that_set_the_same_aside_may_overlap(town, place):
    assert town.measure(place, rules("notwithstanding: [city]")).maximum.visas == 7 + 9


def test_zones_that_only_touch_the_same_city_need_say_nothing(town, place):
    apart = rules().replace("ids: [b, c]", "ids: [c]")
    assert town.measure(place, apart).maximum.proven
