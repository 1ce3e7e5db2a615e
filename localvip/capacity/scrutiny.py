"""What the data show of rules: caps that bind nowhere or change nothing, empty zones, idle set-asides.

Nothing here is refused: a rule may be written for land, people or years to come.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from localvip.capacity.limits.family import Family
from localvip.capacity.limits.limits import Bound
from localvip.capacity.measure import Capacity
from localvip.message import Message, template, told, written
from localvip.ordinance.model import Cap, SetAside, Zone
from localvip.ordinance.parts import called, cited
from localvip.problem import Notice


def scrutiny(capacity: Capacity) -> list[Notice]:
    """Return what a drafter should know of the rules in force on the day of ``capacity``, in order of place."""
    found = [*_idle_bounds(capacity), *_idle_zones(capacity), *_idle_set_asides(capacity)]
    return sorted(set(found))


def _idle_bounds(capacity: Capacity) -> Iterator[Notice]:
    held: dict[int, list[Family]] = {number: [] for number in range(len(capacity.limits.bounds))}
    for family in capacity.compiled.limits.families:
        held[family.bound].append(family)
    served = {service.bound for service in capacity.limits.services}
    for number, bound in enumerate(capacity.limits.bounds):
        if number in served or bound.default or bound.law.noun == "program":
            continue
        said = _idle(capacity, number, held)
        if said:
            key = "limit" if isinstance(bound.provision, Cap) else "within"
            yield Notice(bound.provision.place_of(key), *said)


def _idle(capacity: Capacity, number: int, held: dict[int, list[Family]]) -> tuple[str, Message] | None:
    """Return why a provision has no effect on the day, strongest reason first; ``None`` where it has one."""
    bound, own = capacity.limits.bounds[number], held[number]
    rule, day = cited(bound.provision), written(capacity.case.day)
    if not own:
        return _without_limits(capacity, bound)
    if not isinstance(bound.provision, Cap):
        return None
    if all((one.values >= one.grouping.sums(capacity.bounds)).all() for one in own):
        words = template("{rule} allows more visas than there are sponsors, everywhere: it never binds here.")
        return "never-reached", told(words, rule=rule)
    for other, families in held.items():
        if other != number and any(_dominates(capacity, each, one) for each in families for one in own):
            by = cited(capacity.limits.bounds[other].provision)
            words = template("{rule} changes nothing here: wherever it counts, {other} allows no more.")
            return "redundant", told(words, rule=rule, other=by)
    if not bound.flow and capacity.held_back.get(number) == 0 and not _felt(capacity, number):
        words = template("{rule} binds nowhere on {day}: capacity would be the same without it.")
        return "binds-nowhere", told(words, rule=rule, day=day)
    return None


def _without_limits(capacity: Capacity, bound: Bound) -> tuple[str, Message] | None:
    """Return why a provision made no limit at all."""
    rule, day = cited(bound.provision), written(capacity.case.day)
    if isinstance(bound.provision, Cap):
        if bound.provision.while_ is not None:
            words = template("{rule} bounds nothing on {day}: its 'while' is true of no group.")
            return "not-triggered", told(words, rule=rule, day=day)
        return "picks-nothing", told("{rule} picks no land here: it bounds nothing.", rule=rule)
    if bound.provision.noun == "amenity":
        return "reaches-all", told("{rule} reaches every home here: it bounds nothing.", rule=rule)
    return None


def _felt(capacity: Capacity, bound: int) -> bool:
    effects = map(capacity.effects.get, capacity.limits.numbers_of(bound).tolist())
    return any(effect.raises or effect.always for effect in effects if effect is not None)


def _dominates(capacity: Capacity, one: Family, other: Family) -> bool:
    """Return whether each limit of ``other``, a cap's, lies inside one limit of ``one`` that allows no more.

    Of two caps that say the same, the later is the redundant one.
    """
    if one.classes or capacity.limits.flow(one) != capacity.limits.flow(other):
        return False
    cells = np.flatnonzero(other.grouping.cells)
    over, under = one.grouping.index[cells], other.grouping.index[cells]
    holder = np.zeros(len(other), dtype=np.int32)
    holder[under] = over
    inside = (over >= 0).all() and (holder[under] == over).all() and one.known[holder].all()
    if not inside or (one.values[holder] > other.values).any():
        return False
    equal = (one.values[holder] == other.values) & (one.grouping.sizes[holder] == other.grouping.sizes)
    return one.bound < other.bound or not equal.all()


def _idle_zones(capacity: Capacity) -> Iterator[Notice]:
    table = capacity.case.cells.table
    for ground in capacity.case.grounds:
        for zone in ground.law.zones:
            land = ground.zones[zone.id] | ground.doubtful[zone.id]
            if zone.id in ground.asleep:
                continue
            if not land.any():
                place = ground.called(capacity.case.region)
                message = told("{zone} covers no land of {place}.", zone=called(zone), place=place)
                yield Notice(zone.place_of("boundary"), "zone-without-land", message)
            elif "residents" in table and not table["residents"].to_numpy()[land].any():
                message = told("{zone} covers land where nobody lives.", zone=called(zone))
                yield Notice(zone.place_of("boundary"), "zone-without-people", message)


def _idle_set_asides(capacity: Capacity) -> Iterator[Notice]:
    """Iterate over set-asides of rules that don't hold anywhere in the zone."""
    lands = {
        (ground.law.file, one.id): land
        for ground in capacity.case.grounds
        for _, one, land in (*ground.caps(), *ground.amenities())
    }
    for ground in capacity.case.grounds:
        for zone in ground.law.zones:
            for aside in zone.notwithstanding if ground.zones[zone.id].any() else ():
                named = capacity.case.rulebook.find(ground.law, aside.id)
                land = lands.get((named[0].file, named[1].id)) if named else None
                if land is not None and not (land & ground.zones[zone.id]).any():
                    yield _no_object(zone, aside)


def _no_object(zone: Zone, aside: SetAside) -> Notice:
    message = told(
        "{zone} sets aside '{rule}', which holds nowhere in it: the exception has no object.",
        zone=called(zone),
        rule=aside.id,
    )
    return Notice(aside.place, "no-object", message)
