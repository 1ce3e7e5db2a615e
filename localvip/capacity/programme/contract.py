"""Make the programme small before it is solved, exactly.

A programme asks for the most visas over nodes with upper bounds, under limits on groups of nodes. Repeated to a
fixed point: a limit that its members can't exceed is dropped; a limit on one node becomes that node's bound;
nodes that stand in the same limits become one, whose bound is their sum. All three keep the maximum, because
the totals of nodes bounded one by one are every whole number up to the sum of their bounds. Nested limits vanish
altogether. All work is on whole columns: its cost is linear in the nodes of each partition.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt
import pandas as pd

from localvip.capacity.blocks import blocks, chosen, group_sizes, group_sums
from localvip.capacity.programme.core import CROSSING, DROPPED, Core
from localvip.capacity.programme.forest import UNLIMITED, Forest
from localvip.capacity.programme.partition import NONE, Int32s, Partition, Programme

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass
class Pool:
    """The partitions with one index: ``values``, the least a group; ``index`` of the nodes that are left.

    ``place``: for each group the node that its limit alone stands on, DROPPED, or CROSSING less its row.
    """

    values: Int64s
    index: Int32s
    place: Int64s

    @property
    def standing(self) -> Bools:
        """Return which of the nodes that are left stand in a group that is left."""
        return np.asarray(self.index >= 0)


def contract(programme: Programme) -> Core:
    """Return the core of ``programme``: the same maximum, each cell in exactly one tree of its forest."""
    work = _Contraction(programme)
    unsettled = True
    while unsettled:
        settled = [work.settle(pool) for pool in work.pools]
        merged = work.merge()
        unsettled = any(settled) or merged
    return work.core()


class _Contraction:
    """A programme while it is contracted: the nodes that are left, by their number in the forest, and their bounds."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.pools, self.pool_of = pooled(programme.partitions)
        self.reach = [service.reach(len(programme.bounds)) for service in programme.services]
        self.below = [programme.bounds.astype(np.int64, copy=False)]
        self.least = np.full(len(programme.bounds), UNLIMITED)
        self.parent = np.full(len(programme.bounds), NONE, dtype=np.int64)
        self.node = np.arange(len(programme.bounds))
        self.bound = self.below[0]
        self._keep(self.bound > 0)

    def _keep(self, kept: Bools) -> None:
        """Leave out nodes; those are tops of trees that nothing binds any more."""
        if not kept.all():
            self._take(np.flatnonzero(kept))

    def _take(self, positions: Int64s) -> None:
        self.node, self.bound = self.node[positions], self.bound[positions]
        self.reach = [one[positions] for one in self.reach]
        for pool in self.pools:
            pool.index = pool.index[positions]

    def settle(self, pool: Pool) -> bool:
        """Turn limits on one node into its bound, and drop limits that can't be exceeded; return if any went.

        A limit equal to the sum of its members is kept: one visa fewer in it may lose one.
        """
        groups = len(pool.values)
        alone = group_sizes(pool.index, groups) == 1
        if alone.any():
            self._bind(pool, np.flatnonzero(chosen(np.append(alone, False), pool.index)))
        held = group_sums(self.bound, pool.index, groups)
        gone = chosen(np.append(alone | (pool.values > held), False), pool.index)
        if not gone.any():
            return False
        pool.index = np.where(gone, np.int32(NONE), pool.index)
        return True

    def _bind(self, pool: Pool, place: Int64s) -> None:
        """Make the limits that count one node alone the bounds of those nodes, at ``place`` among those left."""
        limit, node = pool.index[place], self.node[place]
        self.bound = self.bound.copy()
        self.bound[place] = np.minimum(self.bound[place], pool.values[limit])
        self.least[node] = np.minimum(self.least[node], pool.values[limit])
        pool.place[limit] = node

    def merge(self) -> bool:
        """Make one node of those that stand in the same limits and reach sets; return whether any were merged."""
        keys = [*(pool.index for pool in self.pools), *self.reach]
        self._keep(
            np.asarray(reduce(np.logical_or, (key >= 0 for key in keys), np.zeros(len(self.node), bool)))
        )
        label, labels = alike([*(pool.index for pool in self.pools), *self.reach], len(self.node))
        if labels == len(self.node):
            return False
        self._join(label, group_sizes(label, labels) > 1)
        return True

    def _join(self, label: Int64s, several: Bools) -> None:
        """Add a node to the forest for each label that has several; go on with one node a label."""
        first = _firsts(label, len(several))
        number = np.where(several, len(self.parent) + np.cumsum(several) - 1, self.node[first])
        for block in blocks(len(label)):
            joined = several[label[block]]
            self.parent[self.node[block][joined]] = number[label[block][joined]]
        total, new = group_sums(self.bound, label, len(several)), int(several.sum())
        self.below.append(total[several])
        self.least = np.concatenate([self.least, np.full(new, UNLIMITED)])
        self.parent = np.concatenate([self.parent, np.full(new, NONE, dtype=np.int64)])
        self._take(first)
        self.node, self.bound = number, total

    def core(self) -> Core:
        """Return what is left, with the trees of all that was merged."""
        starts = tuple(np.cumsum([0, *(len(one) for one in self.below)]).tolist())
        forest = Forest(np.concatenate(self.below), self.least, self.parent, starts)
        rows, columns, values = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for pool in self.pools:
            column = np.flatnonzero(pool.index >= 0)
            group, row = np.unique(pool.index[column], return_inverse=True)
            before = sum(len(one) for one in values)
            pool.place[group] = CROSSING - before - np.arange(len(group))
            rows.append(before + row)
            columns.append(column)
            values.append(pool.values[group])
        return Core(
            forest=forest,
            roots=self.node,
            row=np.concatenate(rows),
            column=np.concatenate(columns),
            values=np.concatenate(values),
            places=tuple(self.pools[pool].place for pool in self.pool_of),
            reach=np.array(self.reach, dtype=np.int64).reshape(len(self.reach), len(self.node)),
            services=self.programme.services,
        )


def _firsts(label: Int64s, labels: int) -> Int64s:
    """Return the first place of each label."""
    first = np.full(labels, len(label))
    for block in blocks(len(label)):
        np.minimum.at(first, label[block], np.arange(block.start, block.stop))
    return first


def pooled(partitions: Iterable[Partition]) -> tuple[list[Pool], list[int]]:
    """Return a pool for each index array, and the pool of each partition."""
    pools, known, pool_of = list[Pool](), dict[int, int](), list[int]()
    for one in partitions:
        number = known.setdefault(id(one.index), len(pools))
        if number == len(pools):
            places = np.full(len(one.values), DROPPED, dtype=np.int64)
            pools.append(Pool(one.values.astype(np.int64), one.index, places))
        else:
            np.minimum(pools[number].values, one.values, out=pools[number].values)
        pool_of.append(number)
    return pools, pool_of


def alike(keys: Sequence[Int32s], nodes: int) -> tuple[Int64s, int]:
    """Return a label for each node, and how many there are: nodes have the same label where all ``keys`` are equal.

    The finest key first: where the others are constant within its groups, as nested limits are, none is hashed.
    """
    label, labels = np.zeros(nodes, dtype=np.int64), min(nodes, 1)
    for key in sorted(keys, key=lambda one: -int(one.max(initial=NONE))):
        label, labels = _refined(label, labels, key)
    used = group_sizes(label, labels) > 0
    return (label, labels) if used.all() else (chosen(np.cumsum(used) - 1, label), int(used.sum()))


def _refined(label: Int64s, labels: int, key: Int32s) -> tuple[Int64s, int]:
    """Return labels that tell apart what ``key`` does; not every number need be used."""
    if labels == 1:
        return np.add(key, 1, dtype=np.int64), int(key.max(initial=NONE)) + 2
    met = np.zeros(labels, dtype=key.dtype)
    met[label] = key
    mixed = np.zeros(labels, dtype=bool)
    mixed[label[met[label] != key]] = True
    some = np.flatnonzero(mixed[label])
    if not len(some):
        return label, labels
    fresh = pd.factorize(label[some] * (int(key.max()) + 2) + key[some] + 1)[0]
    finer = label.copy()
    finer[some] = labels + fresh
    return finer, labels + int(fresh.max()) + 1
