"""References between provisions: each names one that is there, and may do to it what it does."""

from __future__ import annotations

from collections.abc import Iterator

from localvip.ordinance.law import Act, Law, Ordinance
from localvip.ordinance.parts import called
from localvip.ordinance.provision import Provision, Zone
from localvip.ordinance.rulebook import Rulebook, joined, parent_name
from localvip.problem import Place, Problem, did_you_mean, listed

_SET_ASIDE = frozenset({"cap", "amenity", "zone", "fee"})


def reference_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Iterate over what is wrong with ``notwithstanding``, ``alongside``, ``falls with`` and ``repeals``."""
    for law in (*rulebook.laws, *rulebook.amendments):
        for provision in law.with_defaults():
            yield from _falls_with(rulebook, law, provision)
        for zone in law.zones:
            yield from _alongside(law, zone)
            yield from _notwithstanding(rulebook, law, zone)
            yield from _mutual(rulebook, law, zone)
    for law in rulebook.laws:
        yield from _standing(rulebook, law)
    for amendment in rulebook.amendments:
        yield from _repeals(rulebook, amendment)


def _standing(rulebook: Rulebook, law: Law) -> Iterator[Problem]:
    above = next(rulebook.higher(law), None)
    if above is None and parent_name(law):
        message = f"{law.title!r} stands under an amendment."
        yield Problem(law.place_of("under"), "under-amendment", message, "Name the law that it amends.")
    elif isinstance(law, Act) and isinstance(above, Ordinance):
        message = f"An act cannot stand under an ordinance ({above.title!r})."
        yield Problem(law.place_of("under"), "no-power", message, "Name a program or another act.")


def _missing(rulebook: Rulebook, law: Law, reference: str, subject: str, place: Place) -> Problem:
    file = joined(law.file, reference.rpartition("#")[0]) if "#" in reference else law.file
    if all(one.file != file for one in (law, *rulebook.laws)):
        message = f"{subject} names {reference!r}, but {file} was not read."
        return Problem(place, "file-not-read", message, "Give that file as well.")
    known = [one.id for one in law.provisions]
    for other in rulebook.laws:
        known += [f"{_from(law, other)}#{one.id}" for one in other.provisions if other is not law]
    message = f"{subject} names {reference!r}, but there is no such provision."
    hint = did_you_mean(reference, known) or f"This file has: {listed(one.id for one in law.provisions)}."
    return Problem(place, "unknown-provision", message, hint)


def _from(law: Law, other: Law) -> str:
    """Return the name of ``other``'s file as a reference from ``law`` writes it."""
    folder = law.file.rpartition("/")[0]
    return other.file.removeprefix(f"{folder}/") if folder else other.file


def _falls_with(rulebook: Rulebook, law: Law, one: Provision) -> Iterator[Problem]:
    for index, name in enumerate(one.falls_with):
        place = one.place_of("falls_with", index)
        if name == one.id:
            yield Problem(
                place, "self-reference", f"{called(one)} falls with itself.", "Name another provision."
            )
        elif rulebook.find(law, name) is None:
            yield _missing(rulebook, law, name, f"{called(one)}: 'falls with'", place)


def _alongside(law: Law, zone: Zone) -> Iterator[Problem]:
    zones = {one.id for one in law.zones} if zone.alongside else set()
    for index, name in enumerate(zone.alongside):
        if name not in zones or name == zone.id:
            message = f"{called(zone)}: 'alongside' names {name!r}, which is no other zone of this file."
            others = [one for one in zones if one != zone.id]
            hint = did_you_mean(name, others) or f"Zones: {listed(others)}."
            yield Problem(zone.place_of("alongside", index), "unknown-zone", message, hint)


def _notwithstanding(rulebook: Rulebook, law: Law, zone: Zone) -> Iterator[Problem]:
    for one in zone.notwithstanding:
        subject = f"{called(zone)}: 'notwithstanding'"
        found = rulebook.find(law, one.id)
        if found is None:
            yield _missing(rulebook, law, one.id, subject, one.place)
            continue
        other, provision = found
        if provision.id == zone.id or provision in zone.own:
            message = f"{subject} names {one.id!r}, a rule of the zone itself."
            yield Problem(one.place, "self-reference", message, "Delete the rule instead.")
        elif provision.noun not in _SET_ASIDE:
            message = f"{subject} names {called(provision)}; it sets aside caps, amenities, fees, zones."
            yield Problem(one.place, "cannot-set-aside", message)
        elif not _may_set_aside(rulebook, law, other):
            message = (
                f"{subject} names {called(provision)} of {other.title!r} (section {provision.section}), "
                f"which {law.title!r} has no power to set aside."
            )
            hint = "A file sets aside its own rules, or older ones of a body that enacts it."
            yield Problem(one.place, "no-power", message, hint)


def _may_set_aside(rulebook: Rulebook, law: Law, other: Law) -> bool:
    if other is law or other is rulebook.amended_by(law):
        return True
    enacting = {(one.name, one.id) for one in getattr(law, "jurisdictions", ())}
    bound = {(one.name, one.id) for one in getattr(other, "jurisdictions", ())}
    older = other.effective <= law.effective
    return other.noun == "ordinance" and bool(bound) and bound <= enacting and older


def _mutual(rulebook: Rulebook, law: Law, zone: Zone) -> Iterator[Problem]:
    for one in zone.notwithstanding:
        found = rulebook.find(law, one.id)
        other = found[1] if found else None
        names_back = isinstance(other, Zone) and any(each.id == zone.id for each in other.notwithstanding)
        if names_back and other is not zone:
            message = f"{called(zone)} and zone {one.id!r} set each other aside."
            yield Problem(one.place, "mutual-set-aside", message, "Let one of them stand.")


def _repeals(rulebook: Rulebook, amendment: Law) -> Iterator[Problem]:
    law = rulebook.amended_by(amendment)
    if law is None:
        message = f"{amendment.amends!r} is an amendment itself."
        yield Problem(amendment.place_of("amends"), "no-power", message, "Amend the law that it amends.")
        return
    for index, name in enumerate(amendment.repeals):
        if law.provision(name) is None:
            message = f"'repeals' names {name!r}, but {law.title!r} has no such provision."
            known = [one.id for one in law.provisions]
            hint = did_you_mean(name, known) or f"It has: {listed(known)}."
            yield Problem(amendment.place_of("repeals", index), "unknown-provision", message, hint)
    if law.noun != amendment.noun:
        message = f"{law.title!r} is of the kind {law.noun!r}; this {amendment.noun} cannot amend it."
        yield Problem(amendment.place_of("amends"), "no-power", message)
