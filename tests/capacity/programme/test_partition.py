"""Limits as partitions: single limits packed, numbered in order, and what each counts."""

import numpy as np

from localvip.capacity.programme.partition import Partition, Programme


def programme(*limits):
    return Programme.of(
        np.array([5, 5, 5, 5]), [(value, np.array(nodes, dtype=np.int64)) for value, nodes in limits]
    )


def test_neighbours_that_share_no_node_make_one_partition():
    packed = programme((3, [0, 1]), (4, [2]), (6, [1, 2]), (1, []), (7, [1]))
    assert [one.index.tolist() for one in packed.partitions] == [
        [0, 0, 1, -1],
        [-1, 0, 0, -1],
        [-1, 0, -1, -1],
    ]
    assert packed.values.tolist() == [3, 4, 6, 1, 7]
    assert packed.starts.tolist() == [0, 2, 4, 5]
    assert [packed.members(limit).tolist() for limit in range(5)] == [[0, 1], [2], [1, 2], [], [1]]


def test_a_node_that_a_limit_names_twice_counts_once():
    assert programme((3, [0, 0, 2])).used(np.array([4, 9, 2, 9])).tolist() == [6]


def test_used_counts_the_visas_under_each_limit():
    one = Partition(np.array([1, -1, 0, 1], dtype=np.int32), np.array([8, 9, 2]))
    assert (
        Programme(np.array([5, 5, 5, 5]), [one, one]).used(np.array([1, 2, 3, 4])).tolist() == [3, 5, 0] * 2
    )
    assert Programme(np.array([5])).used(np.array([1])).tolist() == []


def test_values_are_replaced_in_order():
    moved = programme((3, [0, 1]), (4, [2]), (6, [1, 2])).with_values(np.array([1, 2, 9]))
    assert [one.values.tolist() for one in moved.partitions] == [[1, 2], [9]]
    assert Programme(np.array([5])).with_values(np.zeros(0)).values.tolist() == []


def test_one_limit_more_is_the_last():
    more = programme((3, [0, 1])).with_limit(2, np.array([1, 3]))
    assert more.values.tolist() == [3, 2]
    assert more.members(1).tolist() == [1, 3]
