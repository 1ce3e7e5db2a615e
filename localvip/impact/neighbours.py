"""Neighbours: what a strict town pushes into open ones. Would-be sponsors without a slot move, within bounds.

From each town, out of those willing without a slot, a share moves to each more open town: the response x how much
better the chance of a slot is there x that town's part of all slots, at most the bound in all. The form is ours; the
chapter says only that natives may move to the more open places. A worker comes with each mover who finds a free slot;
other movers wait there as they did at home.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from localvip.impact.draws import Floats
from localvip.impact.economy import Drawn
from localvip.impact.ranges import ranges, table_of
from localvip.impact.setting import Setting
from localvip.impact.uptake import Uptake
from localvip.problem import Bug

OUTSIDE = ""
CLOSE = 1e-9


@dataclass(frozen=True)
class Towns:
    """Towns by name with, (draws, towns): residents ``willing``, ``visas`` in force, and legal ``slots``."""

    names: tuple[str, ...]
    willing: Floats
    visas: Floats
    slots: Floats

    @property
    def waiting(self) -> Floats:
        """Return the willing without a slot."""
        return np.maximum(self.willing - self.visas, 0)

    @property
    def free(self) -> Floats:
        """Return the slots that nobody uses; what floats leave of one is none."""
        left = self.slots - self.visas
        return np.where(left > CLOSE * np.maximum(self.slots, 1), left, 0)

    @property
    def openness(self) -> Floats:
        """Return a willing resident's chance of a slot: slots for each willing, at most 1; 1 where none is willing."""
        found = np.minimum(self.slots, self.willing)
        return np.divide(found, self.willing, out=np.ones_like(found), where=self.willing > 0)


def towns_of(setting: Setting, taken: Uptake) -> Towns:
    """Return the towns that an ordinance, or a default, governs; land outside every town is left out."""
    labels = setting.towns()
    labels = np.where(setting.capacity.governed, labels, OUTSIDE)
    names = tuple(sorted({str(name) for name in labels} - {OUTSIDE}))
    member = (
        np.column_stack([labels == name for name in names]).astype(float)
        if names
        else np.zeros((len(labels), 0))
    )
    slots = np.broadcast_to(setting.capacity.split.astype(float), taken.visas.shape)
    return Towns(names, taken.wishes @ member, taken.visas @ member, slots @ member)


def flows(towns: Towns, drawn: Drawn) -> Floats:
    """Return the sponsors who move, (draws, from, to). Conserved: no more leave a town than wait there.

    Raises ``Bug`` where that fails.
    """
    openness, waiting = towns.openness, towns.waiting
    total = towns.slots.sum(axis=1, keepdims=True)
    part = np.divide(towns.slots, total, out=np.zeros_like(towns.slots), where=total > 0)
    better = np.maximum(openness[:, None, :] - openness[:, :, None], 0)
    share = drawn["neighbours.response"][:, None, None] * better * part[:, None, :]
    whole = share.sum(axis=2, keepdims=True)
    bound = drawn["neighbours.at_most"][:, None, None]
    share = share * np.divide(bound, whole, out=np.ones_like(whole), where=whole > bound)
    moved = np.asarray(waiting[:, :, None] * share)
    if (moved.sum(axis=2) > waiting * (1 + CLOSE)).any():
        raise Bug("More sponsors move than wait.")
    return moved


def workers(towns: Towns, moved: Floats) -> Floats:
    """Return the workers who come with movers, (draws, from, to): no more than a town has free slots."""
    arriving = moved.sum(axis=1)
    fits = np.divide(towns.free, arriving, out=np.ones_like(arriving), where=arriving > towns.free)
    return np.asarray(moved * fits[:, None, :])


def neighbours_table(towns: Towns, moved: Floats, at_least: float = 0.5) -> pd.DataFrame:
    """Return flows between towns (``from``, ``to``), sponsors and with them workers; below ``at_least`` left out.

    A row with an empty ``from`` or ``to`` is the sum of all that come or leave.
    """
    return table_of(_rows(towns, moved, at_least), ["from", "to", "measure"])


def _rows(towns: Towns, moved: Floats, at_least: float) -> Iterator[dict[str, object]]:
    brought = workers(towns, moved)
    for one, name in enumerate(towns.names):
        for other, goal in enumerate(towns.names):
            if np.percentile(moved[:, one, other], 95) >= at_least:
                for measure, values in (("sponsors who move", moved), ("workers who come along", brought)):
                    told = ranges(values[:, one, other])
                    yield {"from": name, "to": goal, "measure": measure, "unit": "people", **told}
    for position, name in enumerate(towns.names):
        sums = (
            (name, "", "willing without a slot", towns.waiting[:, position]),
            (name, "", "sponsors who leave", moved[:, position, :].sum(axis=1)),
            ("", name, "sponsors who come", moved[:, :, position].sum(axis=1)),
            ("", name, "workers who come along", brought[:, :, position].sum(axis=1)),
        )
        for origin, goal, measure, values in sums:
            yield {"from": origin, "to": goal, "measure": measure, "unit": "people", **ranges(values)}
