"""What the guard learns: limits that every split which reaches the maximum keeps, and that the given one breaks."""

import itertools

import numpy as np
import pytest

from localvip.capacity.programme.guard import Guard
from localvip.capacity.programme.partition import Programme
from localvip.capacity.programme.queue import Queue
from localvip.capacity.programme.service import Service
from localvip.capacity.programme.solve import Solver

# Bounds, limits, and what plain order gives; each is short of the maximum in its own way.
CASES = {
    "whole prices": ([2, 3, 2], [(3, [1, 2]), (3, [0, 1])]),
    "prices of halves": ([1, 1, 2, 2], [(2, [0, 1, 2]), (2, [0, 2, 3]), (2, [0, 2]), (2, [1, 2, 3])]),
    "a weight of two": ([1, 1, 2, 1], [(2, [0, 2]), (1, [1, 3]), (1, [0, 3]), (1, [0, 1])]),
    "no prices": ([1, 3, 2, 3], [(3, [0, 1, 2]), (3, [0, 2, 3]), (4, [0, 1, 3])]),
    "worth over the prices": ([1, 1, 2, 3], [(3, [1, 2, 3]), (3, [0, 1, 2]), (4, [0, 3]), (2, [0, 1, 3])]),
    "two places": (
        [2, 3, 2, 2, 3, 2],
        [(3, [1, 2]), (3, [0, 1]), (3, [4, 5]), (3, [3, 4])],
    ),
}


def solver_of(case):
    bounds, limits = CASES[case]
    return Solver(Programme.of(np.array(bounds), [(value, np.array(nodes)) for value, nodes in limits]))


def reaching(solver):
    """Return every allocation of the roots from which the maximum can be reached."""
    core = solver.core
    every = itertools.product(*(range(bound + 1) for bound in core.bounds.tolist()))
    whole = [np.array(x) for x in every if core.holds(np.array(x))]
    most = max(int(x.sum()) for x in whole)
    best = [x for x in whole if x.sum() == most]
    return [x for x in whole if any((x <= y).all() for y in best)], [x for x in whole if x.sum() < most]


@pytest.mark.parametrize("case", CASES)
def test_what_it_learns_is_kept_by_all_that_reach_the_maximum(case):
    solver = solver_of(case)
    inside, short = reaching(solver)
    root = np.arange(len(solver.core.roots))
    stranded = [x for x in short if not any((x == y).all() for y in inside)]
    assert stranded
    for x in stranded:
        guard = Guard(solver)
        before = len(guard.rows.values)
        if not kept_by(guard.rows, x):
            continue
        assert guard.learns(x, Queue(solver.core.bounds, solver.core.bounds), root)
        assert len(guard.rows.values) > before
        assert not kept_by(guard.rows, x)
        if case != "no prices":
            assert all(kept_by(guard.rows, y) for y in inside)


def kept_by(rows, x):
    return bool((rows.sums(x[rows.node]) <= rows.values).all())


@pytest.mark.parametrize("case", CASES)
def test_it_learns_nothing_where_the_maximum_is_in_reach(case):
    solver = solver_of(case)
    root = np.arange(len(solver.core.roots))
    guard = Guard(solver)
    for x in reaching(solver)[0]:
        assert not guard.learns(x, Queue(solver.core.bounds, solver.core.bounds), root)


def test_each_place_makes_a_limit_of_its_own():
    guard = Guard(solver_of("two places"))
    before = len(guard.rows.values)
    x = np.array([0, 3, 0, 0, 3, 0])[: len(guard.core.roots)]
    assert guard.learns(x, Queue(guard.core.bounds, guard.core.bounds), np.arange(6))
    assert len(guard.rows.values) == before + 2


def test_full_clinics_are_a_limit():
    clinic = Service(0, np.array([[True]]), [np.array([0, 1])], np.array([4]), np.array([0]))
    limits = [(5, np.array([0, 2])), (5, np.array([1, 2]))]
    solver = Solver(Programme.of(np.array([4, 4, 4]), limits, [clinic]))
    guard = Guard(solver)
    assert guard.learns(np.array([4, 1, 0]), Queue(solver.core.bounds, solver.core.bounds), np.arange(3))
    assert guard.rows.values[-1] == 4
    assert guard.rows.node[-2:].tolist() == [0, 1]


@pytest.mark.parametrize("case", [name for name in CASES if name != "no prices"])
def test_what_is_proven_moves_along_with_the_split(case):
    """From each split within reach new prices prove the maximum; what they stop no larger split has."""
    solver = solver_of(case)
    inside, _ = reaching(solver)
    guard, root = Guard(solver), np.arange(len(solver.core.roots))
    for x in inside[:: len(inside) // 8]:
        guard.advance(x, root)
        assert guard.since.tolist() == x.tolist()
        task = solver.keeping(x)
        assert guard.proof.prices.over(task, solver.matrix.ceilings(task)) == solver.most.visas
        moved = Guard(solver)
        moved.advance(x, root)
        assert all(kept_by(moved.rows, y) for y in inside if (y >= x).all())


def test_prices_that_prove_less_leave_the_proof_as_it_was():
    """With three of the second node only three visas fit: nothing proves the maximum from there."""
    solver = solver_of("whole prices")
    guard = Guard(solver)
    guard.advance(np.array([0, 3, 0]), np.arange(3))
    assert guard.since.tolist() == [0, 0, 0]
    assert guard.proof is solver.proof


def test_prices_tell_where_a_visa_is_worth_more_than_them(monkeypatch):
    """One of the second node leaves three visas of four, as prices tell in parts of a visa; nothing is branched."""
    solver = solver_of("worth over the prices")
    guard = Guard(solver)
    before = len(guard.rows.values)
    monkeypatch.setattr(solver, "reaching", lambda kept: pytest.fail(f"{kept} is branched"))
    assert solver.proof.prices.left.tolist() == [0, 0, 1, 0]
    assert guard.learns(np.array([0, 1, 0, 0]), Queue(solver.core.bounds, solver.core.bounds), np.arange(4))
    assert (guard.rows.node[-1], guard.rows.weight[-1], guard.rows.values[before:].tolist()) == (1, 1, [0])


PAIRS_OF_FOUR = [(1, np.array([n, m])) for n in range(4) for m in range(n)]


@pytest.mark.parametrize(
    ("split", "known", "refused"),
    [
        # One of the fifth leaves one more of the sixth and three of the seventh: 5 and the one of the four are 6.
        ([0, 0, 0, 0, 1, 0, 0], [0, 0, 0, 0, 0, 2, 4], (4, 0)),
        ([0, 0, 0, 0, 1, 1, 3], [0, 0, 0, 0, 0, 2, 4], (4, 0)),
        # The second of the four comes before it, and may have its visa: the solution that was known had another's.
        ([0, 1, 0, 0, 1, 0, 0], [0, 1, 0, 0, 0, 2, 4], (4, 0)),
    ],
)
def test_where_no_prices_tell_visas_are_tried_by_halves(split, known, refused):
    """Any two of four have one visa together: parts of visas come to two, so one more seems in reach than is."""
    limits = [*PAIRS_OF_FOUR, (4, np.array([4, 6])), (2, np.array([4, 5]))]
    solver = Solver(Programme.of(np.array([1, 1, 1, 1, 4, 2, 4]), limits))
    assert solver.maximum().visas == 1 + 2 + 4
    guard, queue = Guard(solver), Queue(np.array([9, 9, 9, 9, 1, 4, 8]), solver.core.bounds)
    before = len(guard.rows.values)
    split = np.array(split)
    (rows,) = guard._refused(split, queue, np.arange(7))
    assert (rows.row.tolist(), rows.weight.tolist()) == ([0], [1])
    assert (rows.node[0], rows.values[0]) == refused
    assert guard.known.sum() == 7 and (guard.known[4:] == known[4:]).all()
    assert len(guard.rows.values) == before
    assert not [*guard._refused(np.array(known), queue, np.arange(7))]  # the maximum is in reach
