"""Official counts: limits on the people of a jurisdiction as a whole use them in place of the sum of its areas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from localvip.capacity.limits.case import Case
from localvip.capacity.limits.family import Family
from localvip.capacity.limits.source import Reckoned
from localvip.capacity.limits.tally import Official
from localvip.message import told
from localvip.problem import Notice, Place
from localvip.region.apportion import MICRO

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]


def official_counts(case: Case, base: str, index: Int32s, sums: Int64s) -> dict[int, Official]:
    """Return the official count of each group of cells that is exactly one jurisdiction with a count of ``base``.

    ``index``: the group of each cell whose people are the base (-1: none); ``sums``: micro-units a group.
    A jurisdiction less a zone that is set aside is no whole: its areas are summed.
    """
    found, taken = dict[int, Official](), np.flatnonzero(index >= 0)
    for level, control in case.region.controls.items():
        if control.base != base:
            continue
        names = case.region.levels[level].names()
        for key, group in _whole(case.cells.table[level], taken, index).items():
            if key in control.of:
                one = Official(base, level, names[key], control.of[key] * MICRO, int(sums[group]))
                found.setdefault(group, one)
    return found


def _whole(places: pd.Series, taken: Int64s, index: Int32s) -> dict[str, int]:
    """Return the jurisdictions of a level that are exactly the ``taken`` cells of one group, and the group."""
    codes, keys = pd.factorize(places)
    group, code = index[taken], codes[taken]
    size, whole = np.bincount(group), np.bincount(codes + 1, minlength=len(keys) + 1)[1:]
    pairs, counts = np.unique(np.stack([code, group]), axis=1, return_counts=True)
    pairs, counts = pairs[:, pairs[0] >= 0], counts[pairs[0] >= 0]
    exact = (counts == size[pairs[1]]) & (counts == whole[pairs[0]])
    return {str(keys[place]): int(one) for place, one in pairs[:, exact].T}


def official_notices(families: Iterable[Family]) -> Iterator[Notice]:
    """Iterate over the official counts that limits use."""
    sources = (family.source for family in families)
    official = [one.official for one in sources if isinstance(one, Reckoned)]
    used = {one for each in official for several in each.values() for one in several}
    for one in sorted(used, key=lambda official: (official.level, official.name, official.base)):
        text = told(
            "limits on {name} as a whole use {n}, the {count}.",
            name=one.name,
            n=one.units // MICRO,
            count=one.words,
        )
        yield Notice(Place(one.level, item=one.name), "official-count", text)
