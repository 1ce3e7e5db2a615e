"""The most points that share one place, among more than memory holds: a geocoder's fallback looks like that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

Float64s = npt.NDArray[np.float64]
UInt64s = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]
MOST_SLOTS = 1 << 24
A_SLOT = 8
ONE = np.int32(1)  # of the counts' own type: with another one ufunc.at is forty times slower
MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))


class Stack:
    """Counts points by a hash of their coordinates: no place holds more points than its slot."""

    def __init__(self, expected: int) -> None:
        slots = min(MOST_SLOTS, max(1 << 10, 1 << (expected // A_SLOT).bit_length()))
        self.counts: npt.NDArray[np.int32] = np.zeros(slots, dtype=np.int32)

    def add(self, x: Float64s, y: Float64s) -> None:
        """Count some points; those without finite coordinates are left out."""
        there = np.isfinite(x) & np.isfinite(y)
        if not there.all():
            x, y = x[there], y[there]
        np.add.at(self.counts, self._slot(x, y), ONE)

    def most(self, batches: Callable[[], Iterator[tuple[Float64s, Float64s]]], least: int) -> int:
        """Return the most points at one place if they are more than ``least``, else 0.

        Only where a slot holds more than ``least`` are the ``batches`` gone through again, and the places of such
        slots counted one by one.
        """
        crowded = self.counts > least
        if not crowded.any():
            return 0
        places: Counter[tuple[float, float]] = Counter()
        for x, y in batches():
            there = np.isfinite(x) & np.isfinite(y)
            some = np.flatnonzero(there)[crowded[self._slot(x[there], y[there])]]
            xy, times = np.unique(np.column_stack([x[some], y[some]]), axis=0, return_counts=True)
            places.update(dict(zip(map(tuple, xy.tolist()), times.tolist(), strict=True)))
        most = max(places.values(), default=0)
        return most if most > least else 0

    def _slot(self, x: Float64s, y: Float64s) -> npt.NDArray[np.int64]:
        mixed = (x + 0.0).view(np.uint64) * MIX[0] ^ (y + 0.0).view(np.uint64) * MIX[1]  # + 0.0: -0.0 is 0.0
        mixed ^= mixed >> np.uint64(29)
        mixed *= MIX[0]
        shift = np.uint64(64 - (len(self.counts).bit_length() - 1))
        return np.asarray((mixed >> shift).astype(np.int64))
