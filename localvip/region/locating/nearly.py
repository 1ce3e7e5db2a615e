"""Where points come to lie on a plane, but for a known error: two products each instead of a projection.

Most points lie in a square of the index that no border touches, and that by far: for these a centimetre more or less
changes nothing. All others are projected. So each has the owner that it would have if all were projected.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from localvip.region.locating.index import UNDECIDED, AreaIndex
from localvip.region.locating.locate import Locator
from localvip.region.several import several

Float64s = npt.NDArray[np.float64]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Flat = Callable[[Float64s, Float64s], tuple[Float64s, Float64s]]
PATCHES = 128
SAFETY = 4
AT_ONCE = 1 << 17
MIDDLE, ENDS = slice(1, None, 2), {-0.5: slice(0, -1, 2), 0.0: slice(1, None, 2), 0.5: slice(2, None, 2)}


@dataclass(frozen=True)
class Patches:
    """A smooth projection over a box, linear in each of 128 x 128 patches.

    ``within``: four times the largest error at the corners of the patches and halfway between, in the plane's units.
    A patch is so small that the error is one of second order; such a one is at no point more than a quarter larger
    than at these. Endless or large where the projection is torn inside the box.
    """

    west: float
    south: float
    wide: float
    high: float
    x: tuple[Float64s, Float64s, Float64s]
    y: tuple[Float64s, Float64s, Float64s]
    within: float

    @classmethod
    def over(cls, flat: Flat, box: tuple[float, float, float, float]) -> Patches:
        """Return the patches of ``flat`` over ``box`` (west, south, east, north in the units that it takes)."""
        west, south, east, north = box
        lon, lat = np.meshgrid(
            np.linspace(west, east, 2 * PATCHES + 1), np.linspace(south, north, 2 * PATCHES + 1)
        )
        x, y = (one.reshape(lon.shape) for one in flat(lon.ravel(), lat.ravel()))
        whole = bool(np.isfinite(x).all() and np.isfinite(y).all())
        (of_x, x_off), (of_y, y_off) = (_tangents(one) if whole else _torn() for one in (x, y))
        size = (east - west) / PATCHES, (north - south) / PATCHES
        return cls(west, south, *size, of_x, of_y, SAFETY * max(x_off, y_off))

    def nearly(self, x: Float64s, y: Float64s) -> tuple[Float64s, Float64s]:
        """Return where points lie on the plane, but for ``within``; NaN for those outside the box."""
        u, v = (x - self.west) / self.wide, (y - self.south) / self.high
        column, row = (np.fmin(np.fmax(one, 0), PATCHES - 1).astype(np.int32) for one in (u, v))
        patch = row * np.int32(PATCHES) + column
        u -= column + 0.5
        v -= row + 0.5
        u[~((np.abs(u) <= 0.5) & (np.abs(v) <= 0.5))] = np.nan
        v[~np.isfinite(v)] = np.nan
        east, north = (c.take(patch) + a.take(patch) * u + b.take(patch) * v for c, a, b in (self.x, self.y))
        return east, north


def _tangents(value: Float64s) -> tuple[tuple[Float64s, Float64s, Float64s], float]:
    """Return the value at the centre of each patch and its growth along x and y, and the largest error of that."""
    centre = value[MIDDLE, MIDDLE]
    along_x = value[MIDDLE, ENDS[0.5]] - value[MIDDLE, ENDS[-0.5]]
    along_y = value[ENDS[0.5], MIDDLE] - value[ENDS[-0.5], MIDDLE]
    off = max(
        float(np.abs(centre + u * along_x + v * along_y - value[ENDS[v], ENDS[u]]).max())
        for u, v in product(ENDS, ENDS)
    )
    return (centre.ravel(), along_x.ravel(), along_y.ravel()), off


def _torn() -> tuple[tuple[Float64s, Float64s, Float64s], float]:
    nothing = np.full(PATCHES * PATCHES, np.nan)
    return (nothing, nothing, nothing), np.inf


@dataclass(frozen=True)
class NearLocator:
    """Finds the owners of points that are not on the plane yet: what ``locator`` finds of them once they are."""

    locator: Locator
    index: AreaIndex
    flat: Flat
    patches: Patches

    def owners(self, x: Float64s, y: Float64s) -> Int64s:
        """Return for each point what ``locator.owners`` returns of it on the plane."""
        owner = np.empty(len(x), dtype=np.int64)
        parts = [slice(start, start + AT_ONCE) for start in range(0, len(x), AT_ONCE)]

        def settled(part: slice) -> Int32s:
            return self.index.settled(*self.patches.nearly(x[part], y[part]), self.patches.within)

        for part, some in zip(parts, several(settled, parts), strict=True):
            owner[part] = some
        left = np.flatnonzero(owner == UNDECIDED)
        owner[left] = self.locator.owners(*self.flat(x[left], y[left]))
        return owner
