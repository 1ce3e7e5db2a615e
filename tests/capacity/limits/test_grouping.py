"""Groups of cells as arrays: which cells each has, and exact sums whatever their order and size."""

import numpy as np
import pytest

from localvip.capacity.limits.grouping import Groups, alone, gathered, one_group


def groups(*index):
    return Groups(np.array(index, dtype=np.int32), max(index) + 1, "abcdef".__getitem__)


def test_groups_without_a_cell_that_counts_are_left_out():
    found = gathered(groups(2, 0, -1, 2, 1), np.array([True, False, True, True, True]))
    assert (len(found), found.index.tolist(), found.codes.tolist()) == (2, [1, -1, -1, 1, 0], [1, 2])
    assert [found.members(group).tolist() for group in range(2)] == [[4], [0, 3]]


def test_groups_of_one_cell_each_are_told_from_groups_of_more():
    made = groups(0, 1, 1, -1)
    assert not gathered(made, np.ones(4, bool)).one_each
    assert gathered(made, np.array([True, False, True, True])).one_each  # the last cell is in no group
    assert gathered(made, np.ones(4, bool)).sizes.tolist() == [1, 2]


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


@pytest.mark.parametrize(
    ("index", "are_cells"),
    [
        ([0, 1, 2], True),
        ([0, 0, 2], False),
        ([1, 0, 2], False),
        ([-1, 1, 2], False),
        ([0, 1], False),
        ([], False),
    ],
)
def test_groups_that_are_the_cells_in_order_are_present_where_the_cells_count(index, are_cells):
    made = Groups(np.array(index, dtype=np.int32), 3)
    assert made.are_cells == are_cells
    counts = np.array([True, False, True])[: len(index)]
    found = gathered(made, counts)
    assert (found.present is found.cells) == are_cells
    expected = [any(one == n and counts[cell] for cell, one in enumerate(index)) for n in range(3)]
    assert found.present.tolist() == expected
