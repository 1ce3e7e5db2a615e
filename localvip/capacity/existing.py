"""Visas in force already: they stay and count; what the limits leave over them, and by how much they are exceeded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from localvip.capacity.case import Case
from localvip.capacity.limits import Limits
from localvip.capacity.partition import Programme
from localvip.capacity.programmes import Programmes
from localvip.capacity.service import Service
from localvip.capacity.solve import Solver
from localvip.ordinance.model import Cap

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

    def layers(self, limits: Limits, number: int) -> Int64s:
        """Return the layers that a limit counts; a class that the program doesn't know counts under every one."""
        row = limits.rows[number]
        provision = limits.bounds[row.bound].provision
        exempt = isinstance(provision, Cap) and provision.existing == "exempt"
        other = set(limits.classes) - set(row.classes) if row.classes else set()
        counted = np.array([one not in other for one in self.classes], bool)
        return np.flatnonzero(counted & ~(self.old & exempt))

    def counted(self, limits: Limits, number: int) -> int:
        """Return the visas in force that a limit on visas in force counts; none for a limit on pace."""
        row = limits.rows[number]
        if limits.bounds[row.bound].flow:
            return 0
        return int(self.visas[np.ix_(self.layers(limits, number), row.members)].sum())


def standing_in(case: Case) -> Standing:
    """Return the visas that the region of ``case`` has in force, all of them old."""
    held = case.cells.visas
    nothing = np.zeros((0, len(case.cells.table)), dtype=np.int64)
    visas = np.stack(list(held.values())) if held else nothing
    return Standing(visas, tuple(held), np.ones(len(held), bool))


def room(programmes: Programmes, standing: Standing, numbers: Sequence[int]) -> Programme:
    """Return the programme of new visas under the limits ``numbers``: what each leaves over, never below none."""
    allowed, total = programmes.programme(numbers=numbers), standing.total
    taken = [standing.counted(programmes.limits, number) for number in numbers]
    left = allowed.with_values(np.maximum(allowed.values - np.array(taken, dtype=np.int64), 0))
    services = [service.taking(total) for service in allowed.services]
    return replace(left, bounds=np.maximum(allowed.bounds - total, 0), services=services)


def overhang(programmes: Programmes, standing: Standing) -> int:
    """Return by how many visas those in force exceed the limits: the fewest that would have to go.

    Sponsors are no limit on them: who hosts is a sponsor.
    """
    if not standing.visas.any():
        return 0
    limits, cells = programmes.limits, standing.visas.shape[1]
    held = []
    for number in programmes.numbers:
        starts, row = standing.layers(limits, number) * cells, limits.rows[number]
        held.append((row.value, (starts[:, None] + row.members).ravel()))
    services = [_stacked(one, len(standing.visas), cells) for one in limits.services]
    kept = Programme.of(standing.visas.ravel(), held, services)
    return int(standing.visas.sum()) - Solver(kept).maximum().visas


def _stacked(service: Service, layers: int, cells: int) -> Service:
    starts = np.arange(layers)[:, None] * cells
    return replace(service, members=[(starts + one).ravel() for one in service.members])


def overhangs(limits: Limits, standing: Standing) -> dict[int, int]:
    """Return, for each limit on visas in force that is exceeded, by how many."""
    counted = {
        n: standing.counted(limits, n) - row.value for n, row in enumerate(limits.rows) if not row.sites
    }
    return {
        n: over for n, over in counted.items() if over > 0 and not limits.bounds[limits.rows[n].bound].flow
    }
