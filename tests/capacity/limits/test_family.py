"""Families of limits: values on demand, and those that can't bind found by their rates alone."""

from fractions import Fraction
from functools import cache

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from localvip.capacity.limits.family import Family, LimitRow, tightest
from localvip.capacity.limits.grouping import Groups, gathered
from localvip.capacity.limits.source import Reckoned, Stated
from localvip.capacity.limits.tally import Land, Tally
from localvip.language.quantity import Limit, Sum, Term

INDEX = np.array([0, 0, 1, 2], dtype=np.int32)
UNITS = np.array([10_000_000, 500_000, 7_999_999, 0], dtype=np.int64)
OTHER = np.array([1_000_000, 0, 90_000_000, 3_000_000], dtype=np.int64)
GROUPING = gathered(Groups(INDEX, 3, "abc".__getitem__), np.ones(4, bool))
EACH = gathered(Groups(np.arange(4, dtype=np.int32), 4), np.array([True, False, True, True]))


@cache
def tally(units, grouping):
    units = {"one": UNITS, "other": OTHER}[units]
    return Tally(units, Land(grouping.cells, grouping))


def family(*terms, rounding="down", units="one", grouping=GROUPING, unknown=None):
    limit = Limit("", "only", (Sum(tuple(Term(Fraction(rate), base) for rate, base in terms)),))
    source = Reckoned(limit, rounding, {base: tally(units, grouping) for _, base in terms if base})
    return Family(0, grouping, "abc".__getitem__, source, unknown)


def test_a_limit_is_reckoned_without_the_others():
    one = family((Fraction(1, 2), "people"))
    row = LimitRow(one, 1)
    assert (row.group, row.value, row.known, row.members.tolist()) == ("b", 3, True, [2])
    assert "values" not in vars(one)
    assert one.values.tolist() == [5, 3, 0]
    perhaps = family((1, "people"), unknown=np.array([True, False, False]))
    assert [LimitRow(perhaps, place).known for place in range(3)] == [False, True, True]
    assert perhaps.known.tolist() == [False, True, True]


def test_limits_on_single_cells_lower_the_bounds_of_a_block_of_those_they_count():
    one = family((Fraction(1, 2), "people"), grouping=EACH)
    bounds = np.full(4, 9, dtype=np.int64)
    one.lower(bounds, slice(1, 3))
    assert bounds.tolist() == [9, 9, 3, 9]
    one.lower(bounds, slice(0, 4))
    assert bounds.tolist() == [5, 9, 3, 0]
    assert "values" not in vars(one) and "_found" not in vars(tally("one", EACH))
    assert one.values.tolist() == [5, 3, 0]


def test_a_cell_tells_its_limit_only_where_nothing_else_enters_it():
    half = (Fraction(1, 2), "people")
    assert family(half, grouping=EACH).by_cell
    assert family((9, ""), grouping=EACH).by_cell
    assert not family(half).by_cell
    limit = family(half).source.limit
    more = Land(np.ones(4, bool), EACH)  # people of a cell that isn't counted are in the base
    official = Tally(UNITS, Land(EACH.cells, EACH), lambda *_: {})
    for one in (Tally(UNITS, more), official):
        assert not Family(0, EACH, str, Reckoned(limit, "down", {"people": one})).by_cell


RATES = st.fractions(0, 3, max_denominator=40)
FAMILIES = st.builds(
    lambda rate, base, rounding, units: family((rate, base), rounding=rounding, units=units),
    RATES,
    st.sampled_from(["people", "homes", ""]),
    st.sampled_from(["down", "nearest", "up"]),
    st.sampled_from(["one", "other"]),
) | st.builds(lambda first, second: family((first, "people"), (second, "")), RATES, RATES)


@given(st.lists(FAMILIES, min_size=1, max_size=8))
def test_the_tightest_families_alone_bind_as_all_do(families):
    def least(some):
        return np.min([one.values for one in some], axis=0).tolist()

    assert least(tightest(families)) == least(families)


def test_a_higher_rate_on_the_same_sums_is_left_out_unreckoned():
    low, high, same = (family((rate, "people")) for rate in (1, 2, 1))
    assert tightest([high, low, same]) == [low]
    assert not any("values" in vars(one) for one in (low, high, same))


def test_what_differs_in_more_than_its_rate_is_kept():
    low, high = family((1, "people")), family((2, "people"))
    others = [
        family((2, "people"), units="other"),
        family((2, "people"), rounding="up"),
        family((2, "people"), grouping=gathered(Groups(INDEX, 3, "abc".__getitem__), INDEX > 0)),
        family((2, "people"), unknown=np.array([True, False, False])),
        Family(0, GROUPING, "abc".__getitem__, Stated(9, "nine")),
    ]
    assert tightest([low, high, *others]) == [low, *others]
