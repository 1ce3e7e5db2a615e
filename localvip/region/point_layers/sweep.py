"""The first pass over points: what is wrong with any is told, and the area that owns each is all that is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import numpy.typing as npt
from pyproj import CRS

from localvip.message import template, told
from localvip.problem import SHOWN_AT_MOST, Notice, Place, Problems
from localvip.region.locating import cache
from localvip.region.locating.locate import NO_LOCATION, Locator, Tally
from localvip.region.locating.mesh import Mesh
from localvip.region.locating.nearly import NearLocator, Patches
from localvip.region.plane import box_in, is_smooth, no_degrees, projection
from localvip.region.point_layers.kept_points import (
    MANY,
    Whereabouts,
    keep_whereabouts,
    kept_whereabouts,
    key_of_points,
)
from localvip.region.point_layers.points import Ids, Points, Source
from localvip.region.point_layers.stack import Stack
from localvip.region.readers.fault import LayerError
from localvip.region.readers.wkb import Coordinates

Float64s = npt.NDArray[np.float64]
Int32s = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
STACKED = 50
RAISED = template("{n} shapes have heights, which are left out.")
SHARED = template(
    "{n} points lie exactly on a border of areas; each is counted once, in the area with the smaller id."
)
SINGLE = template("{n} multipoints of one point each are read as points.")


def swept(source: Source, areas: Mesh | None, plane: CRS, problems: Problems) -> tuple[Points, list[Notice]]:
    """Return the points of ``source``, located in ``areas``, and what a reader should know of them.

    Refuses what ``source`` refuses of its ids, a shape that is no point, coordinates that are not finite or no
    degrees of the globe, and points that all miss the areas while they would meet them with longitude and latitude
    swapped. Of each kind of problem with single points the first 50 are told, and how many there are. Raises
    ``LayerError`` where the source can't be read. Without areas, or after a problem, nothing is located.
    """
    key = "" if areas is None or problems else key_of_points(source, areas, plane)
    found = kept_whereabouts(key)
    if found is None:
        found = _whereabouts(source, areas, plane, problems)
        keep_whereabouts("" if problems else key, found)
    stacked, raised, single, shared = found.counts.tolist()
    traits = (("flattened", RAISED, raised), ("multipoint", SINGLE, single), ("on-a-border", SHARED, shared))
    notices = [Notice(Place(source.file), code, told(text, n=n)) for code, text, n in traits if n]
    return Points(source, plane, found.home, stacked, key), notices


def _whereabouts(source: Source, areas: Mesh | None, plane: CRS, problems: Problems) -> Whereabouts:
    check, stack = Check(source.file, source.crs.is_geographic, problems), Stack(source.rows)
    locate, tally = (_nowhere, Tally()) if areas is None or problems else _locating(source, areas, plane)
    home = np.full(source.rows, NO_LOCATION, dtype=np.int32)
    start = 0
    for ids, found in source.checked_places(problems):
        check.see(ids, found)
        stack.add(found.x, found.y)
        home[start : start + len(found.x)] = locate(found)[: source.rows - start]
        start += len(found.x)
    check.end()
    if start != source.rows:
        raise LayerError(f"{source.file!r} announces {source.rows:,} points and holds {start:,}.")
    if areas is not None and start and not (home >= 0).any():
        _refuse_swapped(source, gpd.GeoSeries(areas.polygons, crs=plane), problems)
    stacked = stack.most(lambda: ((one.x, one.y) for one in source.places()), STACKED)
    return Whereabouts(home, np.array([stacked, check.raised, check.single, tally.shared]))


def located(source: Source, areas: gpd.GeoDataFrame, plane: CRS) -> Points:
    """Return points in which nothing is wrong, located in ``areas``."""
    locate, _ = _locating(source, Mesh(areas.geometry.to_numpy()), plane)
    homes = [locate(found) for found in source.places()]
    return Points(source, plane, np.concatenate([np.zeros(0, dtype=np.int32), *homes]))


def _locating(source: Source, areas: Mesh, plane: CRS) -> tuple[Callable[[Coordinates], Int32s], Tally]:
    flat, folder = projection(source.crs, plane), cache.users_folder() if source.rows >= MANY else None
    locator = Locator.over(areas, source.rows, folder)
    if source.rows >= MANY and locator.index is not None and is_smooth(source.crs, plane):
        patches = Patches.over(flat, box_in(source.crs, areas.polygons, plane))
        near = NearLocator(locator, locator.index, flat, patches)
        return lambda found: near.owners(found.x, found.y).astype(np.int32), locator.tally
    return lambda found: locator.owners(*flat(found.x, found.y)).astype(np.int32), locator.tally


def _nowhere(found: Coordinates) -> Int32s:
    return np.full(len(found.x), NO_LOCATION, dtype=np.int32)


@dataclass
class Check:
    """What is wrong with points as they pass by batch by batch; how many have heights, how many are multipoints."""

    file: str
    in_degrees: bool
    problems: Problems
    raised: int = 0
    single: int = 0
    _faults: Counter[str] = field(default_factory=Counter)

    def see(self, ids: Ids, found: Coordinates) -> None:
        """Note the faults of a batch."""
        for row, message in found.faults:
            self._tell("geometry", str(ids[row]), message)
        self.raised += found.raised
        self.single += found.single
        if self.in_degrees:
            for row in np.flatnonzero(no_degrees(found.x, found.y)).tolist():
                x, y = found.x[row], found.y[row]
                swapped = not no_degrees(y, x)
                hint = "Are longitude and latitude swapped?" if swapped else "Are these metres or feet?"
                message = f"lies at {x:g}, {y:g}, which are no degrees of longitude and latitude."
                self._tell("degrees", str(ids[row]), message, hint)

    def _tell(self, code: str, key: str, message: str, hint: str = "") -> None:
        if self._faults[code] < SHOWN_AT_MOST:
            self.problems.add(Place(self.file, item=key), code, message, hint)
        self._faults[code] += 1

    def end(self) -> None:
        """Note how many faults there were of a kind that was not told in full."""
        for code, number in self._faults.items():
            if number > SHOWN_AT_MOST:
                self.problems.add(
                    Place(self.file), code, f"{number:,} points in all are of no use like that."
                )


def _refuse_swapped(source: Source, areas: gpd.GeoSeries, problems: Problems) -> None:
    """Refuse points in degrees that all miss the bounds of ``areas``, while they meet them swapped."""
    if not source.crs.is_geographic:
        return
    west, south, east, north = areas.to_crs(source.crs).total_bounds

    def meets(lon: Float64s, lat: Float64s) -> bool:
        return bool(((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)).any())

    met = [(meets(one.x, one.y), meets(one.y, one.x)) for one in source.places()]
    if not any(straight for straight, _ in met) and any(swapped for _, swapped in met):
        message = "no point lies near the areas, but with longitude and latitude swapped they do."
        problems.add(Place(source.file), "swapped", message, "Write longitude first.")
