"""Grounds: each law in force on the land it binds, and what its zones set aside there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from localvip.capacity.land import Seat, reach, seat_land, seats, zone_cuts, zone_land
from localvip.ordinance.model import Amenity, Cap, Law, SponsorRule, Zone
from localvip.ordinance.rulebook import Rulebook
from localvip.problem import Problems
from localvip.region.cells import Cells
from localvip.region.model import Region
from localvip.region.overlay import Cut

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Ground:
    """A law on its land: its seats in the region, the cells it binds, and those of each of its zones.

    ``fallback``: the land where its defaults bind, since no lower law is in force there.
    """

    law: Law
    seats: tuple[Seat, ...]
    land: Bools
    zones: dict[str, Bools]
    fallback: Bools

    def called(self, region: Region) -> str:
        """Return the name of the land: its jurisdictions, or the whole region."""
        return " and ".join(seat.name for seat in self.seats) or region.title

    def caps(self) -> Iterator[tuple[Zone | None, Cap, Bools]]:
        """Iterate over the law's caps, its zones' own and its defaults, each with its land."""
        yield from ((None, cap, self.land) for cap in self.law.caps)
        yield from ((zone, cap, self.zones[zone.id]) for zone in self.law.zones for cap in zone.caps)
        yield from ((None, cap, self.fallback) for cap in self.law.defaults.caps)

    def amenities(self) -> Iterator[tuple[Zone | None, Amenity, Bools]]:
        """Iterate over the law's amenities, its zones' own and its defaults, each with its land."""
        yield from ((None, amenity, self.land) for amenity in self.law.amenities)
        yield from ((zone, one, self.zones[zone.id]) for zone in self.law.zones for one in zone.amenities)
        yield from ((None, amenity, self.fallback) for amenity in self.law.defaults.amenities)

    def sponsor_rules(self) -> Iterator[tuple[SponsorRule, Bools]]:
        """Iterate over the law's sponsor rules and its defaults, each with its land."""
        yield from ((rule, self.land) for rule in self.law.sponsors)
        yield from ((rule, self.fallback) for rule in self.law.defaults.sponsors)


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
    shapes = reach(amenity.within, region, amenity.place_of("within"), problems)
    if amenity.serves is None:
        yield Cut(reach_name(law, amenity), shapely.union_all(shapes.to_numpy()))
        return
    for site, shape in shapes.items():
        yield Cut(reach_name(law, amenity, str(site)), shape)


def reach_name(law: Law, amenity: Amenity, site: str = "") -> str:
    """Return the name of the cut that an amenity's reach makes, or the reach of one of its sites."""
    return f"{law.file}#{amenity.id}/reach/{site}"


def grounds_of(rulebook: Rulebook, region: Region, cells: Cells, problems: Problems) -> tuple[Ground, ...]:
    """Return every law of the rulebook on its land, noting jurisdictions that the region doesn't have."""
    found = [seats(law, region, problems) for law in rulebook.laws]
    lands = [_land(law, places, cells) for law, places in zip(rulebook.laws, found, strict=True)]
    grounds = []
    for law, places, land in zip(rulebook.laws, found, lands, strict=True):
        lower = [
            one for one, below in zip(lands, rulebook.laws, strict=True) if _ordered(rulebook, law, below)
        ]
        zones = {zone.id: land & zone_land(law, zone, cells) for zone in law.zones}
        fallback = land & ~np.logical_or.reduce([np.zeros_like(land), *lower])
        grounds.append(Ground(law, places, land, zones, fallback))
    return tuple(grounds)


def _ordered(rulebook: Rulebook, law: Law, below: Law) -> bool:
    """Return whether ``below`` is an ordinance that stands under ``law``, however far."""
    return below.noun == "ordinance" and any(one is law for one in rulebook.higher(below))


def _land(law: Law, places: tuple[Seat, ...], cells: Cells) -> Bools:
    lost = law.noun == "ordinance" and not places
    return np.zeros(len(cells.table), bool) if lost else seat_land(places, cells)


def ordinance_land(rulebook: Rulebook, region: Region, cells: Cells, problems: Problems) -> Bools:
    """Return the cells that the ordinances of a rulebook bind, on whatever day."""
    land = np.zeros(len(cells.table), bool)
    for law in rulebook.ordinances:
        land |= _land(law, seats(law, region, problems), cells)
    return land
