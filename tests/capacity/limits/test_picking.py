"""Picking and grouping: where, while, in each; what is unknown counts but is no base."""

from dataclasses import replace

import numpy as np
import pytest

from localvip.capacity.limits.picking import Picker
from localvip.problem import Problems, Refused

AREAS = {
    "a": {"residents": 100, "poverty_rate": 0.10, "kind": "old"},
    "b": {"residents": 300, "poverty_rate": 0.30, "kind": "new"},
    "c": {"residents": 600, "poverty_rate": None, "kind": None},
}
TOWNS = {"Town": (0, 0, 2, 1), "Vale": (2, 0, 3, 1)}
WARDS = {"ward": {"n": (0, 0, 1.5, 1), "s": (1.5, 0, 2.5, 1)}}


@pytest.fixture(scope="module")
def region(town):
    return town.region(AREAS, districts=WARDS)


def limits(town, region, cap):
    """Return each limit of one cap: its value, the areas it counts, whether it is known."""
    capacity = town.measure(region, f"caps: [{{id: c, {cap}}}]")
    table = capacity.case.cells.table
    return {
        row.group: (row.value, "".join(sorted(set(table["area"].iloc[row.members]))), row.known)
        for row in capacity.limits.rows
    }


@pytest.mark.parametrize(
    ("cap", "expected"),
    [
        ("limit: 10% of residents", {"Town": (100, "abc", True)}),
        ("limit: 10% of residents, where: poverty_rate < 20%", {"Town": (10, "ac", False)}),
        ("limit: 10% of residents, where: poverty_rate >= 20%", {"Town": (30, "bc", False)}),
        ("limit: 10% of residents, where: kind = 'new'", {"Town": (30, "bc", False)}),
        ("limit: 10% of residents, where: kind = 'new' and area <> 'c'", {"Town": (30, "b", True)}),
        ("limit: 10% of residents, where: poverty_rate is null", {"Town": (60, "c", True)}),
        ("limit: 10% of residents, where: jurisdiction = 'Town'", {"Town": (100, "abc", True)}),
        ("limit: 10% of residents, where: jurisdiction = 'Vale'", {}),
        (
            "limit: 10% of residents, in each: area, where: poverty_rate < 20%",
            {"a": (10, "a", True), "c": (0, "c", False)},
        ),
        ("limit: 5 visas, where: poverty_rate < 20%", {"Town": (5, "ac", False)}),
        (
            "limit: 10% of residents, in each: area",
            {"a": (10, "a", True), "b": (30, "b", True), "c": (60, "c", True)},
        ),
        # Half of b in each ward; the half of c outside every ward is in no group.
        ("limit: 10% of residents, in each: district ward", {"n": (25, "ab", True), "s": (45, "bc", True)}),
        ("limit: 10% of residents, in each: jurisdiction", {"Town": (100, "abc", True)}),
        ("limit: 10% of residents, in each: jurisdiction municipality", {"Town": (100, "abc", True)}),
    ],
)
def test_groups_and_their_values(town, region, cap, expected):
    assert limits(town, region, cap) == expected


@pytest.mark.parametrize(
    ("while_", "groups"),
    [
        ("residents >= 300", {"b": True, "c": True}),
        ("residents < 300", {"a": True}),
        # The share of c is unknown: its group stays bounded, and is told to be unknown.
        ("poverty_rate < 20%", {"a": True, "c": False}),
        ("poverty_rate >= 20%", {"b": True, "c": False}),
        ("residents < 10", {}),
    ],
)
def test_while_is_tested_on_the_totals_of_each_group(town, region, while_, groups):
    found = limits(town, region, f"limit: 10% of residents, in each: area, while: {while_}")
    assert {group: known for group, (_, _, known) in found.items()} == groups


def test_a_share_of_a_group_is_weighed_by_its_people(town):
    region = town.region({"a": AREAS["a"], "b": AREAS["b"]})
    # (100 x 10 % + 300 x 30 %) / 400 = 25 %; the plain mean would be 20 %.
    assert limits(town, region, "limit: 9 visas, while: poverty_rate >= 25%") == {"Town": (9, "ab", True)}
    assert limits(town, region, "limit: 9 visas, while: poverty_rate < 25%") == {}


def test_while_is_tested_on_what_where_picked(town, region):
    cap = "limit: 9 visas, where: area = 'a', while: poverty_rate < 11%"
    assert limits(town, region, cap) == {"Town": (9, "a", True)}


def test_a_share_weighed_by_people_that_are_unknown_is_unknown(town):
    areas = {
        "a": {"residents": 100, "jobs": 5, "poverty_rate": 0.10},
        "b": {"residents": None, "jobs": 5, "poverty_rate": 0.30},
    }
    # With 100 people in b the share would be 20 %: that the cap doesn't hold is not known.
    found = limits(town, town.region(areas), "limit: 9 visas, while: poverty_rate >= 15%")
    assert found == {"Town": (9, "ab", False)}


@pytest.mark.parametrize(
    ("cap", "code", "says"),
    [
        ("limit: 1 visas, in each: district wards", "unknown-district", "Did you mean 'ward'?"),
        ("limit: 1 visas, in each: jurisdiction county", "unknown-level", "It has: municipality."),
        ("limit: 1 visas, where: kindd = 'new'", "condition", "Did you mean 'kind'?"),
        ("limit: 1 visas, where: poverty_rate < 30", "condition", "Did you mean 30%?"),
        ("limit: 1 visas, where: kind < 5", "condition", "compares a text with a number"),
        ("limit: 1 visas, while: resident > 5", "condition", "Did you mean 'residents'?"),
        ("limit: 1 visas, while: kind = 'new'", "no-group-value", "kind has no value for a group"),
        ("limit: 1 visas, while: area = 'a'", "no-group-value", "area has no value for a group"),
    ],
)
def test_what_cant_be_picked_is_refused_at_its_line(town, region, cap, code, says):
    with pytest.raises(Refused) as refused:
        limits(town, region, cap)
    (problem,) = refused.value.problems
    assert (problem.place.file, problem.place.line, problem.code) == ("town.yaml", 9, code)
    assert says in str(problem)


def test_a_median_has_no_value_for_a_group(town):
    region = town.region({"a": {"residents": 5, "median_income": 30000.0}})
    with pytest.raises(Refused, match="median_income has no value for a group"):
        limits(town, region, "limit: 1 visas, while: median_income < 40000")


def test_a_condition_of_a_higher_law_sees_the_name_of_each_cell_s_town(town):
    act = """
localvip: 1
act: Home Rule
jurisdiction: {level: state, name: Ohio}
under: program.yaml
effective: 2026-01-01
caps:
  - {id: vale, limit: 10% of residents, where: jurisdiction = 'Vale'}
  - {id: each, limit: 20% of residents, in each: jurisdiction}
"""
    capacity = town.measure(town.region(AREAS, towns=TOWNS), act, "status: adopted\n")
    assert town.values(capacity) == {("vale", "Testland"): 60, ("each", "Town"): 80, ("each", "Vale"): 120}


def test_as_many_cells_as_areas_need_not_be_a_cell_an_area(town):
    """Two cells of a, none of b, one of c (of unknown poverty, so it counts and is no base)."""
    case = town.case(town.region(AREAS), "caps: [{id: c, limit: 1 visas, where: poverty_rate < 20%}]")
    ground = case.grounds[-1]
    one_each = Picker(case).pick(ground, ground.law.caps[0], ground.land, Problems())
    assert (one_each.counts.tolist(), one_each.base.tolist()) == ([True, False, True], [True, False, False])
    case = replace(case, cells=replace(case.cells, position=np.array([0, 0, 2])))
    several = Picker(case).pick(ground, ground.law.caps[0], ground.land, Problems())
    assert (several.counts.tolist(), several.base.tolist()) == ([True, True, True], [True, True, False])
    assert several.doubtful.tolist() == [False, False, True]


def test_all_land_of_a_law_is_one_group(town, region):
    case = town.case(region, "caps: [{id: c, limit: 1 visas}]")
    ground = case.grounds[-1]
    groups = Picker(case).group(ground, None, ground.law.caps[0], Problems())
    assert (groups.number, groups.index.tolist(), groups.label(0)) == (1, [0] * len(case.cells.table), "Town")


def test_places_are_groups_in_the_order_of_their_ids_whatever_the_order_of_cells(town):
    wards = {"ward": {"z": (0, 0, 1, 1), "m": (1, 0, 2, 1)}}  # area c lies in none
    case = town.case(
        town.region(AREAS, districts=wards), "caps: [{id: c, limit: 1 visas, in each: district ward}]"
    )
    ground = case.grounds[-1]
    groups = Picker(case).group(ground, None, ground.law.caps[0], Problems())
    assert (groups.index.dtype, groups.index.tolist(), groups.number) == (np.int32, [1, 0, -1], 2)
    assert [groups.label(0), groups.label(1)] == ["m", "z"]


@pytest.mark.parametrize(
    ("law", "counted"),
    [
        ("localvip: 1\nordinance: Shire\njurisdiction: Shire\n", [0, 1, 2]),  # the county's own level
        ("localvip: 1\nordinance: Vale\njurisdiction: Vale\n", []),
    ],
)
def test_jurisdiction_is_read_at_the_level_of_the_law(town, law, counted):
    region = town.region(AREAS, towns=TOWNS, levels={"county": {"Shire": (-9, -9, 9, 9)}})
    head = f"{law}number: 1\nauthority: a\nunder: program.yaml\neffective: 2027-01-01\n"
    capacity = town.measure(region, head + "caps: [{id: c, limit: 1 visas, where: jurisdiction = 'Shire'}]")
    assert [cell for row in capacity.limits.rows for cell in row.members.tolist()] == counted


def test_two_ways_to_write_the_same_land_are_one_array(town, region):
    caps = ["poverty_rate >= 20% and kind = 'new'", "area = 'b'", "area <> 'b'"]
    lines = "".join(f"  - {{id: c{n}, limit: 1 visas, where: {where}}}\n" for n, where in enumerate(caps))
    case = town.case(region, f"caps:\n{lines}")
    ground, picker = case.grounds[-1], Picker(case)
    one, same, other = (picker.pick(ground, cap, ground.land, Problems()) for cap in ground.law.caps)
    assert same.counts is same.base
    assert one.base is same.base and one.counts is not same.counts  # of c the first isn't known
    assert other.counts is not same.counts
    assert picker.pick(ground, ground.law.caps[0], ground.land, Problems()) is one
