"""The sentences of a comparison count the same rows, and leave out what is withheld."""

from localvip.report.comparison.model import PlaceShift, ProvisionShift
from localvip.report.comparison.telling import most_changed, rules_held, summary_of


def place(name, before, after):
    return PlaceShift(name, name, "Town", 100, before, after, "", "")


ROWS = (place("a", 3, 9), place("b", 20, 4), place("c", 5, 5), place("d", 30, 2).kept_back())


def test_a_withheld_area_neither_gains_nor_loses():
    assert summary_of(ROWS) == "Areas that gain: 1; that lose: 1; as before: 1; withheld: 1"


def test_the_title_names_the_place_that_changes_most():
    assert most_changed(ROWS) == "b changes most: −16 visas, from 20 to 4"
    assert most_changed(ROWS[2:]) == "No place gains or loses a visa"
    assert most_changed(()) == "No place gains or loses a visa"


def test_the_rules_title_names_what_holds_back_most_on_each_side():
    old = ProvisionShift("2 Cap", "Old", 1, 1, 7, None, None, None)
    new = ProvisionShift("3 Share", "New", None, None, None, 4, 2, 0)
    assert rules_held((old, new)) == "Before, 2 Cap held back most: 7 visas; after, none does"
    assert rules_held((new,)) == "No single rule holds visas back, before or after"
