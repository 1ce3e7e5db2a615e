"""Bases of limits: a count of the region before a term of the law, unknown parts, each made once."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from localvip.capacity.limits.bases import Bases
from localvip.capacity.limits.grouping import Groups, gathered
from localvip.capacity.limits.tally import Land
from localvip.language.quantity import Limit, Sum, Term
from localvip.problem import Problems
from localvip.region.manifest import ControlTotal

MICRO = 1_000_000
AREAS = {
    "a": {"residents": 100, "jobs": 7, "at": (0, 0, 2, 1)},
    "b": {"residents": 301, "jobs": None, "at": (2, 0, 3, 1)},
}
WARDS = {"ward": {"w": (0, 0, 1, 1), "e": (1, 0, 3, 1)}}  # area a is halved: two cells of 50 people
TERMS = """
definitions:
  mine: {text: t, is: residents + jobs}
  lost: {text: t, is: jobs - 8}
  jobs: {text: t, is: residents}
"""


@pytest.fixture(scope="module")
def case(town):
    region = town.region(AREAS, districts=WARDS, layers={"libraries": {"l": (1.5, 0.5)}}, sponsors=[10, 30])
    region = replace(region, controls={"municipality": ControlTotal(of={"Town": "500"})})
    return town.case(region, TERMS)


@pytest.fixture
def bases(case):
    return Bases(case)


def base(bases, name):
    problems = Problems()
    found = bases.of(bases.case.rulebook.ordinances[0], name, problems)
    return found, [problem.message for problem in problems.found]


@pytest.mark.parametrize(
    ("name", "units"),
    [("residents", [50 * MICRO, 50 * MICRO, 301 * MICRO]), ("sponsors", [5 * MICRO, 5 * MICRO, 30 * MICRO])],
)
def test_a_count_has_its_micro_units_a_cell(bases, name, units):
    found, problems = base(bases, name)
    assert (found.units.tolist(), found.unknown, problems) == (units, None, [])


def test_a_missing_count_is_unknown_in_every_cell_of_its_area(bases):
    found, _ = base(bases, "jobs")  # the region's jobs, not the term of that name
    assert found.units.tolist() == [3_500_000, 3_500_000, 0]
    assert found.unknown.tolist() == [False, False, True]


def test_a_term_is_reckoned_a_cell_and_unknown_where_a_part_of_it_is(bases):
    found, problems = base(bases, "mine")
    assert found.units.tolist() == [53_500_000, 53_500_000, 0]
    assert (found.unknown.tolist(), problems) == ([False, False, True], [])


def test_a_term_that_cant_be_reckoned_is_told_each_time_and_one_that_isnt_there_never(bases):
    found, problems = base(bases, "lost")
    assert (found, len(problems)) == (None, 1)
    assert "the term 'lost' comes out negative" in problems[0]
    assert base(bases, "nothing") == (None, [])


@pytest.mark.parametrize("name", ["residents", "jobs", "mine"])
def test_a_base_is_made_once(bases, name):
    assert base(bases, name)[0] is base(bases, name)[0]


def limit(*terms):
    return Limit("", "only", (Sum(tuple(Term(Fraction(1, 10), one) for one in terms)),))


def reckoned(bases, land, *names):
    return bases.reckoned(limit(*names), "down", {name: base(bases, name)[0] for name in names}, land)


def test_limits_on_the_same_land_share_their_sums(bases):
    town = gathered(Groups(np.zeros(3, dtype=np.int32), 1), np.ones(3, bool))
    land = bases.land(town.cells, town)
    assert bases.land(town.cells, town) is land
    one, other = reckoned(bases, land, "residents"), reckoned(bases, land, "residents", "jobs")
    assert one.tallies["residents"] is other.tallies["residents"]
    assert set(other.tallies) == {"residents", "jobs"}
    half = Land(np.array([True, False, True]), town)
    assert reckoned(bases, half, "residents").tallies["residents"] is not one.tallies["residents"]


def test_official_counts_are_asked_for_their_own_base_alone(bases):
    town = gathered(Groups(np.zeros(3, dtype=np.int32), 1), np.ones(3, bool))
    land = bases.land(town.cells, town)
    people, jobs = (reckoned(bases, land, name) for name in ("residents", "jobs"))
    assert people.values(1).tolist() == [50]  # a tenth of the official 500, not of 401
    (official,) = people.official[0]
    assert (official.units, official.reckoned) == (500 * MICRO, 401 * MICRO)
    assert (jobs.values(1).tolist(), jobs.official, jobs.tallies["jobs"].officials) == ([0], {}, None)
