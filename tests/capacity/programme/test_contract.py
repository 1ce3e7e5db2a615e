"""The contracted programme has the same maximum; what is nested needs no solver."""

import numpy as np
import pytest

from localvip.capacity.programme.contract import contract
from localvip.capacity.programme.core import CROSSING, DROPPED
from localvip.capacity.programme.partition import Partition, Programme
from localvip.capacity.programme.solve import Solver


def programme(bounds, *limits):
    """Return a programme of nodes with bounds and limits (value, members)."""
    return Programme.of(
        np.array(bounds, dtype=np.int64), [(value, np.array(m, dtype=np.int64)) for value, m in limits]
    )


def rows(core):
    """Return the nodes of each row that crosses, by its value."""
    return [
        (value, core.roots[core.column[core.row == row]].tolist())
        for row, value in enumerate(core.values.tolist())
    ]


def free(core):
    """Return the tops of trees that nothing binds any more."""
    return sorted(set(np.flatnonzero(core.forest.parent < 0).tolist()) - set(core.roots.tolist()))


def children(core, node):
    return np.flatnonzero(core.forest.parent == node).tolist()


def test_a_limit_that_cant_be_exceeded_goes():
    core = contract(programme([2, 3, 4], (6, [0, 1])))
    assert (rows(core), core.roots.tolist(), core.places[0].tolist()) == ([], [], [DROPPED])
    assert (free(core), core.free) == ([0, 1, 2], 9)


def test_a_limit_equal_to_what_its_members_hold_stays_as_a_bound():
    # 5 = 2 + 3: one visa fewer in it loses one, so it has to be remembered.
    core = contract(programme([2, 3], (5, [0, 1])))
    assert rows(core) == []
    (top,) = free(core)
    assert (core.forest.below[top], core.forest.least[top], children(core, top)) == (5, 5, [0, 1])
    assert core.places[0].tolist() == [top]


def test_a_limit_on_one_node_is_its_bound():
    core = contract(programme([9, 3], (4, [0])))
    assert core.forest.bound[free(core)].tolist() == [4, 3]


def test_nested_limits_vanish():
    # {0,1} <= 5, {2} <= 1, all <= 5: f = min(5, min(5, 4 + 4) + min(1, 4)) = 5.
    core = contract(programme([4, 4, 4], (5, [0, 1]), (1, [2]), (5, [0, 1, 2])))
    assert (rows(core), core.free) == ([], 5)


def test_crossing_limits_stay():
    core = contract(programme([4, 4, 4], (5, [0, 1]), (5, [1, 2])))
    assert rows(core) == [(5, [0, 1]), (5, [1, 2])]
    assert (core.roots.tolist(), free(core)) == ([0, 1, 2], [])
    assert [place.tolist() for place in core.places] == [[CROSSING], [CROSSING - 1]]
    assert {one.dtype for one in (core.row, core.column, core.values)} == {np.dtype(np.int64)}


def test_nodes_in_the_same_crossing_limits_become_one():
    core = contract(programme([4, 1, 2, 4], (5, [0, 1, 2]), (5, [1, 2, 3])))
    assert [len(nodes) for _, nodes in rows(core)] == [2, 2]
    (merged,) = (n for n in core.roots.tolist() if children(core, n))
    assert (core.forest.bound[merged], children(core, merged)) == (3, [1, 2])


def test_a_node_counts_once_though_a_limit_names_it_twice():
    assert Solver(programme([4], (3, [0, 0]))).maximum().visas == 3


@pytest.mark.parametrize("bounds", [[], [0, 0]])
def test_nothing_to_give(bounds):
    found = Solver(programme(bounds, *([(1, [0, 1])] if bounds else []))).maximum()
    assert (found.visas, found.proven, found.method) == (0, True, "closed form")


def test_partitions_of_one_index_are_pooled_by_their_least():
    index = np.array([0, 0, 1, -1], dtype=np.int32)
    pair = [Partition(index, np.array(values)) for values in ([5, 9], [7, 2])]
    core = contract(Programme(np.array([4, 4, 4, 4]), pair))
    assert (core.free, rows(core)) == (5 + 2 + 4, [])
    assert core.places[0] is core.places[1]


def test_a_key_refines_only_where_it_varies():
    """Nodes alike under a first, coarser or crossing, key are told apart by the second, and none is lost."""
    one = contract(programme([9] * 6, (9, [0, 1, 2, 3]), (9, [2, 3, 4, 5]), (9, [1, 2, 5])))
    assert sorted(one.roots.tolist()) == [0, 1, 2, 3, 4, 5]
    two = contract(programme([9] * 6, (9, [0, 1, 2, 3]), (9, [2, 3, 4, 5]), (9, [2, 3, 0])))
    assert sorted(children(two, n) for n in two.roots.tolist()) == [[], [], [2, 3], [4, 5]]


def test_each_node_stands_in_exactly_one_tree():
    core = contract(programme([4, 1, 2, 4, 0, 7], (5, [0, 1, 2]), (5, [1, 2, 3]), (3, [4, 5])))
    tops = core.forest.top[:6]
    assert set(tops.tolist()) <= {*core.roots.tolist(), *free(core)}
    inside = core.position >= 0
    assert core.totals(core.position[inside], np.array([3, 1, 1, 2, 0, 9])[inside]).tolist() == [
        [3, 1, 1, 2, 0, 9][n] if n < 6 else 2 for n in core.roots.tolist()
    ]
