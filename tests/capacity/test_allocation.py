"""What a place may expect under the method that an ordinance names."""

from __future__ import annotations

import pytest

from localvip.capacity.allocation import expect
from localvip.problem import Refused

PEOPLE = {"a": {"residents": 100, "median_income": 20_000}, "b": {"residents": 100, "median_income": 60_000}}
CAP = "caps: [{id: city, limit: 10 visas}]\n"


@pytest.fixture
def place(town):
    return town.region(PEOPLE, sponsors=[40, 60])


def by_area(capacity, expected):
    return expected.by_area(capacity.case.cells.position, 2)


def test_a_lottery_gives_by_sponsors(town, place):
    """10 slots among 40 and 60 sponsors: 4 and 6 on average."""
    capacity = town.measure(place, CAP + "allocation: {method: lottery}")
    expected = expect(capacity, draws=400, seed=2)
    found = by_area(capacity, expected)
    assert expected.method == "lottery"
    assert found["mean"] == pytest.approx([4, 6], abs=0.3)
    assert (found["low"] <= found["mean"]).all()
    assert (found["mean"] <= found["high"]).all()
    assert (expected.visas.sum(axis=1) == 10).all()
    assert (expected.lost == 0).all()


def test_without_a_method_the_first_to_come_are_drawn(town, place):
    capacity = town.measure(place, CAP)
    assert expect(capacity, draws=3).method == "first-come"
    assert expect(capacity, draws=3).draws == 3
    assert (expect(capacity).draws, expect(capacity).seed) == (50, 1)


def test_priority_serves_the_poorest_area_first(town, place):
    capacity = town.measure(place, CAP + "allocation: {method: priority, order: [median_income up]}")
    expected = expect(capacity)
    assert expected.draws == 1
    assert expected.visas.tolist() == [[10, 0]]


def test_priority_by_what_is_known_of_each_sponsor(town):
    points = [(0.5, 0.5, {"income": 50}), (1.5, 0.5, {"income": 10}), (1.6, 0.5, {"income": 90})]
    region = town.region(PEOPLE, sponsors=points)
    rules = "caps: [{id: city, limit: 2 visas}]\nallocation: {method: priority, order: [income up]}"
    assert expect(town.measure(region, rules)).visas.tolist() == [[1, 1]]


def test_the_order_of_sponsors_in_their_file_decides_no_tie(town):
    rules = "caps: [{id: city, limit: 10 visas}]\nallocation: {method: priority, order: [income up]}"
    points = [(0.5 + n % 2, 0.5, {"income": n % 3}) for n in range(40)]
    given, turned = (town.measure(town.region(PEOPLE, sponsors=one), rules) for one in (points, points[::-1]))
    assert expect(given).visas.tolist() == expect(turned).visas.tolist()
    assert {tuple(expect(given, seed=seed).visas[0]) for seed in range(9)} != {(5, 5)}


def test_a_reserve_is_filled_first(town, place):
    """Half of 10 slots for areas under 40,000: at least 5 in area a in every draw."""
    rules = CAP + "allocation: {method: lottery, reserve: 50% where median_income < 40000}"
    assert (expect(town.measure(place, rules), draws=100).visas[:, 0] >= 5).all()


@pytest.mark.parametrize(
    ("allocation", "says"),
    [
        ("{method: auction}", "needs bids"),
        ("{method: priority, order: [median_incme up]}", "Did you mean 'median_income'?"),
        ("{method: lottery, reserve: 50% where median_incme < 9}", "Did you mean 'median_income'?"),
    ],
)
def test_what_the_data_cant_tell_is_refused(town, place, allocation, says):
    with pytest.raises(Refused, match=r"^town.yaml:10:.*" + says.replace("?", r"\?")):
        expect(town.measure(place, CAP + f"allocation: {allocation}"))


def test_a_reserve_by_what_is_known_of_sponsors(town):
    """Nobody in a earns under 40, half of those in b do: the five reserved slots of ten are always theirs."""
    incomes = [(0.5, 90), (1.5, 30), (0.5, 50), (1.5, 60)]
    points = [(x, 0.5, {"income": income}) for x, income in incomes for _ in range(10)]
    rules = CAP + "allocation: {method: lottery, reserve: 50% where income < 40}"
    visas = expect(town.measure(town.region(PEOPLE, sponsors=points), rules), draws=100, seed=3).visas
    assert (visas.sum(axis=1) == 10).all()
    assert (visas[:, 1] >= 5).all()
    assert visas[:, 0].max() > 0


def test_sponsors_apply_for_each_class_in_even_shares(town):
    """Of five sponsors two apply for one class and three for the other, which has one slot: two are lost."""
    region = town.region({"a": {"residents": 100}}, sponsors=[5])
    rules = "caps: [{id: p, limit: 4 visas, counts: [p]}, {id: t, limit: 1 visas, counts: [t]}]"
    program = town.program + "classes: [p, t]\n"
    found = expect(town.measure(region, rules, program=program), draws=3)
    assert found.visas.tolist() == [[3]] * 3
    assert found.lost.tolist() == [2] * 3
