"""Groups of cells as arrays: which cells each has, and exact sums whatever their order and size."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from localvip.capacity.limits.grouping import Groups, alone, gathered, group_sums, one_group

LARGE = 2**53 + 1


def groups(*index):
    return Groups(np.array(index, dtype=np.int32), max(index) + 1, "abcdef".__getitem__)


def test_groups_without_a_cell_that_counts_are_left_out():
    found = gathered(groups(2, 0, -1, 2, 1), np.array([True, False, True, True, True]))
    assert (len(found), found.index.tolist(), found.codes.tolist()) == (2, [1, -1, -1, 1, 0], [1, 2])
    assert [found.members(group).tolist() for group in range(2)] == [[4], [0, 3]]


def test_only_groups_that_are_kept_are_gathered():
    found = gathered(groups(0, 1, 2, 1), np.ones(4, bool), np.array([True, False, True]))
    assert (found.index.tolist(), found.codes.tolist()) == ([0, -1, 1, -1], [0, 2])


def test_where_every_cell_counts_the_index_is_the_very_array_of_the_groups():
    made = groups(0, 1, 1)
    assert gathered(made, np.ones(3, bool)).index is made.index


def test_cells_by_themselves_are_one_group_or_none():
    assert alone(np.array([False, True, True])).index.tolist() == [-1, 0, 0]
    assert len(alone(np.zeros(3, bool))) == 0
    nothing = one_group(np.zeros(0, dtype=np.int64), 3)
    assert (len(nothing), nothing.members(0).tolist()) == (1, [])


@given(st.lists(st.tuples(st.integers(-1, 3), st.integers(0, 9) | st.just(LARGE)), max_size=8), st.booleans())
def test_sums_are_exact(cells, in_order):
    cells = sorted(cells) if in_order else cells
    index = np.array([group for group, _ in cells], dtype=np.int32)
    units = np.array([number for _, number in cells], dtype=np.int64)
    found = group_sums(units, index, 4)
    assert found.tolist() == [sum(n for group, n in cells if group == one) for one in range(4)]


@pytest.mark.parametrize("index", [[0, 1, 2], [0, 0, 1], [1, 0, 1]])
def test_one_unit_above_what_floats_hold_is_not_lost(index):
    units = np.array([LARGE, 1, 1], dtype=np.int64)
    group = np.array(index, dtype=np.int32)
    assert group_sums(units, group, 3).sum() == LARGE + 2
