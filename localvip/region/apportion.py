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
    """Split ``totals[p]`` among the children of each parent ``p`` by their ``weights``, in child order.

    ``totals``: a row a parent, with one count or a column a count. ``parent`` (one entry a child) is sorted;
    every parent has children and a positive sum of weights. Child k gets
    round(total x W_k) - round(total x W_(k-1)) with W the running share: each part is within one unit of its
    exact share, parts are never negative, and they sum to the total exactly. Cutting one child further
    changes no other, and no parent changes another (round once per parent, not per piece).
    """
    if len(parent) == 0:
        return np.zeros((0, *totals.shape[1:]), dtype=np.int64)
    starts = np.flatnonzero(np.r_[True, parent[1:] != parent[:-1]])
    ends = np.r_[starts[1:], len(parent)]
    share = _running_shares(starts, ends, weights)
    owned = totals[parent]
    exact = owned * share.reshape(-1, *[1] * (owned.ndim - 1))
    upto = np.minimum(np.rint(exact).astype(np.int64), owned)
    upto[ends - 1] = owned[ends - 1]
    parts: Int64s = np.diff(upto, axis=0, prepend=0)
    parts[starts] = upto[starts]
    return parts


def _running_shares(starts: Int64s, ends: Int64s, weights: Float64s) -> Float64s:
    """Return the share of its parent up to and with each child; summed parent by parent.

    One running sum over all parents would let a cut in one parent move the last bits of the next.
    """
    share = np.ones(len(weights))
    number = ends - starts
    for many in np.unique(number[number > 1]):
        children = starts[number == many, None] + np.arange(many)
        running = np.cumsum(weights[children], axis=1)
        share[children] = running / running[:, -1:]
    return share


def whole_persons(units: Int64s) -> Int64s:
    """Turn micro-units per area into whole persons by cumulative rounding along the areas' order.

    The sum of any leading run of areas is within half a person of its exact sum, so no area order other than
    the sorted ids may be used. Halves round up.
    """
    upto = (2 * np.cumsum(units) + MICRO) // (2 * MICRO)
    people: Int64s = np.diff(upto, prepend=0)
    return people
