from localvip.language.document import Entries, Items, Text
from localvip.problem import Place


def test_entries_and_items_know_their_places():
    entries = Entries(place=Place("f", 1, 1))
    entries.put("a", "x", Place("f", 2, 1), Place("f", 2, 4))
    items = Items(place=Place("f", 3, 1))
    items.put("y", Place("f", 3, 3))
    assert (entries.key_place("a").column, entries.place_of("a").column) == (1, 4)
    assert entries.place_of("missing") == entries.key_place("missing") == entries.place
    assert (items.place_of(0).column, items.place_of(1), items.place_of(-1)) == (3, items.place, items.place)


def test_a_text_equals_the_same_text_elsewhere():
    here, there = Text("a", Place("f", 1, 1)), Text("a", Place("f", 9, 9))
    assert here == there == "a"
    assert hash(here) == hash("a")
    assert there.place.line == 9
