"""The integer programme of a core, solved by HiGHS and proven in whole numbers.

The linear programme comes first. Where its vertex is whole and its prices are too, weak duality proves the
maximum in integers: for any prices y >= 0 of the rows, ``sum(x) <= y b + v u - w least``, where v and w are what
is left of a visa's worth 1 over, or under, the prices of its rows. Else HiGHS branches, with no gap allowed (its
default of 1e-4 gives wrong whole numbers), and its answer is checked in whole numbers.
"""

from __future__ import annotations

from functools import cached_property

import highspy
import numpy as np
import numpy.typing as npt

from localvip.capacity.answer import INFEASIBLE, Answer, Prices, Task
from localvip.capacity.core import Core
from localvip.problem import Bug

Int64s = npt.NDArray[np.int64]
Float64s = npt.NDArray[np.float64]
SECONDS = 60.0


class Integers:
    """A core's programme at HiGHS, solved again and again from where the last solution stood."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.values = core.values
        self.flows = _Flows(core)

    def solve(self, task: Task) -> Answer:
        """Return the maximum of ``task``, proven unless branching takes longer than a minute."""
        highs = self._linear
        count = len(task.bounds)
        columns = np.arange(count, dtype=np.int32)
        highs.changeColsBounds(count, columns, task.least.astype(float), task.bounds.astype(float))
        for row in np.flatnonzero(task.values != self.values).tolist():
            highs.changeRowBounds(row, -np.inf, float(task.values[row]))
        self.values = task.values
        highs.run()
        if highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return Answer(INFEASIBLE, INFEASIBLE, None, None)
        found = highs.getSolution()
        whole = np.rint(np.array(found.col_value)[:count]).astype(np.int64)
        prices = self.flows.prices(np.array(found.row_dual))
        over = prices.over(task)
        if self._fits(whole, task) and int(whole.sum()) == over:
            return Answer(over, over, whole, prices)
        return self._branched(task)

    def _fits(self, whole: Int64s, task: Task) -> bool:
        inside = (whole >= task.least).all() and (whole <= task.bounds).all()
        under = inside and (self.core.used(whole) <= task.values).all()
        return bool(under) and all(one.holds(whole) for one in self.core.served)

    @cached_property
    def _linear(self) -> highspy.Highs:
        highs = _quiet()
        highs.setOptionValue("time_limit", SECONDS)
        highs.passModel(self.flows.model(Task(self.core.bounds, self.core.values, 0 * self.core.bounds)))
        return highs

    def _branched(self, task: Task) -> Answer:
        model = self.flows.model(task)
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(task.bounds) + (
            [highspy.HighsVarType.kContinuous] * self.flows.edges
        )
        highs = _quiet()
        highs.passModel(model)
        return self._within_time(highs, task)

    def _within_time(self, highs: highspy.Highs, task: Task) -> Answer:
        """Return what branching finds, and what it proves, in the time it has."""
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.setOptionValue("mip_abs_gap", 0.0)
        highs.setOptionValue("time_limit", SECONDS)
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
        if not self._fits(whole, task):
            raise Bug("The solver's answer breaks a limit when it is checked in whole numbers.")
        return whole


def _quiet() -> highspy.Highs:
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    return highs


class _Flows:
    """The rows and columns of a core and its services: a column more for each (reach set, facility) in reach.

    Visas of a reach set are at most what flows from it; what flows to a facility is at most its places.
    """

    def __init__(self, core: Core) -> None:
        self.core = core
        self.set_row, self.site_row = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        self.ask_row, self.ask_column = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        ceilings, rows = [np.zeros(0, np.int64)], len(core.values)
        for service, reach in zip(core.services, core.reach, strict=True):
            sets, sites = service.sets.shape
            r, j = np.nonzero(service.sets)
            self.set_row.append(rows + r)
            self.site_row.append(rows + sets + j)
            column = np.flatnonzero(reach >= 0)
            self.ask_row.append(rows + reach[column])
            self.ask_column.append(column)
            ceilings += [-service.taken, service.places]
            rows += sets + sites
        self.out, self.into = np.concatenate(self.set_row), np.concatenate(self.site_row)
        self.ask = np.concatenate(self.ask_row), np.concatenate(self.ask_column)
        self.ceilings = np.concatenate(ceilings)

    @property
    def edges(self) -> int:
        """Return the number of columns of flows."""
        return len(self.out)

    def model(self, task: Task) -> highspy.HighsLp:
        """Return the linear programme of ``task``."""
        roots, edges = len(self.core.roots), self.edges
        flow = roots + np.arange(edges)
        row = np.concatenate([self.core.row, self.ask[0], self.out, self.into])
        column = np.concatenate([self.core.column, self.ask[1], flow, flow])
        value = np.ones(len(row))
        value[len(self.core.row) + len(self.ask[0]) :][:edges] = -1.0
        order = np.lexsort((row, column))
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = roots + edges, len(task.values) + len(self.ceilings)
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_ = np.r_[np.ones(roots), np.zeros(edges)]
        model.col_lower_ = np.r_[task.least, np.zeros(edges)].astype(float)
        model.col_upper_ = np.r_[task.bounds.astype(float), np.full(edges, np.inf)]
        model.row_lower_ = np.full(model.num_row_, -np.inf)
        model.row_upper_ = np.r_[task.values, self.ceilings].astype(float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.r_[0, np.cumsum(np.bincount(column, minlength=model.num_col_))]
        model.a_matrix_.index_, model.a_matrix_.value_ = row[order], value[order]
        return model

    def prices(self, dual: Float64s) -> Prices:
        """Return whole prices near to ``dual``, made valid: a facility's is at least that of any set it serves."""
        price = np.maximum(np.rint(np.abs(dual)), 0).astype(np.int64)
        np.maximum.at(price, self.into, price[self.out])
        rows = len(self.core.values)
        roots = np.bincount(self.core.column, price[self.core.row], len(self.core.roots)).astype(np.int64)
        np.add.at(roots, self.ask[1], price[self.ask[0]])
        return Prices(price[:rows], roots, int(price[rows:] @ self.ceilings))
