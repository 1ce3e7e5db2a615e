"""A provision in plain words, as a report prints it beside its number."""

from __future__ import annotations

from fractions import Fraction

from localvip.language.quantity import Each, Limit
from localvip.language.wording import (
    distance_words,
    in_words,
    limit_words,
    measure_words,
    money_words,
    share_words,
    visas_words,
)
from localvip.language.words import number_text
from localvip.message import Message, digits, listing, sentences, strung, template, told, word
from localvip.ordinance.provision import (
    Amenity,
    Boundary,
    Cap,
    Fee,
    Provision,
    Safeguard,
    Schedule,
    SetAside,
    SponsorRule,
    Zone,
)


def sentence(provision: Provision) -> Message:
    """Return what ``provision`` says, as one or more sentences; its own words come last."""
    return sentences([_said(provision), *_circumstances(provision), provision.text])


def _said(provision: Provision) -> str:
    if isinstance(provision, Cap):
        return _cap(provision)
    if isinstance(provision, Amenity):
        return _amenity(provision)
    if isinstance(provision, Fee):
        return _fee(provision)
    if isinstance(provision, Safeguard):
        return _safeguard(provision)
    if isinstance(provision, SponsorRule):
        return _sponsor_rule(provision)
    return _zone(provision) if isinstance(provision, Zone) else provision.title


ROUNDED = {"down": "", "nearest": template(" (rounded to the nearest)"), "up": template(" (rounded up)")}


def _cap(cap: Cap) -> Message:
    parts = [_schedule(cap.limit), *_each(cap)]
    if cap.rounding != "down":
        parts.append(told(ROUNDED[cap.rounding]))
    if cap.counts:
        parts.append(told(", counting {classes} visas only", classes=listing(map(word, cap.counts))))
    if cap.existing == "exempt":
        parts.append(told("; visas already in force are not counted"))
    return strung(parts, "")


def _schedule(schedule: Schedule) -> Message:
    steps = schedule.steps
    if len(steps) == 1:
        return _limit(steps[0][1])
    lines = (
        told("from {day}, {limit}", day=start or told("the start"), limit=_limit(limit))
        for start, limit in steps
    )
    return strung(lines, template("; "))


def _limit(limit: Limit) -> Message:
    if limit.unlimited:
        return told("no limit")
    if _is_none(limit):
        words = told("no visas per year") if limit.per_year else told("no visas")
    else:
        words = told("at most {limit}", limit=limit_words(limit))
    return (
        told("{limit}, counting visas first issued in the calendar year", limit=words)
        if limit.per_year
        else words
    )


def _is_none(limit: Limit) -> bool:
    return not limit.bases and limit.value({}) == 0


def _each(cap: Cap) -> list[Message]:
    where = in_words(cap.where) if cap.where else None
    if cap.in_each is None:
        return [told(" on all land where {where}", where=where)] if where else []
    if cap.in_each.kind == "area":
        return [told(" in each area where {where}", where=where) if where else told(" in each area")]
    group = told(" in each {group}", group=_group(cap.in_each))
    return [group, told(", counting only land where {where}", where=where)] if where else [group]


def _group(each: Each) -> Message:
    return word(each.name or each.kind)


def _amenity(amenity: Amenity) -> Message:
    parts = []
    if amenity.within:
        parts.append(
            distance_words(amenity.within, template("no visas farther than {distance} from {layer}"))
        )
    if amenity.serves:
        many = template(
            "at most {rate} visas for each {site} of the sites within reach, each visa served by one"
        )
        rate = digits(number_text(amenity.serves.rate))
        parts.append(told(many, rate=rate, site=word(amenity.serves.unit)))
    if amenity.offers:
        parts.append(told("{party} offers {what}", party=word(f"the {amenity.paid_by}"), what=amenity.offers))
    return strung([strung(parts, template("; ")), *_paid(amenity), *_where(amenity)], "")


def _paid(provision: Amenity | Safeguard) -> list[Message]:
    """Return what a provision costs and who pays it, where it says so."""
    if provision.cost is None:
        return []
    cost, party = money_words(provision.cost), word(f"by the {provision.paid_by}")
    return [told(", at {cost}, paid {party}", cost=cost, party=party)]


def _where(provision: Provision) -> list[Message]:
    return [told(", where {where}", where=in_words(provision.where))] if provision.where else []


def _fee(fee: Fee) -> Message:
    paid = told(
        "{payer} pays {amount} {party}",
        payer=word(f"the {fee.paid_by}"),
        amount=money_words(fee.amount),
        party=word(f"to the {fee.paid_to}"),
    )
    return strung([paid, *_where(fee)], "")


def _safeguard(safeguard: Safeguard) -> Message:
    parts: list[Message] = [word(safeguard.kind)]
    if safeguard.at_least:
        parts.append(told(": at least {measure}", measure=measure_words(safeguard.at_least)))
    return strung([*parts, *_paid(safeguard)], "")


def _sponsor_rule(rule: SponsorRule) -> Message:
    parts = []
    if rule.at_most:
        visas = visas_words(Fraction(rule.at_most.number))
        parts.append(
            told("at most {visas} for each {party} at any moment", visas=visas, party=word(rule.at_most.per))
        )
    if rule.where:
        parts.append(told("only persons may sponsor for whom {where}", where=in_words(rule.where)))
    if rule.share:
        parts.append(told("{share} may sponsor", share=share_words(rule.share)))
    return strung(parts, template("; "))


def _zone(zone: Zone) -> Message:
    land = told("a zone of {land}", land=strung(map(_land, zone.boundary), template(", together with ")))
    aside = listing(map(_aside, zone.notwithstanding))
    if not aside:
        return land
    many = len(zone.notwithstanding) > 1
    rest = template(
        "{zone}; in it, {rules} do not apply" if many else "{zone}; in it, {rules} does not apply"
    )
    return told(rest, zone=land, rules=aside)


def _aside(one: SetAside) -> Message:
    if one.base == "kept":
        return told("'{rule}' (its people still count in the base)", rule=one.id)
    return told("'{rule}'", rule=one.id)


def _land(part: Boundary) -> Message:
    parts = [told("the {layer}", layer=word(part.layer or "areas"))]
    if part.ids:
        parts.append(told(" {names}", names=listing(part.ids)))
    if part.where:
        parts.append(told(" where {where}", where=in_words(part.where)))
    if part.within:
        parts.append(distance_words(part.within, template(" within {distance} of {layer}")))
    if part.except_:
        parts.append(told(", except {land}", land=_land(part.except_)))
    return strung(parts, "")


def _circumstances(provision: Provision) -> list[Message]:
    found = []
    first, last = provision.effective, provision.sunset
    if provision.while_:
        where = in_words(provision.while_)
        found.append(told("It holds in a year on whose first day {where}", where=where))
    if first and last:
        found.append(told("In force from {first} to {last}", first=first, last=last))
    elif first:
        found.append(told("In force from {first}", first=first))
    elif last:
        found.append(told("In force until {last}", last=last))
    if provision.falls_with:
        found.append(told("It falls with {rules}", rules=listing(provision.falls_with)))
    return found
