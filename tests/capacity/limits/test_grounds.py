"""Grounds and set-asides: what a zone sets aside, where, and with which of its people."""

from dataclasses import replace

import pytest

from localvip.region.apportion import MICRO
from localvip.region.manifest import PlaceLayer

AREAS = {"a": {"residents": 100}, "b": {"residents": 200}, "c": {"residents": 300}}


@pytest.fixture(scope="module")
def region(town):
    return town.region(AREAS)


def test_reach_and_zones_each_make_a_cut_in_the_order_of_the_file(town):
    region = town.region(AREAS, layers={"clinics": {"k": (0.5, 0.5)}})
    rules = """
amenities: [{id: clinic, within: 300 m of clinics}]
zones:
  - id: z
    boundary: [{ids: [a]}, {ids: [b], except: {within: 300 m of clinics}}]
    amenities: [{id: own, within: 200 m of clinics}]
"""
    case = town.case(region, rules)
    kept = [name.removeprefix("town.yaml#").rstrip("/") for name in case.cells.table.columns if "#" in name]
    assert kept == ["z/0", "z/1", "z/1/except", "clinic/reach", "own/reach"]
    assert [amenity.id for _, amenity, _ in case.grounds[-1].amenities()] == ["clinic", "own"]


def test_a_zone_may_set_a_whole_zone_aside(town, region):
    rules = """
zones:
  - {id: big, boundary: {ids: [a, b]}, caps: [{id: big-cap, limit: 10% of residents}]}
  - {id: small, boundary: {ids: [a]}, notwithstanding: [big], caps: [{id: small-cap, limit: 3 visas}]}
"""
    capacity = town.measure(region, rules)
    # Area a leaves the big zone's cap and its base: 10 % of 200.
    assert town.values(capacity) == {("big-cap", "big"): 20, ("small-cap", "small"): 3}
    assert capacity.maximum.visas == 20 + 3 + 10_000


def test_overlapping_zones_that_set_the_same_aside_take_their_land_out_once(town, region):
    rules = """
caps: [{id: city, limit: 10% of residents}]
zones:
  - {id: y, boundary: {ids: [a, b]}, notwithstanding: [city], caps: [{id: y-cap, limit: 1 visas}]}
  - {id: z, boundary: {ids: [b]}, notwithstanding: [city], caps: [{id: z-cap, limit: 1 visas}]}
"""
    assert town.values(town.measure(region, rules))["city", "Town"] == 30  # 10 % of area c


def test_a_zone_sets_aside_a_provision_that_an_amendment_rewrote(town, region):
    """The amendment's text stands in another file, but it is still the town's own provision."""
    rules = """
caps: [{id: city, limit: 50 visas}]
zones: [{id: z, boundary: {ids: [c]}, notwithstanding: [city], caps: [{id: own, limit: 7 visas}]}]
"""
    amendment = (
        town.ordinance.format(title="Amendment")
        + """
amends: town.yaml
caps: [{id: city, limit: 10% of residents}]
"""
    )
    capacity = town.measure(region, rules, amendment)
    assert town.values(capacity) == {("city", "Town"): 30, ("own", "z"): 7}
    assert capacity.maximum.visas == 37


def test_a_zone_sets_aside_another_files_provision(town, region):
    other = town.ordinance.format(title="County rules") + "caps: [{id: county, limit: 10% of residents}]"
    other = other.replace("jurisdiction: County rules", "jurisdiction: {level: county, name: Shire}")
    rules = 'zones: [{id: z, boundary: {ids: [c]}, notwithstanding: ["town1.yaml#county"]}]'
    shire = town.region(AREAS, levels={"county": {"Shire": (0, 0, 3, 1)}})
    assert town.values(town.measure(shire, rules, other)) == {("county", "Shire"): 30}


def test_a_set_aside_amenity_no_longer_bars_homes_out_of_reach(town):
    region = town.region(AREAS, layers={"clinics": {"k": (0.5, 0.5)}}, sponsors=100)
    rules = """
amenities: [{id: clinic, within: 5 km of clinics}]
"""
    zone = "zones: [{id: z, boundary: {ids: [c]}, notwithstanding: [clinic]}]"
    near = rules.replace("5 km", "1 km")
    inside = town.measure(region, near).maximum.visas
    assert town.measure(region, rules).maximum.visas == 300
    assert 100 < inside < 200  # area a, and most of the near half of b
    assert town.measure(region, near + zone).maximum.visas == inside + 100


def test_a_zone_of_another_town_changes_nothing_here(town):
    region = town.region(AREAS, towns={"Town": (0, 0, 2, 1), "Vale": (2, 0, 3, 1)})
    rules = """
caps: [{id: city, limit: 10% of residents}]
zones: [{id: z, boundary: {ids: [b, c]}, notwithstanding: [city], caps: [{id: own, limit: 50% of residents}]}]
"""
    capacity = town.measure(region, rules)
    assert town.values(capacity) == {("city", "Town"): 10, ("own", "z"): 100}  # c lies in Vale


def test_a_detour_shortens_the_reach_of_an_amenity_and_not_a_boundary(town):
    """1.5 km by a way 1.5 times as long as a straight line is 1 km; a boundary stays the line that the law draws."""
    areas = {"a": {"residents": 100}, "b": {"residents": 100}}
    region = town.region(areas, layers={"clinics": {"k": (0, 0, 0.001, 1)}})
    layer = region.layers["clinics"]
    spec = PlaceLayer(file="k.geojson", id="id", detour="1.5")
    region = replace(region, layers={"clinics": replace(layer, spec=spec)})
    rules = """
amenities: [{id: m, within: 1.5 km of clinics}]
zones: [{id: z, boundary: {within: 1.5 km of clinics}, caps: [{id: c, limit: 1 visas}]}]
"""
    capacity = town.measure(region, rules)
    lost = next(row for row in capacity.limits.rows if not row.value)
    table = capacity.case.cells.table
    assert table["land"].iloc[lost.members].sum() / MICRO == pytest.approx(0.999, abs=1e-4)
    zone = capacity.case.grounds[-1].zones["z"]
    assert table["land"][zone].sum() / MICRO == pytest.approx(1.501, abs=1e-4)
    assert lost.working == (
        "none: more than 1.5 km from all clinics, in a straight line; the way is taken as 1.5 times as long"
    )
