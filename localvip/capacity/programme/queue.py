"""The order of Webster: the next visa goes to the smallest (x + 1/2) / sponsors, ties to the first node.

A position in it is a key, (x + 1/2) / sponsors, and a node. Keys of different fractions differ as floats while a
node has fewer than 2**25 sponsors, and equal fractions are equal floats, so positions compare exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Int64s = npt.NDArray[np.int64]
Float64s = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
STEPS = 64
PAIRS = 1 << 20  # pairs of a row and a node that are worked on at once, for the sake of memory
BATCH = 256
FUZZ = 1e-12
NEVER = np.inf


@dataclass(frozen=True, eq=False)
class Position:
    """Positions in the order, one a group: ``key`` (NEVER: after the last visa) and ``node``.

    ``spare``: what the group's limit leaves there, less than the weight of the visa at the position.
    """

    key: Float64s
    node: Int64s
    spare: Int64s

    def padded(self, groups: int) -> Position:
        """Return the positions of ``groups`` groups, NEVER for those after the known ones."""
        more = groups - len(self.key)
        return Position(
            np.r_[self.key, np.full(more, NEVER)],
            np.r_[self.node, np.full(more, -1)],
            np.r_[self.spare, np.zeros(more, dtype=np.int64)],
        )

    def replaced(self, groups: Bools, others: Position) -> Position:
        """Return the positions with those of some groups replaced."""
        key, node, spare = self.key.copy(), self.node.copy(), self.spare.copy()
        key[groups], node[groups], spare[groups] = others.key, others.node, others.spare
        return Position(key, node, spare)


@dataclass(frozen=True, eq=False)
class Queue:
    """Visas that wait in order: at most ``most`` of each node, which has ``sponsors`` (above 0)."""

    sponsors: Int64s
    most: Int64s

    def raised(self, level: float) -> Int64s:
        """Return the visas of each node whose key is at most ``level``."""
        return _raised(np.full(len(self.most), level), self.sponsors, self.most)

    def before(self, nodes: Int64s, key: Float64s, node: Int64s) -> Int64s:
        """Return how many visas of each of ``nodes`` stand before the position (``key``, ``node``) of each."""
        count = np.empty(len(nodes), dtype=np.int64)
        for start in range(0, len(nodes), PAIRS):
            part = slice(start, start + PAIRS)
            count[part] = self._before(nodes[part], key[part], node[part])
        return count

    def _before(self, nodes: Int64s, key: Float64s, node: Int64s) -> Int64s:
        sponsors = self.sponsors[nodes]
        known = np.isfinite(key)
        level = np.where(known, key, 0.0)
        count = np.floor(level * sponsors + 0.5).astype(np.int64)
        count -= _key(count - 1, sponsors) > level
        count += _key(count, sponsors) <= level
        count -= (_key(count - 1, sponsors) == level) & (nodes >= node)
        return np.where(known, np.minimum(np.maximum(count, 0), self.most[nodes]), self.most[nodes])


@dataclass(frozen=True, eq=False)
class Rows:
    """Limits on sums over nodes: ``weight`` a pair of a ``row`` and a ``node``; at most ``values`` a row."""

    row: Int64s
    node: Int64s
    weight: Int64s
    values: Int64s

    def joined(self, other: Rows) -> Rows:
        """Return these rows and, after them, the others."""
        return Rows(
            np.concatenate([self.row, len(self.values) + other.row]),
            np.concatenate([self.node, other.node]),
            np.concatenate([self.weight, other.weight]),
            np.concatenate([self.values, other.values]),
        )

    def sums(self, visas: Int64s) -> Int64s:
        """Return the weighted sum of each row, from the visas of each pair."""
        return np.bincount(self.row, self.weight * visas, len(self.values)).astype(np.int64)


def rank(place: Int64s) -> Int64s:
    """Return for each applicant how many of the same place come before."""
    order = np.argsort(place, kind="stable")
    first = np.flatnonzero(np.diff(place[order], prepend=-1))
    found = np.empty(len(place), dtype=np.int64)
    found[order] = np.arange(len(place)) - np.repeat(first, np.diff(np.append(first, len(place))))
    return found


def first_refused(queue: Queue, rows: Rows) -> Position:
    """Return the position of the first visa that each row refuses if nothing but itself stops its nodes."""
    found = Position(
        np.full(len(rows.values), NEVER),
        np.full(len(rows.values), -1, dtype=np.int64),
        np.zeros(len(rows.values), dtype=np.int64),
    )
    over = rows.sums(queue.most[rows.node]) > rows.values
    for some in portions(np.bincount(rows.row, minlength=len(over)) * over):
        chosen = some[over[some]]
        number = np.full(len(over), -1, dtype=np.int64)
        number[chosen] = np.arange(len(chosen))
        kept = np.flatnonzero(number[rows.row] >= 0)
        part = Rows(number[rows.row[kept]], rows.node[kept], rows.weight[kept], rows.values[chosen])
        row, key, node, spare = _refused(queue, part)
        at = chosen[row]
        found.key[at], found.node[at], found.spare[at] = key, node, spare
    return found


def portions(size: Int64s) -> Iterator[Int64s]:
    """Iterate over neighbouring rows that have a ``size``, cut so that few come to more than PAIRS together."""
    some = np.flatnonzero(size)
    if len(some):
        portion = (np.cumsum(size[some]) - size[some]) // PAIRS
        yield from np.split(some, np.flatnonzero(np.diff(portion)) + 1)


def _refused(queue: Queue, rows: Rows) -> tuple[Int64s, Float64s, Int64s, Int64s]:
    """Return each row, the key and the node of the visa it refuses, and what is left there; every row refuses one."""
    sponsors, most = queue.sponsors[rows.node], queue.most[rows.node]
    low, high = _bracket(rows, sponsors, most)
    lower = _raised((low * (1 - FUZZ))[rows.row], sponsors, most)
    upper = _raised((high * (1 + FUZZ))[rows.row], sponsors, most)
    pair = np.repeat(np.arange(len(lower)), upper - lower)
    first = np.repeat(np.cumsum(upper - lower) - (upper - lower), upper - lower)
    key = _key(np.arange(len(pair)) - first + lower[pair], sponsors[pair])
    order = np.lexsort((rows.node[pair], key, rows.row[pair]))
    pair, key = pair[order], key[order]
    weight, row = rows.weight[pair], rows.row[pair]
    total = np.cumsum(weight)
    starts = np.searchsorted(row, np.arange(len(rows.values)))
    before = rows.sums(lower) - (total[starts] - weight[starts])
    past = np.flatnonzero(total + before[row] > rows.values[row])
    refusing, at = np.unique(row[past], return_index=True)
    spot = past[at]
    spare = rows.values[refusing] - (total + before[row] - weight)[spot]
    return refusing, key[spot], rows.node[pair[spot]], spare


def _bracket(rows: Rows, sponsors: Int64s, most: Int64s) -> tuple[Float64s, Float64s]:
    """Return for each row a level that it allows, and one above that it doesn't, few visas apart."""
    high = np.zeros(len(rows.values))
    np.maximum.at(high, rows.row, most / sponsors + 1)
    low, fits, misses = 0 * high, 0 * rows.values, rows.sums(most)
    for _ in range(STEPS):
        if (misses - fits).sum() <= max(BATCH, len(rows.node)):
            break
        middle = (low + high) / 2
        held = rows.sums(_raised(middle[rows.row], sponsors, most))
        allowed = held <= rows.values
        low, fits = np.where(allowed, middle, low), np.where(allowed, held, fits)
        high, misses = np.where(allowed, high, middle), np.where(allowed, misses, held)
    return low, high


def _raised(level: Float64s, sponsors: Int64s, most: Int64s) -> Int64s:
    """Return the visas of each node at a level, up to the rounding of floats."""
    return np.minimum(np.floor(level * sponsors + 0.5).astype(np.int64), most)


def _key(visa: Int64s, sponsors: Int64s) -> Float64s:
    return np.asarray((2 * visa + 1) / (2 * sponsors))
