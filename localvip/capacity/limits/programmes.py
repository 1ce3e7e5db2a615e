"""The integer programmes of a case: the same cells under all, or some, of its limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress

import numpy as np
import numpy.typing as npt

from localvip.capacity.blocks import chosen, group_sums, in_blocks
from localvip.capacity.limits.classes import Nodes, class_nodes
from localvip.capacity.limits.family import Family, tightest
from localvip.capacity.limits.grouping import renumbered
from localvip.capacity.limits.limits import Limits
from localvip.capacity.limits.once import Once
from localvip.capacity.programme.alone import ceilings
from localvip.capacity.programme.clock import SECONDS
from localvip.capacity.programme.partition import NONE, Partition, Programme
from localvip.capacity.programme.service import Service
from localvip.capacity.programme.solve import Maximum, Solver

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Programmes:
    """Programmes over cells with ``bounds`` under the limits of ``families`` (by position).

    ``known``: only those limits hold that the data tell. A programme's first limits are ``numbers``, in order.
    """

    bounds: Int64s
    limits: Limits
    families: tuple[int, ...]
    known: bool = False

    @property
    def numbers(self) -> Int64s:
        """Return the limits that hold."""
        starts = self.limits.starts
        runs = [np.arange(starts[place], starts[place + 1]) for place in self.families]
        held = [self._held(self.limits.families[place]) for place in self.families]
        found = (run if some is None else run[some] for run, some in zip(runs, held, strict=True))
        return np.concatenate([np.zeros(0, dtype=np.int64), *found])

    def _held(self, family: Family) -> Bools | None:
        """Return which limits of a family hold; ``None``: all."""
        return family.known if self.known and family.unknown is not None else None

    def with_pace(self) -> Programmes:
        """Return the programmes under every limit, those on visas issued in a year too."""
        everything = (place for place, family in enumerate(self.limits.families) if not family.sites)
        return replace(self, families=tuple(everything))

    @cached_property
    def nodes(self) -> Nodes:
        """Return the nodes of the programmes: cells, and classes of visas where each is capped by its own."""
        families = (self.limits.families[place] for place in self.families)
        return class_nodes(len(self.bounds), families, self.limits.classes)

    def only(self, bound: int) -> Programmes:
        """Return the programmes under the limits, and the service, of one provision alone."""
        families = tuple(p for p in self.families if self.limits.families[p].bound == bound)
        services = [one for one in self.limits.services if one.bound == bound]
        return replace(self, families=families, limits=replace(self.limits, services=services))

    def programme(self, without: int | None = None) -> Programme:
        """Return the programme of all limits that hold, less those of one provision."""
        return self._programme([self.limits.families[place] for place in self.families], without)

    def maximum(self, without: int | None = None, seconds: float = SECONDS) -> Maximum:
        """Return the most visas, proven if ``seconds`` are enough, under all limits but those of one provision.

        Limits that others of the same form and groups keep from binding aren't reckoned.
        """
        if without is None:
            return self.solver.maximum()
        families = (self.limits.families[place] for place in self.families)
        held = [one for one in families if one.bound != without]
        return Solver(self._bounded(tightest(held), without), seconds).maximum()

    def _programme(self, families: Sequence[Family], without: int | None) -> Programme:
        nodes = self.nodes
        partitions = [self._partition(one) for one in families if one.bound != without]
        if not nodes.are_cells:
            partitions.append(Partition(nodes.shared, self.bounds[nodes.several]))
        services = [self._service(one) for one in self.limits.services if one.bound != without]
        return Programme(nodes.of(self.bounds), tuple(partitions), services)

    def _bounded(self, families: Sequence[Family], without: int | None) -> Programme:
        """Return the programme of ``families``, those that limit each cell by itself as bounds on the cells."""
        apart = [self._apart(one) for one in families]
        if not any(apart):
            return self._programme(families, without)
        bounds, each = self.bounds.copy(), list(compress(families, apart))

        def lower(block: slice) -> None:
            for family in each:
                family.lower(bounds, block)

        in_blocks(lower, len(bounds))
        together = [one for one, each in zip(families, apart, strict=True) if not each]
        return replace(self._programme(together, without), bounds=bounds)

    def _apart(self, family: Family) -> bool:
        """Return whether a family is no more than bounds on the nodes, all of which hold."""
        return self.nodes.are_cells and not family.classes and self._held(family) is None and family.by_cell

    def _partition(self, family: Family) -> Partition:
        index, held = self._index(family), self._held(family)
        if held is None:
            return Partition(index, family.values)
        return Partition(chosen(renumbered(np.append(held, False)), index), family.values[held])

    def _index(self, family: Family) -> Int32s:
        """Return the group of each node: the very same array for families that group the same nodes alike."""
        of = (family.grouping, *family.classes)
        return self._once("index", of, lambda: self.nodes.index(family))

    @cached_property
    def _once(self) -> Once:
        return Once()

    def used(self, visas: Int64s, limits: Limits) -> Int64s:
        """Return how many of ``visas`` (a node) each of ``limits`` counts, whether or not it holds."""
        found = []
        for family in limits.families:
            index = self._index(family)
            found.append(group_sums(visas, index, len(family)))
        return np.concatenate([np.zeros(0, dtype=np.int64), *found])

    def _service(self, service: Service) -> Service:
        if self.nodes.are_cells:
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
        group = np.full(len(self.bounds), NONE, dtype=np.int64)
        group[cells] = 0
        return int(self.ceilings(group, 1)[0])

    def ceilings(self, group: Int64s, groups: int) -> Int64s:
        """Return the most visas of each group of cells (``group``: an index a cell, -1: in none) used alone."""
        return ceilings(self._tight, self.nodes.of(group), groups)

    @cached_property
    def solver(self) -> Solver:
        """Return the solver of all limits but those that others of the same form and groups keep from binding."""
        return Solver(self._tight)

    @cached_property
    def _tight(self) -> Programme:
        return self._bounded(tightest([self.limits.families[place] for place in self.families]), None)
