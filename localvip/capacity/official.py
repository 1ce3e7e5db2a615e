"""Official counts: limits on the people of a jurisdiction as a whole use them in place of the sum of its areas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from localvip.capacity.case import Case
from localvip.capacity.limits import MICRO, LimitRow, Official
from localvip.problem import Notice, Place

Int64s = npt.NDArray[np.int64]


def official_counts(case: Case, base: str, taken: Int64s, index: Int64s, sums: Int64s) -> dict[int, Official]:
    """Return the official count of each group of cells that is exactly one jurisdiction with a count of ``base``.

    ``taken``: the cells whose people are the base; ``index``: the group of each cell; ``sums``: micro-units a group.
    A jurisdiction less a zone that is set aside is no whole: its areas are summed.
    """
    found: dict[int, Official] = {}
    sizes = np.bincount(index[taken], minlength=len(sums))
    for level, control in case.region.controls.items():
        names, column = case.region.levels[level].names(), case.cells.table[level].to_numpy()
        for key, number in control.of.items() if control.base == base else ():
            inside = taken[column[taken] == key]
            groups = np.unique(index[inside])
            whole = len(groups) == 1 and len(inside) == sizes[groups[0]] == (column == key).sum()
            if whole:
                group = int(groups[0])
                one = Official(base, level, names[key], number * MICRO, int(sums[group]))
                found.setdefault(group, one)
    return found


def official_notices(rows: Iterable[LimitRow]) -> Iterator[Notice]:
    """Iterate over the official counts that limits use."""
    used = {one for row in rows if row.basis for one in row.basis.official}
    for one in sorted(used, key=lambda official: (official.level, official.name, official.base)):
        text = f"limits on {one.name} as a whole use {one.units // MICRO:,}, the {one.words}."
        yield Notice(Place(one.level, item=one.name), "official-count", text)
