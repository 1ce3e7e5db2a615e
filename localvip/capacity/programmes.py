"""The integer programmes of a case: the same cells under all, or some, of its limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from localvip.capacity.classes import Nodes, class_nodes
from localvip.capacity.limits import Limits
from localvip.capacity.partition import Partition, Programme
from localvip.capacity.service import Service
from localvip.capacity.solve import Maximum, Solver

Int64s = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Programmes:
    """Programmes over cells with ``bounds``; ``numbers`` are the limits (by position) that hold.

    A programme's first limits are those of ``numbers`` in their order.
    """

    bounds: Int64s
    limits: Limits
    numbers: tuple[int, ...]

    @cached_property
    def nodes(self) -> Nodes:
        """Return the nodes of the programmes: cells, and classes of visas where each is capped by its own."""
        rows = [self.limits.rows[n] for n in self.numbers]
        return class_nodes(len(self.bounds), rows, self.limits.classes)

    def programme(self, without: int | None = None, numbers: Sequence[int] | None = None) -> Programme:
        """Return the programme of ``numbers`` (all that hold, left out), less those of one provision."""
        chosen = self.numbers if numbers is None else numbers
        rows = [self.limits.rows[n] for n in chosen if self.limits.rows[n].bound != without]
        nodes, shared = self.nodes, self.nodes.shared
        limits = [(row.value, nodes.members(row)) for row in rows]
        limits += [(int(self.bounds[nodes.cell[one[0]]]), one) for one in shared]
        services = [self._service(one) for one in self.limits.services if one.bound != without]
        return Programme.of(self.bounds[nodes.cell], limits, services)

    def _service(self, service: Service) -> Service:
        if len(self.nodes.cell) == self.nodes.cells:
            return service
        members = [np.flatnonzero(np.isin(self.nodes.cell, one)) for one in service.members]
        return replace(service, members=members)

    def with_places(self, service: Service, site: int, by: int) -> Maximum:
        """Return the maximum if one site of a service had ``by`` places more."""
        places = service.places.copy()
        places[site] += by
        programme = self.programme()
        services = [
            replace(one, places=places) if one.bound == service.bound else one for one in programme.services
        ]
        return Solver(replace(programme, services=services)).maximum()

    def alone(self, cells: Int64s) -> int:
        """Return the most visas of some cells if no other cell used any."""
        if not self.bounds[cells].any():
            return 0
        chosen = np.zeros(len(self.bounds), bool)
        chosen[cells] = True
        nodes = np.flatnonzero(chosen[self.nodes.cell])
        return Solver(_part(self._whole, nodes)).maximum().visas

    def ceilings(self, group: Int64s, groups: int) -> Int64s:
        """Return the most visas of each group of cells (``group``: sorted, an index a cell) used alone."""
        starts = np.searchsorted(group, np.arange(groups + 1))
        runs = [np.arange(starts[number], starts[number + 1]) for number in range(groups)]
        return np.array([self.alone(cells) for cells in runs], dtype=np.int64)

    @cached_property
    def _whole(self) -> Programme:
        return self.programme()


def _part(whole: Programme, nodes: Int64s) -> Programme:
    """Return the programme of some nodes alone: every limit on them, with its whole value."""
    partitions = [_on(one, nodes) for one in whole.partitions]
    services = [one.part(nodes, len(whole.bounds)) for one in whole.services]
    return Programme(whole.bounds[nodes], partitions, services)


def _on(partition: Partition, nodes: Int64s) -> Partition:
    """Return the groups of a partition that some nodes stand in, and those nodes alone."""
    groups, index = np.unique(partition.index[nodes], return_inverse=True)
    outside = int((groups < 0).sum())
    return Partition((index - outside).astype(np.int32), partition.values[groups[outside:]])
