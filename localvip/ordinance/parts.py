"""What is read where in a law: the names of columns and counts, with the place of each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from localvip.language.quantity import LAND
from localvip.message import Message, told, word
from localvip.ordinance.law import Law
from localvip.ordinance.provision import Amenity, Boundary, Cap, Fee, Provision, Safeguard, SponsorRule, Zone
from localvip.problem import Place


@dataclass(frozen=True)
class Use:
    """A ``name`` that is read at ``place`` inside ``subject`` ("cap 'citywide'")."""

    name: str
    place: Place
    subject: str


def called(provision: Provision) -> Message:
    """Return a provision's name in messages: ``cap 'citywide'``."""
    return told("{noun} '{id}'", noun=word(provision.noun), id=provision.id)


def cited(provision: Provision) -> Message:
    """Return a provision's name with its section, if it has one: ``cap 'citywide' (section 3.1)``."""
    if not provision.section:
        return called(provision)
    return told("{rule} ({section})", rule=called(provision), section=section_words(provision.section))


def section_words(section: str) -> str:
    """Return ``section 3.1``; one that says what it is stays as it is: ``art. 2``, ``Chapter two``."""
    named = section[:1].isalpha() and any(sign in section for sign in " .")
    return section if named else told("section {section}", section=section)


def falling(law: Law, gone: Collection[str]) -> tuple[Provision, ...]:
    """Return the provisions of ``law`` that fall when those with the ids ``gone`` do, one after another."""
    fallen: dict[str, Provision] = {}
    found = True
    while found:
        down = {*gone, *fallen}
        more = [one for one in law.provisions if one.id not in down and down.intersection(one.falls_with)]
        fallen.update((one.id, one) for one in more)
        found = bool(more)
    return tuple(fallen.values())


def names_used(law: Law) -> Iterator[Use]:
    """Iterate over every name of a column or count that ``law`` reads, whatever for."""
    yield from columns_used(law)
    yield from counts_used(law)
    yield from (use for use, kind in money_used(law) if kind == "column")


def columns_used(law: Law) -> Iterator[Use]:
    """Iterate over the columns that the conditions and definitions of ``law`` read."""
    for provision in law.with_defaults():
        yield from _in_condition(provision, called(provision))
        for part in provision.boundary if isinstance(provision, Zone) else ():
            yield from _in_boundary(part, called(provision))
    for name, definition in law.definitions.items():
        subject = f"definition {name!r}"
        yield Use(name, definition.place, subject)
        if definition.is_:
            yield from _uses(definition.is_.names, definition.place_of("is_"), subject)
    yield from _in_allocation(law)


def counts_used(law: Law) -> Iterator[Use]:
    """Iterate over the counts that the limits and shares of ``law`` are reckoned from, land apart."""
    for provision in law.with_defaults():
        if isinstance(provision, Cap):
            for _, limit in provision.limit.steps:
                yield from _uses(limit.bases - {LAND}, provision.place_of("limit"), called(provision))
        if isinstance(provision, SponsorRule) and provision.share:
            yield Use(provision.share.base, provision.place_of("share"), called(provision))


def money_used(law: Law) -> Iterator[tuple[Use, str]]:
    """Iterate over the amounts in ``law``: a use of a currency, or of a column, and which it is."""
    for provision in law.with_defaults():
        key = "amount" if isinstance(provision, Fee) else "cost"
        if isinstance(provision, Fee | Amenity | Safeguard):
            money = provision.amount if isinstance(provision, Fee) else provision.cost
            if money is not None:
                kind = "currency" if money.currency else "column"
                yield Use(money.currency or money.base, provision.place_of(key), called(provision)), kind


def _uses(names: frozenset[str], place: Place, subject: str) -> Iterator[Use]:
    for name in sorted(names):
        yield Use(name, place, subject)


def _in_condition(record: Provision, subject: str) -> Iterator[Use]:
    if record.where:
        yield from _uses(record.where.names, record.place_of("where"), subject)
    if record.while_:
        yield from _uses(record.while_.names, record.place_of("while_"), subject)


def _in_boundary(part: Boundary, subject: str) -> Iterator[Use]:
    if part.where:
        yield from _uses(part.where.names, part.place_of("where"), subject)
    if part.except_:
        yield from _in_boundary(part.except_, subject)


def _in_allocation(law: Law) -> Iterator[Use]:
    allocation = law.allocation
    if allocation is None:
        return
    for index, order in enumerate(allocation.order):
        yield Use(order.name, allocation.place_of("order", index), "allocation")
    if allocation.reserve:
        yield from _uses(allocation.reserve.where.names, allocation.place_of("reserve"), "allocation")
