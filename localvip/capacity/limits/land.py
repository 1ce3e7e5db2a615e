"""Which land each law and zone binds: jurisdictions found in the region, boundaries turned into cuts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from localvip.capacity.limits.columns import area_column, units_of
from localvip.language.condition import Condition
from localvip.language.evaluate import Truth, evaluate
from localvip.language.names import check_names
from localvip.language.quantity import Within
from localvip.ordinance.model import Boundary, JurisdictionRef, Law, Zone
from localvip.problem import Place, Problems, did_you_mean, listed
from localvip.region.cells import Cells
from localvip.region.model import Region
from localvip.region.overlay import Cut

Int32s = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
ARC = 32


@dataclass(frozen=True)
class Seat:
    """A jurisdiction as the region has it: the level and the id."""

    level: str
    id: str
    name: str
    outside: tuple[str, ...] = ()


class Register:
    """The jurisdictions of a region, found by id or by name."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self._called: dict[str, list[Seat]] = defaultdict(list)
        for level in region.levels.values():
            for key, name in level.names().items():
                for text in dict.fromkeys((key, name)):
                    self._called[text].append(Seat(level.name, key, name))

    def seats(self, law: Law, problems: Problems) -> tuple[Seat, ...]:
        """Return where ``law`` binds; empty: the whole region lies in its jurisdiction.

        A program binds everywhere; so does an act whose state isn't a level of the region. Refuses an ordinance's
        jurisdiction that no level has, that several have, or that names two places of one level.
        """
        found = []
        for position, ref in enumerate(getattr(law, "jurisdictions", ())):
            place = law.place_of("jurisdiction", position)
            matches = [replace(seat, outside=ref.outside) for seat in self._matches(ref)]
            if len(matches) == 1:
                found.append(matches[0])
            elif law.noun == "ordinance" or matches:
                _refuse(ref, matches, self.region, place, problems)
        return tuple(found)

    def _matches(self, ref: JurisdictionRef) -> Iterator[Seat]:
        for seat in self._called.get(ref.id or ref.name, ()):
            if ref.level in (None, seat.level) and ref.id in ("", seat.id):
                yield seat


def _refuse(
    ref: JurisdictionRef, matches: list[Seat], region: Region, place: Place, problems: Problems
) -> None:
    called = ref.id or ref.name
    if matches:
        ids = listed(f"{seat.level} {seat.id}" for seat in matches)
        message = f"jurisdiction {called!r} names several places: {ids}."
        problems.add(place, "ambiguous-jurisdiction", message, "Give its level, or its id.")
        return
    if ref.level is not None and ref.level not in region.levels:
        message = f"the region has no level {ref.level!r}."
        problems.add(
            place, "unknown-level", message, did_you_mean(ref.level, region.levels) or _levels(region)
        )
        return
    names = [name for level in region.levels.values() for name in level.names().values()]
    hint = did_you_mean(called, names) or f"It has: {listed(names)}."
    problems.add(place, "unknown-jurisdiction", f"the region has no jurisdiction {called!r}.", hint)


def _levels(region: Region) -> str:
    return f"Its levels: {listed(region.levels)}."


class Places:
    """Where each law of a case binds: its seats in the region, the cells in them; each is found once."""

    def __init__(self, region: Region, cells: Cells) -> None:
        self.region = region
        self.cells = cells
        self._register = Register(region)
        self._numbered: dict[str, tuple[Int32s, pd.Index]] = {}
        self._seats: dict[int, tuple[Law, tuple[Seat, ...]]] = {}

    def seats(self, law: Law, problems: Problems) -> tuple[Seat, ...]:
        """Return where ``law`` binds (see ``Register``), noting a jurisdiction that can't be found the first time."""
        if id(law) not in self._seats:
            self._seats[id(law)] = law, self._register.seats(law, problems)
        return self._seats[id(law)][1]

    def land(self, law: Law, problems: Problems) -> Bools:
        """Return which cells ``law`` binds: those in any of its seats and outside the levels that they leave out."""
        seats = self.seats(law, problems)
        land = np.full(len(self.cells.table), not seats and law.noun != "ordinance")
        for seat in seats:
            codes, keys = self._codes(seat.level)
            inside = codes == keys.get_loc(seat.id) if seat.id in keys else np.zeros_like(land)
            for level in seat.outside:
                inside = inside & (self._codes(level)[0] < 0)
            land |= inside
        return land

    def _codes(self, level: str) -> tuple[Int32s, pd.Index]:
        if level not in self._numbered:
            codes, keys = pd.factorize(self.cells.table[level].array)
            self._numbered[level] = codes.astype(np.int32), pd.Index(keys)
        return self._numbered[level]


def zone_name(law: Law, zone: Zone) -> str:
    """Return the name of the cuts of a zone."""
    return f"{law.file}#{zone.id}"


def zone_cuts(law: Law, zone: Zone, region: Region, problems: Problems) -> list[Cut]:
    """Return the cuts of a zone: one a part of its boundary, and one for each ``except`` inside it.

    A second cut holds the land of a part whose areas may or may not fit its ``where``.
    """
    names = _part_names(law, zone)
    return [cut for name, part in names for cut in _part_cuts(name, part, region, problems)]


def zone_land(law: Law, zone: Zone, cells: Cells) -> Truth:
    """Return which cells lie inside the boundary of ``zone`` (wherever its law binds); unknown where data lack."""
    parts = [_part_land(name, part, cells) for name, part in _part_names(law, zone)]
    true = np.logical_or.reduce([part.true for part in parts])
    unknown = np.logical_or.reduce([part.unknown for part in parts])
    return Truth(true, unknown & ~true)


def _part_names(law: Law, zone: Zone) -> list[tuple[str, Boundary]]:
    return [(f"{zone_name(law, zone)}/{position}", part) for position, part in enumerate(zone.boundary)]


def _part_cuts(name: str, part: Boundary, region: Region, problems: Problems) -> Iterator[Cut]:
    yield from _cuts(name, part, region, problems)
    if part.except_ is not None:
        yield from _part_cuts(f"{name}/except", part.except_, region, problems)


def _doubt(name: str) -> str:
    """Return the name of the cut that holds the land of which it is unknown whether it lies in a part."""
    return f"{name}/unknown"


def _part_land(name: str, part: Boundary, cells: Cells) -> Truth:
    """Return the cells inside a part; an exception may have one of its own (the file's depth is bounded)."""
    true = cells.table[name].to_numpy(dtype=bool)
    nowhere = np.zeros_like(true)
    unknown = cells.table[_doubt(name)].to_numpy(dtype=bool) if _doubt(name) in cells.table else nowhere
    if part.except_ is None:
        return Truth(true, unknown)
    off = _part_land(f"{name}/except", part.except_, cells)
    return Truth(true & off.false, (unknown & ~off.true) | (true & off.unknown))


def _cuts(name: str, part: Boundary, region: Region, problems: Problems) -> Iterator[Cut]:
    shapes, areas = [], np.ones(len(region.areas), bool)
    unknown = np.zeros(len(region.areas), bool)
    if part.layer and part.layer != "areas":
        shapes.append(_layer_land(part, region, problems))
    elif part.ids:
        areas &= _chosen_areas(part, region, problems)
    if part.where is not None:
        truth = _areas_where(part.where, part.place_of("where"), region, problems)
        areas, unknown = areas & truth.true, areas & truth.unknown
    if part.within is not None:
        near = reach(part.within, region, part.place_of("within"), problems)
        shapes.append(shapely.union_all(near.to_numpy()))
    shape = shapely.intersection_all(shapes) if shapes else None
    yield Cut(name, shape, None if areas.all() else areas)
    if unknown.any():
        yield Cut(_doubt(name), shape, unknown)


def _chosen_areas(part: Boundary, region: Region, problems: Problems) -> Bools:
    for key in sorted(set(part.ids) - set(region.areas.index)):
        hint = did_you_mean(key, region.areas.index)
        problems.add(part.place_of("ids"), "unknown-area", f"the region has no area {key!r}.", hint)
    chosen: Bools = region.areas.index.isin(part.ids)
    return chosen


def _layer_land(part: Boundary, region: Region, problems: Problems) -> BaseGeometry:
    layer = region.layers.get(part.layer)
    if layer is None:
        hint = did_you_mean(part.layer, region.layers) or f"Its layers: {listed(region.layers)}."
        message = f"the region has no layer {part.layer!r}."
        problems.add(part.place_of("layer"), "unknown-layer", message, hint)
        return shapely.Polygon()
    for key in sorted(set(part.ids) - set(layer.shapes.index)):
        hint = did_you_mean(key, layer.shapes.index) or f"It has: {listed(layer.shapes.index)}."
        message = f"layer {part.layer!r} has no feature {key!r}."
        problems.add(part.place_of("ids"), "unknown-feature", message, hint)
    chosen = layer.shapes.geometry.to_numpy()
    chosen = chosen[layer.shapes.index.isin(part.ids)] if part.ids else chosen
    land = shapely.union_all(shapely.make_valid(chosen))
    if len(chosen) and shapely.area(land) == 0:
        message = f"layer {part.layer!r} holds no land, only points or lines."
        problems.add(part.place_of("layer"), "no-land", message, f"Write within: 800 m of {part.layer}.")
    return land


def _areas_where(condition: Condition, place: Place, region: Region, problems: Problems) -> Truth:
    """Return the areas where a condition is true, and those where it is unknown."""
    known = {*region.columns, "area"}
    for name in sorted(condition.names - known):
        hint = did_you_mean(name, known) or f"Its columns: {listed(known)}."
        problems.add(place, "unknown-column", f"the region has no column {name!r}.", hint)
    faults = [] if condition.names - known else check_names(condition, units_of(region))
    for fault in faults:
        problems.add(place, "condition", fault.message, fault.hint)
    if condition.names - known or faults:
        nowhere = np.zeros(len(region.areas), bool)
        return Truth(nowhere, nowhere)
    return evaluate(condition, {name: area_column(region, name) for name in condition.names})


def by_way(within: Within, region: Region) -> Within:
    """Return the straight line that stands for a distance by the way to a layer: shorter by its detour factor."""
    layer = region.layers.get(within.layer)
    if layer is None or layer.spec.detour is None:
        return within
    return replace(within, metres=within.metres / layer.spec.detour)


def reach(within: Within, region: Region, place: Place, problems: Problems) -> gpd.GeoSeries:
    """Return the land within a straight-line distance, or minutes on the way, of each feature of a layer, by id.

    Circles have 128 corners: their land is 0.04 % too small, their radius never too long. Minutes are those that the
    region gives; where it gives none, or land for others only, that is refused.
    """
    layer = region.layers.get(within.layer)
    if layer is None:
        hint = did_you_mean(within.layer, region.layers) or f"Its layers: {listed(region.layers)}."
        problems.add(place, "unknown-layer", f"the region has no layer {within.layer!r}.", hint)
        return gpd.GeoSeries([], crs=region.plane)
    if within.minutes is None:
        return layer.shapes.geometry.buffer(float(within.metres), quad_segs=ARC)
    if layer.travel is None or not layer.travel.knows(within.minutes):
        steps = "" if layer.travel is None else ", ".join(layer.travel.steps())
        times = f"land for {steps} minutes only" if steps else "no travel times"
        hint = "Write travel: {file, site, minutes} beside the layer in region.yaml."
        problems.add(place, "no-travel", f"layer {within.layer!r} has {times}, not for {within.text}.", hint)
        return gpd.GeoSeries([], crs=region.plane)
    land = layer.travel.within(within.minutes, layer.shapes.index)
    return gpd.GeoSeries(land, index=layer.shapes.index, crs=region.plane)
