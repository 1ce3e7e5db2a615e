"""Find the most visas under all limits at once: an exact integer maximum, proven, or proven bounds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
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
    """The contracted programme, solved as it stands or with one limit moved by a visa."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.core: Core = contract(programme)
        self._column = {root: position for position, root in enumerate(self.core.roots)}
        self._row = {limit: position for position, limit in enumerate(sorted(self.core.rows))}
        self._bounds = np.array([self.core.forest[r].bound for r in self.core.roots], dtype=np.int64)
        self._values = programme.values[sorted(self._row)].astype(np.int64)
        self._free = sum(self.core.forest[r].bound for r in self.core.free)
        self._known: dict[tuple[str, int, int], Maximum] = {}

    def maximum(self) -> Maximum:
        """Return the maximum of the programme as it stands."""
        return self._with("row", -1, 0)

    def moved(self, limit: int, by: int) -> Maximum:
        """Return the maximum if one limit (by position) allowed ``by`` visas more or, negative, fewer."""
        if limit in self._row:
            return self._with("row", self._row[limit], by)
        root, change = self._root_change(limit, by)
        if root in self._column:
            return self._with("root", self._column[root], change)
        most = self.maximum()
        return Maximum(most.visas + change, most.at_most + change, most.method)

    def _with(self, what: str, position: int, by: int) -> Maximum:
        key = (what, position, by) if by else ("row", -1, 0)
        if key not in self._known:
            bounds, values = self._bounds.copy(), self._values.copy()
            if by:
                (values if what == "row" else bounds)[position] += by
            self._known[key] = self._solve(bounds, values)
        return self._known[key]

    @cached_property
    def _node_of(self) -> dict[int, int]:
        forest = enumerate(self.core.forest)
        return {limit: position for position, node in forest for limit in node.limits}

    def _root_change(self, limit: int, by: int) -> tuple[int, int]:
        """Return the top of the tree that ``limit`` stands in, and how its bound changes when the limit moves.

        A limit that was dropped, or isn't the least on its way up, changes nothing.
        """
        node = self._node_of.get(limit, -1)
        change = self._rebound(node, limit, by, 0) if node >= 0 else 0
        while change and self.core.forest[node].parent >= 0:
            node = self.core.forest[node].parent
            change = self._rebound(node, -1, 0, change)
        return node, change

    def _rebound(self, position: int, limit: int, by: int, below: int) -> int:
        """Return how a node's bound changes when ``limit`` on it moves ``by``, or its children's sum by ``below``."""
        node = self.core.forest[position]
        children = sum(self.core.forest[child].bound for child in node.children)
        least = children + below if node.children else int(self.programme.bounds[position])
        for one in node.limits:
            least = min(least, int(self.programme.values[one]) + (by if one == limit else 0))
        return least - node.bound

    @cached_property
    def _matrix(self) -> csr_array:
        pairs = [(self._row[limit], self._column[n]) for limit, nodes in self.core.rows.items() for n in nodes]
        row, column = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        shape = (len(self._row), len(self._column))
        return csr_array((np.ones(len(row), dtype=np.int64), (row, column)), shape=shape)

    def _solve(self, bounds: Int64s, values: Int64s) -> Maximum:
        """Solve the core by HiGHS with no gap allowed (its default of 1e-4 gives wrong whole numbers)."""
        if not self._row:
            return Maximum(self._free, self._free, "closed form")
        found = milp(
            -np.ones(len(bounds)),
            integrality=np.ones(len(bounds)),
            bounds=Bounds(0, bounds.astype(float)),
            constraints=LinearConstraint(self._matrix.astype(float), ub=values.astype(float)),
            options={"mip_rel_gap": 0.0, "time_limit": SECONDS},
        )
        visas = self._checked(found.x, bounds, values)
        at_most = visas if found.status == 0 else int(np.floor(-found.mip_dual_bound + 1e-6))
        return Maximum(self._free + visas, self._free + max(visas, at_most), "integer programme")

    def _checked(self, x: npt.NDArray[np.float64] | None, bounds: Int64s, values: Int64s) -> int:
        """Return the visas of a solution after checking it in whole numbers; without one, 0 is proven."""
        if x is None:
            return 0
        whole = np.rint(x).astype(np.int64)
        if (whole < 0).any() or (whole > bounds).any() or (self._matrix @ whole > values).any():
            raise Bug("The solver's answer breaks a limit when it is checked in whole numbers.")
        return int(whole.sum())
