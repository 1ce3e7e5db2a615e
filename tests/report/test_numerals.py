from fractions import Fraction

import pytest

from localvip.report.numerals import count, decimal, plain, shown, visas_text


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (999, "999"), (1234567, "1,234,567"), (-1200, "−1,200"), (None, "unknown")]
)
def test_counts_have_separators_and_a_true_minus_and_none_is_unknown(number, text):
    assert count(number) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0.0"),
        ("1234.56", "1,234.6"),
        ("-0.04", "0.0"),
        ("-2.5", "−2.5"),
        ("9.99", "10.0"),
        ("1/3", "0.3"),
    ],
)
def test_decimals_are_rounded_exactly(number, text):
    assert decimal(Fraction(number)) == text


def test_an_unknown_decimal_is_unknown():
    assert decimal(None) == "unknown"


@pytest.mark.parametrize(
    ("number", "text"), [("12", "12"), ("2.5", "2.5"), ("0.025", "0.025"), ("1500", "1,500")]
)
def test_class_breaks_are_shown_in_full(number, text):
    assert plain(Fraction(number)) == text


def test_bidi_and_control_characters_are_seen_but_spaces_stay():
    assert shown("a\u202eb\tc") == "a\\u202eb\\tc"
    assert shown("10\u00a0km\u202f!") == "10\u00a0km\u202f!"


def test_nouns_agree_with_their_numbers():
    assert [visas_text(n) for n in (0, 1, 2000)] == ["0 visas", "1 visa", "2,000 visas"]
