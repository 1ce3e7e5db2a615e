"""The chain of law for one place."""

from __future__ import annotations

import pytest

from localvip.capacity.explain import cell_at, cells_of_area, chain_of
from localvip.problem import Refused
from localvip.report.chain import tell_chain

RULES = """
caps:
  - {id: city, section: "1", limit: 50 visas}
  - {id: rich, section: "2", limit: 5 visas, where: residents > 150}
  - {id: pace, section: "3", limit: 9 visas per year}
zones:
  - id: z
    section: "4"
    boundary: {ids: [a]}
    notwithstanding: [city]
    caps: [{id: own, section: "4.1", limit: 7 visas}]
"""


@pytest.fixture
def capacity(town):
    region = town.region({"a": {"residents": 100}, "b": {"residents": 200}}, sponsors=[100, 100])
    return town.measure(region, RULES)


def standings(capacity, area):
    chain = chain_of(capacity, cells_of_area(capacity, area))
    return {link.provision.id: (link.standing, link.binds) for link in chain.links}


def test_in_the_zone_its_cap_binds_and_the_citys_is_set_aside(capacity):
    assert standings(capacity, "a") == {
        "one-each": ("applies", False),
        "city": ("set aside", False),
        "rich": ("not here", False),
        "pace": ("applies", False),
        "z": ("applies", False),
        "own": ("applies", True),
    }


def test_outside_the_zone_its_provisions_are_left_out(capacity):
    found = standings(capacity, "b")
    assert "own" not in found
    assert found["rich"] == ("applies", True)
    assert found["city"] == ("applies", False)


def test_the_chain_in_words(capacity):
    text = "\n".join(tell_chain(capacity, chain_of(capacity, cells_of_area(capacity, "a"))))
    assert "a (area a) on 1 January 2027: 7 visas in the split shown." in text
    assert "[BINDS] 4.1 own: At most 7 visas." in text
    assert "limit 7, used 7, left 0; one more allows one more in all; one fewer loses one" in text
    assert "[set aside] 1 city" in text
    assert "By the zone z." in text
    assert "limit 9 first issued in the year" in text


def test_a_rule_that_picks_the_place_but_is_off_bounds_nothing_there(town):
    rules = """
caps: [{id: off, limit: 5 visas, where: residents > 50, while: residents > 1000}]
amenities: [{id: care, serves: 1 visa per site, within: 1 km of clinics, where: residents > 150}]
"""
    areas = {"a": {"residents": 100}, "b": {"residents": 200}}
    region = town.region(areas, sponsors=[9, 9], layers={"clinics": {"k": (1.5, 0.5)}})
    found = standings(town.measure(region, rules), "a")
    assert found["off"] == ("no number", False)
    assert found["care"] == ("not here", False)


@pytest.mark.parametrize("area", ["a", "b"])
def test_a_point_finds_its_cell(capacity, area):
    point = capacity.case.region.areas.geometry.to_crs(4326).loc[area].centroid
    cells = cell_at(capacity, point.y, point.x)
    assert capacity.case.cells.table["area"].iloc[cells].tolist() == [area]


def test_a_place_that_is_not_there_is_refused(capacity):
    with pytest.raises(Refused, match=r"^--at: 10,10 lies in no area"):
        cell_at(capacity, 10.0, 10.0)
    with pytest.raises(Refused, match=r"^--area: the region has no area 'c'"):
        cells_of_area(capacity, "c")


def test_a_municipality_is_no_area_and_the_message_says_so(capacity):
    with pytest.raises(Refused, match="It is a municipality; name one of its areas"):
        cells_of_area(capacity, "Town")
