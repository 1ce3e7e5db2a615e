"""A provision in plain words, as a report prints it beside its number."""

from __future__ import annotations

from datetime import date

from localvip.language.money import Money
from localvip.language.quantity import Each, Limit
from localvip.language.wording import in_words
from localvip.language.words import number_text
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


def sentence(provision: Provision) -> str:
    """Return what ``provision`` says, as one or more English sentences; its own words come last."""
    parts = [_said(provision), *_circumstances(provision), provision.text]
    return " ".join(_closed(part) for part in parts if part)


def _closed(text: str) -> str:
    """Return ``text`` with a capital at its head and a full stop at its end."""
    text = text.strip()
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


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


def _cap(cap: Cap) -> str:
    classes = f", counting {_joined(cap.counts)} visas only" if cap.counts else ""
    exempt = "; visas already in force are not counted" if cap.existing == "exempt" else ""
    rounded = (
        f" (rounded {'to the nearest' if cap.rounding == 'nearest' else 'up'})"
        if cap.rounding != "down"
        else ""
    )
    return f"{_schedule(cap.limit)}{_each(cap)}{rounded}{classes}{exempt}"


def _schedule(schedule: Schedule) -> str:
    steps = schedule.steps
    if len(steps) == 1:
        return _limit(steps[0][1])
    return "; ".join(f"from {_day(start)}, {_limit(limit)}" for start, limit in steps)


def _limit(limit: Limit) -> str:
    if limit.unlimited:
        return "no limit"
    text = limit.text.replace("_", " ") if limit.text != "0" else "0 visas"
    new = ", counting visas first issued in the calendar year" if limit.per_year else ""
    if text.startswith("0 visas"):
        return f"no visas{text.removeprefix('0 visas')}{new}"
    return f"at most {text}{new}"


def _each(cap: Cap) -> str:
    where = in_words(cap.where) if cap.where else ""
    if cap.in_each is None:
        return f" on all land where {where}" if where else ""
    if cap.in_each.kind == "area":
        return f" in each area where {where}" if where else " in each area"
    return f" in each {_group(cap.in_each)}" + (f", counting only land where {where}" if where else "")


def _group(each: Each) -> str:
    if each.kind == "district":
        return each.name.replace("_", " ")
    return (each.name or each.kind).replace("_", " ")


def _amenity(amenity: Amenity) -> str:
    parts = []
    if amenity.within:
        parts.append(
            f"no visas farther than {amenity.within.text.replace(' of ', ' from ').replace('_', ' ')}"
        )
    if amenity.serves:
        rate = number_text(amenity.serves.rate)
        site = amenity.serves.unit.replace("_", " ")
        parts.append(
            f"at most {rate} visas for each {site} of the sites within reach, each visa served by one"
        )
    if amenity.offers:
        parts.append(f"the {amenity.paid_by} offers {amenity.offers}")
    cost = f", at {_money(amenity.cost)}, paid by the {amenity.paid_by}" if amenity.cost else ""
    return "; ".join(parts) + cost + ("" if not amenity.where else f", where {in_words(amenity.where)}")


def _money(money: Money) -> str:
    return money.text.replace("_", " ")


def _fee(fee: Fee) -> str:
    where = f", where {in_words(fee.where)}" if fee.where else ""
    return f"the {fee.paid_by} pays {_money(fee.amount)} to the {fee.paid_to}{where}"


def _safeguard(safeguard: Safeguard) -> str:
    kind = safeguard.kind.replace("_", " ")
    least = f": at least {safeguard.at_least.text}" if safeguard.at_least else ""
    cost = f", at {_money(safeguard.cost)}, paid by the {safeguard.paid_by}" if safeguard.cost else ""
    return f"{kind}{least}{cost}"


def _sponsor_rule(rule: SponsorRule) -> str:
    parts = []
    if rule.at_most:
        parts.append(f"at most {_visas(rule.at_most.number)} for each {rule.at_most.per} at any moment")
    if rule.where:
        parts.append(f"only persons may sponsor for whom {in_words(rule.where)}")
    if rule.share:
        parts.append(
            f"{number_text(rule.share.rate * 100)}% of {rule.share.base.replace('_', ' ')} may sponsor"
        )
    return "; ".join(parts)


def _visas(count: int) -> str:
    return f"{count} visa" if count == 1 else f"{count} visas"


def _zone(zone: Zone) -> str:
    land = ", together with ".join(_land(part) for part in zone.boundary)
    aside = _joined(tuple(_aside(one) for one in zone.notwithstanding))
    rest = f"; in it, {aside} {'do' if len(zone.notwithstanding) > 1 else 'does'} not apply" if aside else ""
    return f"a zone of {land}{rest}"


def _aside(one: SetAside) -> str:
    kept = " (its people still count in the base)" if one.base == "kept" else ""
    return f"{one.id!r}{kept}"


def _land(part: Boundary) -> str:
    named = f" {_joined(part.ids)}" if part.ids else ""
    text = f"the {part.layer or 'areas'}{named}"
    if part.where:
        text += f" where {in_words(part.where)}"
    if part.within:
        text += f" within {part.within.text.replace('_', ' ')}"
    return f"{text}, except {_land(part.except_)}" if part.except_ else text


def _circumstances(provision: Provision) -> list[str]:
    found = []
    if provision.while_:
        found.append(f"It holds in a year on whose first day {in_words(provision.while_)}")
    if provision.effective and provision.sunset:
        found.append(f"In force from {_day(provision.effective)} to {_day(provision.sunset)}")
    elif provision.effective or provision.sunset:
        word = "from" if provision.effective else "until"
        found.append(f"In force {word} {_day(provision.effective or provision.sunset)}")
    if provision.falls_with:
        found.append(f"It falls with {_joined(provision.falls_with)}")
    return found


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "the start"


def _joined(words: tuple[str, ...]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
