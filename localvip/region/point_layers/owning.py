"""Which cell owns each point: the area that it is in is known, and its cells are few."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from localvip.region.apportion import Int64s
from localvip.region.locating.locate import Locator
from localvip.region.point_layers.kept_points import kept_owners
from localvip.region.point_layers.points import Points

Int32s = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
Float64s = npt.NDArray[np.float64]
Geometries = npt.NDArray[np.object_]
Batch = tuple[Int64s, Float64s, Float64s]
AT_ONCE = 1 << 20


@dataclass(frozen=True)
class CellFinder:
    """Finds the cell of a point in an area that several share. ``tried``: the cells of such areas."""

    cells: Geometries
    area: Int64s
    tried: Int64s
    locator: Locator

    def owners(self, home: Int32s, x: Float64s, y: Float64s) -> Int64s:
        """Return the first cell of its ``home`` that holds each point, or the nearest of them where none does."""
        first = self.locator.owners(x, y)
        found = np.where(first >= 0, self.tried[first], -1)
        own = (found >= 0) & (self.area[found] == home)
        for point in np.flatnonzero(~own).tolist():
            found[point] = self._nearest(int(home[point]), shapely.Point(x[point], y[point]))
        return found

    def _nearest(self, home: int, point: shapely.Point) -> int:
        start, end = np.searchsorted(self.area, [home, home + 1])
        return int(start) + int(np.argmin(shapely.distance(self.cells[start:end], point)))


def owning_cells(points: Points, cells: Geometries, area: Int64s, areas: int) -> Int32s:
    """Return the cell that owns each point, or the negative reason of its ``home``.

    ``cells`` are sorted by ``area``, the position of theirs; every one of ``areas`` has one. The area of a point was
    found on the area's own shape, since the overlay rounds the corners of cells. In it the first cell that holds the
    point owns it, or the nearest where the rounding or a joined sliver left none. Points in areas of one cell are
    not read again, and none is where the answer was kept by a run before.
    """
    return kept_owners(points.key, cells, area, lambda: _found(points, cells, area, areas))


def _found(points: Points, cells: Geometries, area: Int64s, areas: int) -> Int32s:
    first = np.searchsorted(area, np.arange(areas)).astype(np.int32)
    several = np.bincount(area, minlength=areas) > 1
    owner = points.home.copy()
    wanted = np.zeros(len(owner), bool)
    for rows in _parts(len(owner)):
        located, home = points.home[rows] >= 0, np.maximum(points.home[rows], 0)
        owner[rows] = np.where(located, first[home], points.home[rows])
        wanted[rows] = located & several[home]
    among = int(wanted.sum())
    if among:
        tried = np.flatnonzero(several[area])
        finder = CellFinder(cells, area, tried, Locator.over(cells[tried], among))
        for some, x, y in points.on_plane(wanted):
            owner[some] = finder.owners(points.home[some], x, y)
    return owner


def owned(owner: Int32s, cells: int, barred: Bools | None = None) -> Int64s:
    """Return the number of points in each of ``cells`` cells, those ``barred`` left out; little memory is used."""
    held = np.zeros(cells, dtype=np.int64)
    for rows in _parts(len(owner)):
        some = owner[rows]
        counted = some >= 0 if barred is None else (some >= 0) & ~barred[rows]
        held += np.bincount(some[counted], minlength=cells)
    return held


def owned_by_class(points: Points, column: str | None, owner: Int32s, cells: int) -> dict[str, Int64s]:
    """Return the number of points in each of ``cells`` cells by their class: the text of ``column``, sorted.

    The class of a point in which it is missing is an empty text; so is that of all where there is no column.
    """
    if column is None or not len(points):
        return {"": owned(owner, cells)}
    found: dict[str, Int64s] = {}
    for rows, columns in points.batches([column]):
        texts = pd.Series(columns[column], dtype=object)
        numbers, classes = pd.factorize(texts.where(texts.notna(), "").astype(str))
        for number, name in enumerate(classes.tolist()):
            found.setdefault(name, np.zeros(cells, dtype=np.int64))
            found[name] += owned(owner[rows], cells, numbers != number)
    return {name: found[name] for name in sorted(found)}


def _parts(number: int) -> Iterator[slice]:
    return (slice(start, start + AT_ONCE) for start in range(0, number, AT_ONCE))
