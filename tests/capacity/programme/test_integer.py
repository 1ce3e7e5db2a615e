"""HiGHS' answers: proven in whole numbers, checked, and told as a range where they aren't proven."""

from fractions import Fraction
from math import inf

import highspy
import numpy as np
import pytest

from localvip.capacity.programme.answer import Task, Vertex
from localvip.capacity.programme.clock import Clock
from localvip.capacity.programme.contract import contract
from localvip.capacity.programme.integer import Integers
from localvip.capacity.programme.matrix import Matrix
from localvip.capacity.programme.partition import Programme
from localvip.capacity.programme.solve import Solver
from localvip.problem import Bug


def integers(bounds, *limits):
    groups = [(value, np.array(members)) for value, members in limits]
    core = contract(Programme.of(np.array(bounds), groups))
    return Integers(core, Matrix(core), Clock())


def task(solver, **changed):
    core = solver.core
    given = {"bounds": core.bounds, "values": core.values, "least": 0 * core.bounds}
    return Task(**{**given, **{name: np.array(one) for name, one in changed.items()}})


def test_prices_prove_a_maximum():
    solver = integers([4, 4, 4], (5, [0, 1]), (5, [1, 2]))
    found = solver.solve(task(solver))
    assert (found.visas, found.at_most) == (9, 9)
    assert found.proof is not None
    assert found.proof.prices.over(task(solver), solver.core.values) == 9
    assert solver.core.holds(found.solution)


def test_a_vertex_of_halves_is_branched():
    solver = integers([1, 1, 1], (1, [0, 1]), (1, [1, 2]), (1, [0, 2]))
    found = solver.solve(task(solver))
    assert (found.visas, found.at_most, found.proof.parts) == (1, 1, Fraction(1, 2))


def test_what_no_prices_prove_is_branched():
    """Of four any two have one visa together: halves come to two, whole visas to one."""
    pairs = [(1, [n, m]) for n in range(4) for m in range(n)]
    solver = integers([1, 1, 1, 1], *pairs)
    found = solver.solve(task(solver))
    assert (found.visas, found.at_most, found.proof.parts) == (1, 1, 1)
    assert found.solution.sum() == 1 and solver.core.holds(found.solution)


def test_visas_near_a_vertex_are_rounded_up_one_by_one_where_a_visa_is_left():
    """From 2 each, 4 of 5 are used on either side: one more for the first, none for the second, one for the third."""
    solver = integers([4, 4, 4], (5, [0, 1]), (5, [1, 2]))
    halves = Vertex(np.array([2.5, 2.5, 2.5]), np.zeros(2))
    assert solver.whole(halves, task(solver), 8).tolist() == [3, 2, 3]
    assert solver.whole(halves, task(solver), 9) is None
    most_first = Vertex(np.array([2.4, 2.6, 2.4]), np.zeros(2))
    assert solver.whole(most_first, task(solver), 7).tolist() == [2, 3, 2]


def test_what_roots_keep_may_leave_less_or_nothing():
    solver = integers([4, 4, 4], (5, [0, 1]), (5, [1, 2]))
    assert solver.solve(task(solver, least=[0, 3, 0])).visas == 3 + 2 + 2
    nothing = solver.solve(task(solver, least=[4, 4, 0]))
    assert (nothing.visas, nothing.at_most, nothing.solution, nothing.proof) == (-1, -1, None, None)
    assert solver.solve(task(solver)).visas == 9


def test_branching_leaves_no_gap():
    """Nine in a ring, a million and one for each two neighbours: a gap of 1e-4 would let 450 visas go."""
    solver = integers([10**7] * 9, *((1_000_001, [n, (n + 1) % 9]) for n in range(9)))
    found = solver.solve(task(solver))
    assert (found.visas, found.at_most) == (9 * 1_000_001 // 2, 9 * 1_000_001 // 2)
    assert found.solution.sum() == found.visas
    assert solver.found(task(solver), found.visas).sum() == found.visas
    assert solver.found(task(solver), found.visas + 1) is None


def test_an_answer_that_breaks_a_limit_is_our_bug():
    solver = integers([4, 4, 4], (5, [0, 1]), (5, [1, 2]))
    with pytest.raises(Bug, match="breaks a limit"):
        solver._checked(np.array([4.0, 4.0, 4.0]), task(solver))
    with pytest.raises(Bug, match="breaks a limit"):
        solver._checked(np.array([5.0, 0.0, 0.0]), task(solver))


class Stopped:
    """HiGHS stopped by the clock with an answer, if any, and a proven bound."""

    def __init__(self, x, bound):
        status = highspy.SolutionStatus
        met = status.kSolutionStatusNone if x is None else status.kSolutionStatusFeasible
        self.info = type("Info", (), {"primal_solution_status": met, "mip_dual_bound": bound})
        self.solution = type("Solution", (), {"col_value": x})
        self.options = {}

    def setOptionValue(self, name, value):  # noqa: N802
        self.options[name] = value

    def run(self):
        pass

    def getModelStatus(self):  # noqa: N802
        return highspy.HighsModelStatus.kTimeLimit

    def getInfo(self):  # noqa: N802
        return self.info

    def getSolution(self):  # noqa: N802
        return self.solution


@pytest.mark.parametrize(
    ("x", "bound", "range_"),
    [
        ([4.0, 0.0, 4.0], 8.7, (8, 8)),
        ([4.0, 0.0, 0.0], 8.7, (4, 8)),
        (None, 9.0, (0, 9)),
        (None, np.inf, (0, 12)),
    ],
)
def test_what_isnt_proven_in_time_is_a_range(monkeypatch, x, bound, range_):
    """A stopped solver leaves a best answer and a proven bound; both are told."""
    solver = Solver(Programme.of(np.array([4, 4, 4]), [(5, np.array([0, 1])), (5, np.array([1, 2]))]))
    stopped = Stopped(x, bound)
    solver.most = solver._integers._within_time(stopped, task(solver))
    found = solver.maximum()
    assert (found.visas, found.at_most) == range_
    assert found.proven == (range_[0] == range_[1])
    assert stopped.options == {"mip_rel_gap": 0.0, "mip_abs_gap": 0.0, "time_limit": inf}
