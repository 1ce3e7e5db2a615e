"""The path from year to year, worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from localvip.capacity.limits.case import Terms, open_case
from localvip.capacity.limits.grounds import cuts_of
from localvip.capacity.path import walk
from localvip.problem import Refused
from localvip.region.cells import make_cells

PEOPLE = {"a": {"residents": 1000}, "b": {"residents": 1000}}


def walked(town, rules, years, stay=1.0, program=""):
    region = town.region(PEOPLE, sponsors=[500, 500])
    rulebook = town.rulebook(rules, program=town.program + program)
    cells = make_cells(region, cuts_of(rulebook, region))
    return walk([open_case(rulebook, region, cells, Terms(date(year, 1, 1))) for year in years], stay)


def rows(years):
    return [(y.year, y.allowed, y.before, y.issued, y.after, y.overhang, y.waiting) for y in years]


def test_pace_holds_up_what_the_ceiling_allows(town):
    """Ceiling 100, 40 a year: 40, 80, then 20 to the ceiling."""
    rules = "caps: [{id: top, limit: 100 visas}, {id: pace, limit: 40 visas per year}]"
    assert rows(walked(town, rules, range(2027, 2031))) == [
        (2027, 100, 0, 40, 40, 0, 60),
        (2028, 100, 40, 40, 80, 0, 20),
        (2029, 100, 80, 20, 100, 0, 0),
        (2030, 100, 100, 0, 100, 0, 0),
    ]


def test_a_ceiling_that_falls_leaves_overhang_and_stops_issue(town):
    """100 in force when the ceiling falls to 60: 40 above it; at 70 % staying, 70 then 49, below 60: 11 new."""
    rules = "caps: [{id: top, limit: {2027-01-01: 100 visas, 2028-01-01: 60 visas}}]"
    assert rows(walked(town, rules, range(2027, 2030), stay=0.7)) == [
        (2027, 100, 0, 100, 100, 0, 0),
        (2028, 60, 70, 0, 70, 10, 0),
        (2029, 60, 49, 11, 60, 0, 0),
    ]


def test_a_moratorium_stops_new_visas_and_revokes_none(town):
    rules = "caps: [{id: stop, limit: {2027-01-01: 30 visas per year, 2028-01-01: 0 visas per year}}]"
    years = walked(town, rules, [2027, 2028])
    assert [(y.issued, y.after) for y in years] == [(30, 30), (0, 30)]


def test_caps_on_every_class_are_refused(town):
    rules = "caps: [{id: p, limit: 1 visas, counts: [p]}, {id: t, limit: 1 visas, counts: [t]}]"
    with pytest.raises(Refused) as refused:
        walked(town, rules, [2027], program="classes: [p, t]\n")
    (problem,) = refused.value.problems
    assert (problem.place.file, problem.code) == ("program.yaml", "not-yet")
    assert problem.message == (
        "every class of visas stands under a cap of its own; such caps can't be walked by year yet."
    )
