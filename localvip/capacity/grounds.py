"""Grounds: each law in force on the land it binds, and what its zones set aside there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from localvip.capacity.land import Seat, reach, seat_land, seats, zone_cuts, zone_land
from localvip.ordinance.model import Amenity, Law, Provision, Zone
from localvip.ordinance.rulebook import Rulebook
from localvip.problem import Problems
from localvip.region.cells import Cells
from localvip.region.model import Region
from localvip.region.overlay import Cut

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Ground:
    """A law on its land: its seats in the region, the cells it binds, and those of each of its zones."""

    law: Law
    seats: tuple[Seat, ...]
    land: Bools
    zones: dict[str, Bools] = field(default_factory=dict)

    def called(self, region: Region) -> str:
        """Return the name of the land: its jurisdictions, or the whole region."""
        return " and ".join(seat.name for seat in self.seats) or region.title

    def amenities(self) -> Iterator[tuple[Zone | None, Amenity, Bools]]:
        """Iterate over the law's amenities and its zones' own, each with its land."""
        for amenity in self.law.amenities:
            yield None, amenity, self.land
        for zone in self.law.zones:
            for amenity in zone.amenities:
                yield zone, amenity, self.zones[zone.id]


@dataclass(frozen=True)
class SetAside:
    """Land on which a zone sets a provision aside; ``base_kept``: its people still count in the base."""

    land: Bools
    base_kept: bool


def cuts_of(rulebook: Rulebook, region: Region) -> tuple[Cut, ...]:
    """Return the borders that the zones and amenities of a rulebook draw, in the order of its files.

    Raises ``Refused`` with every layer, feature, area or column that the region doesn't have.
    """
    problems = Problems()
    cuts: list[Cut] = []
    for law in rulebook.laws:
        for zone in law.zones:
            cuts.extend(zone_cuts(law, zone, region, problems))
        for amenity in (*law.amenities, *(one for zone in law.zones for one in zone.amenities)):
            if amenity.within is not None:
                shape = reach(amenity.within, region, amenity.place_of("within"), problems)
                cuts.append(Cut(reach_name(law, amenity), shape))
    problems.refuse()
    return tuple(cuts)


def reach_name(law: Law, amenity: Amenity) -> str:
    """Return the name of the cut that an amenity's reach makes."""
    return f"{law.file}#{amenity.id}/reach"


def grounds_of(rulebook: Rulebook, region: Region, cells: Cells, problems: Problems) -> tuple[Ground, ...]:
    """Return every law of the rulebook on its land, noting jurisdictions that the region doesn't have."""
    return tuple(_ground(law, region, cells, problems) for law in rulebook.laws)


def _ground(law: Law, region: Region, cells: Cells, problems: Problems) -> Ground:
    found = seats(law, region, problems)
    lost = law.noun == "ordinance" and not found
    land = np.zeros(len(cells.table), bool) if lost else seat_land(found, cells)
    return Ground(law, found, land, {zone.id: land & zone_land(law, zone, cells) for zone in law.zones})


def governed_land(grounds: tuple[Ground, ...], cells: Cells) -> Bools:
    """Return the cells that at least one ordinance binds."""
    land = np.zeros(len(cells.table), bool)
    for ground in grounds:
        if ground.law.noun == "ordinance":
            land |= ground.land
    return land


def set_asides(rulebook: Rulebook, grounds: tuple[Ground, ...]) -> dict[tuple[str, str], list[SetAside]]:
    """Return, by file and id, where zones set provisions aside; a zone set aside takes its provisions with it."""
    found: dict[tuple[str, str], list[SetAside]] = defaultdict(list)
    for ground in grounds:
        for zone in ground.law.zones:
            for aside in zone.notwithstanding:
                named = rulebook.find(ground.law, aside.id)
                for law, provision in _with_own(named) if named else ():
                    entry = SetAside(ground.zones[zone.id], aside.base == "kept")
                    found[law.file, provision.id].append(entry)
    return found


def _with_own(named: tuple[Law, Provision]) -> Iterator[tuple[Law, Provision]]:
    law, provision = named
    yield law, provision
    if isinstance(provision, Zone):
        for one in provision.own:
            yield law, one
