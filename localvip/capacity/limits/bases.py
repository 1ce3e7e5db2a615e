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
from localvip.capacity.limits.grouping import Grouping
from localvip.capacity.limits.official import official_counts
from localvip.capacity.limits.once import Once
from localvip.capacity.limits.source import Reckoned
from localvip.capacity.limits.tally import Land, Tally
from localvip.capacity.limits.values import Rounding
from localvip.language.quantity import Limit
from localvip.ordinance.model import Law
from localvip.problem import Problems

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Base:
    """The micro-units a cell of a base, and where they are unknown (``None``: nowhere)."""

    units: Int64s
    unknown: Bools | None


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
        tallies = {
            name: self._once("tally", (name, base, land), partial(self._tally, name, base, land))
            for name, base in bases.items()
        }
        return Reckoned(limit, rounding, tallies)

    def _tally(self, name: str, base: Base, land: Land) -> Tally:
        official = any(control.base == name for control in self.case.region.controls.values())
        return Tally(base.units, land, partial(official_counts, self.case, name) if official else None)

    def land(self, base: Bools, grouping: Grouping) -> Land:
        """Return the land of a limit: its base, and the groups that have one."""
        return self._once("land", (base, grouping), lambda: Land(base, grouping))
