"""Find the most visas under all limits at once: an exact integer maximum, proven, or proven bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from localvip.capacity.contract import Core, Programme, contract
from localvip.problem import Bug

Int64s = npt.NDArray[np.int64]
SECONDS = 60.0
Method = Literal["closed form", "integer programme"]


@dataclass(frozen=True)
class Maximum:
    """The most visas: exactly ``visas`` where ``proven``; else at least ``visas`` and at most ``at_most``."""

    visas: int
    at_most: int
    method: Method

    @property
    def proven(self) -> bool:
        """Return whether the maximum is known exactly."""
        return self.visas == self.at_most


class Solver:
    """The contracted programme, solved as often as asked with one bound or limit moved by a visa."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.core: Core = contract(programme)
        self._column = {root: position for position, root in enumerate(self.core.roots)}
        self._limits = sorted(self.core.rows)
        self._row = {limit: position for position, limit in enumerate(self._limits)}
        self._bounds = np.array([self.core.forest[r].bound for r in self.core.roots], dtype=np.int64)
        self._values = programme.values[self._limits].astype(np.int64) if self._limits else np.zeros(0, np.int64)
        self._matrix = self._rows()
        self._free = sum(self.core.forest[r].bound for r in self.core.free)

    def _rows(self) -> csr_array:
        entries = [(self._row[limit], self._column[n]) for limit in self._limits for n in self.core.rows[limit]]
        row, column = np.array(entries, dtype=np.int64).reshape(-1, 2).T
        return csr_array(
            (np.ones(len(row), dtype=np.int64), (row, column)), shape=(len(self._limits), len(self._column))
        )

    def maximum(self, moved: Mapping[int, int] | None = None) -> Maximum:
        """Return the maximum; ``moved``: by how much the limits named (by position) change."""
        values = self._values.copy()
        bounds = self._bounds.copy()
        free = self._free
        for limit, by in (moved or {}).items():
            if limit in self._row:
                values[self._row[limit]] += by
                continue
            root, change = self._root_change(limit, by)
            if root in self._column:
                bounds[self._column[root]] += change
            else:
                free += change
        return self._solved(bounds, values, free)

    def _root_change(self, limit: int, by: int) -> tuple[int, int]:
        """Return the root above ``limit`` and how its bound changes when the limit moves by one visa.

        A limit that was dropped, or isn't the least on its way up, changes nothing (root -1, change 0).
        """
        node = self._node_of.get(limit, -1)
        if node < 0:
            return -1, 0
        change = self._rebound(node, by_limit=(limit, by))
        while change and self.core.forest[node].parent >= 0:
            node = self.core.forest[node].parent
            change = self._rebound(node, by_children=change)
        while self.core.forest[node].parent >= 0:
            node = self.core.forest[node].parent
        return node, change

    @property
    def _node_of(self) -> dict[int, int]:
        if not hasattr(self, "_nodes"):
            self._nodes = {
                limit: position for position, node in enumerate(self.core.forest) for limit in node.limits
            }
        return self._nodes

    def _rebound(self, position: int, by_limit: tuple[int, int] = (-1, 0), by_children: int = 0) -> int:
        """Return how a node's bound changes when one of its limits, or the sum of its children, moves."""
        node = self.core.forest[position]
        if node.children:
            below = sum(self.core.forest[c].bound for c in node.children)
        else:
            below = int(self.programme.bounds[position])
        values = [int(self.programme.values[i]) + (by_limit[1] if i == by_limit[0] else 0) for i in node.limits]
        return max(0, min([below + by_children, *values])) - node.bound

    def _solved(self, bounds: Int64s, values: Int64s, free: int) -> Maximum:
        if not self._limits:
            return Maximum(free, free, "closed form")
        if (values < 0).any():
            values = np.maximum(values, 0)
        found = milp(
            -np.ones(len(bounds)),
            integrality=np.ones(len(bounds)),
            bounds=Bounds(np.zeros(len(bounds)), bounds.astype(float)),
            constraints=LinearConstraint(self._matrix.astype(float), ub=values.astype(float)),
            options={"mip_rel_gap": 0.0, "time_limit": SECONDS},
        )
        visas = self._checked(found.x, bounds, values)
        at_most = visas if found.status == 0 else int(np.floor(-found.mip_dual_bound + 1e-6))
        return Maximum(free + visas, free + max(visas, at_most), "integer programme")

    def _checked(self, x: npt.NDArray[np.float64] | None, bounds: Int64s, values: Int64s) -> int:
        """Return the visas of a solution after checking it in whole numbers; without one, 0 is proven."""
        if x is None:
            return 0
        whole = np.rint(x).astype(np.int64)
        if (whole < 0).any() or (whole > bounds).any() or (self._matrix @ whole > values).any():
            raise Bug("The solver's answer breaks a limit when it is checked in whole numbers.")
        return int(whole.sum())
