from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localvip.language.words import QuantityError, number, number_text


@pytest.mark.parametrize(
    ("word", "part"),
    [
        ("-5", "negative"),
        ("−5", "negative"),
        ("+5", "without +"),
        ("1,000", "Write 1000."),
        ("12,345.5", "Write 12345.5."),
        ("2,5", "write 2.5"),
        ("1_000", "zeros: 1000"),
        ("0100", "zeros: 100"),
        ("00", "zeros: 0"),
        ("0.5e3", "exponent"),
        ("007.5", "Write 7.5"),
        ("190:20:30", "time"),
        ("0o17", "decimal digits"),
        (".5", "before and after the point"),
        ("5.", "before and after the point"),
        ("5km", "space between"),
        ("True", "forbids"),
        (".inf", "is not a number"),
        ("٣", "is not a number"),
        ("½", "is not a number"),
    ],
)
def test_a_number_that_is_none_is_explained(word, part):
    with pytest.raises(QuantityError) as error:
        number(word)
    assert part in str(error.value)


@given(
    st.fractions(min_value=0, max_value=10**6, max_denominator=1).flatmap(
        lambda whole: st.integers(0, 999).map(lambda part: whole + Fraction(part, 1000))
    )
)
def test_a_decimal_survives_writing_and_reading(value):
    assert number(number_text(value)) == value


def test_a_third_is_written_as_a_fraction():
    assert number_text(Fraction(1, 3)) == "1/3"
