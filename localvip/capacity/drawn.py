"""Counts drawn within their margins of error, and the limits that follow from each draw."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from localvip.capacity.columns import MICRO, base_units
from localvip.capacity.compiled import Compiled
from localvip.capacity.limits import Basis
from localvip.capacity.values import limit_values
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
    rows = [compiled.limits.rows[number] for number in compiled.programmes.numbers]
    values = np.tile(np.array([row.value for row in rows], dtype=np.int64), (drawn.draws, 1))
    for bound in sorted({row.bound for row in rows}):
        chosen = [
            (place, row.basis)
            for place, row in enumerate(rows)
            if row.bound == bound and row.basis is not None
        ]
        if chosen and any(drawn.varies(base) for base in chosen[0][1].limit.bases):
            places = [place for place, _ in chosen]
            values[:, places] = _bound_values(compiled, drawn, [basis for _, basis in chosen])
    return values


def _bound_values(compiled: Compiled, drawn: Drawn, bases: list[Basis]) -> Int64s:
    """Return what the limits of one provision, reckoned from ``bases``, come to in each draw."""
    limit, rounding = bases[0].limit, bases[0].rounding
    sums = {base: _drawn_sums(compiled, drawn, base, bases).ravel() for base in limit.bases}
    return limit_values(limit, sums, drawn.draws * len(bases), rounding).reshape(drawn.draws, len(bases))


def _drawn_sums(compiled: Compiled, drawn: Drawn, base: str, bases: list[Basis]) -> Int64s:
    case = compiled.case
    units = base_units(case.region, case.cells, base)
    assert units is not None  # noqa: S101 (compiling has found it)
    official = [next((one.units for one in basis.official if one.base == base), None) for basis in bases]
    sums = [
        int(units[basis.cells].sum()) if held is None else held
        for basis, held in zip(bases, official, strict=True)
    ]
    fixed = np.tile(np.array(sums, dtype=np.int64), (drawn.draws, 1))
    if not drawn.varies(base):
        return fixed
    free = [
        basis.cells if held is None else basis.cells[:0] for basis, held in zip(bases, official, strict=True)
    ]
    moved = drawn.change(base) @ _shares(compiled, base, units, free).T
    return np.asarray(np.maximum(fixed + np.rint(moved).astype(np.int64), 0))


def _shares(compiled: Compiled, base: str, units: Int64s, groups: list[Int64s]) -> csr_array:
    """Return the share of each area (a column) that lies in each group of cells (a row)."""
    from scipy.sparse import csr_array  # slow to import, needed only for ranges

    region, cells = compiled.case.region, compiled.case.cells
    whole = region.counts[base].to_numpy(dtype=np.float64)[cells.position]
    land = region.counts[LAND].to_numpy(dtype=np.float64)[cells.position]
    by_land = cells.table[LAND].to_numpy(dtype=np.float64) / land
    share = np.divide(units, whole, out=by_land, where=whole > 0)
    taken = np.concatenate(groups)
    group = np.repeat(np.arange(len(groups)), [len(one) for one in groups])
    shape = (len(groups), len(region.areas))
    return csr_array((share[taken], (group, cells.position[taken])), shape=shape)
