"""The arithmetic in words: what stands there can be done again by hand."""

from fractions import Fraction

import pytest

from localvip.capacity.limits.working import working
from localvip.language.quantity import parse_limit


def words(text, rounding="down", **counts):
    limit = parse_limit(text)
    exact = limit.value({base: Fraction(count) for base, count in counts.items()})
    whole = {"down": lambda v: v.numerator // v.denominator, "up": lambda v: -(-v.numerator // v.denominator)}
    value = 0 if exact is None else whole[rounding](exact)
    return working(
        limit, {base: int(Fraction(count) * 10**6) for base, count in counts.items()}, value, rounding
    )


@pytest.mark.parametrize(
    ("text", "counts", "expected"),
    [
        ("5% of residents", {"residents": 4810}, "5% of 4,810 residents = 240.5, rounded down to 240"),
        ("5% of residents", {"residents": 4800}, "5% of 4,800 residents = 240"),
        ("0.25% of adults", {"adults": 1000}, "0.25% of 1,000 adults = 2.5, rounded down to 2"),
        ("2000 visas", {}, "2,000 visas"),
        ("1 visa", {}, "1 visa"),
        ("0", {}, "0 visas"),
        ("unlimited", {}, "unlimited"),
        ("3 visas per km2", {"land": Fraction(5, 2)}, "3 for each of 2.5 km2 = 7.5, rounded down to 7"),
        (
            "the greater of 2 visas and 5% of residents",
            {"residents": 100},
            "the greater of 2 visas and 5% of 100 residents = 5",
        ),
        (
            "2% of residents plus 5 visas per library",
            {"residents": 1000, "library": 3},
            "2% of 1,000 residents plus 5 for each of 3 library = 35",
        ),
    ],
)
def test_words(text, counts, expected):
    assert words(text, **counts) == expected


def test_rounding_up_is_told():
    assert (
        words("5% of residents", "up", residents=4810) == "5% of 4,810 residents = 240.5, rounded up to 241"
    )


def test_a_count_that_has_no_end_is_cut_at_two_decimals():
    assert words("50% of residents", residents=Fraction(1, 3)).startswith("50% of 0.33 residents = 0.17")
