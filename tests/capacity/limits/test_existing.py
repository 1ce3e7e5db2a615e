"""Visas in force already: they stay and count; overhang and what can still be issued, worked by hand."""

from dataclasses import replace
from datetime import date

import geopandas as gpd
import numpy as np
import pytest
import shapely

from localvip.capacity.limits.case import Terms, open_case
from localvip.capacity.limits.grounds import cuts_of
from localvip.capacity.path import walk
from localvip.region.cells import make_cells
from localvip.region.point_layers.held import Held
from localvip.region.point_layers.sweep import located

PEOPLE = {"a": {"residents": 1000}, "b": {"residents": 1000}}
SHARE = "{id: share, limit: 5% of residents, in each: area}"


def region_of(town, visas, **more):
    region = town.region(PEOPLE, sponsors=[500, 500], **more)
    return replace(region, visas=np.array(visas, dtype=np.int64))


def classed(town, visas):
    """Return a region with visas of classes, each at the middle of area a."""
    points = [shapely.Point(500, 500)] * len(visas)
    region = town.region(PEOPLE, sponsors=[500, 500])
    held = Held(gpd.GeoDataFrame({"class": visas}, geometry=points, crs=region.plane), "visas.geojson")
    return replace(region, visas=located(held, region.areas, region.plane), visa_class="class")


def summary(capacity):
    return capacity.maximum.visas, capacity.in_force, capacity.overhang, capacity.can_issue, capacity.at_once


def over(capacity):
    """Return the overhang of each limit by its provision and group."""
    rows, bounds = capacity.limits.rows, capacity.limits.bounds
    return {(bounds[rows[n].bound].provision.id, rows[n].group): by for n, by in capacity.overhangs.items()}


@pytest.mark.parametrize(
    ("city", "expected", "limits"),
    [
        # a holds 60 where 50 may: 10 over. b may have 40 more, the town 30.
        ("100 visas", (100, 70, 10, 30, 100), {("share", "a"): 10}),
        # 50 of the town may stay: 20 over.
        ("50 visas", (50, 70, 20, 0, 70), {("share", "a"): 10, ("city", "Town"): 20}),
        ("0 visas", (0, 70, 70, 0, 70), {("share", "a"): 10, ("city", "Town"): 70}),
        ("100 visas, existing: exempt", (100, 70, 10, 40, 100), {("share", "a"): 10}),
        ("50 visas, existing: exempt", (50, 70, 10, 40, 70), {("share", "a"): 10}),
        # A pace says nothing of visas in force, and bounds new ones.
        ("25 visas per year", (100, 70, 10, 25, 100), {("share", "a"): 10}),
    ],
)
def test_visas_stay_and_count(town, city, expected, limits):
    capacity = town.measure(region_of(town, [60, 10]), f"caps: [{SHARE}, {{id: city, limit: {city}}}]")
    assert summary(capacity) == expected
    assert over(capacity) == limits


def test_a_region_that_doesnt_tell_its_visas(town):
    capacity = town.measure(town.region(PEOPLE, sponsors=[500, 500]), f"caps: [{SHARE}]")
    assert summary(capacity) == (100, 0, 0, None, 100)


def test_more_visas_than_sponsors_are_no_overhang(town):
    """Estimates of sponsors are rough; a visa in force has a host."""
    region = replace(region_of(town, [20, 0]), sponsors=np.array([10, 0], dtype=np.int64))
    assert summary(town.measure(region, f"caps: [{SHARE}]")) == (10, 20, 0, 0, 20)


def test_visas_elsewhere_count_in_a_cap_that_reaches_them(town):
    """The county's cap of 80 counts the 10 of Vale, on whose land no ordinance binds."""
    act = """
localvip: 1
act: County act
effective: 2026-01-01
under: program.yaml
caps: [{id: county, limit: 80 visas}]
"""
    region = region_of(town, [60, 10], towns={"Town": (0, 0, 1, 1), "Vale": (1, 0, 2, 1)})
    capacity = town.measure(region, "caps: [{id: c, limit: 200 visas}]", act)
    assert summary(capacity) == (80, 60, 0, 10, 80)


CLASSES = "classes: [p, t]\n"


def test_a_cap_on_a_class_counts_its_own_and_those_of_no_known_class(town):
    region = classed(town, ["p"] * 8 + ["t"] * 2 + [""])
    rules = f"caps: [{SHARE}, {{id: p, limit: 5 visas, counts: [p]}}]"
    capacity = town.measure(region, rules, program=town.program + CLASSES)
    assert over(capacity) == {("p", "Town"): 4}
    assert summary(capacity) == (100, 11, 4, 50 - 11 + 50, 100)


def test_caps_on_every_class_leave_open_what_can_be_issued(town):
    region = classed(town, ["p", "t", "t"])
    rules = "caps: [{id: p, limit: 5 visas, counts: [p]}, {id: t, limit: 1 visas, counts: [t]}]"
    capacity = town.measure(region, rules, program=town.program + CLASSES)
    assert summary(capacity) == (6, 3, 1, None, 6)


def test_places_that_are_taken_are_not_given_again(town):
    """One clinic of 40 places in reach of a and b; 30 are taken, then 50."""
    layers = {"clinics": {"k": (1, 0.5)}}
    rules = "amenities: [{id: m, within: 9 km of clinics, serves: 40 visas per site}]"
    assert summary(town.measure(region_of(town, [20, 10], layers=layers), rules)) == (40, 30, 0, 10, 40)
    assert summary(town.measure(region_of(town, [20, 30], layers=layers), rules)) == (40, 50, 10, 0, 50)


def walked(town, visas, rules, years, stay=1.0):
    rulebook, region = town.rulebook(rules, program=town.program), region_of(town, visas)
    cells = make_cells(region, cuts_of(rulebook, region))
    path = walk([open_case(rulebook, region, cells, Terms(date(year, 1, 1))) for year in years], stay)
    return [(y.before, y.issued, y.after, y.overhang) for y in path]


def test_the_path_begins_with_the_visas_in_force(town):
    """70 in force, 10 of them too many in a; the town has room for 30, then 35 leave and as many may come."""
    rules = f"caps: [{SHARE}, {{id: city, limit: 100 visas}}]"
    assert walked(town, [60, 10], rules, [2027, 2028], stay=0.5) == [(70, 30, 100, 10), (50, 50, 100, 0)]


def test_the_path_leaves_exempt_visas_uncounted_and_counts_those_issued_since(town):
    rules = "caps: [{id: city, limit: 100 visas, existing: exempt}]"
    assert walked(town, [60, 10], rules, [2027, 2028]) == [(70, 100, 170, 0), (170, 0, 170, 0)]
