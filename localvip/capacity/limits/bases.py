"""Bases of limits: the units of a count in each cell, and their sum in each group, each worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.case import Case
from localvip.capacity.limits.columns import base_units
from localvip.capacity.limits.defined import defined_units
from localvip.capacity.limits.family import Official, Reckoned
from localvip.capacity.limits.grouping import NONE, Grouping, Groups, group_sums
from localvip.capacity.limits.official import official_counts
from localvip.capacity.limits.once import Once
from localvip.capacity.limits.values import Rounding
from localvip.language.quantity import Limit
from localvip.ordinance.model import Law
from localvip.problem import Problems

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Base:
    """The micro-units a cell of a base, and where they are unknown (``None``: nowhere)."""

    units: Int64s
    unknown: Bools | None


@dataclass(frozen=True)
class Land:
    """What a limit is reckoned over: the cells that are its base, all groups, and those that have a limit."""

    base: Bools
    groups: Groups
    grouping: Grouping

    @property
    def index(self) -> Int32s:
        """Return the limit of each cell of the base: people whose visas a zone leaves out may still be its base."""
        counted = self.grouping.index
        if np.array_equal(self.base, counted >= 0):
            return counted
        place = np.full(self.groups.number + 1, NONE, dtype=np.int32)
        place[self.grouping.codes] = np.arange(len(self.grouping))
        return np.where(self.base, place[self.groups.index], np.int32(NONE))


class Bases:
    """The bases of one case, and their sums; what was asked before is the same object."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._once = Once()
        self._terms: dict[tuple[str, str], Base] = {}

    def of(self, law: Law, name: str, problems: Problems) -> Base | None:
        """Return a base: a count of the region, before a term of that name that the law reckons.

        ``None`` where it is neither, or after noting why the term can't be reckoned.
        """
        region, cells = self.case.region, self.case.cells
        units = self._once("count", (name,), lambda: base_units(region, cells, name))
        if units is not None:
            return self._once("base", (name,), lambda: Base(units, self._unknown(name)))
        if (law.file, name) not in self._terms:
            term = defined_units(self.case, law, name, problems)
            if term is None:
                return None
            self._terms[law.file, name] = Base(term[0], term[1] if term[1].any() else None)
        return self._terms[law.file, name]

    def _unknown(self, name: str) -> Bools | None:
        unknown = self.case.region.unknown
        lost = unknown[name].to_numpy() if name in unknown else np.zeros(1, bool)
        return lost[self.case.cells.position] if lost.any() else None

    def reckoned(self, limit: Limit, rounding: Rounding, bases: Mapping[str, Base], land: Land) -> Reckoned:
        """Return ``limit`` on the sums of its bases over ``land``; a whole jurisdiction has its official count."""
        units, official = {}, dict[int, tuple[Official, ...]]()
        index = self._once("index", (land.base, land.groups.index, land.grouping), lambda: land.index)
        for name, base in bases.items():
            of = (name, base, index, land.grouping)
            units[name], found = self._once(
                "sums", of, partial(self._sums, name, base, index, len(land.grouping))
            )
            for place, one in found.items():
                official[place] = (*official.get(place, ()), one)
        return Reckoned(limit, rounding, units, index, official)

    def _sums(self, name: str, base: Base, index: Int32s, groups: int) -> tuple[Int64s, dict[int, Official]]:
        """Return the micro-units of each group, and the official counts among them by group."""
        taken = np.flatnonzero(index >= 0)
        sums = group_sums(base.units, taken, index, groups)
        found = official_counts(self.case, name, taken, index, sums)
        sums = sums.copy() if found else sums  # it may be the units of the cells themselves
        for place, one in found.items():
            sums[place] = one.units
        return sums, found
