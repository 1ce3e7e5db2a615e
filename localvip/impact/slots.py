"""Slots: wishes for visas, in many draws at once, held within every limit of the law."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.grouping import Grouping
from localvip.capacity.limits.limits import Limits
from localvip.capacity.measure import Capacity
from localvip.impact.draws import Floats

ROUNDS = 2
CLOSE = 1e-9
Int64s = npt.NDArray[np.int64]
Members = Int64s | slice


@dataclass(frozen=True)
class Slots:
    """The limits on visas in force: ``most`` a cell, then ``rows`` (members, value) from small groups to large.

    ``total``: the capacity, which no sum exceeds. ``fair``: the fair split, which reaches it; may be empty.
    """

    most: Floats
    rows: tuple[tuple[Members, float], ...]
    total: float
    fair: Floats = field(default_factory=lambda: np.zeros(0))

    def hold(self, wishes: Floats) -> Floats:
        """Return visas, shape (draws, cells): ``wishes`` shaved until every limit holds.

        Where more is wished in a group than its limit allows, everyone in it gets the same part. With nested
        limits the total is the largest possible: f(v) = min(limit, sum of f(children)). Where limits cross or
        sites serve, shaving may waste slots; then each cell has its part of the fair split first, and what is
        left is shared, wherever that gives more: the whole capacity where everyone wishes for more than that.
        Conserved: no cell gets more than it wished, and no sum passes a limit.
        """
        asked = np.minimum(wishes, self.most)
        shared = self._filled(asked, np.zeros_like(asked))
        if not len(self.fair):
            return shared
        split = self._filled(asked, np.minimum(asked, self.fair))
        more = split.sum(axis=1) > shared.sum(axis=1) * (1 + CLOSE)
        return np.where(more[:, None], split, shared)

    def _filled(self, asked: Floats, visas: Floats) -> Floats:
        """Return ``visas`` with what else is ``asked`` and fits, given out in rounds."""
        for _ in range(ROUNDS):
            visas = visas + self._shaved(asked - visas, visas)
        return visas

    def _shaved(self, more: Floats, visas: Floats) -> Floats:
        """Return what of ``more`` fits beside the ``visas`` that are given already."""
        everyone: tuple[Members, float] = (slice(None), self.total)
        for members, value in (*self.rows, everyone):
            asked = more[:, members].sum(axis=1)
            left = np.maximum(value - visas[:, members].sum(axis=1), 0)
            over = asked > left
            if over.any():
                part = np.divide(left, asked, out=np.ones_like(asked), where=over)
                more[:, members] *= part[:, None]
        return more


def slots_of(capacity: Capacity) -> Slots:
    """Return the limits of ``capacity`` on visas in force, on the land that an ordinance governs.

    Limits that count only some classes of visas are left to the total.
    """
    most = np.where(capacity.governed, capacity.bounds, 0).astype(float)
    rows: list[tuple[int, Members, float]] = []
    for grouping, values in _pooled(capacity.limits):
        single = np.append(grouping.sizes == 1, False)[grouping.index]
        most[single] = np.minimum(most[single], values[grouping.index[single]])
        several = np.flatnonzero(grouping.sizes > 1).tolist()
        rows += [(int(grouping.sizes[one]), _members(grouping, one), float(values[one])) for one in several]
    rows.sort(key=lambda row: row[0])
    held = tuple((members, value) for _, members, value in rows)
    return Slots(most, held, float(capacity.maximum.visas), capacity.split.astype(float))


def _members(grouping: Grouping, group: int) -> Members:
    """Return the cells of a group; of all cells a slice, which numpy need not copy them for."""
    members = grouping.members(group)
    return slice(None) if len(members) == len(grouping.index) else members


def _pooled(limits: Limits) -> list[tuple[Grouping, Floats]]:
    """Return the least limits on visas in force of each grouping of cells, in the order of the law."""
    pooled: dict[int, tuple[Grouping, Floats]] = {}
    for family in limits.families:
        if not limits.flow(family) and not family.classes:
            held = pooled.get(id(family.grouping), (family.grouping, np.inf))
            pooled[id(family.grouping)] = family.grouping, np.minimum(held[1], family.values)
    return list(pooled.values())
