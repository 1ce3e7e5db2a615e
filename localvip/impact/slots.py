"""Slots: wishes for visas, in many draws at once, held within every limit of the law."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from localvip.capacity.measure import Capacity
from localvip.impact.draws import Floats

Int64s = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Slots:
    """The limits on visas in force: ``most`` a cell, then ``rows`` (members, value) from small groups to large.

    ``total``: the capacity, which no sum exceeds.
    """

    most: Floats
    rows: tuple[tuple[Int64s, float], ...]
    total: float

    def hold(self, wishes: Floats) -> Floats:
        """Return visas, shape (draws, cells): ``wishes`` shaved until every limit holds.

        Where more is wished in a group than its limit allows, everyone in it gets the same part. With nested
        limits the total is the largest possible: f(v) = min(limit, sum of f(children)); where limits cross or
        sites serve, it may fall short of that, and never beyond. Conserved: no cell gets more than it wished.
        """
        visas = np.minimum(wishes, self.most)
        for members, value in self.rows:
            asked = visas[:, members].sum(axis=1)
            part = np.divide(value, asked, out=np.ones_like(asked), where=asked > value)
            visas[:, members] *= part[:, None]
        asked = visas.sum(axis=1)
        part = np.divide(self.total, asked, out=np.ones_like(asked), where=asked > self.total)
        return np.asarray(visas * part[:, None])


def slots_of(capacity: Capacity) -> Slots:
    """Return the limits of ``capacity`` on visas in force, on the land that an ordinance governs.

    Limits that count only some classes of visas are left to the total.
    """
    most = np.where(capacity.governed, capacity.bounds, 0).astype(float)
    rows = []
    for row in capacity.limits.rows:
        if capacity.limits.bounds[row.bound].flow or row.classes:
            continue
        if len(row.members) == 1:
            most[row.members[0]] = min(most[row.members[0]], float(row.value))
        elif len(row.members):
            rows.append((row.members, float(row.value)))
    rows.sort(key=lambda row: len(row[0]))
    return Slots(most, tuple(rows), float(capacity.maximum.visas))
