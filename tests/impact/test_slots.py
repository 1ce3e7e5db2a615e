"""Slots: every limit holds, nobody gets more than wished, and nested limits lose nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from localvip.impact.slots import Slots, slots_of

WISHES = st.lists(st.integers(0, 50), min_size=4, max_size=4)


def rows(*pairs):
    return tuple((np.array(members), float(value)) for members, value in pairs)


@given(WISHES, st.integers(0, 60), st.integers(0, 60), st.integers(0, 120))
def test_nested_limits_give_the_largest_total(wishes, left, right, whole):
    slots = Slots(np.full(4, 40.0), rows(([0, 1], left), ([2, 3], right), ([0, 1, 2, 3], whole)), 1e9)
    visas = slots.hold(np.array([wishes], float))[0]
    capped = np.minimum(wishes, 40)
    most = min(whole, min(left, capped[:2].sum()) + min(right, capped[2:].sum()))
    assert visas.sum() == pytest.approx(most)
    assert (visas <= capped + 1e-9).all()


@given(WISHES, st.integers(0, 60), st.integers(0, 60))
def test_crossing_limits_all_hold(wishes, one, other):
    slots = Slots(np.full(4, 40.0), rows(([0, 1], one), ([1, 2], other)), 70.0)
    visas = slots.hold(np.array([wishes], float))[0]
    assert visas[:2].sum() <= one + 1e-9
    assert visas[1:3].sum() <= other + 1e-9
    assert visas.sum() <= 70 + 1e-9


def test_crossing_limits_waste_nothing_where_everyone_wishes_for_more():
    limits = rows(([0, 1], 10), ([1, 2], 10))
    wishes = np.full((1, 3), 20.0)
    fair = np.array([10.0, 0.0, 10.0])
    assert Slots(np.full(3, 40.0), limits, 20.0, fair).hold(wishes)[0] == pytest.approx(fair)
    few = Slots(np.full(3, 40.0), limits, 20.0, fair).hold(np.array([[2.0, 20.0, 2.0]]))[0]
    assert few == pytest.approx([2, 8, 2])


def test_the_limits_of_a_law_are_taken_over(town):
    areas = {name: {"residents": 100, "adults": 100} for name in "abc"}
    rules = """
caps:
  - {id: share, section: "1", limit: 10% of adults, in each: area}
  - {id: total, section: "2", limit: 20 visas}
  - {id: pace, section: "3", limit: 1 visas per year}
"""
    capacity = town.measure(town.region(areas, sponsors=50), rules)
    visas = slots_of(capacity).hold(np.full((1, 3), 30.0))
    assert visas[0] == pytest.approx([20 / 3] * 3)
