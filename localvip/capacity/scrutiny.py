"""What the data show of rules: caps that bind nowhere or change nothing, empty zones, idle set-asides.

Nothing here is refused: a rule may be written for land, people or years to come.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits import Bound, LimitRow
from localvip.capacity.measure import Capacity
from localvip.ordinance.model import Cap, SetAside, Zone
from localvip.ordinance.parts import called
from localvip.problem import Notice

Int64s = npt.NDArray[np.int64]


def scrutiny(capacity: Capacity) -> list[Notice]:
    """Return what a drafter should know of the rules in force on the day of ``capacity``, in order of place."""
    found = [*_idle_bounds(capacity), *_idle_zones(capacity), *_idle_set_asides(capacity)]
    return sorted(set(found))


def _idle_bounds(capacity: Capacity) -> Iterator[Notice]:
    rows: dict[int, list[int]] = {number: [] for number in range(len(capacity.limits.bounds))}
    for number, row in enumerate(capacity.limits.rows):
        if not row.sites:
            rows[row.bound].append(number)
    served = {service.bound for service in capacity.limits.services}
    for number, bound in enumerate(capacity.limits.bounds):
        if number in served or bound.default or bound.law.noun == "program":
            continue
        said = _idle(capacity, number, rows)
        if said:
            key = "limit" if isinstance(bound.provision, Cap) else "within"
            yield Notice(bound.provision.place_of(key), said[0], f"{_cited(bound)} {said[1]}")


def _cited(bound: Bound) -> str:
    return f"{called(bound.provision)} (section {bound.provision.section or '-'})"


def _idle(capacity: Capacity, number: int, rows: dict[int, list[int]]) -> tuple[str, str] | None:
    """Return why a provision has no effect on the day, strongest reason first; ``None`` where it has one."""
    bound, own = capacity.limits.bounds[number], rows[number]
    if not own:
        return _without_limits(capacity, bound)
    limits = [capacity.limits.rows[one] for one in own]
    if not isinstance(bound.provision, Cap):
        return None
    if all(row.value >= int(capacity.bounds[row.members].sum()) for row in limits):
        return "never-reached", "allows more visas than there are sponsors, everywhere: it never binds here."
    for other in rows:
        if other != number and _dominates(capacity, (other, rows[other]), (number, limits)):
            by = _cited(capacity.limits.bounds[other])
            return "redundant", f"changes nothing here: wherever it counts, {by} allows no more."
    if not bound.flow and not capacity.held_back.get(number) and not _felt(capacity, own):
        return (
            "binds-nowhere",
            f"binds nowhere on {capacity.case.day}: capacity would be the same without it.",
        )
    return None


def _without_limits(capacity: Capacity, bound: Bound) -> tuple[str, str] | None:
    """Return why a provision made no limit at all."""
    if isinstance(bound.provision, Cap):
        if bound.provision.while_ is not None:
            return "not-triggered", f"bounds nothing on {capacity.case.day}: its `while` is true of no group."
        return "picks-nothing", "picks no land here: it bounds nothing."
    if bound.provision.noun == "amenity":
        return "reaches-all", "reaches every home here: it bounds nothing."
    return None


def _felt(capacity: Capacity, own: list[int]) -> bool:
    effects = [capacity.effects[one] for one in own if one in capacity.effects]
    return any(effect.raises or effect.always for effect in effects)


def _dominates(capacity: Capacity, one: tuple[int, list[int]], other: tuple[int, list[LimitRow]]) -> bool:
    """Return whether each limit of ``other`` lies inside one limit of ``one`` that allows no more.

    Of two caps that say the same, the later is the redundant one.
    """
    (number, numbers), (later, limits) = one, other
    first, second = capacity.limits.bounds[number], capacity.limits.bounds[later]
    if not numbers or first.flow != second.flow:
        return False
    over = np.full(len(capacity.bounds), -1, dtype=np.int64)
    for position in numbers:
        row = capacity.limits.rows[position]
        if row.known and not row.classes:
            over[row.members] = position
    equal = True
    for row in limits:
        holders = np.unique(over[row.members])
        if len(holders) != 1 or holders[0] < 0 or capacity.limits.rows[int(holders[0])].value > row.value:
            return False
        holder = capacity.limits.rows[int(holders[0])]
        equal = equal and holder.value == row.value and len(holder.members) == len(row.members)
    return number < later or not equal


def _idle_zones(capacity: Capacity) -> Iterator[Notice]:
    table = capacity.case.cells.table
    for ground in capacity.case.grounds:
        for zone in ground.law.zones:
            land = ground.zones[zone.id] | ground.doubtful[zone.id]
            if zone.id in ground.asleep:
                continue
            if not land.any():
                message = f"{called(zone)} covers no land of {ground.called(capacity.case.region)}."
                yield Notice(zone.place_of("boundary"), "zone-without-land", message)
            elif "residents" in table and not table["residents"].to_numpy()[land].any():
                message = f"{called(zone)} covers land where nobody lives."
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
    message = (
        f"{called(zone)} sets aside {aside.id!r}, which holds nowhere in it: the exception has no object."
    )
    return Notice(aside.place, "no-object", message)
