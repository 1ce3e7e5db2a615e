import pytest

from localvip.language.condition import parse_condition
from localvip.language.wording import in_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("poverty_rate >= 30%", "poverty rate is at least 30%"),
        ("a < 1 AND (b = 2 OR c <> 'x')", "a is below 1 and (b is 2 or c is not x)"),
        ("NOT a IN (1, 2)", "not (a is one of 1, 2)"),
        ("a BETWEEN 1 AND 2.5", "a lies between 1 and 2.5"),
        ("a IS NOT NULL", "not (a is unknown)"),
        ("a LIKE 'x%'", "a is like x%"),
        ("a / b > DATE('2027-01-01')", "(a divided by b) is above 2027-01-01"),
    ],
)
def test_a_condition_is_said_in_words(text, words):
    assert in_words(parse_condition(text)) == words
