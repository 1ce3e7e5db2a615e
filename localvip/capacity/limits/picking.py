"""Which cells a provision picks, and how it groups them: ``where``, ``notwithstanding``, ``in each``, ``while``.

Many provisions pick the same land and group it alike. Whatever is the same is worked out once and is the very same
array, so that later steps can pool limits, and sum counts, by identity.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from localvip.capacity.blocks import chosen
from localvip.capacity.limits.case import Case
from localvip.capacity.limits.columns import area_kinds, rows_of, rows_of_truth, truth_of
from localvip.capacity.limits.doubt import perhaps_aside
from localvip.capacity.limits.grounds import Ground
from localvip.capacity.limits.grouping import NONE, Grouping, Groups, gathered
from localvip.capacity.limits.once import Once
from localvip.capacity.limits.trigger import Totals, names_known, while_true
from localvip.language.condition import Condition
from localvip.language.evaluate import Array, Coded, Truth
from localvip.ordinance.model import Cap, Permit, Provision, Zone
from localvip.problem import Problems, did_you_mean, listed
from localvip.region.model import Jurisdictions

Int32s = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
Asides = list[tuple[Bools, bool]]


@dataclass(frozen=True, eq=False)
class Picked:
    """The cells whose visas a provision counts, those whose people are its base, those of unknown membership.

    An unknown cell counts (a limit fails closed) but is no part of the base. ``doubtful``: ``None`` where none is.
    """

    counts: Bools
    base: Bools
    doubtful: Bools | None = None


class Picker:
    """Picks and groups the cells of one case; what was asked before is the same object."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._once = Once()
        self._masks: dict[int, list[Bools]] = {}

    def pick(self, ground: Ground, provision: Provision, land: Bools, problems: Problems) -> Picked:
        """Return what ``provision`` picks of ``land``: where its condition holds and no zone sets it aside."""
        truth = self._where(ground, provision, problems)
        named = self.case.asides.get((ground.law.file, provision.id), ())
        asides = [(one.land, one.base_kept) for one in named]
        doubts = [*perhaps_aside(self.case, ground.law, provision)]
        of = (land, truth, ground.in_doubt(provision))
        key = (*of, len(asides), *(part for one in (*asides, *doubts) for part in one))
        return self._once("pick", key, lambda: self._picked(of, asides, doubts))

    def _picked(self, of: tuple[Bools, Truth | None, Bools | None], asides: Asides, doubts: Asides) -> Picked:
        land, truth, unknown = of
        counts, base, doubtful = land, land if unknown is None else land & ~unknown, unknown
        if truth is not None and truth.unknown.any():
            counts, doubtful = counts & (truth.true | truth.unknown), _either(doubtful, truth.unknown)
        elif truth is not None:
            counts = _on(counts, truth.true)
        base = base if truth is None else _on(base, truth.true)
        for land, base_kept in asides:
            counts = counts & ~land
            base = base if base_kept else base & ~land
        for land, base_kept in doubts:
            doubtful = _either(doubtful, land)
            base = base if base_kept else base & ~land
        doubtful = None if doubtful is None else counts & doubtful
        counts, base = self._shared(counts), self._shared(base)
        return Picked(counts, base, None if doubtful is None or not doubtful.any() else doubtful)

    def _where(self, ground: Ground, provision: Provision, problems: Problems) -> Truth | None:
        """Return where ``where`` holds, nowhere after noting what it lacks; ``None`` where there is none."""
        condition = provision.where
        if condition is None:
            return None
        level = ground.seats[0].level if ground.seats else next(iter(self.case.region.levels), None)
        if not names_known(self.case.region, condition, provision.place_of("where"), problems):
            nowhere = np.zeros(len(self.case.cells.table), bool)
            return Truth(nowhere, nowhere)
        if "jurisdiction" not in condition.names:
            return self._once("where", (condition.text,), lambda: self._by_area(condition))
        return self._once("where", (condition.text, level), lambda: self._by_cell(condition, level))

    def _by_area(self, condition: Condition) -> Truth:
        """Return where a condition holds that is the same in all cells of an area: a cell has its area's own values."""
        columns = {name: self._column(name) for name in condition.names}
        truth = truth_of(condition, columns, len(self.case.region.areas))
        return truth if self.by_area.are_cells else rows_of_truth(truth, self.case.cells.position)

    def _by_cell(self, condition: Condition, level: str | None) -> Truth:
        """Return where a condition holds that reads ``jurisdiction``: the name of a cell's place at a level."""
        cells = self.case.cells
        names = condition.names - {"jurisdiction"}
        columns = {name: rows_of(self._column(name), cells.position) for name in names}
        columns["jurisdiction"] = self._jurisdiction(level)
        return truth_of(condition, columns, len(cells.table))

    def _column(self, name: str) -> Array | Coded:
        """Return a column an area; texts by their kinds."""
        return self._once("column", (name,), lambda: area_kinds(self.case.region, name))

    def _jurisdiction(self, level: str | None) -> Coded:
        """Return the name of each cell's place at a level, missing outside."""
        if level is None:
            return Coded(np.zeros(len(self.case.cells.table), dtype=np.int32), np.array([None], dtype=object))
        index, keys = self._coded(level)
        names = self._names(level)
        return Coded(index, np.array([*(names(str(key)) for key in keys), None], dtype=object))

    def group(
        self, ground: Ground, zone: Zone | None, rule: Cap | Permit, problems: Problems
    ) -> Groups | None:
        """Return the groups of ``in each``; left out, all of the law's (or the zone's) land is one."""
        each, region = rule.in_each, self.case.region
        if each is None:
            label = (zone.title or zone.id) if zone else ground.called(region)
            return Groups(self._everything, 1, lambda _: label)
        if each.kind == "area":
            return self.by_area
        levels = each.kind == "jurisdiction"
        layers = region.levels if levels else region.districts
        name = each.name or (ground.seats[0].level if ground.seats else next(iter(layers), ""))
        if name not in layers:
            kind = "level" if levels else "district"
            hint = did_you_mean(name, layers) or f"It has: {listed(layers)}."
            message = f"{rule.id!r}: the region has no {kind} {name!r}."
            problems.add(rule.place_of("in_each"), f"unknown-{kind}", message, hint)
            return None
        return self._by_layer(name)

    @cached_property
    def by_area(self) -> Groups:
        """Return the areas as groups."""
        areas = self.case.region.areas
        names = cache(areas["name"].to_numpy)  # there may be millions: read when one is first asked for
        return Groups(self.case.cells.position.astype(np.int32), len(areas), lambda area: str(names()[area]))

    @cached_property
    def _everything(self) -> Int32s:
        return np.zeros(len(self.case.cells.table), dtype=np.int32)

    def _by_layer(self, name: str) -> Groups:
        index, keys = self._coded(name)
        names = self._names(name)
        return Groups(index, len(keys), lambda place: names(str(keys[place])) or str(keys[place]))

    def _names(self, name: str) -> Callable[[str], str | None]:
        """Return what gives the name of an id in a level, or in the districts of a kind; read when first asked."""
        layers: dict[str, Jurisdictions] = {**self.case.region.districts, **self.case.region.levels}
        named = cache(layers[name].names)
        return self._once("names", (name,), lambda: lambda key: named().get(key))

    def _coded(self, name: str) -> tuple[Int32s, npt.NDArray[np.generic]]:
        """Return the number of the place of each cell in a level or district (-1: outside), and the ids in order."""

        def made() -> tuple[Int32s, npt.NDArray[np.generic]]:
            codes, found = pd.factorize(self.case.cells.table[name].array)
            keys = np.asarray(found)
            order = np.argsort(keys, kind="stable")
            place = np.full(len(keys) + 1, NONE, dtype=np.int32)
            place[order] = np.arange(len(keys))
            return chosen(place, codes), keys[order]

        return self._once("coded", (name,), made)

    def gathered(self, cells: Bools, groups: Groups) -> Grouping:
        """Return the groups that have any of ``cells``."""
        return self._once("gathered", (cells, groups.index), lambda: gathered(groups, cells))

    def triggered(self, cap: Cap, base: Bools, groups: Groups, problems: Problems) -> Truth | None:
        """Return for each group whether ``while`` is true, or unknown, of its base; ``None`` where there is none."""
        if cap.while_ is None:
            return None
        index = np.where(base, groups.index, -1)
        return while_true(cap, Totals(self.case.region, self.case.cells, index, groups.number), problems)

    def _shared(self, mask: Bools) -> Bools:
        """Return the mask that was made first of those that equal ``mask``."""
        same = self._masks.setdefault(hash(np.packbits(mask).tobytes()), [])
        found = next((one for one in same if np.array_equal(one, mask)), None)
        if found is None:
            same.append(mask)
        return mask if found is None else found


def _either(one: Bools | None, other: Bools) -> Bools:
    return other if one is None else one | other


def _on(land: Bools, some: Bools) -> Bools:
    """Return ``some`` of all cells on ``land``; the very array where that is everywhere."""
    return some if land.all() else land & some
