"""Make the programme small before it is solved, exactly.

A programme asks for the most visas over nodes with upper bounds, under limits on groups of nodes. Repeated to a
fixed point: a limit that its members can't exceed is dropped; a limit on one node becomes that node's bound;
nodes that stand in the same limits become one, whose bound is their sum. All three keep the maximum, because
the totals of nodes bounded one by one are every whole number up to the sum of their bounds. Nested limits vanish
altogether: ``f(v) = min(limits on v, sum of f(children))``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from localvip.capacity.service import Service

Int64s = npt.NDArray[np.int64]
Reach = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Programme:
    """Nodes with whole ``bounds``, limits (``values[l]`` visas at most over the nodes ``members[l]``), services."""

    bounds: Int64s
    values: Int64s
    members: Sequence[Int64s]
    services: Sequence[Service] = ()

    def with_limit(self, value: int, members: Int64s) -> Programme:
        """Return the programme with one limit more, the last."""
        return replace(self, values=np.append(self.values, value), members=[*self.members, members])


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
    forest = [Node(int(bound)) for bound in programme.bounds]
    rows = {
        limit: [int(n) for n in np.unique(members) if forest[n].bound > 0]
        for limit, members in enumerate(programme.members)
    }
    reach = _reach(programme, forest)
    unsettled = True
    while unsettled:
        dropped = _settle(forest, rows, programme.values)
        merged = _merge(forest, rows, reach)
        unsettled = dropped or merged
    crossed = {node for members in rows.values() for node in members} | reach.keys()
    tops = [n for n, node in enumerate(forest) if node.parent < 0]
    left = {node: sets for node, sets in reach.items() if forest[node].parent < 0}
    return Core(forest, [n for n in tops if n in crossed], [n for n in tops if n not in crossed], rows, left)


def _reach(programme: Programme, forest: list[Node]) -> dict[int, Reach]:
    """Return, for each node that a service bounds, (service, reach set) pairs in order."""
    reach: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, service in enumerate(programme.services):
        for position, members in enumerate(service.members):
            for node in members:
                if forest[node].bound > 0:
                    reach[int(node)].append((number, position))
    return {node: tuple(sets) for node, sets in reach.items()}


def _settle(forest: list[Node], rows: dict[int, list[int]], values: Int64s) -> bool:
    """Drop limits that can't be exceeded, turn limits on one node into its bound; return whether any went.

    A limit equal to the sum of its members is kept: one visa fewer in it may lose one.
    """
    gone = []
    for limit, members in rows.items():
        value = int(values[limit])
        if len(members) == 1:
            node = forest[members[0]]
            node.limits.append(limit)
            node.bound = min(node.bound, value)
            gone.append(limit)
        elif not members or value > sum(forest[n].bound for n in members):
            gone.append(limit)
    for limit in gone:
        del rows[limit]
    return bool(gone)


def _signatures(
    rows: dict[int, list[int]], reach: dict[int, Reach]
) -> dict[tuple[tuple[int, ...], Reach], list[int]]:
    """Return the nodes by the exact limits and reach sets they stand in, in order of limits and nodes."""
    stands_in: dict[int, list[int]] = defaultdict(list, {node: [] for node in reach})
    for limit in sorted(rows):
        for node in rows[limit]:
            stands_in[node].append(limit)
    groups: dict[tuple[tuple[int, ...], Reach], list[int]] = defaultdict(list)
    for node in sorted(stands_in):
        groups[tuple(stands_in[node]), reach.get(node, ())].append(node)
    return groups


def _merge(forest: list[Node], rows: dict[int, list[int]], reach: dict[int, Reach]) -> bool:
    """Make one node of those that stand in the same limits and reach sets; return whether any were merged."""
    replaced: dict[int, int] = {}
    for (_, sets), nodes in _signatures(rows, reach).items():
        if len(nodes) == 1:
            continue
        forest.append(Node(sum(forest[n].bound for n in nodes), tuple(nodes)))
        for n in nodes:
            forest[n].parent = len(forest) - 1
            replaced[n] = len(forest) - 1
            reach.pop(n, None)
        if sets:
            reach[len(forest) - 1] = sets
    if replaced:
        for limit, members in rows.items():
            rows[limit] = sorted({replaced.get(n, n) for n in members})
    return bool(replaced)


def limit_matrix(programme: Programme) -> csr_array:
    """Return a row a limit, a column a node, 1 where the limit counts the node."""
    sizes = [len(members) for members in programme.members]
    column = np.concatenate([np.zeros(0, dtype=np.int64), *programme.members]).astype(np.int64)
    row = np.repeat(np.arange(len(sizes)), sizes)
    shape = (len(sizes), len(programme.bounds))
    return csr_array((np.ones(len(row), dtype=np.int64), (row, column)), shape=shape)
