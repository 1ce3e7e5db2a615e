"""The integer programme of a core, solved by HiGHS and proven in whole numbers.

The linear programme comes first. Where whole visas near its vertex come to what whole prices allow, weak duality
proves the maximum in integers: for any prices y >= 0 of the rows, ``sum(x) <= y b + v u - w least``, where v and
w are what is left of a visa's worth 1 over, or under, the prices of its rows. Else HiGHS branches, with no gap allowed
(its default of 1e-4 gives wrong whole numbers), and its answer is checked in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

import highspy
import numpy as np
import numpy.typing as npt

from localvip.capacity.programme.answer import INFEASIBLE, UNITS, Answer, Task, Vertex
from localvip.capacity.programme.clock import Clock, Undecided
from localvip.capacity.programme.core import Core
from localvip.capacity.programme.matrix import Matrix
from localvip.problem import Bug

Int64s = npt.NDArray[np.int64]
Float64s = npt.NDArray[np.float64]
FUZZ = 1e-6


class Integers:
    """A core's programme at HiGHS, solved again and again from where the last solution stood."""

    def __init__(self, core: Core, matrix: Matrix, clock: Clock) -> None:
        self.core, self.matrix, self.clock = core, matrix, clock
        self.values = core.values
        self.pair: tuple[Vertex, Int64s] | None = None

    def solve(self, task: Task) -> Answer:
        """Return the maximum of ``task``, proven unless it, or its branching, takes longer than the clock allows."""
        self.clock.start()
        vertex = self.relaxed(task)
        if vertex is None:
            return Answer(INFEASIBLE, INFEASIBLE, None, None)
        proof = self.matrix.proof(vertex.prices, task)
        visas = int(proof.parts)
        whole = self.whole(vertex, task, visas)
        if whole is not None:
            self._pair(vertex, whole)
            return Answer(visas, visas, whole, proof.of(visas))
        self.clock.start()
        found = self._branched(task)
        self._pair(vertex, found.solution)
        return replace(found, at_most=min(found.at_most, visas), proof=proof.of(found.visas))

    def found(self, task: Task, target: int) -> Int64s | None:
        """Return visas of the roots that come to ``target`` or more, or ``None``; branching only if no prices tell.

        Raises ``Undecided`` where the time is up.
        """
        vertex = self.relaxed(task)
        if vertex is None:
            return None
        whole = self.whole(vertex, task, target)
        if whole is not None:
            return whole
        ceilings = self.matrix.ceilings(task)
        told = (self.matrix.prices(vertex.prices, unit) for unit in UNITS)
        if any(one.over(task, ceilings) < target * one.unit for one in told):
            return None
        answer = self._branched(task)
        if answer.visas < target <= answer.at_most:
            raise Undecided
        if answer.visas < target:
            return None
        self._pair(vertex, answer.solution)
        return answer.solution

    def _pair(self, vertex: Vertex, solution: Int64s | None) -> None:
        """Keep a vertex with parts of visas, and a whole solution of the same task."""
        self.pair = None if solution is None else (vertex, solution)

    def whole(self, vertex: Vertex, task: Task, target: int) -> Int64s | None:
        """Return whole visas near to a vertex that keep ``task`` and come to ``target``, or ``None``; no search."""
        near = (one for one in self._near(vertex, task) if int(one.sum()) >= target and self.fits(one, task))
        return next(near, None)

    def _near(self, vertex: Vertex, task: Task) -> Iterator[Int64s]:
        """Iterate over whole visas near to a vertex: rounded, rounded one by one, or from one with the same parts."""
        whole = np.rint(vertex.visas).astype(np.int64)
        yield whole
        if self.pair is not None:
            known, solution = self.pair
            yield solution + np.rint(vertex.visas - known.visas).astype(np.int64)
        yield self._one_by_one(vertex, task)

    def _one_by_one(self, vertex: Vertex, task: Task) -> Int64s:
        """Return a vertex rounded down, and then up root by root where its rows have a visa left."""
        down = np.floor(vertex.visas + FUZZ).astype(np.int64)
        part = vertex.visas - down
        left = task.values - self.core.used(down)
        starts, rows, _ = self.matrix.columns
        for root in np.flatnonzero(part > FUZZ)[np.argsort(-part[part > FUZZ], kind="stable")].tolist():
            mine = rows[starts[root] : starts[root + 1]]
            mine = mine[mine < self.matrix.limits]
            if down[root] < task.bounds[root] and (left[mine] > 0).all():
                down[root] += 1
                left[mine] -= 1
        return down

    def relaxed(self, task: Task) -> Vertex | None:
        """Return a best vertex of ``task`` in parts of visas, or ``None`` where nothing fits.

        Where the time is up it is the last one met, whose prices prove little.
        """
        highs = self._linear
        highs.setOptionValue("time_limit", highs.getRunTime() + self.clock.left)
        count = len(task.bounds)
        columns = np.arange(count, dtype=np.int32)
        highs.changeColsBounds(count, columns, task.least.astype(float), task.bounds.astype(float))
        for row in np.flatnonzero(task.values != self.values).tolist():
            highs.changeRowBounds(row, -np.inf, float(task.values[row]))
        self.values = task.values
        highs.run()
        if highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return None
        found = highs.getSolution()
        return Vertex(np.array(found.col_value)[:count], np.array(found.row_dual))

    def fits(self, whole: Int64s, task: Task) -> bool:
        """Return whether whole visas of the roots keep ``task`` and every service."""
        inside = (whole >= task.least).all() and (whole <= task.bounds).all()
        under = inside and (self.core.used(whole) <= task.values).all()
        return bool(under) and all(one.holds(whole) for one in self.core.served)

    @cached_property
    def _linear(self) -> highspy.Highs:
        highs = quiet()
        highs.passModel(self.model(Task(self.core.bounds, self.core.values, 0 * self.core.bounds)))
        return highs

    def model(self, task: Task) -> highspy.HighsLp:
        """Return the linear programme of ``task``."""
        matrix, edges = self.matrix, self.matrix.edges
        ceilings = matrix.ceilings(task)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = matrix.roots + edges, len(ceilings)
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_ = np.r_[np.ones(matrix.roots), np.zeros(edges)]
        model.col_lower_ = np.r_[task.least, np.zeros(edges)].astype(float)
        model.col_upper_ = np.r_[task.bounds.astype(float), np.full(edges, np.inf)]
        model.row_lower_ = np.full(len(ceilings), -np.inf)
        model.row_upper_ = ceilings.astype(float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = matrix.columns
        return model

    def _branched(self, task: Task) -> Answer:
        model = self.model(task)
        whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        model.integrality_ = [whole] * self.matrix.roots + [part] * self.matrix.edges
        highs = quiet()
        highs.passModel(model)
        return self._within_time(highs, task)

    def _within_time(self, highs: highspy.Highs, task: Task) -> Answer:
        """Return what branching finds, and what it proves, in the time it has."""
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.setOptionValue("mip_abs_gap", 0.0)
        highs.setOptionValue("time_limit", self.clock.left)
        highs.run()
        status, info = highs.getModelStatus(), highs.getInfo()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Answer(INFEASIBLE, INFEASIBLE, None, None)
        met = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        solution = self._checked(np.array(highs.getSolution().col_value), task) if met else None
        visas = 0 if solution is None else int(solution.sum())
        if status == highspy.HighsModelStatus.kOptimal:
            return Answer(visas, visas, solution, None)
        most = int(task.bounds.sum())
        ceiling = info.mip_dual_bound if np.isfinite(info.mip_dual_bound) else most
        return Answer(visas, max(visas, min(most, int(np.floor(ceiling + 1e-6)))), solution, None)

    def _checked(self, x: Float64s, task: Task) -> Int64s:
        """Return a solution in whole numbers after checking it."""
        whole = np.rint(x[: len(task.bounds)]).astype(np.int64)
        if not self.fits(whole, task):
            raise Bug("The solver's answer breaks a limit when it is checked in whole numbers.")
        return whole


def quiet() -> highspy.Highs:
    """Return HiGHS without a word, on one thread."""
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    return highs
