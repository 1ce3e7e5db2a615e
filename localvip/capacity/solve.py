"""Find the most visas under all limits at once: an exact integer maximum, proven, or proven bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, hstack, vstack

from localvip.capacity.contract import Core, contract
from localvip.capacity.partition import Programme
from localvip.capacity.service import Service
from localvip.problem import Bug

Int64s = npt.NDArray[np.int64]
SECONDS = 60.0
INFEASIBLE = 2
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

    def reaches(self, given: Int64s) -> bool:
        """Return whether the maximum can still be reached when each node keeps at least what it is ``given``.

        ``given`` must hold every limit. Inside a tree of nested limits anything that holds them can be added to
        until the tree is full, so only the core is asked.
        """
        if not all(service.holds(given) for service in self.programme.services):
            return False
        kept = np.zeros(len(self.core.forest), dtype=np.int64)
        np.add.at(kept, self._root_of, given)
        most = self._solve(self._bounds, self._values, kept[self.core.roots]).visas
        return most >= self.maximum().visas

    @cached_property
    def _root_of(self) -> Int64s:
        """Return the top of the tree of each node of the programme."""
        root = np.arange(len(self.core.forest), dtype=np.int64)
        for position in range(len(self.core.forest) - 1, -1, -1):
            parent = self.core.forest[position].parent
            root[position] = root[parent] if parent >= 0 else position
        return root[: len(self.programme.bounds)]

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
        """Return a row a limit and a column a root, 1 where the limit counts the root."""
        pairs = [
            (self._row[limit], self._column[n]) for limit, nodes in self.core.rows.items() for n in nodes
        ]
        row, column = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        shape = (len(self._row), len(self._column))
        return csr_array((np.ones(len(row), dtype=np.int64), (row, column)), shape=shape)

    @cached_property
    def _services(self) -> list[Service]:
        """Return the services with the core's roots, by column, as their members."""
        found = []
        for number, service in enumerate(self.programme.services):
            members: list[list[int]] = [[] for _ in service.members]
            for root, sets in self.core.reach.items():
                for one, position in sets:
                    if one == number:
                        members[position].append(self._column[root])
            found.append(replace(service, members=[np.array(sorted(m), dtype=np.int64) for m in members]))
        return found

    def _solve(self, bounds: Int64s, values: Int64s, least: Int64s | None = None) -> Maximum:
        """Solve the core by HiGHS with no gap allowed (its default of 1e-4 gives wrong whole numbers).

        ``least``: visas that each root keeps. Where they leave no solution, the maximum is -1.
        """
        if not len(bounds):
            return Maximum(self._free, self._free, "closed form")
        from scipy.optimize import Bounds, LinearConstraint, milp  # slow to import, seldom needed

        matrix, ceilings = with_flows(self._matrix, values, self._services)
        flows = matrix.shape[1] - len(bounds)
        kept = np.zeros(len(bounds)) if least is None else least
        found = milp(
            np.r_[-np.ones(len(bounds)), np.zeros(flows)],
            integrality=np.r_[np.ones(len(bounds)), np.zeros(flows)],
            bounds=Bounds(np.r_[kept, np.zeros(flows)], np.r_[bounds, np.full(flows, np.inf)]),
            constraints=LinearConstraint(matrix, ub=ceilings.astype(float)),
            options={"mip_rel_gap": 0.0, "time_limit": SECONDS},
        )
        if found.status == INFEASIBLE:
            return Maximum(-1, -1, "integer programme")
        visas = self._checked(None if found.x is None else found.x[: len(bounds)], bounds, values)
        ceiling = -float("inf") if found.mip_dual_bound is None else found.mip_dual_bound
        at_most = visas if found.status == 0 else int(min(bounds.sum(), np.floor(-ceiling + 1e-6)))
        return Maximum(self._free + visas, self._free + max(visas, at_most), "integer programme")

    def _checked(self, x: npt.NDArray[np.float64] | None, bounds: Int64s, values: Int64s) -> int:
        """Return the visas of a solution after checking it in whole numbers; without one, 0 is proven."""
        if x is None:
            return 0
        whole = np.rint(x).astype(np.int64)
        broken = (whole < 0).any() or (whole > bounds).any() or (self._matrix @ whole > values).any()
        if broken or not all(service.holds(whole) for service in self._services):
            raise Bug("The solver's answer breaks a limit when it is checked in whole numbers.")
        return int(whole.sum())


def with_flows(matrix: csr_array, values: Int64s, services: Sequence[Service]) -> tuple[csr_array, Int64s]:
    """Return the constraints of limits and services: a column more for each (reach set, facility) in reach.

    Visas of a reach set are at most what flows from it; what flows to a facility is at most its places.
    """
    edges = sum(int(service.sets.sum()) for service in services)
    rows = [hstack([matrix, csr_array((matrix.shape[0], edges))])]
    before = 0
    for service in services:
        sets, facilities = service.sets.shape
        r, j = np.nonzero(service.sets)
        column = np.concatenate([np.zeros(0, dtype=np.int64), *service.members])
        row = np.repeat(np.arange(sets), [len(m) for m in service.members])
        ask = csr_array((np.ones(len(row)), (row, column)), shape=(sets, matrix.shape[1]))
        ones, edge = np.ones(len(r)), before + np.arange(len(r))
        out = csr_array((-ones, (r, edge)), shape=(sets, edges))
        into = csr_array((ones, (j, edge)), shape=(facilities, edges))
        none = csr_array((facilities, matrix.shape[1]))
        rows += [hstack([ask, out]), hstack([none, into])]
        before += len(r)
    ceilings = [values, *(part for one in services for part in (-one.taken, one.places))]
    return csr_array(vstack(rows, format="csr").astype(float)), np.concatenate(ceilings)
