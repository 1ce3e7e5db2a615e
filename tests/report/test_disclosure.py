"""What rules hold back can tell a small count of sponsors: the attack, and that what is published withstands it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localvip.capacity.sensitivity import curve, swings
from localvip.report.disclosure import Counted, shifts, telling
from localvip.report.prospects import Prospects, with_prospects
from localvip.report.suppression import LEAST, publishable
from localvip.report.tables import tell_capacity

NONE_IN_A = '{id: closed, section: "1", title: Closed, limit: 0 visas, where: residents = 100}'
AREAS = {"a": {"residents": 100}, "b": {"residents": 200}, "c": {"residents": 300}}


@pytest.fixture
def published(town):
    """Return the capacity of a law, its report, and the report as it is published."""

    def of(caps, sponsors, areas=AREAS):
        capacity = town.measure(town.region(areas, sponsors=sponsors), f"caps: [{caps}]")
        told = tell_capacity(capacity, capacity.case.rulebook, "localvip")
        ahead = Prospects((), "none", curve(capacity), None, swings(capacity))
        told = with_prospects(told, capacity, ahead)
        return (
            capacity,
            told,
            publishable(told, telling(capacity, Counted(told.areas, told.jurisdictions), ahead)),
        )

    return of


def row(report, key):
    return next(one for one in report.provisions if one.id == key)


def test_the_attack_a_cap_on_one_small_area_holds_back_its_sponsors(published):
    """Without the cap that closes ``a``, its 3 sponsors have 3 visas: what it holds back is their number.

    So is the sum of all sponsors, less the capacity.
    """
    _, told, shown = published(NONE_IN_A, [3, 40, 50])
    assert row(told, "closed").held_back == 3, "the number that the attack reads"
    assert (row(shown, "closed").held_back, row(shown, "closed").withheld) == (None, True)
    assert "would be 93" in told.answer and "93" not in shown.answer
    assert "section 1 (Closed) holds back most" in shown.answer
    assert shown.sensitivity is None and shown.swings == ()
    assert [one.value for one in shown.headlines[:3]] == ["90", "withheld", "600"]
    assert {one.sponsors for one in shown.jurisdictions} == {None}


def test_the_attack_from_beside_a_cap_on_a_large_area_tells_a_small_one(published):
    """``c`` is bound to 2. Lifted, a ceiling of 30 on ``b`` and ``c`` takes over: the total is 30 and all of ``a``."""
    caps = (
        '{id: shut, section: "1", title: Shut, limit: 2 visas, where: residents = 300},'
        '{id: pair, section: "2", title: Pair, limit: 30 visas, where: residents > 150}'
    )
    capacity, told, shown = published(caps, [3, 8, 50])
    assert capacity.maximum.visas + row(told, "shut").held_back == 30 + 3
    assert row(shown, "shut").withheld


def test_what_a_rule_holds_back_of_large_areas_alone_is_published(published):
    """Whoever of ``a`` and ``b`` has one sponsor more, both are filled: only their sum is told."""
    half = '{id: half, section: "1", title: Half, limit: 20 visas, where: residents = 300}'
    _, told, shown = published(half, [3, 8, 50])
    assert [one.withheld for one in shown.areas] == [True, True, False]
    assert row(shown, "half").held_back == row(told, "half").held_back == 30
    assert row(shown, "half").by_itself == 30 and not row(shown, "half").withheld
    assert shown.answer == told.answer and shown.sensitivity == told.sensitivity


@given(st.lists(st.integers(1, 4), min_size=1, max_size=6), st.lists(st.integers(LEAST, 90), max_size=2))
def test_another_world_differs_in_every_small_count_and_keeps_the_sum(small, large):
    counts = [*small, *large]
    changes = shifts(counts)
    if changes is None:
        assert not large, "a large count can always take up the difference"
        return
    assert sum(changes) == 0
    assert all(change and 0 < n + change < LEAST for n, change in zip(small, changes, strict=False))
    assert all(n + change > 0 for n, change in zip(counts, changes, strict=True))


def test_where_no_other_world_is_found_everything_is_withheld(published):
    """One area alone with few sponsors: nothing can be moved elsewhere."""
    _, _, shown = published(NONE_IN_A, [3, 0, 0])
    assert row(shown, "closed").withheld
    assert shifts([3]) is None and shifts([4, 4]) is None


def test_a_report_without_small_counts_tells_all(published):
    _, told, shown = published(NONE_IN_A, [30, 40, 50])
    assert shown is told
