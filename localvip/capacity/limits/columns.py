"""What conditions see: the columns of areas, cells and groups as plain arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from localvip.capacity.blocks import chosen, group_sums, in_blocks
from localvip.language.condition import Condition
from localvip.language.evaluate import Coded, Truth, evaluate
from localvip.region.apportion import MICRO
from localvip.region.cells import Cells
from localvip.region.manifest import SHARE_UNITS
from localvip.region.model import SPONSORS, Region

Array = npt.NDArray[np.generic]
Int64s = npt.NDArray[np.int64]


def units_of(region: Region) -> dict[str, str]:
    """Return the unit of every name that a condition may use; shares are ``share`` whatever the file holds."""
    units = {name: column.unit for name, column in region.columns.items()}
    units = {name: "share" if unit in SHARE_UNITS else unit for name, unit in units.items()}
    return {**units, "area": "text", "jurisdiction": "text"}


def area_column(region: Region, name: str) -> Array:
    """Return a column an area, as the rules read it: a count as a number, NaN or None where it is missing."""
    if name == "area":
        return np.asarray(region.areas.index.to_numpy(dtype=object))
    if name in region.areas.columns:
        return np.asarray(region.areas[name].to_numpy())
    values = region.counts[name].to_numpy() / MICRO
    return np.where(region.unknown[name].to_numpy(), np.nan, values)


def area_kinds(region: Region, name: str) -> Array | Coded:
    """Return a column an area, texts by their kinds.

    A cell has its area's own values, counts too: otherwise a new border would change which land a rule picks.
    """
    column = area_column(region, name)
    if column.dtype != object:
        return column
    codes, kinds = pd.factorize(column)
    return Coded(codes.astype(np.int32), np.array([*kinds, None], dtype=object))


def rows_of(column: Array | Coded, rows: slice | Int64s) -> Array | Coded:
    """Return some rows of a column."""
    return Coded(column.codes[rows], column.kinds) if isinstance(column, Coded) else column[rows]


def truth_of(condition: Condition, columns: Mapping[str, Array | Coded], rows: int) -> Truth:
    """Return where ``condition`` holds, row by row; what ``evaluate`` raises is raised.

    Where nothing is unknown, one value stands for all rows: there may be hundreds of conditions on millions of cells.
    """
    true, unknown = np.empty(rows, bool), np.empty(rows, bool)

    def find(block: slice) -> None:
        part = evaluate(condition, {name: rows_of(column, block) for name, column in columns.items()})
        true[block], unknown[block] = part.true, part.unknown

    in_blocks(find, rows)
    return Truth(true, unknown if unknown.any() else np.broadcast_to(np.False_, rows))


def rows_of_truth(truth: Truth, rows: Int64s) -> Truth:
    """Return some rows of where a condition holds."""
    some = truth.unknown.any()
    unknown = chosen(truth.unknown, rows) if some else np.broadcast_to(np.False_, len(rows))
    return Truth(chosen(truth.true, rows), unknown)


def base_units(region: Region, cells: Cells, base: str) -> Int64s | None:
    """Return the micro-units a cell of a base: a count, land, sponsors or facilities; ``None`` where it isn't there."""
    if base == SPONSORS:
        return cells.table[SPONSORS].to_numpy(dtype=np.int64) * MICRO
    if base in region.counts or base in cells.sites:
        return cells.table[base].to_numpy(dtype=np.int64)
    return None


def group_columns(
    region: Region, cells: Cells, names: Iterable[str], group: Int64s, groups: int
) -> Mapping[str, Array]:
    """Return the columns a group of cells (``group`` an index a cell, -1: in none), for ``while``.

    A count is its sum; a share is its mean weighted by the count it is declared to be ``of``; either is unknown
    where a count in it is. Nothing else has a value for a group: ``KeyError`` names it.
    """
    taken = np.flatnonzero(group >= 0)
    area = cells.position[taken]
    found: dict[str, Array] = {}
    for name in names:
        column = region.columns[name]
        base = name if column.is_count else str(column.of)
        if not column.is_count and (column.unit not in SHARE_UNITS or base not in region.unknown):
            raise KeyError(name)
        lost = np.bincount(group[taken], region.unknown[base].to_numpy()[area], minlength=groups) > 0
        if column.is_count:
            sums = group_sums(cells.table[name].to_numpy(), group, groups) / MICRO
            found[name] = np.where(lost, np.nan, sums)
        else:
            weight = cells.table[base].to_numpy()[taken].astype(float)
            values = area_column(region, name)[area].astype(float)
            total = np.bincount(group[taken], weight, minlength=groups)
            weighed = np.bincount(group[taken], np.where(weight > 0, values * weight, 0.0), minlength=groups)
            mean = np.divide(weighed, total, out=np.full(groups, np.nan), where=total > 0)
            found[name] = np.where(lost, np.nan, mean)
    return found
