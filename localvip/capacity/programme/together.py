"""Limits of a core tried together, each with a visa more or with one to spare, by one linear programme.

A visa more: each limit that is tried may take one, for half of what a visa is worth. Where k limits take one and k
visas more fit, each alone gives one: take a visa out of each of the others. A visa fewer: the maximum is kept, and as
many limits as can leave one. Those that can't have a price in the end, all of them in the same prices.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from localvip.capacity.programme.answer import Task, Vertex
from localvip.capacity.programme.integer import Integers, quiet

Int64s = npt.NDArray[np.int64]
Float64s = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
HALF = 0.5


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a trial comes to: a vertex, ``moved``: which tried limits took, or left, a visa, a visa's ``worth``.

    The prices of the vertex are for a visa of that worth.
    """

    vertex: Vertex
    moved: Bools
    worth: float


class Together:
    """The linear programme of ``task`` with a column for each ``tried`` limit: a row, or after all rows a root.

    ``kept``: the visas that the roots keep while each tried limit may leave one; ``None``: each may take one more.
    """

    def __init__(self, integers: Integers, task: Task, tried: Int64s, kept: int | None = None) -> None:
        self.integers, self.tried, self.kept = integers, tried, kept
        self.matrix, self.highs = integers.matrix, quiet()
        self.is_root = tried >= self.matrix.limits
        self.root = tried[self.is_root] - self.matrix.limits
        self.columns = np.arange(len(tried), dtype=np.int32) + self.matrix.roots + self.matrix.edges
        model, also = integers.model(task), np.zeros(0, dtype=np.int64)
        if kept is None:
            self.highs.passModel(model)
        else:
            self.highs.passModel(self._keeping(model))
            roots = np.arange(self.matrix.roots, dtype=np.int32)
            self.highs.addRow(float(kept), np.inf, len(roots), roots, np.ones(len(roots)))
            also = np.array([model.num_row_])
        self._add(also)

    def _keeping(self, model: highspy.HighsLp) -> highspy.HighsLp:
        """Return the model where visas are worth nothing, and the last one of a tried root is another column's."""
        upper = np.array(model.col_upper_)
        upper[self.root] -= 1
        model.col_upper_, model.col_cost_ = upper, np.zeros(len(upper))
        return model

    def _add(self, also: Int64s) -> None:
        """Add a column for each limit: a row's visa is itself, a root's stands in its rows, and in the row ``also``."""
        starts, rows, signs = self.matrix.columns
        taken = -1.0 if self.kept is None else 1.0
        index, value = [], []
        for one in self.tried.tolist():
            mine = slice(*starts[one - self.matrix.limits :][:2])
            row = one < self.matrix.limits
            index.append(np.array([one]) if row else np.r_[rows[mine], also])
            value.append(np.array([taken]) if row else np.r_[signs[mine], 0 * also + 1])
        size = np.array([len(one) for one in index])
        worth = HALF if self.kept is None else -1.0
        cost, ones = np.where(self.is_root, worth, -worth), np.ones(len(size))
        pairs = np.concatenate(index), np.concatenate(value)
        self.highs.addCols(len(size), cost, 0 * ones, ones, size.sum(), np.cumsum(size) - size, *pairs)

    def leave(self, limits: Bools) -> None:
        """Try some of the tried limits no more."""
        columns = self.columns[limits]
        nothing = np.zeros(len(columns))
        if self.kept is None:
            self.highs.changeColsBounds(len(columns), columns, nothing, nothing)
        else:
            self.highs.changeColsCost(len(columns), columns, nothing)

    def outcome(self) -> Outcome | None:
        """Return what the trial comes to, ``None`` where nothing fits; raises ``Undecided`` where the time is up."""
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + self.integers.clock.left)
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = self.highs.getSolution()
        visas, prices = np.array(found.col_value), np.array(found.row_dual)
        tried = visas[self.columns]
        visas[self.root] += tried[self.is_root]
        vertex = Vertex(visas[: self.matrix.roots], prices[: len(self.matrix.served) + self.matrix.limits])
        if self.kept is None:
            return Outcome(vertex, tried > HALF, 1.0)
        return Outcome(vertex, np.where(self.is_root, tried < HALF, tried > HALF), abs(float(prices[-1])))
