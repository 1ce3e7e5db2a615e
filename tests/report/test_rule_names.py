"""Rules of one name in several towns are told apart wherever they are named."""

import pytest

from localvip.report.map import draw_map
from localvip.report.rows import area_rows, jurisdiction_rows
from localvip.report.rule_names import rule_names
from localvip.report.tables import tell_capacity

HEAD = "localvip: 1\nordinance: {law}\njurisdiction: {town}\neffective: 2027-01-01\n"
CAP = '{{id: t, section: "{section}", title: Cap per tract, limit: {visas} visas, in each: area}}'


@pytest.fixture
def county(town):
    def of(*laws, own=""):
        region = town.region(
            {"a": {"residents": 100}, "b": {"residents": 200}},
            sponsors=50,
            towns={"Stow": (0, 0, 1, 1), "Hudson": (1, 0, 2, 1)},
        )
        texts = [
            HEAD.format(law=law, town=at) + f"caps: [{CAP.format(section=section, visas=2)}{own}]"
            for law, at, section in laws
        ]
        return town.measure(region, *texts)

    return of


ALIKE = (("Law of Stow", "Stow", "2"), ("Law of Hudson", "Hudson", "2"))


def test_rules_of_one_name_are_two_on_the_map_and_in_the_tables(county):
    capacity = county(*ALIKE)
    named = ["2 Cap per tract (Stow)", "2 Cap per tract (Hudson)"]
    assert rule_names(capacity)[:2] == named
    assert [row.binding for row in area_rows(capacity)] == named
    assert sorted(row.binding for row in jurisdiction_rows(capacity) if row.capacity) == sorted(named)
    drawing = draw_map(tell_capacity(capacity, capacity.case.rulebook, "localvip"))
    assert sorted(item.label for item in drawing.binds_legend) == sorted(named)
    assert len({area.binds for area in drawing.areas}) == 2


def test_one_title_under_two_sections_is_told_apart_too(county):
    assert rule_names(county(ALIKE[0], ("Law of Hudson", "Hudson", "7")))[:2] == [
        "2 Cap per tract (Stow)",
        "7 Cap per tract (Hudson)",
    ]


def test_two_laws_of_one_town_go_by_their_titles(county):
    assert rule_names(county(("Old law", "Stow", "2"), ("New law", "Stow", "3")))[:2] == [
        "2 Cap per tract (Old law)",
        "3 Cap per tract (New law)",
    ]


def test_a_name_of_one_law_stays_as_it_is(county):
    twice = ', {id: u, section: "3", title: Cap per tract, limit: 9 visas}'
    assert rule_names(county(ALIKE[0], own=twice))[:2] == ["2 Cap per tract", "3 Cap per tract"]
