"""Make the programme small before it is solved, exactly.

A programme asks for the most visas over nodes with upper bounds, under limits on groups of nodes. Repeated to a
fixed point: a limit that its members can't exceed is dropped; a limit on one node becomes that node's bound;
nodes that stand in the same limits become one, whose bound is their sum. All three keep the maximum, because
the totals of nodes bounded one by one are every whole number up to the sum of their bounds. Nested limits vanish
altogether: ``f(v) = min(limits on v, sum of f(children))``.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from localvip.capacity.partition import NONE, Partition, Programme

Int64s = npt.NDArray[np.int64]
Reach = tuple[tuple[int, int], ...]


@dataclass
class Node:
    """A node of the forest: a cell, or the sum of ``children``; ``limits`` are those that it alone stands in.

    ``bound`` = min(values of ``limits``, sum of the children's bounds), or the cell's own bound.
    """

    bound: int
    children: tuple[int, ...] = ()
    limits: list[int] = field(default_factory=list)
    parent: int = -1


@dataclass(frozen=True)
class Core:
    """What is left: ``roots`` (positions in ``forest``) with bounds, and ``rows`` of limits that cross.

    ``free``: roots that stand in no limit and no service any more; each holds its bound. ``rows[l]`` are the
    roots that limit ``l`` counts. ``reach``: for each root that services bound, its reach set in each.
    """

    forest: list[Node]
    roots: list[int]
    free: list[int]
    rows: dict[int, list[int]]
    reach: dict[int, Reach]


def contract(programme: Programme) -> Core:
    """Return the core of ``programme``: the same maximum, each cell in exactly one tree of its forest."""
    work = _Contraction(programme)
    unsettled = True
    while unsettled:
        dropped = work.settle()
        merged = work.merge()
        unsettled = dropped or merged
    return work.core()


class _Contraction:
    """A programme while it is contracted: ``node[k]`` stands in ``limit[k]``, sorted by limit, then node."""

    def __init__(self, programme: Programme) -> None:
        self.most = programme.values
        self.bound = programme.bounds.astype(np.int64)
        self.parent = np.full(len(self.bound), -1, dtype=np.int64)
        self.children: list[tuple[int, ...]] = []
        self.alone: list[tuple[Int64s, Int64s]] = []
        self.reach = _reach(programme)
        limit, node = _pairs(programme)
        kept = self.bound[node] > 0
        self.limit, self.node = limit[kept], node[kept]

    def settle(self) -> bool:
        """Turn limits on one node into its bound, then drop limits that can't be exceeded; return if any went.

        A limit equal to the sum of its members is kept: one visa fewer in it may lose one.
        """
        before = len(self.limit)
        single = np.bincount(self.limit, minlength=len(self.most))[self.limit] == 1
        limit, node = self.limit[single], self.node[single]
        np.minimum.at(self.bound, node, self.most[limit])
        self.alone.append((limit, node))
        self._keep(~single)
        held = np.zeros(len(self.most), dtype=np.int64)
        np.add.at(held, self.limit, self.bound[self.node])
        self._keep((self.most <= held)[self.limit])
        return len(self.limit) < before

    def _keep(self, kept: npt.NDArray[np.bool_]) -> None:
        self.limit, self.node = self.limit[kept], self.node[kept]

    def merge(self) -> bool:
        """Make one node of those that stand in the same limits and reach sets; return whether any were merged."""
        nodes, group = self._alike()
        size = np.bincount(group)
        several = np.flatnonzero(size[group] > 1)
        several = several[np.argsort(group[several], kind="stable")]
        if not len(several):
            return False
        starts = np.flatnonzero(np.diff(group[several], prepend=-1))
        merged, first = nodes[several], nodes[several][starts]
        number = len(self.parent) + np.arange(len(starts))
        self.parent[merged] = np.repeat(number, size[group[several][starts]])
        self.parent = np.r_[self.parent, np.full(len(starts), -1)]
        self.bound = np.r_[self.bound, np.add.reduceat(self.bound[merged], starts)]
        self.children += [tuple(one.tolist()) for one in np.split(merged, starts[1:])]
        self._stand_in(merged, first, number)
        return True

    def _stand_in(self, merged: Int64s, first: Int64s, number: Int64s) -> None:
        """Put the new nodes in the limits and the reach sets of the first node of each."""
        place = np.arange(len(self.parent))
        place[merged] = -1
        place[first] = number
        sets = [self.reach.get(one) for one in first.tolist()]
        for one in merged.tolist() if self.reach else ():
            self.reach.pop(one, None)
        self.reach.update((n, one) for n, one in zip(number.tolist(), sets, strict=True) if one)
        self.node = place[self.node]
        self._keep(self.node >= 0)
        order = np.lexsort((self.node, self.limit))
        self.limit, self.node = self.limit[order], self.node[order]

    def _alike(self) -> tuple[Int64s, Int64s]:
        """Return the nodes in order and the group of each: those with exactly the same limits and reach sets."""
        reached = np.array(sorted(self.reach), dtype=np.int64)
        nodes, degree = np.unique(np.r_[self.node, reached], return_counts=True)
        degree -= np.isin(nodes, reached)
        order = np.lexsort((self.limit, self.node))
        limit, ends = self.limit[order], np.cumsum(degree)
        ids = {one: number for number, one in enumerate(dict.fromkeys(self.reach.values()))}
        sets = [ids[self.reach[n]] if n in self.reach else -1 for n in nodes.tolist()] if ids else 0
        group = pd.factorize((degree + 1) * (len(ids) + 1) + np.asarray(sets))[0]
        for step in range(int(degree.max(initial=0))):
            deep = np.flatnonzero(degree > step)
            keyed = group[deep] * (len(self.most) + 1) + limit[ends[deep] - degree[deep] + step]
            group[deep] = group.max(initial=0) + 1 + pd.factorize(keyed)[0]
        return nodes, pd.factorize(group)[0].astype(np.int64)

    def core(self) -> Core:
        """Return what is left, with the trees of all that was merged."""
        cells = len(self.parent) - len(self.children)
        children = [*itertools.repeat((), cells), *self.children]
        rows = zip(self.bound.tolist(), children, self.parent.tolist(), strict=True)
        forest = [Node(bound, below, [], parent) for bound, below, parent in rows]
        for limits, nodes in self.alone:
            for limit, node in zip(limits.tolist(), nodes.tolist(), strict=True):
                forest[node].limits.append(limit)
        left: dict[int, list[int]] = defaultdict(list)
        for limit, node in zip(self.limit.tolist(), self.node.tolist(), strict=True):
            left[limit].append(node)
        crossed = {*self.node.tolist(), *self.reach}
        tops = np.flatnonzero(self.parent < 0).tolist()
        free = [n for n in tops if n not in crossed]
        return Core(forest, [n for n in tops if n in crossed], free, dict(left), self.reach)


def _reach(programme: Programme) -> dict[int, Reach]:
    """Return, for each node that a service bounds, (service, reach set) pairs in order."""
    reach: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, service in enumerate(programme.services):
        for position, members in enumerate(service.members):
            for node in members[programme.bounds[members] > 0].tolist():
                reach[node].append((number, position))
    return {node: tuple(sets) for node, sets in reach.items()}


def _pairs(programme: Programme) -> tuple[Int64s, Int64s]:
    """Return each (limit, node) in order."""
    nodes = [one.nodes for one in programme.partitions]
    limits = [
        start + one.index[found]
        for start, one, found in zip(programme.starts, programme.partitions, nodes, strict=False)
    ]
    nothing = np.zeros(0, dtype=np.int64)
    limit, node = np.concatenate([nothing, *limits]), np.concatenate([nothing, *nodes])
    order = np.lexsort((node, limit))
    return limit[order].astype(np.int64), node[order]


def limit_matrix(programme: Programme) -> csr_array:
    """Return a row a limit, a column a node, 1 where the limit counts the node."""
    row, column = _pairs(programme)
    shape = (len(programme.values), len(programme.bounds))
    return csr_array((np.ones(len(row), dtype=np.int64), (row, column)), shape=shape)


def tightened(programme: Programme) -> Programme:
    """Return the same programme with limits on one node as its bound, and without those that can't stop a visa."""
    bounds, values = programme.bounds.copy(), programme.values
    limit, node = _pairs(programme)
    single = np.bincount(limit, minlength=len(values)) == 1
    alone = single[limit]
    np.minimum.at(bounds, node[alone], values[limit[alone]])
    tight = replace(programme, bounds=bounds)
    kept = np.split(~single & (values < tight.used(bounds)), programme.starts[1:-1])
    pairs = zip(programme.partitions, kept, strict=False)
    return replace(tight, partitions=tuple(_only(one, chosen) for one, chosen in pairs))


def _only(partition: Partition, groups: npt.NDArray[np.bool_]) -> Partition:
    """Return a partition of some of its groups alone."""
    number = np.append(np.where(groups, np.cumsum(groups) - 1, NONE), NONE).astype(np.int32)
    return Partition(number[partition.index], partition.values[groups])
