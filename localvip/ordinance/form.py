"""What each law must hold by itself: required keys, ids, dates in order, known counts, one currency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from localvip.language.words import is_name
from localvip.message import told
from localvip.ordinance.law import Act, Law, Ordinance, Program
from localvip.ordinance.parts import called, counts_used, money_used, section_words
from localvip.ordinance.provision import Amenity, Boundary, Cap, Provision, Safeguard, SponsorRule, Zone
from localvip.ordinance.rulebook import Rulebook
from localvip.problem import Notice, Place, Problem, did_you_mean, listed

# What the safeguards of some kinds are measured in.
_MEASURES = {
    "floor_area": ("m2", "sq ft", "room", "rooms"),
    "inspection": ("visit", "visits"),
    "training": ("hour", "hours", "day", "days"),
}


def form_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Iterate over what is wrong inside each law."""
    for law in (*rulebook.laws, *rulebook.amendments):
        yield from _required(law)
        yield from _sections(law)
        yield from _doubled_ids(law)
        yield from _dates(law)
        yield from _parts(law)
        yield from _counts(law, rulebook)
        yield from _classes(law, rulebook)
        yield from _currencies(law)
        yield from _unmodelled(law)


def form_notices(rulebook: Rulebook) -> Iterator[Notice]:
    """Iterate over what a drafter may not have meant."""
    for law in (*rulebook.laws, *rulebook.amendments):
        if not isinstance(law, Program):
            yield from _doubled_sections(law)
        for cap in _caps(law):
            yield from _empty_town(cap)
        for zone in law.zones:
            if not zone.own and not zone.notwithstanding:
                message = told(
                    "{zone} has no provisions and sets none aside: it changes nothing.", zone=called(zone)
                )
                yield Notice(zone.place, "idle-zone", message)


def _caps(law: Law) -> tuple[Cap, ...]:
    return tuple(one for one in law.with_defaults() if isinstance(one, Cap))


def _required(law: Law) -> Iterator[Problem]:
    needed: tuple[str, ...] = ()
    if isinstance(law, Ordinance):
        needed = ("number", "authority")
    if isinstance(law, Ordinance | Act) and not law.amends:
        needed = (*needed, "jurisdictions", "under")
    for name in needed:
        if not getattr(law, name):
            key = "jurisdiction" if name == "jurisdictions" else name
            message = f"{key!r} is missing: an {law.noun} must have it."
            yield Problem(law.place, "missing-key", message, f"Write  {key}: ...")
    if law.repeals and not law.amends:
        message = "'repeals' ends provisions of another file, but no file is named."
        yield Problem(law.place_of("repeals"), "repeals-nothing", message, "Write  amends: FILE.yaml")


def _sections(law: Law) -> Iterator[Problem]:
    if isinstance(law, Program):
        return
    parts: list[tuple[Place, str, str]] = [
        (one.place, called(one), one.section) for one in law.with_defaults()
    ]
    if isinstance(law, Act):
        parts += [(one.place, f"permit {one.id!r}", one.section) for one in law.permits]
    if law.allocation:
        parts.append((law.allocation.place, "allocation", law.allocation.section))
    for place, name, section in parts:
        if not section:
            message = f"{name}: 'section' is missing: it is how the law is cited."
            yield Problem(place, "missing-section", message, 'Write  section: "3.1"')


def _doubled_ids(law: Law) -> Iterator[Problem]:
    first: dict[str, Provision] = {}
    for one in law.with_defaults():
        if one.id in first:
            lines = f"in line {first[one.id].place_of('id').line} and in line {one.place_of('id').line}"
            message = f"The id {one.id!r} is given twice: {lines}."
            yield Problem(
                one.place_of("id"), "duplicate-id", message, "Give each provision an id of its own."
            )
        first.setdefault(one.id, one)


def _doubled_sections(law: Law) -> Iterator[Notice]:
    first: dict[str, Provision] = {}
    for one in law.with_defaults():
        other = first.setdefault(one.section, one)
        if one.section and other is not one:
            message = told(
                "{rule} and {other} are both {section}.",
                rule=called(one),
                other=called(other),
                section=section_words(one.section),
            )
            yield Notice(one.place_of("section"), "same-section", message)


def _empty_town(cap: Cap) -> Iterator[Notice]:
    for _, limit in cap.limit.steps:
        if not limit.unlimited and not limit.bases and not limit.per_year and limit.value({}) == 0:
            message = told(
                "{rule}: 0 visas bounds the visas in force. Those there stay, and none is issued; "
                "a moratorium on new visas is written 0 visas per year.",
                rule=called(cap),
            )
            yield Notice(cap.place_of("limit"), "zero-in-force", message)


def _dates(law: Law) -> Iterator[Problem]:
    if law.sunset and law.sunset < law.effective:
        message = f"The sunset {law.sunset} is before the effective date {law.effective}."
        yield Problem(
            law.place_of("sunset"), "dates-reversed", message, "The sunset is the last day in force."
        )
    for provision in law.top:
        yield from _own_dates(provision, law.effective, law.sunset, law.noun)
    for zone in law.zones:
        for provision in zone.own:
            yield from _own_dates(
                provision, zone.effective or law.effective, zone.sunset or law.sunset, "zone"
            )
    for provision in law.defaults.provisions:
        yield from _own_dates(provision, law.effective, law.sunset, law.noun)


def _own_dates(one: Provision, start: date, end: date | None, holder: str) -> Iterator[Problem]:
    first, last = one.effective or start, one.sunset or end
    span = f"{start} to {end or 'no end'}"
    if one.effective and one.sunset and one.sunset < one.effective:
        message = f"{called(one)}: the sunset {one.sunset} is before the effective date {one.effective}."
        yield Problem(
            one.place_of("sunset"), "dates-reversed", message, "The sunset is the last day in force."
        )
    elif first < start or (end and first > end):
        message = f"{called(one)} starts on {first}, outside the dates of its {holder}: {span}."
        yield Problem(one.place_of("effective"), "dates-outside", message)
    elif last and (last < start or (end and last > end)):
        message = (
            f"{called(one)} ends on {last}, outside the dates of its {holder}: {start} to {end or 'no end'}."
        )
        yield Problem(one.place_of("sunset"), "dates-outside", message)
    if isinstance(one, Cap) and (begins := one.limit.steps[0][0]) and begins > first:
        message = f"{called(one)}: the first limit holds from {begins}, but the provision from {first}."
        yield Problem(one.place_of("limit"), "limit-too-late", message, f"Begin with {first}.")


def _parts(law: Law) -> Iterator[Problem]:
    for one in law.with_defaults():
        if isinstance(one, Amenity):
            yield from _amenity(one)
        elif isinstance(one, SponsorRule) and not (one.at_most or one.where or one.share or one.text):
            message = f"{called(one)} says nothing: it needs 'where', 'share' or 'at most'."
            yield Problem(one.place, "idle-rule", message)
        elif isinstance(one, Safeguard):
            yield from _measured(one)
        elif isinstance(one, Zone):
            yield from (problem for part in one.boundary for problem in _boundary(one, part))
    yield from _definitions(law)
    yield from _whole(law)


def _whole(law: Law) -> Iterator[Problem]:
    if law.allocation and law.allocation.method == "priority" and not law.allocation.order:
        message = "The allocation is by priority, but 'order' is missing."
        yield Problem(law.allocation.place, "no-order", message, "Write  order: [sponsor_income up]")
    for index, one in enumerate(getattr(law, "jurisdictions", ())):
        if not (one.name or one.id):
            message = "The jurisdiction needs a 'name' or an 'id'."
            yield Problem(law.place_of("jurisdictions", index), "no-name", message)


def _measured(one: Safeguard) -> Iterator[Problem]:
    units = _MEASURES.get(one.kind)
    if one.at_least and units and one.at_least.unit not in units:
        message = f"{called(one)}: {one.kind} is not measured in {one.at_least.unit}."
        yield Problem(one.place_of("at_least"), "wrong-unit", message, f"Allowed: {', '.join(units)}.")


def _definitions(law: Law) -> Iterator[Problem]:
    for name, definition in law.definitions.items():
        if not is_name(name):
            message = f"definition {name!r}: no limit can name it."
            hint = "A name holds letters, digits and _, and is no word of the language."
            yield Problem(definition.place, "not-a-name", message, hint)
        if not definition.text and not definition.is_:
            message = f"definition {name!r} says nothing: it needs 'text' or 'is'."
            yield Problem(definition.place, "idle-definition", message)


def _amenity(one: Amenity) -> Iterator[Problem]:
    if one.serves and not one.within:
        message = f"{called(one)}: 'serves' needs 'within', to say which homes a site serves."
        yield Problem(
            one.place_of("serves"), "serves-without-reach", message, "Write  within: 5 km of clinics"
        )
    if not (one.within or one.offers):
        message = f"{called(one)} says nothing: it needs 'within' or 'offers'."
        yield Problem(one.place, "idle-amenity", message)


def _boundary(zone: Zone, part: Boundary) -> Iterator[Problem]:
    if not (part.layer or part.ids or part.where or part.within):
        message = f"{called(zone)}: a boundary needs 'layer', 'ids', 'where' or 'within'."
        yield Problem(part.place, "idle-boundary", message)
    if part.except_:
        yield from _boundary(zone, part.except_)


def _counts(law: Law, rulebook: Rulebook) -> Iterator[Problem]:
    known: frozenset[str] = law.bases
    for above in rulebook.higher(law):
        known |= above.bases
    amended = rulebook.amended_by(law) if law.amends else None
    known |= amended.bases if amended else frozenset()
    for use in counts_used(law):
        if use.name not in known:
            message = f"{use.subject}: {use.name!r} is not a known count."
            hint = did_you_mean(use.name, known) or f"Known: {listed(known)}; others stand under definitions."
            yield Problem(use.place, "unknown-count", message, hint)


def _classes(law: Law, rulebook: Rulebook) -> Iterator[Problem]:
    for cap in _caps(law):
        for index, name in enumerate(cap.counts):
            if name not in rulebook.classes:
                message = f"{called(cap)}: {name!r} is not a class of visas in the program."
                hint = did_you_mean(name, rulebook.classes) or f"Classes: {listed(rulebook.classes)}."
                yield Problem(cap.place_of("counts", index), "unknown-class", message, hint)


def _currencies(law: Law) -> Iterator[Problem]:
    for use, kind in money_used(law):
        if kind == "currency" and law.currency and use.name != law.currency:
            message = f"{use.subject} is in {use.name}, but the law's currency is {law.currency}."
            yield Problem(use.place, "other-currency", message, "Money is never converted.")


def _unmodelled(law: Law) -> Iterator[Problem]:
    for one in law.unmodelled:
        if not one.accepted:
            message = f"Section {one.section} is not modelled, and nobody has accepted that."
            yield Problem(one.place, "not-accepted", message, "Read it, then write  accepted: true")
