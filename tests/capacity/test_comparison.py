"""Two laws on one region: equal laws change nothing, turned round every number changes its sign."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localvip.capacity.comparison import compare_capacities
from localvip.capacity.limits.case import Terms, open_case
from localvip.capacity.limits.grounds import cuts_of
from localvip.capacity.measure import measure_capacity
from localvip.region.cells import make_cells

PEOPLE = {"Ash": 100, "Birch": 200, "Cedar": 300}
BASE = "{id: share, section: '1', limit: 5% of residents, in each: area}, {id: total, section: '2', limit: 20 visas}"


def compared(town, old, new):
    region = town.region({name: {"residents": n} for name, n in PEOPLE.items()}, sponsors=[100, 200, 300])
    before, after = (town.measure(region, f"caps: [{caps}]") for caps in (old, new))

    def measure(rulebook, like):
        cells = make_cells(region, cuts_of(rulebook, region))
        return measure_capacity(open_case(rulebook, region, cells, Terms(like.case.day)))

    return compare_capacities(before, after, measure)


def test_equal_laws_change_exactly_nothing(town):
    found = compared(town, BASE, BASE)
    assert found.change == 0 and not found.areas["change"].any() and found.revisions == ()


def test_a_falling_share_is_told_with_the_places_that_lose(town):
    """5, 10, 15 under 20 become 3, 6, 9 under 20: the share binds everywhere, the ceiling no more."""
    found = compared(town, BASE, BASE.replace("5%", "3%"))
    (one,) = found.revisions
    assert (one.provision.id, one.direction) == ("share", "falls")
    assert [limit.text for limit in one.limits] == ["5% of residents", "3% of residents"]
    assert found.areas["after"].tolist() == [3, 6, 9]
    assert found.change == found.areas["change"].sum() == found.alone[0].change == -2
    assert not found.alone[0].idle
    assert found.alone[0].after is found.after  # one change by itself is the law after: not measured again


def test_a_change_that_other_rules_hide_everywhere_is_idle(town):
    loose = BASE.replace("20 visas", "50 visas")
    found = compared(town, loose, loose.replace("50 visas", "60 visas"))
    assert found.change == 0 and found.alone[0].idle


def test_of_two_changes_the_one_that_the_other_hides_is_idle_by_itself(town):
    """50 or 60 in all, the shares come to 30 or 24: the ceiling is idle made first and made last."""
    loose = BASE.replace("20 visas", "50 visas")
    found = compared(town, loose, loose.replace("50 visas", "60 visas").replace("5%", "4%"))
    idle = {
        revision.provision.id: one.idle for revision, one in zip(found.revisions, found.alone, strict=True)
    }
    assert idle == {"share": False, "total": True}


def test_changes_that_only_work_together_are_not_idle(town):
    """15 % in each area and 40 in all: either alone changes the split, both give 40."""
    found = compared(town, BASE, BASE.replace("5%", "15%").replace("20 visas", "40 visas"))
    assert [one.change for one in found.alone] == [0, 10] and found.change == 20
    assert not any(one.idle for one in found.alone)


def test_new_and_gone_provisions_are_reckoned_alone(town):
    share, total = BASE.split(", {id: total")[0], "{id: total" + BASE.split("{id: total")[1]
    gone = compared(town, BASE, share)
    assert gone.revisions[0].after is None and gone.alone[0].change == gone.change == 10
    new = compared(town, total, BASE)
    assert new.revisions[0].before is None and new.alone[0].change == new.change == 0
    assert not new.alone[0].idle, "the shares move visas between areas"


def test_a_new_title_or_number_is_no_change(town):
    assert compared(town, BASE, BASE.replace("section: '1'", "section: '9', title: New")).revisions == ()


@pytest.mark.parametrize("name", ["share", "total"])
@settings(max_examples=15)
@given(old=st.integers(0, 40), new=st.integers(0, 40))
def test_turned_round_every_number_changes_its_sign(town, name, old, new):
    text = {"share": "5% of", "total": "20 visas"}[name]
    one, other = (BASE.replace(text, text.replace("5", str(n)).replace("20", str(n))) for n in (old, new))
    there, back = compared(town, one, other), compared(town, other, one)
    assert there.change == -back.change
    assert (there.areas["change"] == -back.areas["change"]).all()
    assert [replace(one.reversed(), old=None, new=None) for one in there.revisions] == [
        replace(one, old=None, new=None) for one in back.revisions
    ]
    assert [one.idle for one in there.alone] == [one.idle for one in back.alone]
