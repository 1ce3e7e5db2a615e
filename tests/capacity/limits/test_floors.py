"""A floor of the act is held against the joint capacity, where no single cap breaks it."""

from __future__ import annotations

from datetime import date

import pytest

from localvip.capacity.limits.case import Terms, open_case
from localvip.capacity.limits.grounds import cuts_of
from localvip.capacity.measure import measure_capacity
from localvip.problem import Refused
from localvip.region.cells import make_cells

ACT = """
localvip: 1
act: Enabling Act
jurisdiction: State
number: model
authority: Constitution
under: program.yaml
effective: 2026-01-01
permits:
  - {id: fair-share, section: "7", of: capacity, at least: 5% of residents, in each: jurisdiction}
  - {id: no-rush, section: "8", of: capacity, at most: 50% of residents}
"""


def case_of(town, region, caps, allow_preempted=False):
    act = town.law(ACT, "act.yaml")
    text = town.ordinance.format(title="Town").replace("under: program.yaml", "under: act.yaml") + caps
    rulebook = town.rulebook(text)
    rulebook = type(rulebook)(rulebook.program, (act,), rulebook.ordinances)
    cells = make_cells(region, cuts_of(rulebook, region))
    return open_case(rulebook, region, cells, Terms(date(2027, 1, 1), allow_preempted=allow_preempted))


@pytest.fixture
def place(town):
    return town.region({"a": {"residents": 100}, "b": {"residents": 210}}, sponsors=[100, 100])


def test_none_in_each_area_shuts_the_door_and_is_void(town, place):
    """5% of 310 residents is 15.5, so 16; six visas in each of two areas are 12."""
    case = case_of(town, place, "caps: [{id: none, limit: 6 visas, in each: area}]")
    with pytest.raises(Refused) as refused:
        measure_capacity(case)
    (problem,) = refused.value.problems
    assert problem.message == (
        "all limits of 'Town' together leave Town 12 visas;"
        " Enabling Act, section 7 (fair-share) permits at least"
        " 5% of 310 residents = 15.5, rounded up to 16."
    )
    assert problem.hint == "It is beyond the power of this file: void. Loosen the limit that binds."
    assert problem.place.file == "town.yaml"
    assert problem.place.line == 3


def test_a_capacity_within_the_bounds_passes(town, place):
    assert measure_capacity(case_of(town, place, "caps: [{id: few, limit: 16 visas}]")).maximum.visas == 16


def test_a_capacity_above_what_the_act_permits_is_void(town, place):
    """No cap: 200 sponsors; half of 310 residents is 155."""
    with pytest.raises(Refused, match=r"permits at most 50% of 310 residents = 155"):
        measure_capacity(case_of(town, place, ""))


def test_what_is_void_can_be_shown_at_work(town, place):
    case = case_of(town, place, "caps: [{id: none, limit: 0 visas}]", allow_preempted=True)
    capacity = measure_capacity(case)
    assert capacity.maximum.visas == 0
    assert [notice.code for notice in capacity.void] == ["pre-empted"]


def test_missing_data_leave_a_floor_open(town):
    """Area b's homes are unknown: 10 to 110 visas against a floor of 16 leaves it undecided, told as a notice."""
    people = {"a": {"residents": 100, "homes": 20}, "b": {"residents": 210, "homes": None}}
    region = town.region(people, sponsors=[10, 100])
    rules = (
        "definitions: {homes: {text: All homes.}}\ncaps: [{id: h, limit: 1 visa per 2 homes, in each: area}]"
    )
    capacity = measure_capacity(case_of(town, region, rules))
    (notice,) = [one for one in capacity.notices if one.code == "undecided"]
    assert "leave Town 10 to 110 visas" in notice.message
    assert "Data are missing." in notice.message
    assert notice.place.line == 3
