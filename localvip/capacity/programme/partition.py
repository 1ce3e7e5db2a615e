"""An integer programme: the most visas over nodes, under limits that come as partitions of the nodes.

A provision limits disjoint groups of nodes (each tract, each ward): a partition. All its limits are two arrays,
whatever their number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from localvip.capacity.programme.service import Service

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
NONE = -1


@dataclass(frozen=True, eq=False)
class Partition:
    """Limits over disjoint groups of nodes: at most ``values[g]`` visas over the nodes whose ``index`` is g.

    ``index``: the group of each node, -1 where it stands in none. Partitions may share one ``index`` array:
    those with the very same array are pooled before any work is done.
    """

    index: Int32s
    values: Int64s

    @property
    def nodes(self) -> Int64s:
        """Return the nodes that stand in a group."""
        return np.flatnonzero(self.index >= 0)


@dataclass(frozen=True, eq=False)
class Programme:
    """Nodes with whole ``bounds``, limits in ``partitions``, and services.

    The number of a limit is its group, after all groups of the partitions before its own.
    """

    bounds: Int64s
    partitions: Sequence[Partition] = ()
    services: Sequence[Service] = ()

    @classmethod
    def of(
        cls, bounds: Int64s, limits: Iterable[tuple[int, Int64s]], services: Sequence[Service] = ()
    ) -> Programme:
        """Return the programme of single limits, each a value and its nodes, numbered in their order.

        A node that a limit names twice counts once. Neighbours that share no node make one partition.
        """
        return cls(bounds, tuple(_packed(len(bounds), limits)), services)

    @cached_property
    def starts(self) -> Int64s:
        """Return the number of the first limit of each partition, and at the end the number of limits."""
        return np.cumsum([0, *(len(one.values) for one in self.partitions)], dtype=np.int64)

    @cached_property
    def values(self) -> Int64s:
        """Return the value of each limit."""
        nothing = np.zeros(0, dtype=np.int64)
        return np.concatenate([nothing, *(one.values for one in self.partitions)]).astype(np.int64)

    def members(self, limit: int) -> Int64s:
        """Return the nodes that a limit counts, in order."""
        place = int(np.searchsorted(self.starts, limit, side="right")) - 1
        return np.flatnonzero(self.partitions[place].index == limit - self.starts[place])

    def used(self, visas: Int64s) -> Int64s:
        """Return how many of ``visas`` (whole, a node) each limit counts; exact below 2**53."""
        nothing = np.zeros(0, dtype=np.int64)
        return np.concatenate([nothing, *(_sums(one, visas) for one in self.partitions)])

    def with_values(self, values: Int64s) -> Programme:
        """Return the programme with other values, one a limit."""
        parts = np.split(values.astype(np.int64), self.starts[1:-1])
        moved = zip(self.partitions, parts, strict=False)
        return replace(self, partitions=tuple(replace(one, values=part) for one, part in moved))

    def with_limit(self, value: int, members: Int64s) -> Programme:
        """Return the programme with one limit more, the last."""
        last = _packed(len(self.bounds), [(value, members)])
        return replace(self, partitions=(*self.partitions, *last))


def _sums(partition: Partition, visas: Int64s) -> Int64s:
    nodes = partition.nodes
    counted = np.bincount(partition.index[nodes], visas[nodes], len(partition.values))
    return counted.astype(np.int64)


def _packed(nodes: int, limits: Iterable[tuple[int, Int64s]]) -> Iterator[Partition]:
    index, values = np.full(nodes, NONE, dtype=np.int32), list[int]()
    for value, members in limits:
        if (index[members] >= 0).any():
            yield Partition(index, np.array(values, dtype=np.int64))
            index, values = np.full(nodes, NONE, dtype=np.int32), []
        index[members] = len(values)
        values.append(value)
    if values:
        yield Partition(index, np.array(values, dtype=np.int64))


def tightened(programme: Programme) -> Programme:
    """Return the same programme with limits on one node as its bound, and without those that can't stop a visa."""
    bounds = programme.bounds.copy()
    for one in programme.partitions:
        alone = one.nodes[
            (np.bincount(one.index[one.nodes], minlength=len(one.values)) == 1)[one.index[one.nodes]]
        ]
        bounds[alone] = np.minimum(bounds[alone], one.values[one.index[alone]])
    tight = (_tightened(one, bounds) for one in programme.partitions)
    return replace(programme, bounds=bounds, partitions=tuple(one for one in tight if len(one.values)))


def _tightened(partition: Partition, bounds: Int64s) -> Partition:
    """Return the groups of several nodes that may ask for more than their limit."""
    several = np.bincount(partition.index[partition.nodes], minlength=len(partition.values)) > 1
    kept = several & (partition.values < _sums(partition, bounds))
    number = np.append(np.where(kept, np.cumsum(kept) - 1, NONE), NONE).astype(np.int32)
    return Partition(number[partition.index], partition.values[kept])
