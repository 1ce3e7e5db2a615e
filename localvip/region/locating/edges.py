"""The edges of polygons, each once, and what lies on either side of it.

A place is told by the sum of ``HELD`` + 1 + position over the polygons that hold it: 0 where none does, and where one
does, that one. Crossing an edge changes the sum by the weight of the edge, so a border that two polygons share is one
edge, whichever way each of them goes round.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely

from localvip.region.locating.upward import HELD, Bands, upward
from localvip.region.several import several

Float64s = npt.NDArray[np.float64]
Int64s = npt.NDArray[np.int64]
Geometries = npt.NDArray[np.object_]
AT_ONCE = 1 << 16
ROUNDS = 12
SLOTS = 2  # a place, of edges that come
MOST_BANDS = 1 << 10  # each is gathered from as many parts
EQUAL = 0x01010101
ODD = np.array(
    [0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB], dtype=np.uint64
)


@dataclass(frozen=True)
class Edges:
    """``ends`` (n x 4): x and y of the lower end, then of the upper (of level ones the left, then the right).

    ``weight`` (n): what the sum grows by on the way from the right of the edge to its left. Edges are sorted by bands:
    the lower ends of those from ``first[n]`` to ``first[n + 1]`` lie below the lower ends of all that come after.
    """

    ends: Float64s
    weight: Int64s
    first: Int64s

    def __len__(self) -> int:
        return len(self.weight)

    def unshared(self) -> Float64s:
        """Return the ends of the edges that have more polygons on one side than on the other, each once.

        How many polygons hold a point changes only across such an edge. So if polygons share land, some that have
        one of these edges share land with another: those at the rim of the land that is held most often. Whoever
        looks for overlaps need look at these alone. The same for gaps: every one is bounded by unshared edges.
        """
        alone = np.flatnonzero(
            np.abs(self.weight) > HELD >> 1
        )  # or equal to another that it was not joined to
        ends, same = np.unique(self.ends[alone], axis=0, return_inverse=True)
        weight = np.zeros(len(ends), dtype=np.int64)
        np.add.at(weight, same.ravel(), self.weight[alone])
        return np.asarray(ends[np.abs(weight) > HELD >> 1])


def edges_of(polygons: Geometries) -> Edges:
    """Return the edges of valid polygons and multipolygons; those that are equal are joined into one, all but a few."""
    corners = shapely.get_num_coordinates(polygons)
    at_once = max(AT_ONCE, int(corners.sum()) // MOST_BANDS)
    run = np.cumsum(corners) // at_once
    starts = [0, *(np.flatnonzero(np.diff(run)) + 1).tolist(), len(polygons)]
    bands = Bands.over(polygons, int(corners.sum()) // at_once + 1)
    parts = list(several(lambda part: upward(polygons[slice(*part)], part[0], bands), pairwise(starts)))

    def band(number: int) -> tuple[Float64s, Int64s]:
        within = [(slice(*first[number : number + 2]), ends, weight) for ends, weight, first in parts]
        ends = np.concatenate([ends[part] for part, ends, _ in within])
        return _joined(ends, np.concatenate([weight[part] for part, _, weight in within]))

    joined = list(several(band, range(bands.number)))
    first = np.cumsum([0, *(len(weight) for _, weight in joined)])
    return Edges(
        np.concatenate([ends for ends, _ in joined]), np.concatenate([weight for _, weight in joined]), first
    )


def _joined(ends: Float64s, weight: Int64s) -> tuple[Float64s, Int64s]:
    """Return edges with those that are equal joined into one that has the sum of their weights.

    Of the edges that share a slot of a table, each round joins those that equal the last of them. Should many
    different ones share a slot some stay apart, which costs time and changes no answer.
    """
    slot, left = _slots(ends), np.arange(len(weight), dtype=np.int32)
    last, apart = np.empty(SLOTS * (len(weight) + 1), dtype=np.int32), np.ones(len(weight), dtype=bool)
    for _ in range(ROUNDS):
        last[slot] = left
        other = last.take(slot)
        tried = np.flatnonzero(other != left)
        left, other, slot = left.take(tried), other.take(tried), slot.take(tried)
        same = (ends.take(left, axis=0) == ends.take(other, axis=0)).view(np.uint32).ravel() == EQUAL
        equal, others = left.compress(same), np.flatnonzero(~same)
        np.add.at(weight, other.compress(same), weight.take(equal))
        apart[equal] = False
        left, slot = left.take(others), slot.take(others)
        if not len(left):
            break
    kept = np.flatnonzero(apart)
    return ends.take(kept, axis=0), weight.take(kept)


def _slots(ends: Float64s) -> Int64s:
    """Return one of ``SLOTS`` a place for each edge, the same for equal edges."""
    mixed = (ends.view(np.uint64) @ ODD) >> np.uint64(32)
    return ((mixed * np.uint64(SLOTS * (len(ends) + 1))) >> np.uint64(32)).astype(np.int64)
