"""A case compiled: who is governed, what sponsors alone allow, what is unknown, and what an act forbids."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from localvip.capacity.limits.case import Terms, open_case
from localvip.capacity.limits.compiled import compile_case
from localvip.problem import Refused
from localvip.region.cells import make_cells

AREAS = {
    "a": {"residents": 100, "adults": 80},
    "b": {"residents": 200, "adults": 150},
    "c": {"residents": 300, "adults": None},
}
TOWNS = {"Town": (0, 0, 2, 1), "Vale": (2, 0, 3, 1)}
CAPS = "caps: [{id: c, limit: 10% of residents}]"


def compiled(town, region, *texts, **more):
    return compile_case(town.case(region, *texts, **more))


@pytest.fixture(scope="module")
def region(town):
    return town.region(AREAS, towns=TOWNS, sponsors=[10, 20, 30])


def test_land_without_an_ordinance_has_bounds_and_no_place_in_the_programme(town, region):
    one = compiled(town, region, CAPS)
    assert one.bounds.tolist() == [10, 20, 30]
    assert one.governed.tolist() == [True, True, False]
    assert one.programmes.bounds.tolist() == [10, 20, 0]
    assert (one.programmes.families, one.programmes.maximum().visas) == ((0,), 30)
    assert (one.void, one.undecided, one.unknown.tolist()) == ((), (), [0, 0, 0])


def test_where_all_land_is_governed_the_bounds_are_those_of_the_sponsors(town):
    one = compiled(town, town.region(AREAS, sponsors=[1, 2, 3]), CAPS)
    assert one.programmes.bounds is one.bounds


def test_defaults_govern_where_no_ordinance_is_only_if_the_case_is_about_it(town, region):
    defaults = "defaults: {caps: [{id: d, limit: 1 visas, in each: jurisdiction municipality}]}\n"
    case = town.case(region, CAPS, program=town.program + defaults)
    one = compile_case(case)
    assert one.limits.bounds[0].default and not one.limits.bounds[1].default
    assert [row.members.tolist() for row in one.limits.rows] == [[2], [0, 1]]
    assert one.governed.tolist() == [True, True, False]
    whole = compile_case(replace(case, focus=np.ones(3, bool)))
    assert whole.governed.tolist() == [True, True, True]
    assert whole.programmes.maximum().visas == 30 + 1


def test_limits_on_pace_are_no_part_of_the_stock(town, region):
    rules = "caps: [{id: p, limit: 2 visas per year}, {id: c, limit: 5 visas}]"
    one = compiled(town, region, rules)
    assert [one.limits.flow(family) for family in one.limits.families] == [True, False]
    assert one.programmes.families == (1,)
    assert one.programmes.with_pace().families == (0, 1)


ACT = """
localvip: 1
act: Enabling Act
jurisdiction: State
number: model
authority: Constitution
under: program.yaml
effective: 2026-01-01
permits: [{id: share, section: "7", of: capacity, at least: 10% of residents}]
"""


def under_an_act(town, region, caps, allow=False):
    text = town.ordinance.format(title="Town").replace("under: program.yaml", "under: act.yaml") + caps
    rulebook = replace(town.rulebook(text), acts=(town.law(ACT, "act.yaml"),))
    terms = Terms(date(2027, 1, 1), allow_preempted=allow)
    return compile_case(open_case(rulebook, region, make_cells(region), terms))


@pytest.mark.parametrize(("cap", "void"), [(30, 0), (29, 1)])
def test_what_an_act_doesn_t_permit_is_refused_or_told(town, region, cap, void):
    """10 % of Town's 300 residents are 30."""
    rules = f"caps: [{{id: c, limit: {cap} visas}}]"
    assert len(under_an_act(town, region, rules, allow=True).void) == void
    if void:
        with pytest.raises(Refused) as refused:
            under_an_act(town, region, rules)
        (problem,) = refused.value.problems
        assert (problem.code, problem.place.file) == ("pre-empted", "town.yaml")
        assert "leave Town 29 visas" in problem.message
    else:
        assert under_an_act(town, region, rules).programmes.maximum().visas == 30


def test_what_missing_data_leave_open_is_a_notice(town):
    """The cap on adults is 0 at the least, as nobody knows them in c; at the most it isn't there."""
    region = town.region(AREAS, sponsors=[10, 20, 30])
    one = under_an_act(town, region, "caps: [{id: c, limit: 10% of adults}]")
    (notice,) = one.undecided
    assert (notice.code, one.void) == ("undecided", ())
    assert "leave Town 23 to 60 visas" in notice.message


def test_unknown_sponsors_are_none_at_the_least_and_all_adults_at_the_most(town):
    region = town.region(AREAS, towns=TOWNS, sponsors=[10, 0, 0])
    unknown = region.unknown.assign(sponsors=[False, True, True])
    one = compiled(town, replace(region, unknown=unknown), CAPS)
    assert one.bounds.tolist() == [10, 0, 0]
    assert one.unknown.tolist() == [0, 150, 0]  # b's adults; c isn't governed


def test_a_rulebook_that_says_nothing_of_sponsors_is_refused_with_the_rest(town, region):
    program = "localvip: 1\nprogram: VIP\neffective: 2026-01-01\n"
    with pytest.raises(Refused) as refused:
        compiled(town, region, "caps: [{id: c, limit: 1% of nobody}]", program=program)
    assert [one.code for one in refused.value.problems] == [
        "no-sponsor-rule",
        "unknown-base",
    ]  # by file and line


@pytest.mark.parametrize("processors", [1, 3])
def test_all_is_the_same_however_cells_are_shared_among_processors(town, monkeypatch, processors):
    wards = {"ward": {"n": (-9, 0, 9, 0.4), "s": (-9, 0.4, 9, 9)}}
    region = town.region(AREAS, districts=wards, sponsors=[90, 80, 70])
    rules = """
caps:
  - {id: a, limit: 10% of residents, in each: area, where: adults < 100}
  - {id: w, limit: 12% of adults plus 3 visas, in each: district ward}
  - {id: t, limit: 40 visas}
"""
    whole = compiled(town, region, rules)
    monkeypatch.setattr("localvip.capacity.blocks.BLOCK", 1)
    monkeypatch.setattr("localvip.capacity.blocks.MANY", 1)
    monkeypatch.setattr("os.cpu_count", lambda: processors)
    parts = compiled(town, region, rules)
    assert parts.limits.values.tolist() == whole.limits.values.tolist()
    assert parts.bounds.tolist() == whole.bounds.tolist()
    assert parts.programmes.maximum() == whole.programmes.maximum()
    assert parts.programmes.maximum().visas == 19 + 14  # 0.6 and 0.4 of 230 adults


def test_unknown_sponsors_leave_a_floor_of_the_act_open(town):
    """An act wants 30 visas of Town's 300 residents: 10 sponsors are known, and b has 150 adults."""
    region = town.region(AREAS, towns=TOWNS, sponsors=[10, 0, 30])
    region = replace(region, unknown=region.unknown.assign(sponsors=[False, True, False]))
    one = under_an_act(town, region, "status: adopted")
    assert one.void == ()
    (notice,) = one.undecided
    assert "leave Town 10 to 160 visas" in notice.message
