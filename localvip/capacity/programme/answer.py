"""What is asked of a core, the answer, and the prices that prove it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import numpy.typing as npt

Int64s = npt.NDArray[np.int64]
Float64s = npt.NDArray[np.float64]
INFEASIBLE = -1
UNITS = (1, 2, 3, 4, 6, 12, 720720)  # the last holds every part of a visa down to sixteenths


@dataclass(frozen=True, eq=False)
class Task:
    """What is asked of a core: ``bounds`` of its roots, ``values`` of its rows, and the ``least`` that roots keep."""

    bounds: Int64s
    values: Int64s
    least: Int64s


@dataclass(frozen=True, eq=False)
class Prices:
    """Whole prices, all >= 0, where a visa is worth ``unit``: of each row, and what the rows of each root sum to."""

    rows: Int64s
    roots: Int64s
    unit: int = 1

    @property
    def left(self) -> Int64s:
        """Return what a visa of each root is worth over the prices of its rows."""
        return np.maximum(self.unit - self.roots, 0)

    @property
    def excess(self) -> Int64s:
        """Return what the prices of its rows take over the worth of a visa of each root."""
        return np.maximum(self.roots - self.unit, 0)

    def over(self, task: Task, ceilings: Int64s) -> int:
        """Return what the worth of no solution of ``task`` exceeds."""
        return int(self.rows @ ceilings) + int(self.left @ task.bounds) - int(self.excess @ task.least)


@dataclass(frozen=True, eq=False)
class Proof:
    """Prices, and the ``slack`` that they leave over so many visas, in their unit: less than a visa proves those."""

    prices: Prices
    slack: int

    @property
    def parts(self) -> Fraction:
        """Return the slack in visas."""
        return Fraction(self.slack, self.prices.unit)

    def of(self, more: int) -> Proof:
        """Return the same prices as a proof of so many visas more."""
        return Proof(self.prices, self.slack - more * self.prices.unit)


@dataclass(frozen=True, eq=False)
class Answer:
    """The most visas of the roots: at least ``visas``, at most ``at_most``; ``visas`` is -1 where nothing fits.

    ``solution``: visas of each root that come to ``visas``, ``None`` where none was found. ``proof``: the prices of
    the linear programme, and what they leave over ``visas``; ``None`` where nothing fits.
    """

    visas: int
    at_most: int
    solution: Int64s | None
    proof: Proof | None

    def with_solution(self, solution: Int64s) -> Answer:
        """Return the answer with ``solution`` as the best that is known, if it has more visas."""
        more = int(solution.sum()) - self.visas
        if more <= 0:
            return self
        proof = self.proof and self.proof.of(more)
        return replace(self, visas=self.visas + more, solution=solution, proof=proof)


@dataclass(frozen=True, eq=False)
class Vertex:
    """Where the linear programme stands: visas of each root, and the price of each row; neither need be whole."""

    visas: Float64s
    prices: Float64s
