"""Places: what is reckoned for each cell, told for each area of a case's focus."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.case import Case
from localvip.impact.draws import Floats
from localvip.region.apportion import MICRO


def by_area(case: Case, values: Floats) -> Floats:
    """Return ``values`` (draws, cells) of the focus summed by area, shape (draws, areas)."""
    from scipy.sparse import csr_array  # slow to import, and a capacity report does without

    cells = np.flatnonzero(case.focus)
    shape = (len(case.focus), len(case.region.areas))
    where = csr_array((np.ones(len(cells)), (cells, case.cells.position[cells])), shape=shape)
    return np.asarray(values @ where)


def count_by_area(case: Case, name: str) -> Floats | None:
    """Return a count of the region an area, on the focus; NaN where it is missing, ``None`` where it isn't there."""
    if name not in case.region.counts:
        return None
    units = case.cells.table[name].to_numpy(dtype=float)
    found = by_area(case, units[None, :])[0] / MICRO
    return np.where(case.region.unknown[name].to_numpy(), np.nan, found)


def areas_of(case: Case) -> npt.NDArray[np.int64]:
    """Return the positions of areas that have land in the focus."""
    return np.unique(case.cells.position[case.focus])
