"""Limits tried together, against each solved again by itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localvip.capacity.programme.partition import Programme
from localvip.capacity.programme.service import Service
from localvip.capacity.programme.solve import Solver
from localvip.capacity.programme.together import Together

SETS = np.array([[True, False], [False, True], [True, True]])


@st.composite
def solvers(draw):
    count = draw(st.integers(3, 8))
    bounds = np.array(draw(st.lists(st.integers(1, 9), min_size=count, max_size=count)))
    group = st.lists(st.integers(0, count - 1), min_size=2, max_size=4, unique=True)
    limits = draw(
        st.lists(
            st.tuples(st.integers(0, 14), group.map(lambda one: np.array(sorted(one)))),
            min_size=3,
            max_size=9,
        )
    )
    reach = np.array(draw(st.lists(st.integers(-1, 2), min_size=count, max_size=count)))
    places = np.array(draw(st.lists(st.integers(0, 9), min_size=2, max_size=2)))
    clinics = Service(
        0, SETS, [np.flatnonzero(reach == r) for r in range(3)], places, np.zeros(3, dtype=np.int64)
    )
    return Solver(Programme.of(bounds, limits, draw(st.sampled_from([(), (clinics,)]))))


@given(solvers(), st.sampled_from([1, -1]))
@settings(max_examples=150)
def test_limits_tried_together_or_each_solved_again(solver, by):
    if not len(solver.core.roots):
        return
    task = solver.keeping(0 * solver.core.bounds)
    everything = np.arange(len(task.values) + len(task.bounds))
    allowed = np.concatenate([task.values, task.bounds]) + by >= 0
    change, known = solver.trials.change(everything[allowed], by)
    assert known.all()
    for limit, found in zip(everything[allowed].tolist(), change.tolist(), strict=True):
        moved = solver.trials.moved(np.array([limit]), by)
        assert solver.most.visas + found == solver._integers.solve(moved).visas


def ring(*values):
    """Return a solver of four nodes in a ring of four limits."""
    members = [np.array([n, (n + 1) % 4]) for n in range(4)]
    return Solver(Programme.of(np.full(4, 9), zip(values, members, strict=True)))


@pytest.mark.parametrize("by", [1, -1])
def test_no_limit_is_solved_alone_where_the_programme_is_whole(monkeypatch, by):
    """Two chains of limits of 5 and 7: of each the 5 and the bounds decide, and the trial tells all at once."""
    members = [np.array(pair) for pair in ([0, 1], [1, 2], [3, 4], [4, 5])]
    solver = Solver(Programme.of(np.array([3, 9, 3, 3, 9, 3]), zip([5, 7, 5, 7], members, strict=True)))
    assert solver.maximum().visas == 16
    monkeypatch.setattr(solver._integers, "found", None)
    rows, roots = len(solver.core.values), len(solver.core.roots)
    change, known = solver.trials.change(np.arange(rows + roots), by)
    assert known.all()
    assert change.any()


def test_what_tried_limits_take_together_each_takes_alone():
    solver = ring(5, 5, 5, 5)
    assert solver.maximum().visas == 10
    together = Together(solver._integers, solver.keeping(np.zeros(4, dtype=np.int64)), np.arange(4))
    assert together.outcome().moved.sum() == 2
    together.leave(together.outcome().moved)
    assert not together.outcome().moved.any()


def test_of_tried_limits_those_that_leave_none_have_a_price():
    solver = ring(5, 5, 5, 9)
    kept = Together(solver._integers, solver.keeping(np.zeros(4, dtype=np.int64)), np.arange(4), 10)
    found = kept.outcome()
    assert found.vertex.visas.sum() == pytest.approx(10)
    assert not found.moved[[0, 2]].any()
    assert (np.abs(found.vertex.prices[[0, 2]]) >= 1).all()
    assert found.worth >= 1
