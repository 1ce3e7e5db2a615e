"""Counts over the groups of limits: summed when asked, over the base, official counts in place of sums."""

import numpy as np

from localvip.capacity.limits.grouping import Groups, gathered
from localvip.capacity.limits.tally import Land, Official, Tally

GROUPS = Groups(np.array([0, 1, 1, 2, -1], dtype=np.int32), 3)
UNITS = np.array([1, 20, 300, 4000, 50000], dtype=np.int64)


def land(base, counts):
    grouping = gathered(GROUPS, np.array(counts, bool))
    return Land(grouping.cells if base is None else np.array(base, bool), grouping)


def test_a_base_that_is_what_counts_shares_the_index_of_its_groups():
    one = land(None, [0, 1, 1, 1, 0])
    assert one.counted and one.index is one.grouping.index
    assert Tally(UNITS, one).sums.tolist() == [320, 4000]


def test_people_whose_visas_dont_count_may_be_the_base_of_a_limit():
    one = land([1, 1, 1, 0, 1], [0, 1, 0, 1, 0])
    assert not one.counted
    assert one.index.tolist() == [-1, 0, 0, -1, -1]  # the first group has no limit, the last cell no group
    assert Tally(UNITS, one).sums.tolist() == [320, 0]


def test_an_official_count_stands_in_for_its_sum_and_is_asked_with_all_sums():
    asked = []

    def officials(index, sums):
        asked.append((index.tolist(), sums.tolist()))
        return {2: Official("residents", "town", "Vale", 7, 4000)}

    one = Tally(UNITS, land(None, [1, 0, 1, 1, 1]), officials)
    assert asked == []
    assert one.sums.tolist() == [1, 300, 7]
    assert asked == [([0, -1, 1, 2, -1], [1, 300, 4000])]


def test_the_sums_without_official_counts_are_not_changed_by_them():
    groups = Groups(np.arange(5, dtype=np.int32), 5)
    whole = gathered(groups, np.ones(5, bool))
    one = Tally(
        UNITS, Land(whole.cells, whole), lambda *_: {2: Official("residents", "town", "Vale", 9, 300)}
    )
    assert one.sums.tolist() == [1, 20, 9, 4000, 50000]
    assert (UNITS[2], one.official[2].reckoned, one.by_cell) == (300, 300, False)
    assert Tally(UNITS, one.land).by_cell
