"""What is asked of a core, the answer, and the prices that prove it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Int64s = npt.NDArray[np.int64]
INFEASIBLE = -1


@dataclass(frozen=True, eq=False)
class Task:
    """What is asked of a core: ``bounds`` of its roots, ``values`` of its rows, and the ``least`` that roots keep."""

    bounds: Int64s
    values: Int64s
    least: Int64s


@dataclass(frozen=True, eq=False)
class Prices:
    """Whole prices of the rows of a core, and of the sets and the facilities of its services, all >= 0."""

    rows: Int64s
    roots: Int64s
    served: int

    def over(self, task: Task) -> int:
        """Return what no solution of ``task`` exceeds."""
        left = 1 - self.roots
        rows = int(self.rows @ task.values) + self.served
        return rows + int(np.maximum(left, 0) @ task.bounds) - int(np.maximum(-left, 0) @ task.least)


@dataclass(frozen=True, eq=False)
class Answer:
    """The most visas of the roots: at least ``visas``, at most ``at_most``; ``visas`` is -1 where nothing fits.

    ``solution``: visas of each root that come to ``visas``, ``None`` where none was found. ``prices``: those that
    prove the maximum, ``None`` where it took branching.
    """

    visas: int
    at_most: int
    solution: Int64s | None
    prices: Prices | None
