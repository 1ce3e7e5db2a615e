"""Trees of nested limits: every node is a cell or the sum of other nodes, under the limits that it alone stands in.

A node's bound is the least of its limits and of what is below it: ``f(v) = min(limits on v, sum of f(children))``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
UNLIMITED = int(np.iinfo(np.int64).max)


@dataclass(frozen=True, eq=False)
class Forest:
    """Nodes in layers: the cells, then sums, each after its parts; ``starts`` of the layers, and at the end the size.

    ``below``: a cell's own bound, or the sum of the bounds of a sum's parts. ``least``: the least limit on the
    node, ``UNLIMITED`` where none stands on it. ``parent``: -1 at a top.
    """

    below: Int64s
    least: Int64s
    parent: Int64s
    starts: tuple[int, ...]

    @cached_property
    def bound(self) -> Int64s:
        """Return the most visas of each node under the limits on it and below it."""
        return np.minimum(self.below, self.least)

    @cached_property
    def top(self) -> Int64s:
        """Return the top of the tree of each node."""
        top = np.arange(len(self.parent))
        for nodes, parents in self._downwards():
            top[nodes] = top[parents]
        return top

    @cached_property
    def rises(self) -> Bools:
        """Return whether one visa more in the bound of a node is one more at its top."""
        return self._passing(self.below < self.least)

    @cached_property
    def falls(self) -> Bools:
        """Return whether one visa fewer in the bound of a node is one fewer at its top."""
        return self._passing(self.below <= self.least)

    def _passing(self, gate: Bools) -> Bools:
        """Return whether the gates of all nodes above a node are open."""
        passes = np.ones(len(self.parent), dtype=bool)
        for nodes, parents in self._downwards():
            passes[nodes] = gate[parents] & passes[parents]
        return passes

    def _downwards(self) -> Iterator[tuple[Int64s, Int64s]]:
        """Iterate over the nodes of each layer that have a parent, and their parents, the last layer first."""
        yield from reversed(list(self._upwards()))

    def _upwards(self) -> Iterator[tuple[Int64s, Int64s]]:
        for start, end in zip(self.starts[:-1], self.starts[1:], strict=True):
            nodes = start + np.flatnonzero(self.parent[start:end] >= 0)
            yield nodes, self.parent[nodes]
