"""Neighbours: what a strict town pushes into open ones. Would-be sponsors without a slot move, within bounds.

From each town, out of those willing without a slot, a share moves: the response x how much more open the open
neighbours are (visas for each willing resident, from 0 to 1), never above the bound. They go to towns with free
slots, in proportion to these, and nobody goes where no slot is left. The form is ours; the chapter says only that
natives may move to the more open places. Each takes a migrant's place along: a worker moves with each sponsor.
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
        """Return the slots that nobody uses."""
        return np.maximum(self.slots - self.visas, 0)

    @property
    def openness(self) -> Floats:
        """Return visas for each willing resident, 1 where nobody waits (and where nobody is willing)."""
        part = np.divide(self.visas, self.willing, out=np.ones_like(self.visas), where=self.willing > 0)
        return np.minimum(part, 1)


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
    """Return who moves, (draws, from, to). Conserved: no more leave a town than wait there, no more come than fit.

    Raises ``Bug`` where that fails.
    """
    free, waiting, openness = towns.free, towns.waiting, towns.openness
    others = free[:, None, :] * ~np.eye(len(towns.names), dtype=bool)
    total = others.sum(axis=2, keepdims=True)
    part = np.divide(others, total, out=np.zeros_like(others), where=total > 0)
    gap = (part * np.clip(openness[:, None, :] - openness[:, :, None], 0, 1)).sum(axis=2)
    share = np.minimum(drawn["neighbours.response"][:, None] * gap, drawn["neighbours.at_most"][:, None])
    moved = (waiting * share)[:, :, None] * part
    arriving = moved.sum(axis=1)
    fits = np.divide(free, arriving, out=np.ones_like(free), where=arriving > free)
    moved *= fits[:, None, :]
    if (moved.sum(axis=2) > waiting + 1e-6).any() or (moved.sum(axis=1) > free + 1e-6).any():
        raise Bug("More sponsors move than wait, or than there are slots.")
    return np.asarray(moved)


def neighbours_table(towns: Towns, moved: Floats, at_least: float = 0.5) -> pd.DataFrame:
    """Return flows between towns (``from``, ``to``), sponsors and with them workers; below ``at_least`` left out.

    A row with an empty ``from`` or ``to`` is the sum of all that come or leave.
    """
    return table_of(_rows(towns, moved, at_least), ["from", "to", "measure"])


def _rows(towns: Towns, moved: Floats, at_least: float) -> Iterator[dict[str, object]]:
    for one, name in enumerate(towns.names):
        for other, goal in enumerate(towns.names):
            if np.percentile(moved[:, one, other], 95) >= at_least:
                told = ranges(moved[:, one, other])
                yield {"from": name, "to": goal, "measure": "sponsors who move", "unit": "people", **told}
                yield {"from": name, "to": goal, "measure": "workers who follow", "unit": "people", **told}
    for position, name in enumerate(towns.names):
        leave, come = ranges(moved[:, position, :].sum(axis=1)), ranges(moved[:, :, position].sum(axis=1))
        yield {"from": name, "to": "", "measure": "sponsors who leave", "unit": "people", **leave}
        yield {"from": "", "to": name, "measure": "sponsors who come", "unit": "people", **come}
        waiting = ranges(towns.waiting[:, position])
        yield {"from": name, "to": "", "measure": "willing without a slot", "unit": "people", **waiting}
