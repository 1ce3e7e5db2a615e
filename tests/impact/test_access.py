"""Two-step access: the hand example, conservation, areas out of reach, distances in a small town."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from localvip.impact.access import Reach, access_table, reaches, two_step, within_reach
from localvip.impact.assumption import read_assumptions
from localvip.impact.draws import central
from localvip.impact.measured import Sheet
from localvip.region.travel import Travel

NEAR = np.array([[5, 20], [10, 10], [99, 5]]) <= 12  # costs of areas a, b, c to facilities p, q
PEOPLE, SUPPLY = np.array([100.0, 200, 50]), np.array([2.0, 1])


def test_by_hand():
    access = two_step(PEOPLE, SUPPLY, NEAR)
    assert access.supply == pytest.approx([1 / 150, 1 / 150 + 1 / 250, 1 / 250])
    assert access.supply[0] == pytest.approx(0.0066667, abs=1e-7)
    assert (access.supply * PEOPLE).sum() == pytest.approx(3)
    assert access.reached == 3


def test_an_area_out_of_reach_is_counted_and_changes_nothing():
    near = np.vstack([NEAR, [False, False]])
    access = two_step([*PEOPLE, 500], SUPPLY, near)
    assert access.unreachable.tolist() == [False, False, False, True]
    assert access.supply == pytest.approx([1 / 150, 1 / 150 + 1 / 250, 1 / 250, 0])


def test_a_facility_that_nobody_reaches_is_not_supply():
    access = two_step([[100, 0, 0], [0, 0, 0]], SUPPLY, NEAR)
    assert access.reached.tolist() == [2, 0]
    assert access.supply[1].tolist() == [0, 0, 0]


def test_access_falls_as_people_come(town):
    region = town.region(
        {"a": {"residents": 100}, "b": {"residents": 200}, "z": {"at": (50, 0, 51, 1), "residents": 7}},
        layers={"clinics": {"one": (0.5, 0.5), "two": (1.5, 0.5)}},
    )
    near = within_reach(region, region.layers["clinics"], 900)
    assert near.tolist() == [[True, False], [False, True], [False, False]]
    before = np.array([100.0, 200, 7])
    reach = Reach("clinics", "beds", near, np.array([10.0, 40]))
    after = before + np.array([[100, 0, 1]] * 2)
    table = access_table(region, reach, (before, after), np.arange(3))
    told = table.set_index(["area", "measure"])
    assert told.loc[("a", "before"), "median"] == pytest.approx(100)
    assert told.loc[("a", "after"), "median"] == pytest.approx(50)
    assert told.loc[("b", "after"), "high"] == pytest.approx(200)
    assert told.loc[("z", "after"), ["median", "reading"]].tolist() == [0, "out of reach"]
    assert told.loc[("", "people out of reach, after"), ["median", "unit"]].tolist() == [8, "people"]
    assert within_reach(region, town.region({"a": {}}, layers={"none": {}}).layers["none"], 900).shape == (
        3,
        0,
    )
    one = access_table(region, reach, (before, after), np.array([0]))
    assert one[one["area"] != ""]["area"].unique().tolist() == ["a"]
    assert one.set_index("measure").loc["people out of reach, after", "median"] == 0


def test_layers_that_say_what_sites_hold(town):
    region = town.region({"a": {"residents": 100}}, layers={"clinics": {"one": (0.5, 0.5), "two": (3, 0.5)}})
    layer = region.layers["clinics"]
    layer.shapes["BEDS"] = [12, -999]
    layer.spec.capacity["bed"] = "BEDS"
    assumptions = read_assumptions()
    sheet = Sheet(assumptions, central(assumptions))
    [near] = reaches(town.case(region, "amenities: [{id: c, within: 900 m of clinics}]"), sheet)
    assert (near.unit, near.supply.tolist(), near.without) == ("beds", [12], 1)
    assert near.near.tolist() == [[True]]


def test_minutes_are_told_by_the_travel_times_of_the_region(town):
    region = town.region({"a": {}, "b": {}}, layers={"clinics": {"one": (0.5, 0.5), "two": (1.5, 0.5)}})
    land = np.array([region.areas.geometry["a"], region.areas.geometry["b"]], dtype=object)
    travel = Travel(np.array(["two", "two"], dtype=object), np.array([5.0, 9.0]), land, stepped=False)
    clinics = replace(region.layers["clinics"], travel=travel)
    for minutes, near in ((4, [False, False]), (5, [True, False]), (9, [True, True])):
        found = within_reach(region, clinics, 0.0, Fraction(minutes))
        assert found.tolist() == [[False, near[0]], [False, near[1]]]
