"""The integer programmes of a case: the same cells under all, or some, of its limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from localvip.capacity.contract import Programme
from localvip.capacity.limits import Limits
from localvip.capacity.service import Service
from localvip.capacity.solve import Maximum, Solver

Int64s = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Programmes:
    """Programmes over cells with ``bounds``; ``numbers`` are the limits (by position) that hold."""

    bounds: Int64s
    limits: Limits
    numbers: tuple[int, ...]

    def programme(self, without: int | None = None, numbers: Sequence[int] | None = None) -> Programme:
        """Return the programme of ``numbers`` (all that hold, left out), less those of one provision."""
        chosen = self.numbers if numbers is None else numbers
        rows = [self.limits.rows[n] for n in chosen if self.limits.rows[n].bound != without]
        values = np.array([row.value for row in rows], dtype=np.int64)
        services = [one for one in self.limits.services if one.bound != without]
        return Programme(self.bounds, values, [row.members for row in rows], services)

    def with_places(self, service: Service, site: int, by: int) -> Maximum:
        """Return the maximum if one site of a service had ``by`` places more."""
        places = service.places.copy()
        places[site] += by
        services = [replace(one, places=places) if one is service else one for one in self.limits.services]
        return Solver(replace(self.programme(), services=services)).maximum()

    def alone(self, cells: Int64s) -> int:
        """Return the most visas of some cells if no other cell used any."""
        if not self.bounds[cells].any():
            return 0
        limit = self._limits_of_cells[cells].tocoo()
        numbers = np.unique(limit.coords[1])
        members = [limit.coords[0][limit.coords[1] == number] for number in numbers]
        values = np.array([self.limits.rows[number].value for number in numbers], dtype=np.int64)
        services = [one.part(cells, len(self.bounds)) for one in self.limits.services]
        return Solver(Programme(self.bounds[cells], values, members, services)).maximum().visas

    def ceilings(self, group: Int64s, groups: int) -> Int64s:
        """Return the most visas of each group of cells (``group``: sorted, an index a cell) used alone."""
        starts = np.searchsorted(group, np.arange(groups + 1))
        runs = [np.arange(starts[number], starts[number + 1]) for number in range(groups)]
        return np.array([self.alone(cells) for cells in runs], dtype=np.int64)

    @cached_property
    def _limits_of_cells(self) -> csr_array:
        sizes = [len(self.limits.rows[n].members) for n in self.numbers]
        cell = np.concatenate([np.zeros(0, np.int64), *(self.limits.rows[n].members for n in self.numbers)])
        limit = np.repeat(np.asarray(self.numbers, dtype=np.int64), sizes)
        shape = (len(self.bounds), len(self.limits.rows))
        return csr_array((np.ones(len(cell), dtype=np.int64), (cell.astype(np.int64), limit)), shape=shape)
