"""A case: the laws of the day on their land, the land it is about, and all that keeps it from being opened."""

from dataclasses import replace
from datetime import date

import pytest

from localvip.capacity.limits.case import Terms, open_case
from localvip.problem import Refused
from localvip.region.cells import make_cells
from localvip.region.manifest import Column

AREAS = {"a": {"residents": 1}, "b": {"residents": 2}, "c": {"residents": 3}}
TOWNS = {"Town": (0, 0, 1, 1), "Vale": (1, 0, 2, 1)}  # area c lies in neither
DAY = date(2027, 1, 1)
TERMS = Terms(DAY)
LATER = """
localvip: 1
ordinance: Later
jurisdiction: Vale
number: 2-2028
authority: Charter 1
under: program.yaml
effective: 2028-01-01
"""


@pytest.fixture(scope="module")
def region(town):
    return town.region(AREAS, towns=TOWNS)


def opened(town, region, *texts, terms=TERMS):
    return open_case(town.rulebook(*texts), region, make_cells(region), terms)


def named(case, land):
    return "".join(case.cells.table["area"][land])


def test_a_case_is_about_the_land_of_its_ordinances_in_force_or_not(town, region):
    case = opened(town, region, "status: adopted", LATER)
    assert case.day == DAY
    assert [(ground.law.file, named(case, ground.land)) for ground in case.grounds] == [
        ("program.yaml", "abc"),
        ("town.yaml", "a"),
    ]
    assert named(case, case.focus) == "ab"


def test_on_its_day_an_ordinance_is_in_force(town, region):
    days = [date(2027, 12, 31), date(2028, 1, 1)]
    cases = [opened(town, region, "status: adopted", LATER, terms=Terms(day)) for day in days]
    assert [len(case.grounds) for case in cases] == [2, 3]
    assert named(cases[1], cases[1].grounds[2].land) == "b"


def test_a_case_of_the_whole_region_is_about_all_of_it(town, region):
    case = opened(town, region, "status: adopted", terms=Terms(DAY, whole=True))
    assert named(case, case.focus) == "abc"


def test_the_program_s_rules_fall_back_where_no_ordinance_is(town, region):
    case = opened(town, region, "status: adopted")
    program, town_law = case.grounds
    assert named(case, program.fallback) == "bc"
    assert named(case, town_law.fallback) == "a"


def test_land_outside_a_level_is_left_out(town):
    """An ordinance of the county that leaves out its municipalities binds area c alone."""
    levels = {"county": {"Shire": (-9, -9, 9, 9)}}
    region = town.region(AREAS, towns=TOWNS, levels=levels)
    head = town.ordinance.format(title="Shire")
    law = head.replace(
        "jurisdiction: Shire", "jurisdiction: {level: county, name: Shire, outside: [municipality]}"
    )
    case = opened(town, region, law)
    assert named(case, case.grounds[1].land) == "c"


def test_a_jurisdiction_that_isn_t_there_is_told_once_though_it_is_asked_for_twice(town, region):
    with pytest.raises(Refused) as refused:
        opened(town, region, town.ordinance.format(title="Towm"))
    (problem,) = refused.value.problems
    assert (problem.code, problem.message) == (
        "unknown-jurisdiction",
        "the region has no jurisdiction 'Towm'.",
    )
    assert problem.hint == "Did you mean 'Town'?"


def test_all_that_is_wrong_is_told_at_once(town, region):
    race = replace(region, columns={**region.columns, "mix": Column(column="RACE_MIX")})
    cap = "caps: [{id: c, limit: 1 visas, where: mix > 3}]"
    other = LATER.replace("jurisdiction: Vale", "jurisdiction: Hill").replace("2028-01-01", "2027-01-01")
    with pytest.raises(Refused) as refused:
        opened(town, race, cap, other)
    assert [one.code for one in refused.value.problems] == ["forbidden-ground", "unknown-jurisdiction"]


def test_zones_that_overlap_undecided_are_refused(town, region):
    zones = """
caps: [{id: c, limit: 1 visas}, {id: d, limit: 1 visas}]
zones:
  - {id: y, boundary: {ids: [a]}, notwithstanding: [c]}
  - {id: z, boundary: {ids: [a, b]}, notwithstanding: [d]}
"""
    with pytest.raises(Refused) as refused:
        town.case(region, zones)
    assert [one.code for one in refused.value.problems] == ["open-overlap"]


def test_set_asides_are_found_by_file_and_id_of_the_provision(town, region):
    zones = """
caps: [{id: c, limit: 1 visas}]
zones: [{id: z, boundary: {ids: [a, b]}, notwithstanding: [{id: c, base: kept}]}]
"""
    case = town.case(region, zones)
    ((key, (aside,)),) = case.asides.items()
    assert key == ("town.yaml", "c")
    assert (aside.zone.id, named(case, aside.land), aside.base_kept) == ("z", "a", True)  # b is Vale's
