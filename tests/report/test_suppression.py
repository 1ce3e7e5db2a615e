"""No count of sponsors from 1 to 4 is published, and none can be worked out from what is."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from localvip.report.facilities import most_used
from localvip.report.prospect_model import Admission, AdmissionRow, FacilityRow, TownRow
from localvip.report.suppression import LEAST, Telling, publishable, withheld

GROUPS = st.lists(st.tuples(st.integers(0, 30), st.sampled_from("ABC")), min_size=1, max_size=20)


@given(GROUPS)
def test_every_small_count_is_withheld_and_no_total_less_the_rest_tells_it(pairs):
    counts, groups = [n for n, _ in pairs], [group for _, group in pairs]
    hidden = withheld(counts, [(group,) for group in groups])
    assert all(hide for n, hide in zip(counts, hidden, strict=True) if 0 < n < LEAST)
    for group in set(groups):
        own = [n for n, name in enumerate(groups) if name == group and counts[n]]
        kept_back = [counts[n] for n in own if hidden[n]]
        if kept_back and sum(counts[n] for n in own) >= LEAST and len(own) > 1:
            assert len(kept_back) > 1 and sum(kept_back) >= LEAST


def test_nothing_is_withheld_without_need():
    assert withheld([5, 0, 12], ["A", "A", "A"]) == (False, False, False)
    assert withheld([3, 40, 12, 9], ["A", "A", "A", "B"]) == (True, False, True, False)
    assert withheld([3, 4, 12], ["A", "A", "A"]) == (True, True, False)


def test_a_count_in_two_groups_is_hidden_in_both():
    """The second count hides the first in its town; then the zone that the second lies in needs another."""
    groups = [("town",), ("town", "zone"), ("zone",), ("town",)]
    assert withheld([3, 8, 20, 30], groups) == (True, True, True, False)


def with_three_sponsors(report):
    """Return the report with three sponsors in one area of a town of several, admission rows for all."""
    row = replace(report.areas[4], sponsors=3)
    areas = (*report.areas[:4], row, *report.areas[5:])
    rows = tuple(AdmissionRow(area.name, area.sponsors, None, 0, 1) for area in areas)
    return replace(report, areas=areas, admission=Admission("lottery", 9, (), rows, 0, 0, 7))


def test_what_tells_a_small_count_is_withheld_with_it(report):
    told = publishable(with_three_sponsors(report))
    row = told.areas[4]
    assert (row.withheld, row.sponsors, row.ceiling, row.capacity, row.limits) == (True, None, None, None, ())
    assert told.admission.by_area[4].sponsors is None
    assert sum(area.withheld for area in told.areas) >= 2, "a second one, or the town's total tells the first"
    assert any("withheld" in text for text in told.notices)


def test_what_rules_and_facilities_take_of_small_land_is_withheld_with_it(report):
    row = FacilityRow("4 Care", "T", "clinics", 2, 6, 3, 1)
    known = tuple(replace(one, by_itself=3, held_back=3) for one in report.provisions)
    full = replace(with_three_sponsors(report), provisions=known, facilities=(row,))
    told = publishable(full)
    assert {one.by_itself for one in told.provisions} == {None}
    assert all(one.held_back is None and one.withheld for one in told.provisions)
    safe = publishable(full, Telling(alone=frozenset({(known[0].law, known[0].id)})))
    assert [one.by_itself for one in safe.provisions] == [None, *[3] * (len(known) - 1)]
    assert {one.held_back for one in safe.provisions} == {3}
    assert [one.taken for one in told.facilities] == [None]
    assert most_used(told.facilities) == "Sites that are full: 1 of 2"


def test_towns_side_by_side_withhold_what_their_table_withholds(report):
    first, *rest = report.jurisdictions
    rows = (replace(first, sponsors=3), *rest)
    towns = tuple(
        TownRow(row.name, row.ordinance, "ordinance", row.residents, row.capacity, Fraction(9), 1000, "")
        for row in rows
    )
    told = publishable(replace(report, jurisdictions=rows, towns=towns))
    hidden = {row.name for row in told.jurisdictions if row.withheld}
    assert first.name in hidden and len(hidden) >= 2
    assert {town.name for town in told.towns if town.withheld} == hidden
    assert all(
        (town.capacity, town.rate, town.length) == (None, None, 0) for town in told.towns if town.withheld
    )
    assert [town.withheld for town in told.towns] == sorted(town.withheld for town in told.towns)


def test_a_report_without_small_counts_stays_as_it_is(report):
    assert publishable(report) is report
