"""Caps by class of visa: they bound the total only where every class is capped by its own."""

from __future__ import annotations

import pytest

PEOPLE = {"a": {"residents": 100}, "b": {"residents": 200}, "c": {"residents": 300}}
TWO = "classes: [temporary, permanent]\n"


@pytest.fixture
def place(town):
    return town.region(PEOPLE, sponsors=[10, 20, 30])


def test_a_cap_on_one_class_leaves_the_total_free(town, place):
    """60 sponsors; 5 permanent visas at most, but all 60 may be temporary."""
    rules = "caps: [{id: few, limit: 5 visas, counts: [permanent]}]"
    capacity = town.measure(place, rules, program=town.program + TWO)
    assert capacity.maximum.visas == 60
    assert capacity.held_back == {0: 0}


def test_caps_on_every_class_add_up(town, place):
    """5 permanent and 12 temporary: 17 in all, the split summing to it over the cells."""
    rules = """
caps:
  - {id: few, limit: 5 visas, counts: [permanent]}
  - {id: many, limit: 12 visas, counts: [temporary]}
"""
    capacity = town.measure(place, rules, program=town.program + TWO)
    assert capacity.maximum.visas == capacity.split.sum() == 17
    assert capacity.used.tolist() == [5, 12]
    assert capacity.full.all()
    # Without the cap on permanent visas every sponsor may have one: 60 less 17.
    assert capacity.held_back == {0: 43, 1: 43}


def test_a_sponsor_has_one_visa_whatever_its_class(town, place):
    """Caps of 100 a class in each area are more than the sponsors: 10 + 20 + 30 stays."""
    rules = """
caps:
  - {id: few, limit: 100 visas, counts: [permanent], in each: area}
  - {id: many, limit: 100 visas, counts: [temporary], in each: area}
"""
    capacity = town.measure(place, rules, program=town.program + TWO)
    assert capacity.split.tolist() == [10, 20, 30]


def test_classes_and_all_visas_are_capped_together(town, place):
    """Area a: 3 + 4 by class, 5 by the area's own cap; b and c are free: 5 + 20 + 30."""
    rules = """
caps:
  - {id: few, limit: 3 visas, counts: [permanent], where: area = 'a'}
  - {id: many, limit: 4 visas, counts: [temporary], where: area = 'a'}
  - {id: all, limit: 5 visas, where: area = 'a'}
"""
    capacity = town.measure(place, rules, program=town.program + TWO)
    assert capacity.split.tolist() == [5, 20, 30]
    assert capacity.ceiling.tolist() == [5, 20, 30]
