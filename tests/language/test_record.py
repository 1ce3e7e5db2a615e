from typing import ClassVar, Literal

import pytest
from pydantic import Field

from localvip.language.document import Document
from localvip.language.record import Record, fill
from localvip.language.source import compose
from localvip.language.types import LimitText
from localvip.problem import Place, Refused


class Leaf(Record):
    text_key: ClassVar[str] = "id"
    id: str
    base: Literal["removed", "kept"] = "removed"


class Tree(Record):
    title: str = Field(alias="in words")
    leaves: tuple[Leaf, ...] = ()
    limit: LimitText | None = None
    named: dict[str, Leaf] = Field(default_factory=dict)


def filled(text):
    return fill(Tree, Document("f", "", compose(text, "f")))


def said(text):
    with pytest.raises(Refused) as error:
        filled(text)
    return [str(problem) for problem in error.value.problems]


def test_a_record_has_values_and_places():
    tree = filled("in words: x\nleaves: [a, {id: b, base: kept}]\nlimit: 5 visas\n")
    assert (tree.title, tree.leaves[1], tree.limit.text) == ("x", Leaf(id="b", base="kept"), "5 visas")
    assert [str(leaf.place) for leaf in tree.leaves] == ["f:2:10", "f:2:13"]
    assert str(tree.place_of("title")) == str(tree.place_of("in words")) == "f:1:11"
    assert str(tree.place_of("leaves", 1)) == "f:2:13"
    assert str(tree.place_of("named")) == "f:1:1"


def test_equality_and_hash_leave_the_place_out():
    one = filled("in words: x\nleaves: [a]\n").leaves[0]
    assert one == Leaf(id="a")
    assert hash(one) == hash(Leaf(id="a"))
    assert one != Leaf(id="b")
    assert (Leaf(id="a").place, Leaf(id="a").place_of("id")) == (Place(""), Place(""))


def test_a_record_does_not_change():
    with pytest.raises(ValueError, match="frozen"):
        Leaf(id="a").id = "b"


def test_every_fault_is_told_at_its_place_in_plain_words():
    assert said("in words: x\nleaves: [{id: a, base: [kept]}]\n") == [
        "f:2:24: 'base' must be one word, not a list. Allowed: kept, removed."
    ]
    text = "in word: x\nleaves:\n  - {id: [a], bsae: kept}\n  - {base: kep}\n  - [x]\nlimit: 5\nnamed: [a]\n"
    assert said(text) == [
        "f:1:1: 'in words' is missing. Write  in words: ...",
        "f:1:1: 'in word' is not a key here. Did you mean 'in words'?",
        "f:3:10: 'id' must be a text, not a list.",
        "f:3:15: 'bsae' is not a key here. Did you mean 'base'?",
        "f:4:5: 'id' is missing. Write  id: ...",
        "f:4:12: 'kep' is not allowed for 'base'. Allowed: kept, removed. Did you mean 'kept'?",
        "f:5:5: 'leaves' must be a mapping (key: value), not a list.",
        "f:6:8: 5 what? A number needs its unit. Write 5 visas, or 5% of residents.",
        "f:7:8: 'named' must be a mapping (key: value), not a list.",
    ]


def test_a_file_uses_the_keys_of_the_language_only():
    assert said("in words: x\ntitle: y\n") == [
        "f:2:1: 'title' is not a key here. Allowed: in words, leaves, limit, named."
    ]
    assert Tree(title="y").title == "y"
