"""Split whole units among the parts of a place so that they close exactly.

Counts travel as ``int64`` micro-units (a millionth of a person, household, square kilometre): parts of an
area add up to the area to the last unit, whatever the order of the sums.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

MICRO = 1_000_000
Int64s = npt.NDArray[np.int64]
Float64s = npt.NDArray[np.float64]


def cumulative_rounding(totals: Int64s, parent: Int64s, weights: Float64s) -> Int64s:
    """Split ``totals[p]`` among the children of each parent ``p`` in proportion to ``weights``, in child order.

    ``parent`` (one entry a child) is sorted; every parent has children and a positive sum of weights. Child k
    gets round(total x W_k) - round(total x W_(k-1)) with W the running share: each part is within one unit of
    its exact share, parts are never negative, and they sum to the total exactly. Cutting one child further
    changes no other (round once per parent, not per piece: research on largest remainders shows why).
    """
    if len(parent) == 0:
        return np.zeros(0, dtype=np.int64)
    running = np.cumsum(weights)
    starts = np.flatnonzero(np.r_[True, parent[1:] != parent[:-1]])
    ends = np.r_[starts[1:], len(parent)]
    before = np.repeat(np.r_[0.0, running[starts[1:] - 1]], ends - starts)
    whole = np.repeat(running[ends - 1], ends - starts) - before
    owned = totals[parent]
    upto = np.rint(owned * ((running - before) / whole)).astype(np.int64)
    upto[ends - 1] = owned[ends - 1]
    previous = np.r_[0, upto[:-1]]
    previous[starts] = 0
    parts: Int64s = upto - previous
    return parts


def whole_persons(units: Int64s) -> Int64s:
    """Turn micro-units per area into whole persons by cumulative rounding along the areas' order.

    The sum of any leading run of areas is within half a person of its exact sum, so no area order other than
    the sorted ids may be used. Halves round up.
    """
    upto = (2 * np.cumsum(units) + MICRO) // (2 * MICRO)
    people: Int64s = np.diff(upto, prepend=0)
    return people
