"""The chain of law for one place: which laws bind it, which provisions apply, which are set aside, which bind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import shapely

from localvip.capacity.limits.family import LimitRow
from localvip.capacity.limits.grounds import Ground
from localvip.capacity.limits.picking import Picker
from localvip.capacity.measure import Capacity, Effect
from localvip.language.wording import in_words
from localvip.message import reworded, told
from localvip.ordinance.model import Law, Provision, Zone
from localvip.problem import Place, Problem, Problems, Refused, did_you_mean
from localvip.region.locating.locate import first_owner

Int64s = npt.NDArray[np.int64]
Standing = Literal["applies", "set aside", "not here", "no number"]


@dataclass(frozen=True)
class Link:
    """A provision at a place: whether it applies, why not, and its limits there with visas used in the split.

    ``because``: the zone that sets it aside, or that the place isn't what the rule picks. ``flow``: its limits
    bound visas first issued in a year, so the split uses none of them.
    """

    law: Law
    provision: Provision
    standing: Standing
    because: str
    limits: tuple[tuple[LimitRow, int, Effect | None], ...]
    flow: bool = False

    @property
    def binds(self) -> bool:
        """Return whether one of its limits has no visa left in the split."""
        return not self.flow and any(row.value == used for row, used, _ in self.limits)


@dataclass(frozen=True)
class Chain:
    """The law at some cells of one area, from the program down: ``links`` in the order of files and provisions."""

    area: str
    cells: Int64s
    links: tuple[Link, ...]


def chain_of(capacity: Capacity, cells: Int64s) -> Chain:
    """Return the chain of law for cells of one area; provisions of laws that bind other land are left out."""
    area = str(capacity.case.cells.table["area"].iloc[cells[0]])
    links = [
        _link(capacity, ground, provision, cells)
        for ground in capacity.case.grounds
        if ground.land[cells].any()
        for provision in _provisions_at(ground, cells)
    ]
    return Chain(area, cells, tuple(links))


def _provisions_at(ground: Ground, cells: Int64s) -> Iterator[Provision]:
    """Iterate over a law's provisions, each zone that holds any of the cells with its own, then its defaults."""
    for provision in ground.law.top:
        inside = not isinstance(provision, Zone) or ground.zones[provision.id][cells].any()
        if inside:
            yield provision
        if inside and isinstance(provision, Zone):
            yield from provision.own
    if ground.fallback[cells].any():
        yield from ground.law.defaults.provisions


def _link(capacity: Capacity, ground: Ground, provision: Provision, cells: Int64s) -> Link:
    rows = [
        (row, int(capacity.used[number]), capacity.effects.get(number))
        for number, row in _counting(capacity, cells)
        if capacity.limits.bounds[row.bound].key == (ground.law.file, provision.id)
    ]
    flow = any(capacity.limits.bounds[row.bound].flow for row, _, _ in rows)
    here: tuple[Standing, str] = ("applies", "")
    standing, because = here if rows else _standing(capacity, ground, provision, cells)
    return Link(ground.law, provision, standing, because, tuple(rows), flow)


def _counting(capacity: Capacity, cells: Int64s) -> list[tuple[int, LimitRow]]:
    """Return the limits that count any of some cells, with their numbers."""
    return [(number, capacity.limits.rows[number]) for number in capacity.limits.counting(cells).tolist()]


def _standing(
    capacity: Capacity, ground: Ground, provision: Provision, cells: Int64s
) -> tuple[Standing, str]:
    case = capacity.case
    asides = case.asides.get((ground.law.file, provision.id), ())
    by = [aside.zone for aside in asides if aside.land[cells].all()]
    if by:
        return "set aside", told("by the zone {zone}", zone=by[0].title or by[0].id)
    if provision.noun not in ("cap", "amenity"):
        return "applies", ""
    here = Picker(case).pick(ground, provision, ground.land, Problems()).counts[cells].any()
    if provision.where is not None and not here:
        where = reworded(provision.where.text, in_words(provision.where))
        return "not here", told("the place is not where {where}", where=where)
    return "no number", told("it bounds no visas here on this day")


def cells_of_area(capacity: Capacity, area: str) -> Int64s:
    """Return the cells of an area by id or name; raises ``Refused`` with the nearest names."""
    areas = capacity.case.region.areas
    found = np.flatnonzero((areas.index == area) | (areas["name"] == area).to_numpy())
    if len(found) != 1:
        levels = [
            level.name for level in capacity.case.region.levels.values() if area in level.names().values()
        ]
        known = [*areas.index, *areas["name"]]
        hint = f"It is a {levels[0]}; name one of its areas." if levels else did_you_mean(area, known)
        message = f"the region has {'several areas' if len(found) else 'no area'} {area!r}."
        raise Refused([Problem(Place("--area"), "unknown-area", message, hint)])
    return np.flatnonzero(capacity.case.cells.position == found[0])


def cell_at(capacity: Capacity, latitude: float, longitude: float) -> Int64s:
    """Return the cell that holds a point (WGS 84 degrees); raises ``Refused`` outside every area."""
    import geopandas as gpd

    spot = gpd.GeoSeries([shapely.Point(longitude, latitude)], crs=4326).to_crs(capacity.case.region.plane)
    owner = first_owner(spot.to_numpy(), capacity.case.cells.shapes)
    if owner[0] < 0:
        hint = "Write latitude first: 41.08,-81.52."
        message = f"{latitude:g},{longitude:g} lies in no area of the region."
        raise Refused([Problem(Place("--at"), "outside", message, hint)])
    return owner
