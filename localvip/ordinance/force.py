"""What is in force on a day: laws, provisions and zones in their dates, amended, repealed and lapsed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Literal, TypeAlias, TypeVar

from localvip.ordinance.law import Defaults, Law
from localvip.ordinance.parts import falling
from localvip.ordinance.provision import Provision, Zone
from localvip.ordinance.rulebook import Rulebook, joined

Standing: TypeAlias = Literal["not yet in force", "lapsed", "repealed"]
L = TypeVar("L", bound=Law)
P = TypeVar("P", bound=Provision)
LISTS = ("caps", "amenities", "zones", "fees", "safeguards", "sponsors")
ZONE_LISTS = ("caps", "amenities", "fees", "safeguards")


def in_force(rulebook: Rulebook, on: date) -> Rulebook:
    """Return ``rulebook`` as it stands on the day ``on``: amended, and without all that is not in force."""
    amendments = tuple(one for one in rulebook.amendments if one.in_force(on))
    program = rulebook.program
    current = _current((program,) if program else (), amendments, on)
    return replace(
        rulebook,
        program=next(iter(current), None),
        acts=_current(rulebook.acts, amendments, on),
        ordinances=_current(rulebook.ordinances, amendments, on),
        amendments=amendments,
    )


def lapses(rulebook: Rulebook, on: date) -> tuple[tuple[str, str, Standing], ...]:
    """Return (law's title, provision's id or "", why) of all that is not in force on the day ``on``."""
    found: list[tuple[str, str, Standing]] = []
    for law in (*rulebook.laws, *rulebook.amendments):
        if law.status == "repealed":
            found.append((law.title, "", "repealed"))
        elif not law.in_force(on):
            found.append((law.title, "", "not yet in force" if on < law.effective else "lapsed"))
        else:
            found.extend((law.title, name, why) for name, why in _lapsed(law, on))
    return tuple(found)


def _lapsed(law: Law, on: date) -> Iterator[tuple[str, Standing]]:
    zones_out = {one.id for zone in law.zones if not zone.in_force(on) for one in zone.own}
    for provision in law.with_defaults():
        early = provision.effective is not None and on < provision.effective
        if not provision.in_force(on) or provision.id in zones_out:
            yield provision.id, "not yet in force" if early or _zone_early(law, provision, on) else "lapsed"


def _zone_early(law: Law, provision: Provision, on: date) -> bool:
    holder = next((zone for zone in law.zones if provision in zone.own), None)
    return holder is not None and holder.effective is not None and on < holder.effective


def _current(laws: tuple[L, ...], amendments: tuple[Law, ...], on: date) -> tuple[L, ...]:
    current: list[L] = []
    for law in laws:
        if not law.in_force(on):
            continue
        amended = law
        for amendment in amendments:
            if joined(amendment.file, amendment.amends) == law.file:
                amended = _amended(amended, amendment)
        current.append(_dated(amended, on))
    return tuple(current)


def _amended(law: L, amendment: Law) -> L:
    """Return ``law`` with ``amendment``: the same id replaces, a new id adds, ``repeals`` end what they name.

    What falls with a repealed provision ends as well.
    """
    gone = frozenset(amendment.repeals) | {one.id for one in falling(law, amendment.repeals)}
    changes: dict[str, object] = {
        name: _merged(getattr(law, name), getattr(amendment, name), gone) for name in LISTS
    }
    changes["zones"] = tuple(_without(zone, gone) for zone in _merged(law.zones, amendment.zones, gone))
    changes["definitions"] = {**law.definitions, **amendment.definitions}
    changes["unmodelled"] = (*law.unmodelled, *amendment.unmodelled)
    changes["allocation"] = amendment.allocation or law.allocation
    return law.model_copy(update=changes)


def _merged(old: tuple[P, ...], new: tuple[P, ...], gone: frozenset[str]) -> tuple[P, ...]:
    by_id = {one.id: one for one in old if one.id not in gone}
    by_id.update({one.id: one for one in new})
    return tuple(by_id.values())


def _without(zone: Zone, gone: frozenset[str]) -> Zone:
    kept = {name: tuple(one for one in getattr(zone, name) if one.id not in gone) for name in ZONE_LISTS}
    return zone.model_copy(update=kept)


def _dated(law: L, on: date) -> L:
    changes: dict[str, object] = {name: _on(getattr(law, name), on) for name in LISTS}
    changes["zones"] = tuple(
        zone.model_copy(update={name: _on(getattr(zone, name), on) for name in ZONE_LISTS})
        for zone in _on(law.zones, on)
    )
    fields = Defaults.model_fields
    changes["defaults"] = law.defaults.model_copy(
        update={name: _on(getattr(law.defaults, name), on) for name in fields}
    )
    return law.model_copy(update=changes)


def _on(provisions: Iterable[P], on: date) -> tuple[P, ...]:
    return tuple(one for one in provisions if one.in_force(on))
