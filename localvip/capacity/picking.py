"""Which cells a provision picks, and how it groups them: ``where``, ``notwithstanding``, ``in each``, ``while``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from localvip.capacity.case import Case
from localvip.capacity.columns import cell_columns
from localvip.capacity.doubt import perhaps_aside
from localvip.capacity.grounds import Ground
from localvip.capacity.trigger import Totals, names_known, while_true
from localvip.language.condition import Condition
from localvip.language.evaluate import Truth, evaluate
from localvip.ordinance.model import Cap, Permit, Provision, Zone
from localvip.problem import Place, Problems, did_you_mean, listed

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Picked:
    """The cells whose visas a provision counts, those whose people are its base, those of unknown membership.

    An unknown cell counts (a limit fails closed) but is no part of the base.
    """

    counts: Bools
    base: Bools
    doubtful: Bools


@dataclass(frozen=True)
class Groups:
    """Cells by group: ``index`` a cell (-1: in none) and the ``labels`` of the groups."""

    index: Int64s
    labels: tuple[str, ...]

    def members(self, counts: Bools) -> Iterator[tuple[int, Int64s]]:
        """Iterate over the groups that have cells that count, with the positions of those cells."""
        taken = np.flatnonzero(counts & (self.index >= 0))
        order = taken[np.argsort(self.index[taken], kind="stable")]
        groups, starts = np.unique(self.index[order], return_index=True)
        for group, members in zip(groups, np.split(order, starts[1:]), strict=False):
            yield int(group), members


def pick(case: Case, ground: Ground, provision: Provision, land: Bools, problems: Problems) -> Picked:
    """Return what ``provision`` picks of ``land``: where its condition holds and no zone sets it aside."""
    truth = _where(case, ground, provision.where, provision.place_of("where"), problems)
    doubtful = truth.unknown | ground.in_doubt(provision)
    counts, base = land & ~truth.false, land & truth.true & ~ground.in_doubt(provision)
    for aside in case.asides.get((ground.law.file, provision.id), ()):
        counts = counts & ~aside.land
        base = base if aside.base_kept else base & ~aside.land
    for perhaps, base_kept in perhaps_aside(case, ground.law, provision):
        doubtful = doubtful | perhaps
        base = base if base_kept else base & ~perhaps
    return Picked(counts, base, counts & doubtful)


def _where(
    case: Case, ground: Ground, condition: Condition | None, place: Place, problems: Problems
) -> Truth:
    cells = len(case.cells.table)
    if condition is None:
        return Truth(np.ones(cells, bool), np.zeros(cells, bool))
    if not names_known(case.region, condition, place, problems):
        return Truth(np.zeros(cells, bool), np.zeros(cells, bool))
    return evaluate(
        condition, cell_columns(case.region, case.cells, condition.names, _jurisdictions(case, ground))
    )


def _jurisdictions(case: Case, ground: Ground) -> npt.NDArray[np.object_]:
    """Return the name of each cell's jurisdiction at the law's own level (the first, for a higher law)."""
    level = ground.seats[0].level if ground.seats else next(iter(case.region.levels), None)
    if level is None:
        return np.full(len(case.cells.table), None, dtype=object)
    names = case.region.levels[level].names()
    return np.array([names.get(key) for key in case.cells.table[level]], dtype=object)


def group(
    case: Case, ground: Ground, zone: Zone | None, rule: Cap | Permit, problems: Problems
) -> Groups | None:
    """Return the groups of ``in each``; left out, all of the law's (or the zone's) land is one."""
    each = rule.in_each
    if each is None:
        label = (zone.title or zone.id) if zone else ground.called(case.region)
        return Groups(np.zeros(len(case.cells.table), dtype=np.int64), (label,))
    if each.kind == "area":
        return Groups(case.cells.position, tuple(case.region.areas["name"]))
    levels = each.kind == "jurisdiction"
    layers = case.region.levels if levels else case.region.districts
    name = each.name or (ground.seats[0].level if ground.seats else next(iter(layers), ""))
    if name not in layers:
        kind = "level" if levels else "district"
        hint = did_you_mean(name, layers) or f"It has: {listed(layers)}."
        message = f"{rule.id!r}: the region has no {kind} {name!r}."
        problems.add(rule.place_of("in_each"), f"unknown-{kind}", message, hint)
        return None
    codes, keys = pd.factorize(case.cells.table[name], sort=True)
    names = layers[name].names()
    return Groups(codes.astype(np.int64), tuple(names.get(str(key), str(key)) for key in keys))


def triggered(case: Case, cap: Cap, base: Bools, groups: Groups, problems: Problems) -> Truth:
    """Return for each group whether ``while`` is true, or unknown, of the totals of its base."""
    number = len(groups.labels)
    totals = Totals(case.region, case.cells, np.where(base, groups.index, -1), number)
    return while_true(cap, totals, problems)
