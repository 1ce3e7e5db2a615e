"""A verdict that holds for every count is held against many counts."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from localvip.language.money import parse_measure, parse_money
from localvip.language.quantity import parse_limit
from localvip.ordinance.compare import (
    limit_at_least,
    limit_at_most,
    measure_at_least,
    money_at_least,
    money_at_most,
)

TERMS = st.sampled_from(
    ["0 visas", "5 visas", "8 visas", "1% of residents", "2% of residents", "3% of adults", "1 per 20 adults"]
)
SUMS = st.lists(TERMS, min_size=1, max_size=2).map(" plus ".join)
LIMITS = (
    st.just("unlimited")
    | SUMS
    | st.builds("the {0} of {1} and {2}".format, st.sampled_from(["greater", "lesser"]), SUMS, SUMS)
)
GRID = [
    {"residents": Fraction(r), "adults": Fraction(a)}
    for r in (0, 1, 300, 900, 9000)
    for a in (0, 1, 300, 900, 9000)
]


@given(LIMITS, LIMITS)
def test_a_verdict_holds_wherever_it_is_tried(text, floor_text):
    limit, floor = parse_limit(text), parse_limit(floor_text)
    pairs = [(limit.value(counts), floor.value(counts)) for counts in GRID]
    verdict = limit_at_least(limit, floor)
    if verdict == "kept":
        assert all(value is None or (least is not None and value >= least) for value, least in pairs)
    if verdict == "broken":
        assert all(least is None or (value is not None and value <= least) for value, least in pairs)
        assert any(value != least for value, least in pairs)


@given(SUMS, SUMS)
def test_one_sum_against_one_is_decided_where_it_can_be(text, floor_text):
    limit, floor = parse_limit(text), parse_limit(floor_text)
    pairs = [(limit.value(counts), floor.value(counts)) for counts in GRID]
    if all(value >= least for value, least in pairs):
        assert limit_at_least(limit, floor) == "kept"
    assert limit_at_most(floor, limit) == limit_at_least(limit, floor)


def test_a_stock_and_a_flow_are_not_compared():
    assert limit_at_least(parse_limit("5 visas"), parse_limit("5 visas per year")) == "undecided"


def test_money_and_measures():
    fee = parse_money("5 USD per visa")
    assert (
        money_at_most(fee, parse_money("5 USD per visa"))
        == money_at_least(fee, parse_money("5 USD per visa"))
        == "kept"
    )
    assert money_at_most(fee, parse_money("4 USD per visa")) == "broken"
    assert money_at_most(fee, parse_money("4 EUR per visa")) == "undecided"
    assert money_at_most(parse_money("3% of income"), parse_money("2% of income")) == "broken"
    assert measure_at_least(parse_measure("1 visit per year"), parse_measure("2 visits per year")) == "broken"
    assert measure_at_least(parse_measure("9 m2 per person"), parse_measure("9 m2 per room")) == "undecided"
