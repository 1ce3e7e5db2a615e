"""The rows and columns of a core: limits over its roots, and what services serve as flows.

A service adds a column for each facility in reach of a reach set. Visas of a reach set are at most what flows
from it; what flows to a facility is at most its places.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from localvip.capacity.programme.answer import UNITS, Prices, Proof, Task
from localvip.capacity.programme.core import Core

Int64s = npt.NDArray[np.int64]
Float64s = npt.NDArray[np.float64]
NOTHING = np.zeros(0, dtype=np.int64)


class Matrix:
    """Pairs of a ``row`` and a ``column`` with a ``sign``: the roots' columns first, then ``edges`` flows.

    The first ``limits`` rows are the core's; ``served`` are the ceilings of the others.
    """

    def __init__(self, core: Core) -> None:
        self.roots, self.limits = len(core.roots), len(core.values)
        ask_row, ask_column, out, into, served = [NOTHING], [NOTHING], [NOTHING], [NOTHING], [NOTHING]
        rows = self.limits
        for service, reach in zip(core.services, core.reach, strict=True):
            sets, sites = service.sets.shape
            r, j = np.nonzero(service.sets)
            out.append(rows + r)
            into.append(rows + sets + j)
            ask_column.append(np.flatnonzero(reach >= 0))
            ask_row.append(rows + reach[reach >= 0])
            served += [-service.taken, service.places]
            rows += sets + sites
        self.out, self.into, self.served = np.concatenate(out), np.concatenate(into), np.concatenate(served)
        flow = self.roots + np.arange(self.edges)
        self.row = np.concatenate([core.row, *ask_row, self.out, self.into])
        self.column = np.concatenate([core.column, *ask_column, flow, flow])
        self.sign = np.ones(len(self.row))
        self.sign[len(self.row) - 2 * self.edges : len(self.row) - self.edges] = -1.0

    @property
    def edges(self) -> int:
        """Return the number of flows."""
        return len(self.out)

    @cached_property
    def columns(self) -> tuple[Int64s, Int64s, Float64s]:
        """Return where each column starts (and the end), and the row and sign of each of its pairs."""
        order = np.lexsort((self.row, self.column))
        starts = np.r_[0, np.cumsum(np.bincount(self.column, minlength=self.roots + self.edges))]
        return starts, self.row[order], self.sign[order]

    def ceilings(self, task: Task) -> Int64s:
        """Return what each row may come to."""
        return np.concatenate([task.values, self.served])

    def prices(self, dual: Float64s, unit: int = 1) -> Prices:
        """Return whole prices near to ``dual`` times ``unit``: a facility's at least that of each set it serves."""
        price = np.rint(np.abs(dual) * unit).astype(np.int64)
        np.maximum.at(price, self.into, price[self.out])
        mine = self.column < self.roots
        roots = np.bincount(self.column[mine], price[self.row[mine]], self.roots).astype(np.int64)
        return Prices(price, roots, unit)

    def proof(self, dual: Float64s, task: Task, visas: int = 0) -> Proof:
        """Return of the whole prices near to ``dual`` those that leave least over ``visas`` in ``task``."""
        ceilings = self.ceilings(task)
        prices = (self.prices(dual, unit) for unit in UNITS)
        proofs = [Proof(one, one.over(task, ceilings) - visas * one.unit) for one in prices]
        return min(proofs, key=lambda one: one.parts)
