"""Counts drawn within their margins of error, and the limits that follow from each draw."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.compiled import Compiled
from localvip.capacity.limits.family import Family
from localvip.capacity.limits.source import Reckoned
from localvip.capacity.limits.values import limit_values
from localvip.region.apportion import MICRO
from localvip.region.model import LAND, Region

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Int64s = npt.NDArray[np.int64]
Float64s = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Drawn:
    """Draws of the counts of a region, the same for the same seed; each count has a stream of its own."""

    region: Region
    draws: int
    seed: int

    def varies(self, base: str) -> bool:
        """Return whether a count has a margin of error, or is a part of one that has."""
        return base in self._changes

    def change(self, base: str) -> Float64s:
        """Return by how many micro-units each draw (a row) changes a count of each area (a column)."""
        return self._changes[base]

    @cached_property
    def _changes(self) -> dict[str, Float64s]:
        found: dict[str, Float64s] = {}
        for name, column in self.region.columns.items():
            base = str(column.of)
            if column.is_count and name in self.region.margins:
                found[name] = self._draw(name)
            elif column.is_part and base in found:
                known = ~self.region.unknown[name].to_numpy()
                rate: Fraction | Float64s | None = column.share
                if column.rate is not None:
                    rate = self.region.areas[column.rate].fillna(0.0).to_numpy(dtype=np.float64)
                found[name] = found[base] * np.where(known, np.asarray(rate, dtype=np.float64), 0.0)
        return found

    def _draw(self, name: str) -> Float64s:
        estimate = self.region.counts[name].to_numpy(dtype=np.float64)
        error = self.region.margins[name].to_numpy(dtype=np.float64) * MICRO
        known = ~self.region.unknown[name].to_numpy()
        dice = np.random.default_rng([self.seed, *name.encode()])
        drawn = estimate + dice.standard_normal((self.draws, len(estimate))) * np.where(known, error, 0.0)
        return np.asarray(np.rint(np.maximum(drawn, 0.0)) - estimate)


def drawn_values(compiled: Compiled, drawn: Drawn) -> Int64s:
    """Return what each limit of the programme (a column) comes to in each draw (a row), in whole visas.

    A count of an area moves all its cells by the same factor; where it is 0, its cells share a draw by land. An
    official count has no margin. A limit that no drawn count enters keeps its value.
    """
    families = [compiled.limits.families[place] for place in compiled.programmes.families]
    found = [np.zeros((drawn.draws, 0), dtype=np.int64)]
    for family in families:
        source = family.source
        if isinstance(source, Reckoned) and any(drawn.varies(base) for base in source.bases):
            found.append(_family_values(compiled, drawn, family, source))
        else:
            found.append(np.tile(family.values, (drawn.draws, 1)))
    return np.concatenate(found, axis=1)


def _family_values(compiled: Compiled, drawn: Drawn, family: Family, source: Reckoned) -> Int64s:
    """Return what the limits of one provision come to in each draw."""
    sums = {base: np.tile(units, (drawn.draws, 1)) for base, units in source.units.items()}
    for base in filter(drawn.varies, source.bases):
        moved = drawn.change(base) @ _shares(compiled, base, family, source).T
        sums[base] = np.maximum(sums[base] + np.rint(moved).astype(np.int64), 0)
    flat = {base: total.ravel() for base, total in sums.items()}
    values = limit_values(source.limit, flat, drawn.draws * len(family), source.rounding)
    return values.reshape(drawn.draws, len(family))


def _shares(compiled: Compiled, base: str, family: Family, source: Reckoned) -> csr_array:
    """Return the share of each area (a column) that lies in each group (a row); none where a count is official."""
    from scipy.sparse import csr_array  # slow to import, needed only here

    region, cells = compiled.case.region, compiled.case.cells
    whole = region.counts[base].to_numpy(dtype=np.float64)[cells.position]
    land = region.counts[LAND].to_numpy(dtype=np.float64)[cells.position]
    by_land = cells.table[LAND].to_numpy(dtype=np.float64) / land
    share = np.divide(cells.table[base].to_numpy(dtype=np.float64), whole, out=by_land, where=whole > 0)
    tally = source.tallies[base]
    index = tally.land.index
    taken = np.flatnonzero((index >= 0) & ~np.isin(index, list(tally.official)))
    shape = (len(family), len(region.areas))
    return csr_array((share[taken], (index[taken], cells.position[taken])), shape=shape)
