"""Grounds: each law in force on the land it binds, and what its zones set aside there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

from localvip.capacity.limits.land import Places, Seat, by_way, reach, zone_cuts, zone_land
from localvip.capacity.limits.trigger import Totals, while_true
from localvip.ordinance.model import Amenity, Cap, Law, Provision, SponsorRule, Zone
from localvip.ordinance.rulebook import Rulebook
from localvip.problem import Problems
from localvip.region.cells import Cells
from localvip.region.model import Region
from localvip.region.overlay import Cut

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Ground:
    """A law on its land: its seats in the region, the cells it binds, and those of each of its zones.

    ``fallback``: the land where its defaults bind, since no lower law is in force there. ``doubtful``: by zone,
    the cells of which the data don't tell whether they lie in it. Its own rules count them; it sets nothing
    aside there. ``asleep``: zones whose ``while`` is false on the day.
    """

    law: Law
    seats: tuple[Seat, ...]
    land: Bools
    zones: dict[str, Bools]
    fallback: Bools
    doubtful: dict[str, Bools]
    asleep: frozenset[str] = frozenset()

    @cached_property
    def doubts(self) -> dict[str, Bools]:
        """Return, by zone, the doubtful cells of those zones that have any."""
        return {name: cells for name, cells in self.doubtful.items() if cells.any()}

    def in_doubt(self, provision: Provision) -> Bools | None:
        """Return the doubtful cells of the zone whose own rule ``provision`` is; ``None`` where there are none."""
        own = (
            self.doubts[zone.id]
            for zone in self.law.zones
            if zone.id in self.doubts and _own(zone, provision)
        )
        return next(own, None)

    def _perhaps(self, zone: Zone) -> Bools:
        land = self.zones[zone.id]
        return land | self.doubts[zone.id] if zone.id in self.doubts else land

    def called(self, region: Region) -> str:
        """Return the name of the land: its jurisdictions, or the whole region."""
        return " and ".join(seat.name for seat in self.seats) or region.title

    def caps(self) -> Iterator[tuple[Zone | None, Cap, Bools]]:
        """Iterate over the law's caps, its zones' own and its defaults, each with its land."""
        yield from ((None, cap, self.land) for cap in self.law.caps)
        yield from ((zone, cap, self._perhaps(zone)) for zone in self.law.zones for cap in zone.caps)
        yield from ((None, cap, self.fallback) for cap in self.law.defaults.caps)

    def amenities(self) -> Iterator[tuple[Zone | None, Amenity, Bools]]:
        """Iterate over the law's amenities, its zones' own and its defaults, each with its land."""
        yield from ((None, amenity, self.land) for amenity in self.law.amenities)
        yield from ((zone, one, self._perhaps(zone)) for zone in self.law.zones for one in zone.amenities)
        yield from ((None, amenity, self.fallback) for amenity in self.law.defaults.amenities)

    def sponsor_rules(self) -> Iterator[tuple[SponsorRule, Bools]]:
        """Iterate over the law's sponsor rules and its defaults, each with its land."""
        yield from ((rule, self.land) for rule in self.law.sponsors)
        yield from ((rule, self.fallback) for rule in self.law.defaults.sponsors)


def _own(zone: Zone, provision: Provision) -> bool:
    return any(one is provision for one in zone.own)


def cuts_of(rulebook: Rulebook, region: Region) -> tuple[Cut, ...]:
    """Return the borders that the zones and amenities of a rulebook draw, in the order of its files.

    Raises ``Refused`` with every layer, feature, area or column that the region doesn't have.
    """
    problems = Problems()
    cuts: list[Cut] = []
    for law in rulebook.laws:
        for zone in law.zones:
            cuts.extend(zone_cuts(law, zone, region, problems))
        zoned = (one for zone in law.zones for one in zone.amenities)
        for amenity in (*law.amenities, *zoned, *law.defaults.amenities):
            cuts.extend(_reach_cuts(law, amenity, region, problems))
    problems.refuse()
    return tuple(cuts)


def _reach_cuts(law: Law, amenity: Amenity, region: Region, problems: Problems) -> Iterator[Cut]:
    """Iterate over the border of an amenity's reach; where sites serve, over the border of each site's."""
    if amenity.within is None:
        return
    shapes = reach(by_way(amenity.within, region), region, amenity.place_of("within"), problems)
    if amenity.serves is None:
        yield Cut(reach_name(law, amenity), shapely.union_all(shapes.to_numpy()))
        return
    for site, shape in shapes.items():
        yield Cut(reach_name(law, amenity, str(site)), shape)


def reach_name(law: Law, amenity: Amenity, site: str = "") -> str:
    """Return the name of the cut that an amenity's reach makes, or the reach of one of its sites."""
    return f"{law.file}#{amenity.id}/reach/{site}"


def grounds_of(rulebook: Rulebook, places: Places, problems: Problems) -> tuple[Ground, ...]:
    """Return every law of the rulebook on its land, noting jurisdictions that the region doesn't have."""
    lands = [places.land(law, problems) for law in rulebook.laws]
    ruled = _ruled(rulebook, lands)
    grounds = []
    for law, land in zip(rulebook.laws, lands, strict=True):
        fallback = land & ~ruled[id(law)] if id(law) in ruled else land
        ground = Ground(law, places.seats(law, problems), land, {}, fallback, {})
        grounds.append(_with_zones(ground, places.region, places.cells, problems))
    return tuple(grounds)


def _ruled(rulebook: Rulebook, lands: list[Bools]) -> dict[int, Bools]:
    """Return, by the identity of a law, the land of the ordinances that stand under it, however far."""
    ruled: dict[int, Bools] = {}
    for below, land in zip(rulebook.laws, lands, strict=True):
        for law in rulebook.higher(below) if below.noun == "ordinance" else ():
            ruled[id(law)] = ruled[id(law)] | land if id(law) in ruled else land
    return ruled


def _with_zones(ground: Ground, region: Region, cells: Cells, problems: Problems) -> Ground:
    """Return ``ground`` with its zones on their land, those left out of which ``while`` is false.

    ``while`` is tested on the totals of a zone's whole land. Where it is unknown, or its land is, all of the zone
    is doubtful.
    """
    zones, doubtful, asleep = {}, {}, set()
    for zone in ground.law.zones:
        land = zone_land(ground.law, zone, cells)
        zones[zone.id], doubtful[zone.id] = ground.land & land.true, ground.land & land.unknown
        if zone.while_ is None:
            continue
        perhaps = zones[zone.id] | doubtful[zone.id]
        truth = while_true(zone, Totals(region, cells, perhaps.astype(np.int64) - 1, 1), problems)
        if truth.false.any() and not doubtful[zone.id].any():
            asleep.add(zone.id)
            perhaps = np.zeros_like(perhaps)
        if not truth.true.any() or doubtful[zone.id].any():
            zones[zone.id], doubtful[zone.id] = np.zeros_like(perhaps), perhaps
    return replace(ground, zones=zones, doubtful=doubtful, asleep=frozenset(asleep))


def ordinance_land(rulebook: Rulebook, places: Places, problems: Problems) -> Bools:
    """Return the cells that the ordinances of a rulebook bind, on whatever day."""
    land = np.zeros(len(places.cells.table), bool)
    for law in rulebook.ordinances:
        land |= places.land(law, problems)
    return land
