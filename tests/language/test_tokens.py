"""Tokens of a condition."""

import pytest

from localvip.language.tokens import tokens
from localvip.language.words import QuantityError


def test_each_token_knows_its_kind_and_where_it_stands():
    found = [(one.kind, one.text, one.at) for one in tokens("a >= 'it''s' and \"b c\" * .5")]
    assert found == [
        ("name", "a", 0),
        ("sign", ">=", 2),
        ("text", "'it''s'", 5),
        ("name", "and", 13),
        ("quoted", '"b c"', 17),
        ("sign", "*", 23),
        ("number", ".5", 25),
        ("end", "", 27),
    ]


def test_keywords_are_read_in_any_case_and_only_as_names():
    words = [one.word for one in tokens("x And 'and' is")]
    assert words == ["", "AND", "", "IS", ""]


@pytest.mark.parametrize(("text", "part"), [("a = 'x", "opened at character 5"), ("a ! b", "Write <>")])
def test_a_sign_that_is_none_is_refused(text, part):
    with pytest.raises(QuantityError, match=part):
        list(tokens(text))
