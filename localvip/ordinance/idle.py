"""Rules that change nothing whatever the place: caps that can never bind, exceptions without an object."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from localvip.language.quantity import Limit, Sum, Term
from localvip.language.wording import limit_words
from localvip.message import told
from localvip.ordinance.compare import limit_at_least
from localvip.ordinance.law import Law
from localvip.ordinance.parts import called
from localvip.ordinance.provision import Cap, Provision, Zone
from localvip.ordinance.rulebook import Rulebook
from localvip.problem import Notice

# Counts that hold every sponsor: one is an adult resident.
_SPONSORS = frozenset({"sponsors", "adults", "residents"})


def idle_notices(rulebook: Rulebook) -> Iterator[Notice]:
    """Iterate over caps that no place can make bind, and set-asides that never meet what they set aside."""
    asides = _taken_away(rulebook)
    each = _visas_each(rulebook)
    for law in (*rulebook.laws, *rulebook.amendments):
        groups = [law.caps, law.defaults.caps, *(zone.caps for zone in law.zones)]
        for caps in groups:
            yield from _loose(caps, each)
            yield from _dominated(caps, asides)
        for zone in law.zones:
            yield from _set_asides(rulebook, law, zone)


def _taken_away(rulebook: Rulebook) -> set[str]:
    """Return the ids of provisions that a zone sets aside, or an amendment repeals or replaces."""
    zones = (zone for law in (*rulebook.laws, *rulebook.amendments) for zone in law.zones)
    named = {one.id.rpartition("#")[2] for zone in zones for one in zone.notwithstanding}
    for law in rulebook.amendments:
        named.update(law.repeals, (one.id for one in law.provisions))
    return named


def _visas_each(rulebook: Rulebook) -> int | None:
    """Return how many visas each sponsor may have, by the program; ``None`` where it doesn't say."""
    rules = rulebook.program.sponsors if rulebook.program else ()
    numbers = [one.at_most.number for one in rules if one.at_most and one.at_most.per == "sponsor"]
    return min(numbers) if numbers else None


def _loose(caps: tuple[Cap, ...], each: int | None) -> Iterator[Notice]:
    """Iterate over caps that allow as many visas as the sponsors of any place may have."""
    if each is None:
        return
    most = Limit("", "only", (Sum((Term(Fraction(each), "sponsors"),)),))
    for cap in caps:
        limits = [limit for _, limit in cap.limit.steps if not limit.unlimited and not limit.per_year]
        if limits and all(limit_at_least(_of_sponsors(one), most) == "kept" for one in limits):
            message = told(
                "{rule}: every sponsor may have {n} at most, so {limit} never binds.",
                rule=called(cap),
                n=each,
                limit=limit_words(limits[0]),
            )
            yield Notice(cap.place_of("limit"), "never-binds", message)


def _of_sponsors(limit: Limit) -> Limit:
    """Return ``limit`` with counts that hold every sponsor taken for the sponsors: no more than it is."""
    sums = tuple(
        Sum(tuple(Term(t.rate, "sponsors" if t.base in _SPONSORS else t.base) for t in one.terms))
        for one in limit.sums
    )
    return Limit(limit.text, limit.choice, sums, limit.per_year)


def _dominated(caps: tuple[Cap, ...], asides: set[str]) -> Iterator[Notice]:
    for position, cap in enumerate(caps):
        for other_position, other in enumerate(caps):
            if other is cap or other.id in asides or not _same_groups(cap, other):
                continue
            if _never_below(cap, other) and (other_position < position or not _never_below(other, cap)):
                message = told(
                    "{rule} never binds: {other} allows no more in each of its groups.",
                    rule=called(cap),
                    other=called(other),
                )
                yield Notice(cap.place_of("limit"), "never-binds", message)
                break


def _same_groups(cap: Cap, other: Cap) -> bool:
    """Return whether ``other`` bounds the same visas in the same groups at all times that ``cap`` does."""
    same = (cap.where, cap.in_each, cap.rounding) == (other.where, other.in_each, other.rounding)
    always = other.while_ is None or other.while_ == cap.while_
    counted = (not other.counts or set(cap.counts) == set(other.counts)) and other.existing == "counted"
    dates = _covers(other, cap) and not other.falls_with
    return same and always and counted and dates


def _covers(other: Provision, one: Provision) -> bool:
    starts = other.effective is None or (one.effective is not None and other.effective <= one.effective)
    ends = other.sunset is None or (one.sunset is not None and one.sunset <= other.sunset)
    return starts and ends


def _never_below(cap: Cap, other: Cap) -> bool:
    """Return whether ``cap`` is at least ``other`` on every day and whatever the counts."""
    days = {start or date.min for one in (cap, other) for start, _ in one.limit.steps}
    pairs = [(cap.limit_on(day), other.limit_on(day)) for day in sorted(days)]
    held = [(one, bound) for one, bound in pairs if one is not None and bound is not None]
    return (
        bool(held)
        and len(held) == len(pairs)
        and all(limit_at_least(one, bound) == "kept" for one, bound in held)
    )


def _set_asides(rulebook: Rulebook, law: Law, zone: Zone) -> Iterator[Notice]:
    seen: set[str] = set()
    days = _span(law, zone)
    for aside in zone.notwithstanding:
        if aside.id in seen:
            message = told("{zone} sets '{rule}' aside twice.", zone=called(zone), rule=aside.id)
            yield Notice(aside.place, "twice", message)
        seen.add(aside.id)
        found = rulebook.find(law, aside.id)
        if found is not None and _apart(days, _span(*found)):
            message = told(
                "{zone} sets aside {rule}, which is not in force on any day of the zone: "
                "the exception has no object.",
                zone=called(zone),
                rule=called(found[1]),
            )
            yield Notice(aside.place, "no-object", message)


def _apart(one: tuple[date, date], other: tuple[date, date]) -> bool:
    """Return whether two spans share no day."""
    (first, last), (start, end) = one, other
    return last < start or end < first


def _span(law: Law, one: Provision) -> tuple[date, date]:
    holder = next((zone for zone in law.zones if one in zone.own), None)
    starts = [held.effective for held in (law, holder, one) if held is not None and held.effective]
    ends = [held.sunset for held in (law, holder, one) if held is not None and held.sunset]
    return max(starts), min(ends, default=date.max)
