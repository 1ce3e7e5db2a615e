"""Which land a law binds: jurisdictions by name and id, boundaries by layer, id, condition, distance."""

import math
from dataclasses import replace

import numpy as np
import pytest
import shapely

from localvip.problem import Refused
from localvip.region.travel import Travel

AREAS = {
    "a": {"residents": 100, "poverty_rate": 0.40},
    "b": {"residents": 200, "poverty_rate": 0.10},
    "c": {"residents": 300, "poverty_rate": None},
    "d": {"residents": 400, "poverty_rate": 0.30},
}
LAYERS = {
    "sez": {"east": (2.5, 0, 9, 1), "west": (0, 0, 0.5, 1)},
    "parks": {"p": (3, 0, 3.5, 1)},
    "stations": {"s": (0, 0.5)},
}


@pytest.fixture(scope="module")
def region(town):
    return town.region(AREAS, layers=LAYERS)


def zone_of(town, region, boundary):
    """Return the land of one zone: the share of each area's people that it holds."""
    case = town.case(region, f"zones: [{{id: z, boundary: {boundary}, caps: [{{id: c, limit: 1 visas}}]}}]")
    table, land = case.cells.table, case.grounds[-1].zones["z"]
    inside = table[land].groupby("area")["residents"].sum() / (region.counts["residents"])
    return {key: share for key, share in inside.items() if share > 0}


@pytest.mark.parametrize(
    ("boundary", "expected"),
    [
        ("{ids: [a, c]}", {"a": 1, "c": 1}),
        ("{layer: areas, ids: [a]}", {"a": 1}),
        ("{where: poverty_rate >= 30%}", {"a": 1, "d": 1}),  # c is unknown, which is not true
        ("{where: area = 'b'}", {"b": 1}),
        ("{layer: sez}", {"a": 0.5, "c": 0.5, "d": 1}),
        ("{layer: sez, ids: [east]}", {"c": 0.5, "d": 1}),
        ("{layer: sez, where: poverty_rate >= 30%}", {"a": 0.5, "d": 1}),
        ("{layer: sez, except: {layer: parks}}", {"a": 0.5, "c": 0.5, "d": 0.5}),
        ("{ids: [a, b], except: {ids: [b]}}", {"a": 1}),
        ("[{ids: [b]}, {layer: sez, ids: [west]}]", {"a": 0.5, "b": 1}),
        ("[{layer: sez, ids: [west]}, {ids: [a]}]", {"a": 1}),  # parts that overlap count once
        # What one part leaves out, another may still hold.
        ("[{ids: [a], except: {layer: sez}}, {layer: sez, ids: [west]}]", {"a": 1}),
        # Half a circle of 500 m around a point on the edge of a.
        ("{within: 500 m of stations}", {"a": pytest.approx(math.pi * 0.5**2 / 2, rel=5e-4)}),
        ("{within: 500 m of stations, ids: [b]}", {}),
        ("{layer: sez, ids: [east], within: 500 m of stations}", {}),  # all keys hold at once
        ("{layer: sez, ids: [west], within: 5 km of stations}", {"a": 0.5}),
    ],
)
def test_a_boundary(town, region, boundary, expected):
    assert zone_of(town, region, boundary) == expected


def test_what_an_exception_leaves_out_may_itself_have_an_exception(town, region):
    """The zone leaves the park out, save for what of it lies in area d (all of it): so nothing is left out."""
    boundary = "{ids: [c, d], except: {layer: parks, except: {ids: [d]}}}"
    assert zone_of(town, region, boundary) == {"c": 1, "d": 1}


@pytest.mark.parametrize(
    ("boundary", "code", "says"),
    [
        ("{layer: sezz}", "unknown-layer", "no layer 'sezz'. Did you mean 'sez'?"),
        ("{layer: sez, ids: [eastt]}", "unknown-feature", "no feature 'eastt'. Did you mean 'east'?"),
        ("{layer: sez, ids: [x]}", "unknown-feature", "It has: east, west."),
        ("{ids: [zz]}", "unknown-area", "no area 'zz'"),
        ("{where: powerty_rate >= 30%}", "unknown-column", "Did you mean 'poverty_rate'?"),
        ("{within: 1 km of statoins}", "unknown-layer", "Did you mean 'stations'?"),
        ("{layer: stations}", "no-land", "Write within: 800 m of stations."),
        ("{ids: [a], except: {layer: q}}", "unknown-layer", "Its layers: parks, sez, stations."),
    ],
)
def test_what_the_region_doesnt_have_is_refused_at_its_line(town, region, boundary, code, says):
    with pytest.raises(Refused) as refused:
        zone_of(town, region, boundary)
    (problem,) = refused.value.problems
    assert (problem.place.file, problem.place.line, problem.code) == ("town.yaml", 9, code)
    assert says in str(problem)


def test_every_fault_of_all_zones_is_told_at_once(town, region):
    zones = "zones: [{id: y, boundary: {ids: [x1, x2]}}, {id: z, boundary: {layer: nope}}]"
    with pytest.raises(Refused) as refused:
        town.case(region, zones)
    assert [one.code for one in refused.value.problems] == ["unknown-area", "unknown-area", "unknown-layer"]


TOWNS = {"Town": (0, 0, 1, 1), "Vale": (2, 0, 3, 1), "Twin": (3, 0, 4, 1)}
COUNTIES = {"county": {"Town": (0, 0, 3, 1)}}


def bound(town, jurisdiction, towns=None, levels=None):
    """Return the areas that an ordinance of ``jurisdiction`` binds."""
    text = town.ordinance.format(title="Town").replace("jurisdiction: Town", f"jurisdiction: {jurisdiction}")
    case = town.case(town.region(AREAS, towns=towns or TOWNS, levels=levels), text)
    return case.cells.table["area"][case.grounds[-1].land].tolist()


@pytest.mark.parametrize(
    ("jurisdiction", "areas"),
    [
        ("Vale", ["c"]),
        ("{level: municipality, name: Town}", ["a"]),
        ("{level: county, name: Town}", ["a", "b", "c"]),
        ("{level: county, name: Town, outside: [municipality]}", ["b"]),
        ("[Vale, Twin]", ["c", "d"]),
        ("{id: Twin}", ["d"]),
    ],
)
def test_a_jurisdiction(town, jurisdiction, areas):
    assert bound(town, jurisdiction, levels=COUNTIES) == areas


@pytest.mark.parametrize(
    ("jurisdiction", "code", "says"),
    [
        ("Town", "ambiguous-jurisdiction", "county Town, municipality Town. Give its level, or its id."),
        ("Vail", "unknown-jurisdiction", "Did you mean 'Vale'?"),
        ("Xyzzy", "unknown-jurisdiction", "It has: Town, Town, Twin, Vale."),
        ("{level: contry, name: Town}", "unknown-level", "Did you mean 'county'?"),
        ("{id: Vail}", "unknown-jurisdiction", "no jurisdiction 'Vail'"),
    ],
)
def test_a_jurisdiction_that_isnt_there_or_isnt_one_is_refused(town, jurisdiction, code, says):
    with pytest.raises(Refused) as refused:
        bound(town, jurisdiction, levels=COUNTIES)
    (problem,) = refused.value.problems
    assert (problem.place.line, problem.code) == (4, code)
    assert says in str(problem)


def test_an_act_of_a_state_that_is_no_level_binds_all_of_the_region(town):
    act = """
localvip: 1
act: Home Rule
jurisdiction: {level: state, name: Ohio}
under: program.yaml
effective: 2026-01-01
caps: [{id: all, limit: 1 visa per 10 residents}]
"""
    capacity = town.measure(town.region(AREAS, towns=TOWNS), act, "status: adopted\n")
    # The act counts and bounds everyone (1,000 residents), but only Town is governed (100 residents).
    assert town.values(capacity) == {("all", "Testland"): 100}
    assert capacity.case.grounds[1].land.all()
    assert capacity.governed.tolist() == [True, False, False, False]


@pytest.fixture(scope="module")
def timed(region):
    """Return the region with the way to the station: half of a in 10 minutes, a and b in 20."""
    squares = region.areas.geometry
    land = [shapely.intersection(squares["a"], squares["a"].buffer(-300)), squares["a"], squares["b"]]
    travel = Travel(
        np.array(["s", "s", "s"], dtype=object),
        np.array([10.0, 20.0, 20.0]),
        np.array(land, dtype=object),
        stepped=True,
    )
    layer = replace(region.layers["stations"], travel=travel)
    return replace(region, layers={**region.layers, "stations": layer})


def test_minutes_are_those_of_the_region(town, timed):
    """A square kilometre without 300 m at each side is 0.16 km2."""
    assert zone_of(town, timed, "{within: 10 minutes of stations}") == {"a": pytest.approx(0.16, abs=1e-6)}
    assert zone_of(town, timed, "{within: 20 minutes of stations}") == {"a": 1, "b": 1}


@pytest.mark.parametrize(
    ("boundary", "says"),
    [
        (
            "{within: 15 minutes of stations}",
            "layer 'stations' has land for 10, 20 minutes only, not for 15 minutes of",
        ),
        ("{within: 15 minutes of parks}", "layer 'parks' has no travel times, not for 15 minutes of parks."),
    ],
)
def test_minutes_that_the_region_does_not_know_are_refused(town, timed, boundary, says):
    with pytest.raises(Refused) as refused:
        zone_of(town, timed, boundary)
    assert says in str(refused.value) and refused.value.problems[0].code == "no-travel"


def test_homes_out_of_reach_by_the_minute_get_none(town, timed):
    capacity = town.measure(timed, "amenities: [{id: stop, section: '1', within: 20 minutes of stations}]")
    (row,) = capacity.limits.rows
    assert row.value == 0 and set(capacity.case.cells.table.iloc[row.members]["area"]) == {"c", "d"}
    assert row.working == "none: more than 20 minutes from all stations, by the travel times of the region"
