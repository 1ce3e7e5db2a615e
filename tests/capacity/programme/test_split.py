"""The fair split: the plain definition of guarded Webster, done slowly with fractions."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localvip.capacity.programme.answer import Answer, Proof
from localvip.capacity.programme.partition import Programme
from localvip.capacity.programme.queue import Queue
from localvip.capacity.programme.solve import Maximum, Solver
from localvip.capacity.programme.split import _level, fair_split
from localvip.problem import Bug

# Any two of four under a limit of one: parts of visas come to two, so no prices tell that whole visas come to one.
PAIRS_OF_FOUR = [[n, m] for n in range(4) for m in range(n)]


def programme(bounds, values, members):
    groups = [np.array(group, dtype=np.int64) for group in members]
    return Programme.of(np.array(bounds, dtype=np.int64), zip(values, groups, strict=True))


def fits(x, case):
    return bool((case.used(x) <= case.values).all())


def reaching(case, most):
    """Return the test whether the maximum can still be reached from an allocation."""

    def reaches(x):
        left = case.values - case.used(x)
        if (left < 0).any():
            return False
        return (
            int(x.sum()) + Solver(replace(case.with_values(left), bounds=case.bounds - x)).maximum().visas
            >= most
        )

    return reaches


def plainly(case, sponsors, allowed):
    """Return the visas given one by one, the next to the smallest (x + 1/2) / sponsors that is ``allowed``."""
    x, stopped = np.zeros(len(sponsors), dtype=np.int64), set()
    while True:
        waiting = [
            (Fraction(2 * int(x[n]) + 1, 2 * int(sponsors[n])), n)
            for n in range(len(x))
            if n not in stopped and sponsors[n] and x[n] < case.bounds[n]
        ]
        if not waiting:
            return x
        node = min(waiting)[1]
        x[node] += 1
        if not allowed(x):
            x[node] -= 1
            stopped.add(node)


def split_of(case, sponsors):
    bounded = replace(case, bounds=np.where(sponsors > 0, case.bounds, 0))
    solver = Solver(bounded)
    return solver.maximum().visas, fair_split(solver, sponsors)


@st.composite
def cases(draw, highest, nodes=5, limits=5):
    count = draw(st.integers(1, nodes))
    sponsors = draw(st.lists(st.integers(0, highest), min_size=count, max_size=count))
    bounds = [draw(st.integers(0, number)) for number in sponsors]
    group = st.lists(st.integers(0, count - 1), min_size=1, unique=True).map(sorted)
    members = draw(st.lists(group, max_size=limits))
    values = draw(st.lists(st.integers(0, 2 * highest), min_size=len(members), max_size=len(members)))
    return programme(bounds, values, members), np.array(sponsors, dtype=np.int64)


def agrees(case, sponsors):
    """Check one split: within every limit, the whole maximum, and visa for visa as the definition says."""
    most, found = split_of(case, sponsors)
    assert found.sum() == most
    assert fits(found, case)
    assert (found <= case.bounds).all()
    expected = plainly(case, sponsors, lambda x: fits(x, case))
    if expected.sum() < most:
        reaches = reaching(case, most)
        expected = plainly(case, sponsors, lambda x: fits(x, case) and reaches(x))
    assert found.tolist() == expected.tolist()


@given(cases(highest=7))
@settings(max_examples=150)
def test_small_splits_are_the_definition(case):
    agrees(*case)


@given(cases(highest=90, nodes=6))
@settings(max_examples=60)
def test_splits_of_many_visas_are_the_definition(case):
    """Beyond 64 visas at a time the split raises all nodes by level."""
    agrees(*case)


@given(cases(highest=9, nodes=6))
@settings(max_examples=60)
def test_splits_made_a_little_at_a_time_are_the_same(case):
    one = split_of(*case)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("localvip.capacity.programme.queue.PAIRS", 2)
        other = split_of(*case)
    assert (one[0], one[1].tolist()) == (other[0], other[1].tolist())


@pytest.mark.parametrize("total", [*range(0, 60, 7), 200, 373, 500, 599])
def test_ties_go_to_the_first(total):
    sponsors = np.array([30, 60, 90, 120, 300])
    case = programme(sponsors, [total], [[0, 1, 2, 3, 4]])
    agrees(case, sponsors)


def test_one_visa_among_equals_goes_to_the_first():
    case = programme([5, 5, 5], [1], [[0, 1, 2]])
    assert split_of(case, np.array([5, 5, 5]))[1].tolist() == [1, 0, 0]


def test_plain_greedy_would_lose_a_visa_where_limits_cross():
    """Node 1 stands in both limits and has most sponsors: its visa costs one in each of two other places."""
    case = programme([1, 1, 1], [1, 1], [[0, 1], [1, 2]])
    sponsors = np.array([1, 9, 1])
    assert plainly(case, sponsors, lambda x: fits(x, case)).tolist() == [0, 1, 0]
    assert split_of(case, sponsors) == (2, pytest.approx([1, 0, 1]))
    agrees(case, sponsors)


@pytest.mark.parametrize(
    ("sponsors", "values", "members"),
    [
        ([2, 3, 2], [3, 3], [[1, 2], [0, 1]]),
        ([1, 3, 2, 3], [3, 3, 4], [[0, 1, 2], [0, 2, 3], [0, 1, 3]]),
        ([1, 1, 2, 2], [2, 2, 2, 2, 4], [[0, 1, 2], [0, 2, 3], [0, 2], [1, 2, 3], [0, 2, 3]]),
        ([1, 1, 2, 1], [2, 1, 1, 1], [[0, 2], [1, 3], [0, 3], [0, 1]]),
        ([1, 2, 2, 2, 1, 1], [3, 3, 3, 3], [[0, 1, 3], [0, 1, 2, 4, 5], [1, 3, 4, 5], [1, 2, 3, 5]]),
        ([2, 3, 2, 2, 3, 2], [3, 3, 3, 3], [[1, 2], [0, 1], [4, 5], [3, 4]]),
        ([1, 1, 1, 1, 4, 2, 4], [*[1] * 6, 4, 2], [*PAIRS_OF_FOUR, [4, 6], [4, 5]]),
        ([5, 5, 4, 5, 5, 4, 6], [*[1] * 6, 2, 1], [*PAIRS_OF_FOUR, [4, 6], [4, 5]]),
        ([2, 3, 4, 5, 8, 4, 9], [*[1] * 6, 9, 4], [*PAIRS_OF_FOUR, [4, 6], [4, 5]]),
    ],
)
@pytest.mark.parametrize("tries", [1, 4])
def test_the_guard_by_whole_prices_parts_of_them_and_branching(monkeypatch, tries, sponsors, values, members):
    """One case each for how the guard learns; with one try, the order is followed a stretch at a time."""
    monkeypatch.setattr("localvip.capacity.programme.split.TRIES", tries)
    agrees(programme(sponsors, values, members), np.array(sponsors))


def test_who_has_no_sponsor_gets_none():
    case = programme([0, 4], [3], [[0, 1]])
    assert split_of(case, np.array([0, 4]))[1].tolist() == [0, 3]


CROSSING = ([4, 4, 4], [5, 5], [[0, 1], [1, 2]])


def unproven(solution):
    """Return a solver of CROSSING, where 9 fit, that ran out of time with ``solution`` and a bound of 12."""
    solver = Solver(programme(*CROSSING))
    proof = Proof(solver.proof.prices, solver.proof.slack + 9 - sum(solution))
    solver.most = Answer(sum(solution), 12, np.array(solution)[solver.core.roots], proof)
    return solver


def test_a_plain_order_better_than_what_was_found_in_time_is_the_best_that_is_known():
    solver = unproven([1, 4, 1])
    assert solver.maximum() == Maximum(6, 12, "integer programme")
    split = fair_split(solver, np.array([9, 1, 9]))
    assert split.tolist() == [4, 1, 4]
    assert solver.maximum() == Maximum(9, 12, "integer programme")
    assert solver.proof.slack == 0


def test_a_plain_order_worse_than_what_was_found_in_time_goes_on_within_it():
    """By sponsors the second comes first, and its 4 would leave 6 in all; 7 are known."""
    solver = unproven([3, 2, 2])
    assert fair_split(solver, np.array([1, 9, 1])).tolist() == [3, 2, 2]
    assert solver.maximum() == Maximum(7, 12, "integer programme")


def test_where_the_time_of_the_guard_is_up_the_split_is_within_what_is_known():
    case = programme([3, 9, 3], [9, 9], [[0, 1], [1, 2]])
    solver, sponsors = Solver(case), np.array([3, 9, 3])
    assert solver.maximum().proven
    solver.clock.seconds = 0
    split = fair_split(solver, sponsors)
    assert split[solver.core.roots].tolist() == solver.most.solution.tolist()
    assert split.sum() == solver.maximum().visas == 12


def test_more_visas_than_were_proven_possible_are_our_bug():
    solver = unproven([1, 4, 1])
    with pytest.raises(Bug, match="13 visas fit where at most 12"):
        solver.improve(np.array([4, 5, 4]))


def test_a_split_short_of_the_maximum_is_our_bug(monkeypatch):
    solver = Solver(programme([4, 4], [3], [[0, 1]]))
    monkeypatch.setattr(solver, "maximum", lambda: Maximum(5, 5, "closed form"))
    with pytest.raises(Bug, match="gives 3 visas where the maximum is 5"):
        fair_split(solver, np.array([4, 4]))


@pytest.mark.parametrize(
    ("visas", "level"),
    [(1, 0.05), (2, 0.05), (3, 0.15), (4, 0.15), (6, 0.25), (7, 0.35), (8, 0.45)],
)
def test_a_level_up_to_which_so_many_visas_stand(visas, level):
    """Of ten sponsors each the visas stand at 0.05, 0.15, 0.25 and on; the first has three, the second five."""
    queue = Queue(np.array([10, 10]), np.array([9, 9]))
    found = _level(queue, np.array([3, 5]), visas)
    assert found == pytest.approx(level, abs=1e-9)
    assert np.minimum([3, 5], queue.raised(found)).sum() >= visas
