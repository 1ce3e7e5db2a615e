"""Rows of a report: every provision that was read, what it does, or why it does nothing on the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from localvip.capacity.measure import Capacity
from localvip.message import sentences
from localvip.ordinance.force import lapses
from localvip.ordinance.model import Law, Provision, Zone
from localvip.ordinance.prose import sentence
from localvip.ordinance.rulebook import Rulebook
from localvip.report.model import ProvisionRow
from localvip.report.speech import foreign, said


def provision_rows(capacity: Capacity, rulebook: Rulebook, day: date) -> tuple[ProvisionRow, ...]:
    """Return every provision that was read, law by law: what it did, or why it does nothing on the day.

    An act's defaults are among them where whole jurisdictions without an ordinance are reckoned, too.
    """
    asleep = {(law, name): why for law, name, why in lapses(rulebook, day)}
    bounds = {bound.key: number for number, bound in enumerate(capacity.limits.bounds)}
    rows = []
    for law in rulebook.laws:
        for provision in (*_provisions(law), *(law.defaults.provisions if capacity.case.terms.whole else ())):
            why = asleep.get((law.title, "")) or asleep.get((law.title, provision.id))
            number = bounds.get((law.file, provision.id))
            rows.append(
                _provision_row(capacity, law, provision, (number, why or _standing(number, provision)))
            )
    return tuple(rows)


def _provisions(law: Law) -> Iterator[Provision]:
    """Iterate over a law's provisions, each zone followed by its own."""
    for provision in law.top:
        yield provision
        if isinstance(provision, Zone):
            yield from provision.own


def _standing(number: int | None, provision: Provision) -> str:
    if number is not None or provision.noun in ("zone", "sponsor rule"):
        return "in force"
    return "in force; no limit on this day" if provision.noun == "cap" else "in force; bounds no visas"


def _provision_row(
    capacity: Capacity, law: Law, provision: Provision, found: tuple[int | None, str]
) -> ProvisionRow:
    number, status = found
    rows = [] if number is None else capacity.limits.numbers_of(number).tolist()
    effects = [effect for n in rows if (effect := capacity.effects.get(n)) is not None]
    flow = number is not None and capacity.limits.bounds[number].flow
    return ProvisionRow(
        id=provision.id,
        law=law.title,
        section=provision.section,
        title=provision.title or provision.id,
        kind="pace" if flow else provision.noun,
        words=said(sentence(provision)),
        groups=len(rows),
        full=0 if flow else sum(bool(capacity.full[n]) for n in rows),
        always_binding=sum(effect.always for effect in effects),
        raises=sum(effect.raises for effect in effects),
        held_back=None if number is None else capacity.held_back.get(number),
        by_itself=None if number is None else capacity.by_itself.get(number),
        status=status,
        quote=sentences([provision.text]),
        language=foreign(law.language),
    )
