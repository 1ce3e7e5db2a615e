"""What one visa more or fewer in a limit does, against all whole allocations."""

import itertools
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from localvip.capacity.programme.effects import UNKNOWN, Moves
from localvip.capacity.programme.partition import Partition, Programme
from localvip.capacity.programme.solve import Solver


def programme(bounds, values, members):
    groups = [np.array(group, dtype=np.int64) for group in members]
    return Programme.of(np.array(bounds, dtype=np.int64), zip(values, groups, strict=True))


def most(bounds, values, members):
    """Return the maximum by trying every allocation."""
    allocations = itertools.product(*(range(bound + 1) for bound in bounds))
    fits = (
        x
        for x in allocations
        if all(sum(x[n] for n in group) <= value for value, group in zip(values, members, strict=True))
    )
    return max(sum(x) for x in fits)


@st.composite
def programmes(draw, nodes=5, limits=6):
    count = draw(st.integers(1, nodes))
    bounds = draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))
    group = st.lists(st.integers(0, count - 1), min_size=1, unique=True).map(sorted)
    members = draw(st.lists(group, max_size=limits))
    values = draw(st.lists(st.integers(0, 8), min_size=len(members), max_size=len(members)))
    return bounds, values, members


@given(programmes(nodes=4, limits=4))
@settings(max_examples=200)
def test_one_visa_more_or_fewer_in_a_limit(case):
    bounds, values, members = case
    moves, now = Moves(Solver(programme(*case))), most(*case)
    for by in (1, -1):
        limits = np.array([n for n, value in enumerate(values) if value + by >= 0], dtype=np.int64)
        found = moves.change(limits, by)
        assert set((by * found).tolist()) <= {0, 1}
        for limit, change in zip(limits.tolist(), found.tolist(), strict=True):
            moved = [value + by * (number == limit) for number, value in enumerate(values)]
            assert now + change == most(bounds, moved, members), (limit, by)


def test_of_two_equal_limits_on_the_same_group_neither_alone_raises():
    index = np.array([0, 0], dtype=np.int32)
    twice = Programme(np.array([4, 4]), [Partition(index, np.array([5])), Partition(index, np.array([5]))])
    moves = Moves(Solver(twice))
    assert moves.change(np.array([0, 1]), 1).tolist() == [0, 0]
    assert moves.change(np.array([0, 1]), -1).tolist() == [-1, -1]


def test_a_limit_of_nothing_cant_be_lower():
    moves = Moves(Solver(programme([4, 4], [0], [[0, 1]])))
    assert moves.change(np.array([0]), -1).tolist() == [0]
    assert moves.change(np.array([0]), 1).tolist() == [1]


def test_prices_answer_without_solving_again(monkeypatch):
    """A ring of even length: the linear programme is whole, and rows without a price raise nothing."""
    solver = Solver(programme([9] * 3, [5, 7], [[0, 1], [1, 2]]))
    solver.maximum()
    monkeypatch.setattr(solver._integers, "relaxed", None)
    assert Moves(solver).change(np.array([0, 1]), -1).tolist() == [-1, -1]


def test_a_limit_without_a_price_raises_nothing_and_nothing_is_solved_for_it(monkeypatch):
    """The first two hold 5, and the third its own 3; of the second and third 7 could be, and 5 are."""
    solver = Solver(programme([3, 9, 3], [5, 7], [[0, 1], [1, 2]]))
    assert solver.maximum().visas == 5 + 3
    monkeypatch.setattr(solver._integers, "relaxed", None)
    assert Moves(solver).change(np.array([1]), 1).tolist() == [0]


def test_a_limit_within_a_root_moves_what_the_root_moves():
    """The first two hold 3 and the last two 5, in all 8; the row over the first three is not full."""
    moves = Moves(Solver(programme([4] * 4, [3, 6, 5], [[0, 1], [0, 1, 2], [2, 3]])))
    assert len(moves.core.roots) == 3
    assert moves.change(np.arange(3), 1).tolist() == [1, 0, 1]
    assert moves.change(np.arange(3), -1).tolist() == [-1, 0, -1]


def test_where_the_time_is_up_what_no_price_tells_is_unknown():
    """Prices leave half a visa over the first three nodes; the last two are a tree of their own."""
    solver = Solver(programme([1, 1, 1, 4, 4], [1, 1, 1, 5], [[0, 1], [1, 2], [0, 2], [3, 4]]))
    solver.maximum()
    assert Moves(solver).change(np.arange(4), 1).tolist() == [1, 1, 1, 1]
    solver = Solver(solver.programme)
    solver.maximum()
    solver.clock.seconds = 0
    assert Moves(solver).change(np.arange(4), 1).tolist() == [UNKNOWN, UNKNOWN, UNKNOWN, 1]


def test_a_maximum_that_isnt_proven_tells_no_effects():
    solver = Solver(programme([4, 4, 4, 4, 4], [5, 5, 5], [[0, 1], [1, 2], [3, 4]]))
    solver.most = replace(solver.most, at_most=12)
    assert Moves(solver).change(np.arange(3), 1).tolist() == [UNKNOWN, UNKNOWN, 1]
