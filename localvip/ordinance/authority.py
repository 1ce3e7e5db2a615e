"""What a higher law lets a lower one set: permits, their bounds, floors of safeguards. The rest is void."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, TypeVar

from localvip.language.money import Measure, Money, parse_measure, parse_money
from localvip.language.quantity import Limit, parse_limit
from localvip.language.wording import limit_words, measure_words, money_words
from localvip.language.words import QuantityError
from localvip.message import Message, strung, template, told, word, written
from localvip.ordinance.compare import (
    Verdict,
    limit_at_least,
    limit_at_most,
    measure_at_least,
    money_at_least,
    money_at_most,
)
from localvip.ordinance.law import Act, Law, Ordinance, Permit
from localvip.ordinance.parts import called, falling, section_words
from localvip.ordinance.provision import Cap, Fee, Provision, Safeguard
from localvip.ordinance.rulebook import Preempted, Rulebook
from localvip.problem import Notice, Place, Problem

KINDS = {
    "cap": "caps",
    "amenity": "amenities",
    "zone": "zones",
    "fee": "fees",
    "safeguard": "safeguards",
    "sponsor rule": "sponsors",
}
BOUNDS = {
    "at_least": template("{rule}: at least {bound}"),
    "at_most": template("{rule}: at most {bound}"),
}
Bound: TypeAlias = Limit | Money | Measure
Q = TypeVar("Q")


@dataclass(frozen=True)
class Finding:
    """A provision held against a higher law: ``broken`` is void, ``undecided`` needs a region."""

    place: Place
    law: str
    provision: str
    verdict: Verdict
    reason: str

    @property
    def problem(self) -> Problem:
        """Return the finding as a refusal."""
        return Problem(self.place, "pre-empted", self.reason, "It is beyond the power of this file: void.")

    @property
    def notice(self) -> Notice:
        """Return the finding as a notice."""
        return Notice(self.place, "pre-empted" if self.verdict == "broken" else "undecided", self.reason)

    @property
    def preempted(self) -> Preempted:
        """Return the finding as an entry of the rulebook."""
        return Preempted(self.law, self.provision, self.reason)


def bound_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Iterate over the bounds of permits that are not in the language, or bound nothing."""
    for act in rulebook.acts:
        for permit in act.permits:
            for name in ("at_least", "at_most"):
                try:
                    bound(permit, name)
                except QuantityError as error:
                    message = f"permit {permit.id!r}: {error.message}"
                    yield Problem(permit.place_of(name), "quantity", message, error.hint)


def bound(permit: Permit, name: str) -> Bound | None:
    """Return the bound ``at_least`` or ``at_most`` of ``permit``; raises ``QuantityError``."""
    text = str(getattr(permit, name))
    if not text:
        return None
    if permit.of in ("caps", "capacity"):
        return parse_limit(text)
    if permit.of == "fees":
        return parse_money(text)
    if permit.of == "duration" and name == "at_most":
        measure = parse_measure(text)
        if measure.unit not in _YEARS or measure.per:
            raise QuantityError(f"{text!r} is not a time.", "Write 10 years, or 18 months.")
        return measure
    raise QuantityError(f"Rules of the kind {permit.of!r} have no bound.", "Delete it, or say it in text.")


def findings(rulebook: Rulebook) -> Iterator[Finding]:
    """Iterate over what goes beyond a higher law, and what can't be told without a region."""
    amendments = (one for one in rulebook.amendments if isinstance(one, Ordinance))
    for law in (*rulebook.ordinances, *amendments):
        for above in rulebook.higher(law):
            yield from _floors(law, above)
            if isinstance(above, Act):
                yield from _unpermitted(law, above)
                for permit in above.permits:
                    yield from _against(law, above, permit)


def fallen(rulebook: Rulebook, void: Iterable[Finding]) -> Iterator[Finding]:
    """Iterate over the provisions that fall with one that is ``void``, and those that fall with them."""
    for law in (*rulebook.ordinances, *rulebook.amendments):
        gone = {one.provision for one in void if one.law == law.title}
        for one in falling(law, gone):
            reason = told("{rule} falls with a provision that is void.", rule=_named(law, one))
            yield Finding(one.place, law.title, one.id, "broken", reason)


def authority_notices(rulebook: Rulebook) -> Iterator[Notice]:
    """Iterate over ordinances under no act, and over bounds that only the capacity of a region can meet."""
    for law in rulebook.ordinances:
        if not any(isinstance(above, Act) for above in rulebook.higher(law)):
            message = told(
                "No act stands above '{law}': its authority ({authority}) is not tested.",
                law=law.title,
                authority=law.authority,
            )
            yield Notice(law.place_of("authority"), "no-act", message)
    for act in rulebook.acts:
        for permit in act.permits:
            if permit.of == "capacity" and (permit.at_least or permit.at_most):
                message = told(
                    "permit '{permit}' ({rule}) is tested on the joint capacity.",
                    permit=permit.id,
                    rule=_cited(act, permit.section),
                )
                yield Notice(permit.place, "undecided", message)


def _cited(law: Law, section: str) -> str:
    if not section:
        return law.title
    return told("{law}, {section}", law=law.title, section=section_words(section))


def _named(law: Law, one: Provision) -> Message:
    return told("{rule} ({section})", rule=called(one), section=_cited(law, one.section))


def _unpermitted(law: Ordinance, act: Act) -> Iterator[Finding]:
    permitted = {permit.of for permit in act.permits}
    kinds = (
        told("It permits {kinds}.", kinds=strung(map(word, sorted(permitted)), template(", ")))
        if permitted
        else told("It permits nothing.")
    )
    for one in law.with_defaults():
        if KINDS[one.noun] not in permitted:
            reason = told(
                "{rule} is pre-empted: {act} permits no {kind}. {kinds}",
                rule=_named(law, one),
                act=act.title,
                kind=word(KINDS[one.noun]),
                kinds=kinds,
            )
            yield Finding(one.place, law.title, one.id, "broken", reason)
    if law.allocation and "allocation" not in permitted:
        reason = told(
            "The allocation ({rule}) is pre-empted: {act} permits none.",
            rule=_cited(law, law.allocation.section),
            act=act.title,
        )
        yield Finding(law.allocation.place, law.title, "allocation", "broken", reason)


def _against(law: Ordinance, act: Act, permit: Permit) -> Iterator[Finding]:
    if permit.of == "duration" and not law.amends:
        yield from _duration(law, act, permit)
    for one in law.with_defaults():
        for name, words in BOUNDS.items():
            verdict = _verdict(one, permit, name)
            if verdict in ("broken", "undecided"):
                cited = _cited(act, permit.section)
                yield _finding(law, one, verdict, told(words, rule=cited, bound=_bound_words(permit, name)))


def _finding(law: Ordinance, one: Provision, verdict: Verdict, rule: str) -> Finding:
    broken = template("{named}: {said} is pre-empted by {rule}.")
    undecided = template("{named}: {said} can only be held in a region against {rule}.")
    words = broken if verdict == "broken" else undecided
    key = "limit" if isinstance(one, Cap) else "amount" if isinstance(one, Fee) else "at_least"
    reason = told(words, named=_named(law, one), said=_measured(one), rule=rule)
    return Finding(one.place_of(key), law.title, one.id, verdict, reason)


def _bound_words(permit: Permit, name: str) -> str:
    limit = bound(permit, name)
    if isinstance(limit, Limit):
        return limit_words(limit)
    return money_words(limit) if isinstance(limit, Money) else str(getattr(permit, name))


def _measured(one: Provision) -> str:
    if isinstance(one, Cap):
        return strung((_step(start, limit) for start, limit in one.limit.steps), template("; "))
    return money_words(one.amount) if isinstance(one, Fee) else told("its measure")


def _step(start: date | None, limit: Limit) -> Message:
    words = limit_words(limit)
    return words if start is None else told("{day}: {limit}", day=written(start), limit=words)


def _verdict(one: Provision, permit: Permit, name: str) -> Verdict:
    limit = bound(permit, name)
    if limit is None or KINDS[one.noun] != permit.of:
        return "kept"
    least = name == "at_least"
    if isinstance(one, Cap) and isinstance(limit, Limit):
        return _cap_verdict(one, limit, permit, limit_at_least if least else limit_at_most)
    if isinstance(one, Fee) and isinstance(limit, Money):
        return (money_at_least if least else money_at_most)(one.amount, limit)
    return "kept"


def _cap_verdict(cap: Cap, limit: Limit, permit: Permit, test: Callable[[Limit, Limit], Verdict]) -> Verdict:
    stock = [one for _, one in cap.limit.steps if one.per_year == limit.per_year]
    if not stock:
        return "kept"
    if permit.in_each is not None and permit.in_each != cap.in_each:
        return "undecided"
    verdicts = {test(one, limit) for one in stock}
    return "broken" if "broken" in verdicts else "undecided" if "undecided" in verdicts else "kept"


_YEARS = {"day": 1, "days": 1, "month": 31, "months": 31, "year": 366, "years": 366}


def _duration(law: Ordinance, act: Act, permit: Permit) -> Iterator[Finding]:
    most = bound(permit, "at_most")
    if not isinstance(most, Measure):
        return
    rule = told(BOUNDS["at_most"], rule=_cited(act, permit.section), bound=measure_words(most))
    if law.sunset is None:
        reason = told("{law} has no sunset and is pre-empted by {rule}.", law=law.title, rule=rule)
        yield Finding(law.place, law.title, "", "broken", reason)
    elif law.sunset >= _end(law.effective, most):
        reason = told(
            "{law} runs from {first} to {last} and is pre-empted by {rule}.",
            law=law.title,
            first=written(law.effective),
            last=written(law.sunset),
            rule=rule,
        )
        yield Finding(law.place_of("sunset"), law.title, "", "broken", reason)


def _end(start: date, time: Measure) -> date:
    """Return the first day after ``time`` from ``start``: the same day of a later month or year."""
    if time.unit.startswith("day"):
        return date.fromordinal(start.toordinal() + int(time.amount))
    months = int(time.amount * (12 if time.unit.startswith("year") else 1)) + start.month - 1
    first = date(start.year + months // 12, months % 12 + 1, 1)
    return date.fromordinal(first.toordinal() + start.day - 1)


def _floors(law: Ordinance, above: Law) -> Iterator[Finding]:
    for one in law.with_defaults():
        if not isinstance(one, Safeguard) or one.at_least is None:
            continue
        for floor in above.safeguards:
            if floor.kind != one.kind or floor.at_least is None:
                continue
            if measure_at_least(one.at_least, floor.at_least) == "broken":
                least = measure_words(floor.at_least)
                reason = told(
                    "{named}: {said} is pre-empted by {rule}.",
                    named=_named(law, one),
                    said=measure_words(one.at_least),
                    rule=told(BOUNDS["at_least"], rule=_cited(above, floor.section), bound=least),
                )
                yield Finding(one.place_of("at_least"), law.title, one.id, "broken", reason)
