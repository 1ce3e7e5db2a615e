"""Where values come from: reckoned from tallies, all, one, or a block of cells at a time; or stated."""

from fractions import Fraction

import numpy as np
import pytest

from localvip.capacity.limits.grouping import Groups, gathered
from localvip.capacity.limits.source import Reckoned, Stated
from localvip.capacity.limits.tally import Land, Official, Tally
from localvip.language.quantity import Limit, Sum, Term

MICRO = 1_000_000
PEOPLE = np.array([10_500_000, 20 * MICRO, 0, 31 * MICRO], dtype=np.int64)
HOMES = np.array([4 * MICRO, 0, 6 * MICRO, 1_999_999], dtype=np.int64)
EACH = gathered(Groups(np.arange(4, dtype=np.int32), 4), np.ones(4, bool))
PAIRS = gathered(Groups(np.array([0, 0, 1, 1], dtype=np.int32), 2), np.ones(4, bool))
LIMIT = Limit("", "only", (Sum((Term(Fraction(1, 2), "people"), Term(Fraction(1), "homes"))),))


def reckoned(grouping, officials=None, rounding="down"):
    land = Land(grouping.cells, grouping)
    return Reckoned(LIMIT, rounding, {"people": Tally(PEOPLE, land, officials), "homes": Tally(HOMES, land)})


@pytest.mark.parametrize(
    ("rounding", "values"), [("down", [9, 10, 6, 17]), ("nearest", [9, 10, 6, 17]), ("up", [10, 10, 6, 18])]
)
def test_values_of_cells_are_those_of_their_limits(rounding, values):
    """5.25 + 4; 10; 6; 15.5 + 1.999999."""
    one = reckoned(EACH, rounding=rounding)
    assert one.by_cell
    assert one.values(4).tolist() == values
    assert [one.value(group) for group in range(4)] == values
    assert one.of_cells(slice(1, 4)).tolist() == values[1:]


def test_values_of_groups_are_of_their_sums():
    one = reckoned(PAIRS)
    assert not one.by_cell
    assert {base: sums.tolist() for base, sums in one.units.items()} == {
        "people": [30_500_000, 31 * MICRO],
        "homes": [4 * MICRO, 7_999_999],
    }
    assert one.values(2).tolist() == [19, 23]  # 15.25 + 4; 15.5 + 7.999999
    assert one.bases == {"people", "homes"}


def test_an_official_count_is_in_the_value_and_in_the_words_of_its_group_alone():
    official = Official("people", "town", "Vale", 40 * MICRO, 31 * MICRO)
    one = reckoned(PAIRS, lambda *_: {1: official})
    assert one.official == {1: (official,)}
    assert [one.value(0), one.value(1)] == [19, 27]  # 20 + 7.999999
    assert "official" not in one.working(0, 19)
    assert one.working(1, 27).endswith("; official count of people of Vale; its areas add up to 31")


def test_a_stated_value_is_the_same_everywhere():
    one = Stated(3, "because")
    assert (one.value(7), one.values(2).tolist(), one.of_cells(slice(5, 8)).tolist()) == (
        3,
        [3, 3],
        [3, 3, 3],
    )
    assert (one.working(0, 3), one.by_cell, one.bases) == ("because", True, frozenset())
