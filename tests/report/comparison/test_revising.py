"""Changes of the law: rules named as readers know them, and a title that says what they do."""

from dataclasses import replace

import pytest

from localvip.capacity.comparison import compare_capacities
from localvip.report.comparison.discretion import discretion_of
from localvip.report.comparison.model import ChangeRow
from localvip.report.comparison.revising import change_rows, what_changed

CAP = '{id: own-share, section: "3.1", title: Share, limit: 5 visas, in each: area}'
ZONE = 'zones: [{id: pilot, section: "5", title: Pilot, boundary: {ids: [a]}, notwithstanding: [own-share]}]'


@pytest.fixture
def compared(town):
    def of(before, after):
        region = town.region({"a": {"residents": 100}, "b": {"residents": 200}}, sponsors=50)

        def measure(rulebook, like):
            raise AssertionError("one change is the whole")

        return compare_capacities(town.measure(region, before), town.measure(region, after), measure)

    return of


def test_a_changed_rule_names_others_as_the_report_does(compared):
    [row] = changes(compared(f"caps: [{CAP}]", f"caps: [{CAP}]\n{ZONE}"))
    assert "in it, 3.1 Share does not apply" in row.sentence and "own-share" not in row.sentence
    assert row.fate == "new"


def test_an_area_is_bound_anew_only_where_another_rule_binds(compared):
    fewer = CAP.replace("5 visas", "4 visas")
    [row] = changes(compared(f"caps: [{CAP}]", f"caps: [{fewer}]"))
    assert row.effect == "By itself it takes 2 visas away; 2 areas lose 2."


def changes(found):
    return change_rows(found, discretion_of(found, False))


def test_what_a_change_on_one_small_area_does_is_withheld(town):
    """Lifting the cap that closes ``a`` gives as many visas as it has sponsors: three."""
    region = town.region({"a": {"residents": 100}, "b": {"residents": 200}}, sponsors=[3, 50])
    cap = '{id: closed, section: "1", title: Closed, limit: %s visas, where: residents = 100}'
    sides = [town.measure(region, f"caps: [{cap % n}]") for n in (0, 9)]
    found = compare_capacities(*sides, None)
    [row] = changes(found)
    assert (row.alone, row.effect) == (
        None,
        "What it does by itself is withheld: it would tell of a few people.",
    )
    [shown] = change_rows(found, discretion_of(found, True))
    assert shown.alone == 3


ROW = ChangeRow("3.1", "Share", "Law", "cap", "gone", "", "", None, False)


def test_the_title_names_the_change_that_does_most():
    rows = (replace(ROW, alone=4), replace(ROW, section="2", title="Total", alone=-310), ROW)
    assert what_changed(rows) == "Of 3 changes of the law, 2 Total does most by itself: −310 visas"
    assert what_changed(rows[:1]) == "1 change of the law, of 3.1 Share: +4 visas"


def test_the_title_counts_the_changes_where_none_is_reckoned():
    new, changed = replace(ROW, fate="new"), replace(ROW, fate="changed")
    assert what_changed((ROW, ROW, new)) == "2 rules of the law are gone and 1 is new"
    assert what_changed((changed,)) == "1 says something else"
    assert what_changed(()) == "The two say the same"


def test_the_title_says_that_changes_have_no_effect():
    idle = replace(ROW, alone=0, idle=True)
    assert what_changed((idle,)) == "1 change of the law, and it has no effect anywhere"
    assert what_changed((idle, idle)) == "2 changes of the law, and none has an effect anywhere"
