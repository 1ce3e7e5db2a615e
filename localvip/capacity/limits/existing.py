"""Visas in force already: they stay and count; what the limits leave over them, and by how much they are exceeded."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.case import Case
from localvip.capacity.limits.family import Family
from localvip.capacity.limits.grouping import NONE
from localvip.capacity.limits.limits import Limits
from localvip.capacity.limits.programmes import Programmes
from localvip.capacity.programme.partition import Partition, Programme
from localvip.capacity.programme.service import Service
from localvip.capacity.programme.solve import Solver
from localvip.ordinance.model import Cap

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Standing:
    """Visas in force: ``visas``, a row a layer and a column a cell; the class of each layer (empty: of none).

    ``old``: layers that were in force when the rules began, which ``existing: exempt`` leaves uncounted.
    """

    visas: Int64s
    classes: tuple[str, ...]
    old: Bools

    @property
    def total(self) -> Int64s:
        """Return the visas a cell."""
        return np.asarray(self.visas.sum(axis=0))

    def on(self, land: Bools) -> Standing:
        """Return the visas on some land."""
        return replace(self, visas=np.where(land, self.visas, 0))

    def layers(self, limits: Limits, family: Family) -> Bools:
        """Return the layers that limits count; a class that the program doesn't know counts under every one."""
        provision = limits.bounds[family.bound].provision
        exempt = isinstance(provision, Cap) and provision.existing == "exempt"
        other = set(limits.classes) - set(family.classes) if family.classes else set()
        counted = np.array([one not in other for one in self.classes], bool)
        return counted & ~(self.old & exempt)

    def counted(self, limits: Limits) -> Int64s:
        """Return the visas in force that each limit on visas in force counts; none for a limit on pace."""
        found = [np.zeros(0, dtype=np.int64)]
        for family in limits.families:
            layers = self.layers(limits, family) & (not limits.flow(family))
            found.append(family.grouping.sums(self.visas[layers].sum(axis=0)))
        return np.concatenate(found)


def standing_in(case: Case) -> Standing:
    """Return the visas that the region of ``case`` has in force, all of them old."""
    held = case.cells.visas
    nothing = np.zeros((0, len(case.cells.table)), dtype=np.int64)
    visas = np.stack(list(held.values())) if held else nothing
    return Standing(visas, tuple(held), np.ones(len(held), bool))


def room(programmes: Programmes, standing: Standing) -> Programme:
    """Return the programme of new visas: what each limit leaves over those in force, never below none."""
    allowed, total = programmes.programme(), standing.total
    taken = standing.counted(programmes.limits)[programmes.numbers]
    left = allowed.with_values(np.maximum(allowed.values - taken, 0))
    services = [service.taking(total) for service in allowed.services]
    return replace(left, bounds=np.maximum(allowed.bounds - total, 0), services=services)


def overhang(programmes: Programmes, standing: Standing) -> int:
    """Return by how many visas those in force exceed the limits: the fewest that would have to go.

    Sponsors are no limit on them: who hosts is a sponsor.
    """
    if not standing.visas.any():
        return 0
    limits, cells = programmes.limits, standing.visas.shape[1]
    families = [limits.families[place] for place in programmes.families]
    held = [Partition(_layered(standing.layers(limits, one), one), one.values) for one in families]
    services = [_stacked(one, len(standing.visas), cells) for one in limits.services]
    kept = Programme(standing.visas.ravel(), tuple(held), services)
    return int(standing.visas.sum()) - Solver(kept).maximum().visas


def _layered(layers: Bools, family: Family) -> Int32s:
    """Return the group of each node, a layer of a cell, in a family that counts some layers."""
    index = family.grouping.index
    return np.asarray(np.where(layers[:, None], index, NONE).ravel(), dtype=np.int32)


def _stacked(service: Service, layers: int, cells: int) -> Service:
    starts = np.arange(layers)[:, None] * cells
    return replace(service, members=[(starts + one).ravel() for one in service.members])


def overhangs(limits: Limits, standing: Standing) -> dict[int, int]:
    """Return, for each limit on visas in force that is exceeded, by how many."""
    over = standing.counted(limits) - limits.values
    own = np.array([not one.sites and not limits.flow(one) for one in limits.families], dtype=bool)
    held = np.repeat(own, np.diff(limits.starts))
    return {int(number): int(over[number]) for number in np.flatnonzero(held & (over > 0))}
