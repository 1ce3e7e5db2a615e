"""Provisions compiled to limits: bases, land, facilities, flows; what can't be reckoned is refused."""

from datetime import date

import pyproj
import pytest

from localvip.problem import Refused

AREAS = {
    "a": {"residents": 100, "jobs": 40},
    "b": {"residents": 200, "jobs": None},
    "c": {"residents": 305, "jobs": 60},
}


@pytest.fixture(scope="module")
def region(town):
    layers = {
        "libraries": {"l1": (0.5, 0.5), "l2": (1.5, 0.5), "l3": (2.5, 0.5), "l4": (2.6, 0.5), "far": (99, 99)}
    }
    return town.region(AREAS, layers=layers, one={"libraries": "library"}, sponsors=[10, 20, 30])


@pytest.mark.parametrize(
    ("limit", "value"),
    [
        ("50 visas", 50),
        ("0", 0),
        ("5% of residents", 30),  # 30.25
        ("the greater of 2 visas and 5% of residents", 30),
        ("the lesser of 2 visas and 5% of residents", 2),
        ("50% of sponsors", 30),
        ("1 visa per 7 sponsors", 8),
        ("3 visas per km2", 9),
        ("1 visa per sq mi", 1),  # 3 km2 are 1.158 square miles
        ("1 visa per 2 acre", 370),  # 3 km2 are 741.3 acres
        ("1 visa per 100 ha", 3),
        ("5 visas per library", 20),  # the library outside the region isn't counted
        ("2% of residents plus 5 visas per library", 32),
    ],
)
def test_the_value_of_a_city_cap(town, region, limit, value):
    assert town.values(town.measure(region, f"caps: [{{id: city, limit: {limit}}}]")) == {
        ("city", "Town"): value
    }


def test_facilities_are_counted_where_they_stand(town, region):
    found = town.values(town.measure(region, "caps: [{id: c, limit: 5 visas per library, in each: area}]"))
    assert found == {("c", "a"): 5, ("c", "b"): 5, ("c", "c"): 10}


def test_density_is_of_true_land(town):
    """A box of a degree's hundredth is measured on the ellipsoid, not in degrees."""
    area = {"a": {"residents": 1, "at": (-30, 10, 20, 70)}}
    region = town.region(area)
    corners = region.areas.to_crs(4326).geometry.iloc[0].segmentize(0.001)
    true_km2 = abs(pyproj.Geod(ellps="WGS84").geometry_area_perimeter(corners)[0]) / 1e6
    capacity = town.measure(region, "caps: [{id: c, limit: 1 visas per km2}]")
    assert town.values(capacity)["c", "Town"] == pytest.approx(true_km2, rel=1e-4)


def test_a_dated_limit_is_that_of_the_day(town, region):
    rules = "caps: [{id: city, limit: {2027-01-01: 1% of residents, 2028-01-01: 2% of residents}}]"
    days = {
        day: town.values(town.measure(region, rules, on=day))
        for day in (date(2027, 12, 31), date(2028, 1, 1))
    }
    assert [found["city", "Town"] for found in days.values()] == [6, 12]


@pytest.mark.parametrize("limit", ["unlimited", "{2028-01-01: 5 visas}"])
def test_what_bounds_nothing_makes_no_limit(town, region, limit):
    capacity = town.measure(region, f"caps: [{{id: city, limit: {limit}}}]")
    assert town.values(capacity) == {}
    assert capacity.maximum.visas == 60


@pytest.mark.parametrize(("rounding", "value"), [("down", 30), ("nearest", 30), ("up", 31)])
def test_rounding(town, region, rounding, value):
    rules = f"caps: [{{id: city, limit: 5% of residents, rounding: {rounding}}}]"
    assert town.values(town.measure(region, rules))["city", "Town"] == value


def test_a_pace_bounds_issues_and_not_the_stock(town, region):
    capacity = town.measure(
        region, "caps: [{id: stock, limit: 50 visas}, {id: pace, limit: 7 visas per year}]"
    )
    assert capacity.maximum.visas == 50
    assert capacity.issues.visas == 7
    assert town.held_back(capacity) == {"stock": 10}
    assert [bound.flow for bound in capacity.limits.bounds] == [False, True]


def test_no_pace_no_issues(town, region):
    assert town.measure(region, "caps: [{id: stock, limit: 50 visas}]").issues is None


@pytest.mark.parametrize(
    ("rule", "line", "code", "says"),
    [
        (
            "caps: [{id: c, limit: 5% of resident}]",
            9,
            "unknown-base",
            "no count 'resident'. Did you mean 'residents'?",
        ),
        (
            "caps: [{id: c, limit: 1 visa per 3 zzz}]",
            9,
            "unknown-base",
            "It has: jobs, land, library, residents, sponsors.",
        ),
        ("amenities: [{id: m, within: 1 km of library}]", 9, "unknown-layer", "Did you mean 'libraries'?"),
    ],
)
def test_what_cant_be_reckoned_is_refused_at_its_line(town, region, rule, line, code, says):
    program = town.program + "classes: [temporary, permanent]\n"
    with pytest.raises(Refused) as refused:
        town.measure(region, rule, program=program)
    (problem,) = refused.value.problems
    assert (problem.place.file, problem.place.line, problem.code) == ("town.yaml", line, code)
    assert says in str(problem)


def test_a_cap_that_counts_every_class_is_any_cap(town, region):
    program = town.program + "classes: [temporary, permanent]\n"
    rules = "caps: [{id: c, limit: 5 visas, counts: [permanent, temporary]}]"
    assert town.measure(region, rules, program=program).maximum.visas == 5


def test_all_faults_of_all_provisions_are_told_at_once(town, region):
    rules = """
caps:
  - {id: c, limit: 5% of resident}
  - {id: d, limit: 1 visas, in each: district ward}
  - {id: e, limit: 1 visas, where: povert > 5}
"""
    with pytest.raises(Refused) as refused:
        town.measure(region, rules)
    assert [(p.place.line, p.code) for p in refused.value.problems] == [
        (11, "unknown-base"),
        (12, "unknown-district"),
        (13, "condition"),
    ]


@pytest.mark.parametrize(
    ("rule", "words", "hint"),
    [
        (
            "amenities: [{id: m, within: 1 km of libraries, while: residents > 5}]",
            "amenity 'm': `while` can't be reckoned yet.",
            "Leave `while` out.",
        ),
        (
            "zones: [{id: z, boundary: {ids: [a]}, where: residents > 5, caps: [{id: own, limit: 1 visas}]}]",
            "zone 'z': `where` can't be reckoned yet.",
            "Write the condition in its boundary.",
        ),
        (
            "sponsors: [{id: s, at most: 1 per sponsor, while: residents > 5}]",
            "sponsor rule 's': `while` can't be reckoned yet.",
            "Leave `while` out.",
        ),
    ],
)
def test_a_circumstance_that_isnt_reckoned_is_never_left_out_in_silence(town, region, rule, words, hint):
    with pytest.raises(Refused) as refused:
        town.measure(region, rule)
    (problem,) = refused.value.problems
    assert (problem.place.line, problem.code) == (9, "not-yet")
    assert (problem.message, problem.hint) == (words, hint)


def test_homes_out_of_reach_get_none(town, region):
    rules = "amenities: [{id: m, within: 100 m of libraries, where: area <> 'b'}]"
    capacity = town.measure(region, rules)
    (row,) = capacity.limits.rows
    assert (row.value, row.known) == (0, True)
    assert row.working == "none: more than 100 m from all libraries, in a straight line"
    barred = capacity.case.cells.table.iloc[row.members]
    assert set(barred["area"]) == {"a", "c"}
    assert capacity.split[row.members].sum() == 0
    assert town.by_area(capacity)["b"] == 20


def test_homes_out_of_reach_only_perhaps_under_the_rule(town):
    """Whether the rule holds in b isn't known: b gets none at the least, all of its sponsors at the most."""
    areas = {
        "a": {"residents": 1, "jobs": 40},
        "b": {"residents": 1, "jobs": None},
        "c": {"residents": 1, "jobs": 60},
    }
    region = town.region(areas, layers={"clinics": {"k": (99, 99)}}, sponsors=[10, 20, 30])
    capacity = town.measure(region, "amenities: [{id: m, within: 1 km of clinics, where: jobs > 50}]")
    assert (capacity.maximum.visas, capacity.at_most.visas) == (10, 30)
