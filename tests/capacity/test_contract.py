"""The contracted programme has the same maximum; what is nested needs no solver."""

import numpy as np
import pytest

from localvip.capacity.contract import contract
from localvip.capacity.partition import Programme
from localvip.capacity.solve import Solver


def programme(bounds, *limits):
    """Return a programme of nodes with bounds and limits (value, members)."""
    return Programme.of(
        np.array(bounds, dtype=np.int64), [(value, np.array(m, dtype=np.int64)) for value, m in limits]
    )


def test_a_limit_that_cant_be_exceeded_goes():
    core = contract(programme([2, 3, 4], (6, [0, 1])))
    assert (core.rows, core.roots) == ({}, [])
    assert sorted(core.free) == [0, 1, 2]


def test_a_limit_equal_to_what_its_members_hold_stays_as_a_bound():
    # 5 = 2 + 3: one visa fewer in it loses one, so it has to be remembered.
    core = contract(programme([2, 3], (5, [0, 1])))
    assert core.rows == {}
    (root,) = core.free
    assert (core.forest[root].bound, core.forest[root].limits, core.forest[root].children) == (5, [0], (0, 1))


def test_a_limit_on_one_node_is_its_bound():
    core = contract(programme([9, 3], (4, [0])))
    assert [core.forest[n].bound for n in sorted(core.free)] == [4, 3]


def test_nested_limits_vanish():
    # {0,1} <= 5, {2} <= 1, all <= 5: f = min(5, min(5, 4 + 4) + min(1, 4)) = 5.
    core = contract(programme([4, 4, 4], (5, [0, 1]), (1, [2]), (5, [0, 1, 2])))
    assert core.rows == {}
    assert sum(core.forest[n].bound for n in core.free) == 5


def test_crossing_limits_stay():
    core = contract(programme([4, 4, 4], (5, [0, 1]), (5, [1, 2])))
    assert core.rows == {0: [0, 1], 1: [1, 2]}
    assert (core.roots, core.free) == ([0, 1, 2], [])


def test_nodes_in_the_same_crossing_limits_become_one():
    core = contract(programme([4, 1, 2, 4], (5, [0, 1, 2]), (5, [1, 2, 3])))
    assert [len(nodes) for nodes in core.rows.values()] == [2, 2]
    merged = next(n for n in core.roots if core.forest[n].children)
    assert (core.forest[merged].bound, core.forest[merged].children) == (3, (1, 2))


def test_a_node_counts_once_though_a_limit_names_it_twice():
    assert Solver(programme([4], (3, [0, 0]))).maximum().visas == 3


@pytest.mark.parametrize("bounds", [[], [0, 0]])
def test_nothing_to_give(bounds):
    found = Solver(programme(bounds, *([(1, [0, 1])] if bounds else []))).maximum()
    assert (found.visas, found.proven, found.method) == (0, True, "closed form")


def leaves(core, node):
    children = core.forest[node].children
    return [node] if not children else [leaf for child in children for leaf in leaves(core, child)]


def test_each_node_stands_in_exactly_one_tree():
    core = contract(programme([4, 1, 2, 4, 0, 7], (5, [0, 1, 2]), (5, [1, 2, 3]), (3, [4, 5])))
    assert sorted(leaf for top in (*core.roots, *core.free) for leaf in leaves(core, top)) == [
        0,
        1,
        2,
        3,
        4,
        5,
    ]
