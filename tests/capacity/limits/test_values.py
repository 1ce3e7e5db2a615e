"""What a limit comes to: exact against fractions, rounded once."""

import random
from fractions import Fraction
from math import ceil, floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from localvip.capacity.limits.values import UNLIMITED, limit_values
from localvip.language.quantity import Limit, Sum, Term, parse_limit
from localvip.region.apportion import MICRO

ROUND = {"down": floor, "up": ceil, "nearest": lambda value: floor(value + Fraction(1, 2))}
roundings = st.sampled_from(sorted(ROUND))
people = st.integers(0, 10**8 * MICRO)
rates = st.fractions(min_value=0, max_value=50, max_denominator=10**7)


def units(**counts):
    return {name: np.array(values, dtype=np.int64) for name, values in counts.items()}


def allowed(text, rounding="down", **counts):
    """Return what a limit allows in groups whose counts are given in whole things."""
    micro = units(**{name: [int(Fraction(v) * MICRO) for v in values] for name, values in counts.items()})
    groups = len(next(iter(counts.values()))) if counts else 1
    return limit_values(parse_limit(text), micro, groups, rounding).tolist()


@pytest.mark.parametrize(
    ("text", "counts", "down", "nearest", "up"),
    [
        ("5% of residents", {"residents": ["4810"]}, 240, 241, 241),  # 240.5: halves go up to the nearest
        ("5% of residents", {"residents": ["4809"]}, 240, 240, 241),  # 240.45
        ("5% of residents", {"residents": ["4820"]}, 241, 241, 241),
        ("1 visa per 4 households", {"households": ["7"]}, 1, 2, 2),  # 1.75
        ("2000 visas", {}, 2000, 2000, 2000),
        ("0 visas", {}, 0, 0, 0),
        ("0% of residents", {"residents": ["4810"]}, 0, 0, 0),
        ("3 visas per km2", {"land": ["2.5"]}, 7, 8, 8),
        ("1 visa per acre", {"land": ["1"]}, 247, 247, 248),  # 1 / 0.0040468564224 = 247.105...
        ("1 visa per sq mi", {"land": ["5.179976220672"]}, 1, 2, 2),  # 5179976 m2 of 2 square miles
        ("2% of residents plus 5 visas", {"residents": ["149"]}, 7, 8, 8),  # 2.98 + 5
        ("10% of residents plus 10% of jobs", {"residents": ["6"], "jobs": ["5"]}, 1, 1, 2),  # 1.1, not 0 + 0
    ],
)
def test_a_limit_by_hand(text, counts, down, nearest, up):
    assert [allowed(text, rounding, **counts) for rounding in ("down", "nearest", "up")] == [
        [down],
        [nearest],
        [up],
    ]


def test_greater_and_lesser():
    adults = ["100", "300", "600"]
    assert allowed("the greater of 2 visas and 1% of adults", adults=adults) == [2, 3, 6]
    assert allowed("the lesser of 2 visas and 1% of adults", adults=adults) == [1, 2, 2]
    assert allowed("the greater of 1 visa and 1% of adults and 4 visas", adults=adults) == [4, 4, 6]


def test_no_limit_is_no_number():
    assert limit_values(parse_limit("unlimited"), {}, 2).tolist() == [UNLIMITED, UNLIMITED]


def test_five_per_cent_of_thirty_is_one_and_of_twice_fifteen_too():
    # Rounded once for the group; rounding the two halves first would give 0.
    assert allowed("5% of residents", residents=["30", "15"]) == [1, 0]


def test_floats_would_be_off_by_a_visa():
    """In floats n x (p / 100) falls short of a whole number that the law allows: 29 % of 100 people is 29."""
    wrong = [
        (p, n) for p in range(1, 100) for n in range(100, 2000, 100) if floor(n * (p / 100)) != n * p // 100
    ]
    assert (29, 100) in wrong
    for percent, count in wrong:
        assert allowed(f"{percent}% of residents", residents=[count]) == [count * percent // 100]


def exact(limit, micro, group, rounding):
    counts = {name: Fraction(int(values[group]), MICRO) for name, values in micro.items()}
    return ROUND[rounding](limit.value(counts))


def test_thousands_of_random_limits_are_exact():
    rng = random.Random(7)  # noqa: S311
    for _ in range(3000):
        terms = tuple(
            Term(Fraction(rng.randint(0, 10**4), rng.choice([1, 3, 7, 100, 10**4, 4046])), base)
            for base in rng.sample(["residents", "land", ""], rng.randint(1, 3))
        )
        limit = Limit("", "only", (Sum(terms),))
        micro = units(
            residents=[rng.randint(0, 10**13) for _ in range(4)],
            land=[rng.randint(0, 10**10) for _ in range(4)],
        )
        rounding = rng.choice(sorted(ROUND))
        found = limit_values(limit, micro, 4, rounding).tolist()
        assert found == [exact(limit, micro, group, rounding) for group in range(4)], (limit, micro, rounding)


@given(rate=rates, second=rates, counts=st.lists(people, min_size=1, max_size=3), rounding=roundings)
def test_any_rate_is_exact(rate, second, counts, rounding):
    limit = Limit("", "only", (Sum((Term(rate, "residents"), Term(second, "adults"))),))
    micro = units(residents=counts, adults=counts[::-1])
    found = limit_values(limit, micro, len(counts), rounding).tolist()
    assert found == [exact(limit, micro, group, rounding) for group in range(len(counts))]


@given(rates=st.lists(rates, min_size=2, max_size=3), count=people, rounding=roundings)
@pytest.mark.parametrize("choice", ["greater", "lesser"])
def test_rounding_then_choosing_is_choosing_then_rounding(choice, rates, count, rounding):
    limit = Limit("", choice, tuple(Sum((Term(rate, "residents"),)) for rate in rates))
    micro = units(residents=[count])
    assert limit_values(limit, micro, 1, rounding).tolist() == [exact(limit, micro, 0, rounding)]


@given(
    numerator=st.integers(10**8, 10**12),
    denominator=st.sampled_from([10**9 + 7, 10**12 + 39, 2**43 - 1]),
    counts=st.lists(people, min_size=1, max_size=3),
    rounding=roundings,
)
def test_what_overflows_int64_is_reckoned_all_the_same(numerator, denominator, counts, rounding):
    """The product of a count and such a rate has no room in 64 bits."""
    assert numerator * denominator * MICRO > UNLIMITED
    limit = Limit(
        "", "only", (Sum((Term(Fraction(numerator, denominator), "residents"), Term(Fraction(1, 7), ""))),)
    )
    micro = units(residents=counts)
    found = limit_values(limit, micro, len(counts), rounding).tolist()
    assert found == [exact(limit, micro, group, rounding) for group in range(len(counts))]
