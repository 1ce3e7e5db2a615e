"""Families of limits: values on demand, and those that can't bind found by their rates alone."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from localvip.capacity.limits.family import Family, LimitRow, Reckoned, Stated, tightest
from localvip.capacity.limits.grouping import Groups, gathered
from localvip.language.quantity import Limit, Sum, Term

INDEX = np.array([0, 0, 1, 2], dtype=np.int32)
UNITS = np.array([10_500_000, 7_999_999, 0], dtype=np.int64)
OTHER = np.array([1_000_000, 90_000_000, 3_000_000], dtype=np.int64)
GROUPING = gathered(Groups(INDEX, 3, "abc".__getitem__), np.ones(4, bool))


def family(*terms, rounding="down", units=UNITS, grouping=GROUPING, unknown=None):
    limit = Limit("", "only", (Sum(tuple(Term(Fraction(rate), base) for rate, base in terms)),))
    source = Reckoned(limit, rounding, {base: units for _, base in terms if base}, grouping.index)
    return Family(0, grouping, "abc".__getitem__, source, unknown)


def test_a_limit_is_reckoned_without_the_others():
    one = family((Fraction(1, 2), "people"))
    row = LimitRow(one, 1)
    assert (row.group, row.value, row.known, row.members.tolist()) == ("b", 3, True, [2])
    assert "values" not in vars(one)
    assert one.values.tolist() == [5, 3, 0]


def test_limits_lower_bounds_of_the_cells_they_count():
    one = family((Fraction(1, 2), "people"))
    bounds = np.array([9, 4, 9, 1], dtype=np.int64)
    one.lower(bounds, np.array([False, True, True]))
    assert bounds.tolist() == [9, 4, 3, 0]
    one.lower(bounds)
    assert bounds.tolist() == [5, 4, 3, 0]
    assert "values" not in vars(one)


RATES = st.fractions(0, 3, max_denominator=40)
FAMILIES = st.builds(
    lambda rate, base, rounding, units: family((rate, base), rounding=rounding, units=units),
    RATES,
    st.sampled_from(["people", "homes", ""]),
    st.sampled_from(["down", "nearest", "up"]),
    st.sampled_from([UNITS, OTHER]),
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
        family((2, "people"), units=OTHER),
        family((2, "people"), rounding="up"),
        family((2, "people"), grouping=gathered(Groups(INDEX, 3, "abc".__getitem__), INDEX > 0)),
        family((2, "people"), unknown=np.array([True, False, False])),
        Family(0, GROUPING, "abc".__getitem__, Stated(9, "nine")),
    ]
    assert tightest([low, high, *others]) == [low, *others]
