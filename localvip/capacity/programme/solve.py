"""Find the most visas under all limits at once: an exact integer maximum, proven, or proven bounds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from localvip.capacity.programme.answer import Answer, Proof, Task, Vertex
from localvip.capacity.programme.clock import SECONDS, Clock
from localvip.capacity.programme.contract import contract
from localvip.capacity.programme.core import Core
from localvip.capacity.programme.matrix import Matrix
from localvip.capacity.programme.partition import Programme
from localvip.capacity.programme.trials import Trials
from localvip.problem import Bug

if TYPE_CHECKING:
    from localvip.capacity.programme.integer import Integers

Int64s = npt.NDArray[np.int64]
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
    """The contracted programme, solved as it stands, and from what its roots keep."""

    def __init__(self, programme: Programme, seconds: float = SECONDS) -> None:
        self.programme = programme
        self.clock = Clock(seconds)
        self.core: Core = contract(programme)

    def maximum(self) -> Maximum:
        """Return the maximum of the programme as it stands."""
        free = self.core.free
        if not len(self.core.roots):
            return Maximum(free, free, "closed form")
        most = self.most
        return Maximum(free + most.visas, free + most.at_most, "integer programme")

    @property
    def linear(self) -> bool:
        """Return whether the maximum is also that of the linear programme, in parts of visas."""
        return not len(self.core.roots) or self.proof.slack == 0

    @cached_property
    def _task(self) -> Task:
        return Task(self.core.bounds, self.core.values, np.zeros(len(self.core.roots), dtype=np.int64))

    @cached_property
    def matrix(self) -> Matrix:
        """Return the rows and columns of the core."""
        return Matrix(self.core)

    @cached_property
    def _integers(self) -> Integers:
        from localvip.capacity.programme.integer import (
            Integers,  # imports HiGHS, needed only where limits cross
        )

        return Integers(self.core, self.matrix, self.clock)

    @cached_property
    def most(self) -> Answer:
        """Return the maximum of the core; where it isn't proven, the best that is known."""
        found = self._integers.solve(self._task)
        if found.visas == found.at_most:
            return found
        from localvip.capacity.programme.plain import solution  # needed only where nothing is proven

        return found.with_solution(solution(self.core))

    def improve(self, solution: Int64s) -> None:
        """Take visas of the roots for the best that is known, if they are more and the maximum isn't proven.

        Raises ``Bug`` where they are more than the maximum.
        """
        if solution.sum() > self.most.at_most:
            raise Bug(f"{solution.sum()} visas fit where at most {self.most.at_most} were proven.")
        self.most = self.most.with_solution(solution)

    @property
    def proof(self) -> Proof:
        """Return the prices of the linear programme, and what they leave over the maximum of the core."""
        proof = self.most.proof
        assert proof is not None  # noqa: S101 (nothing at all always fits)
        return proof

    @cached_property
    def trials(self) -> Trials:
        """Return what moves of the core's limits do."""
        return Trials(self._integers, self._task, self.most)

    def keeping(self, kept: Int64s) -> Task:
        """Return the task of the maximum where each root keeps at least ``kept``."""
        return Task(self._task.bounds, self._task.values, kept)

    def vertex(self, kept: Int64s) -> Vertex | None:
        """Return the linear programme's answer where each root keeps at least ``kept``; ``None`` if nothing fits."""
        return self._integers.relaxed(self.keeping(kept))

    def reaching(self, kept: Int64s) -> Int64s | None:
        """Return a solution that gives each root at least ``kept``, or ``None``; raises ``Undecided``, out of time."""
        if not all(service.holds(kept) for service in self.core.served):
            return None
        return self._integers.found(self.keeping(kept), self.most.visas)
