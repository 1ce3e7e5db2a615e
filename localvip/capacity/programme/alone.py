"""Ceilings: the most visas of each of many groups of nodes if no other node used any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from localvip.capacity.programme.clock import SECONDS
from localvip.capacity.programme.contract import alike, pooled
from localvip.capacity.programme.partition import NONE, Int32s, Partition, Programme
from localvip.capacity.programme.queue import portions
from localvip.capacity.programme.service import Service
from localvip.capacity.programme.solve import Solver

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def ceilings(programme: Programme, group: Int64s, groups: int) -> Int64s:
    """Return the most visas of each group of nodes used alone, under every limit on it with its whole value.

    ``group``: an index a node, -1 for none. So many groups as memory likes are solved as one programme that holds
    each limit once a group. What facilities serve becomes a limit where a group's nodes all reach the same ones; other
    groups are solved apart. Where time is up it is the most that is known.
    """
    pools = [Partition(pool.index, pool.values) for pool in pooled(programme.partitions)[0]]
    whole, found = replace(programme, partitions=pools), np.zeros(groups, dtype=np.int64)
    for some in portions(np.bincount(group[group >= 0], minlength=groups)):
        first, last = int(some[0]), int(some[-1])
        nodes = np.flatnonzero((group >= first) & (group <= last))
        found[first : last + 1] = _together(_part(whole, nodes), group[nodes] - first, last + 1 - first)
    return found


def _together(whole: Programme, group: Int64s, groups: int) -> Int64s:
    solver = Solver(Programme(whole.bounds, tuple(_each_apart(whole, group))))
    found = _by_group(solver, group, groups)
    apart = _reaching_several(whole, group, groups)
    if not solver.maximum().proven:
        apart[group[solver.core.position >= 0]] = True
    for number in np.flatnonzero(apart).tolist():
        part = _part(whole, np.flatnonzero(group == number))
        found[number] = Solver(part, SECONDS / int(apart.sum())).maximum().visas
    return found


def _by_group(solver: Solver, group: Int64s, groups: int) -> Int64s:
    """Return the visas of each group in a solution; the maximum of all is that of each, as nothing joins them."""
    core = solver.core
    visas = np.where(core.forest.parent < 0, core.forest.bound, 0)
    if len(core.roots):
        solution = solver.most.solution
        visas[core.roots] = 0 if solution is None else solution
    owner = np.full(len(visas), NONE, dtype=np.int64)
    owner[core.forest.top[: len(group)]] = group
    tops = np.flatnonzero((visas > 0) & (owner >= 0))
    return np.bincount(owner[tops], visas[tops], groups).astype(np.int64)


def _each_apart(programme: Programme, group: Int64s) -> Iterator[Partition]:
    """Iterate over the limits, each once for every group that has nodes in it."""
    for one in programme.partitions:
        yield _once_a_group(one.index, one.values, (group, programme.bounds > 0))
    for service in programme.services:
        reach = service.reach(len(group))
        places = (service.sets * service.places).sum(axis=1) - service.taken
        yield _once_a_group(reach, places, (group, programme.bounds > 0))


def _once_a_group(index: Int32s, values: Int64s, of: tuple[Int64s, Bools]) -> Partition:
    group, counts = of
    nodes = np.flatnonzero((index >= 0) & counts)
    label, labels = alike([group[nodes].astype(np.int32), index[nodes]], len(nodes))
    apart, value = np.full(len(index), NONE, dtype=np.int32), np.zeros(labels, dtype=np.int64)
    apart[nodes], value[label] = label, values[index[nodes]]
    return Partition(apart, value)


def _reaching_several(programme: Programme, group: Int64s, groups: int) -> Bools:
    """Return the groups whose nodes reach different sets of the facilities of one service."""
    several = np.zeros(groups, dtype=bool)
    for service in programme.services:
        reach = service.reach(len(group))
        nodes = np.flatnonzero((reach >= 0) & (programme.bounds > 0))
        pairs = np.unique(group[nodes] * (len(service.members) + 1) + reach[nodes])
        several |= np.bincount(pairs // (len(service.members) + 1), minlength=groups) > 1
    return several


def _part(whole: Programme, nodes: Int64s) -> Programme:
    """Return the programme of some nodes alone: every limit on them, with its whole value."""
    partitions = [Partition(one.index[nodes], one.values) for one in whole.partitions]
    services: list[Service] = [one.part(nodes, len(whole.bounds)) for one in whole.services]
    return Programme(whole.bounds[nodes], partitions, services)
