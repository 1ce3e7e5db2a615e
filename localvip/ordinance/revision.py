"""What differs between two rulebooks in force: provisions that are new, gone or changed, law by law."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias, TypeVar

from localvip.language.quantity import Limit
from localvip.ordinance.compare import limit_at_least
from localvip.ordinance.law import Law
from localvip.ordinance.provision import Amenity, Cap, Provision, Schedule, Zone
from localvip.ordinance.rulebook import Rulebook

LISTS = ("caps", "amenities", "zones", "fees", "safeguards", "sponsors")
OWN_LISTS = ("caps", "amenities", "fees", "safeguards")
L = TypeVar("L", bound=Law)
Direction: TypeAlias = Literal["rises", "falls", "changes"]


@dataclass(frozen=True)
class Revision:
    """One provision ``before`` and ``after``; ``None``: it isn't in force there. ``zone``: the id of its zone.

    Caps are pinned: they hold the limit of the day alone. ``old`` and ``new``: the laws that they stand in.
    """

    old: Law | None
    new: Law | None
    zone: str
    before: Provision | None
    after: Provision | None

    @property
    def provision(self) -> Provision:
        """Return the provision as it is now, or was."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 (one of them is there)
        return found

    @property
    def bounds_visas(self) -> bool:
        """Return whether it is of a kind that can change how many visas there may be."""
        return any(_bounds(one) for one in (self.before, self.after) if one is not None)

    @property
    def limits(self) -> tuple[Limit, Limit] | None:
        """Return the limits of a cap before and after, where nothing but its limit differs."""
        before, after = self.before, self.after
        if not isinstance(before, Cap) or not isinstance(after, Cap):
            return None
        if not _equal(before.model_copy(update={"limit": after.limit}), after):
            return None
        return before.limit.steps[0][1], after.limit.steps[0][1]

    @property
    def direction(self) -> Direction:
        """Return whether a cap's limit rises or falls whatever the counts; else it changes."""
        if self.limits is None:
            return "changes"
        before, after = self.limits
        up, down = limit_at_least(after, before) == "kept", limit_at_least(before, after) == "kept"
        return "changes" if up == down else "rises" if up else "falls"

    def reversed(self) -> Revision:
        """Return the revision that undoes this one."""
        return Revision(self.new, self.old, self.zone, self.after, self.before)

    def on(self, rulebook: Rulebook) -> Rulebook | None:
        """Return ``rulebook`` with this revision alone; ``None`` where it doesn't have the law that is revised."""
        if self.old is None or self.new is None:
            return None
        program = rulebook.program
        return replace(
            rulebook,
            amendments=(),  # already taken in: once more would undo the revision
            program=self._law(program) if program else None,
            acts=tuple(self._law(law) for law in rulebook.acts),
            ordinances=tuple(self._law(law) for law in rulebook.ordinances),
        )

    def _law(self, law: L) -> L:
        if self.old is None or law.file != self.old.file:
            return law
        if not self.zone:
            name = _list_of(self.provision, LISTS)
            return law.model_copy(update={name: self._swapped(getattr(law, name))})
        name = _list_of(self.provision, OWN_LISTS)
        zones = tuple(
            zone.model_copy(update={name: self._swapped(getattr(zone, name))})
            if zone.id == self.zone
            else zone
            for zone in law.zones
        )
        return law.model_copy(update={"zones": zones})

    def _swapped(self, held: tuple[Provision, ...]) -> tuple[Provision, ...]:
        kept = [one if one.id != self.provision.id else self.after for one in held]
        if self.before is None:
            kept.append(self.after)
        return tuple(one for one in kept if one is not None)


def _bounds(provision: Provision) -> bool:
    if isinstance(provision, Amenity):
        return provision.within is not None or provision.serves is not None
    return provision.noun in ("cap", "zone", "sponsor rule")


def _list_of(provision: Provision, names: Sequence[str]) -> str:
    nouns = {
        "cap": "caps",
        "amenity": "amenities",
        "zone": "zones",
        "fee": "fees",
        "safeguard": "safeguards",
        "sponsor rule": "sponsors",
    }
    return next(name for name in names if name == nouns[provision.noun])


def revisions(old: tuple[Rulebook, date], new: tuple[Rulebook, date]) -> tuple[Revision, ...]:
    """Return what differs between two rulebooks, each in force on its day.

    Laws are paired by file, else by kind and jurisdiction, else where one of each side is left; provisions by id.
    """
    found: list[Revision] = []
    for before, after in _pairs(old[0].laws, new[0].laws):
        one = _pinned(before, old[1]) if before else None
        other = _pinned(after, new[1]) if after else None
        found.extend(_of_laws(one, other))
    return tuple(found)


def _pairs(old: Sequence[Law], new: Sequence[Law]) -> Iterator[tuple[Law | None, Law | None]]:
    left, right = list(old), list(new)
    for same in (_same_file, _same_place, _same_kind):
        for law in list(left):
            others = [one for one in right if same(law, one)]
            alone = (
                same is not _same_kind or sum(same(one, others[0]) for one in left) == 1 if others else False
            )
            if len(others) == 1 and alone:
                yield law, others[0]
                left.remove(law)
                right.remove(others[0])
    yield from ((law, None) for law in left)
    yield from ((None, law) for law in right)


def _same_file(one: Law, other: Law) -> bool:
    return one.file == other.file


def _same_place(one: Law, other: Law) -> bool:
    places = getattr(one, "jurisdictions", ())
    return _same_kind(one, other) and bool(places) and places == getattr(other, "jurisdictions", ())


def _same_kind(one: Law, other: Law) -> bool:
    return one.noun == other.noun


def _pinned(law: Law, day: date) -> Law:
    """Return ``law`` with each cap's limit of the day alone, without dates."""
    zones = tuple(zone.model_copy(update={"caps": _caps(zone.caps, day), **NO_DATES}) for zone in law.zones)
    return law.model_copy(update={"caps": _caps(law.caps, day), "zones": zones})


NO_DATES: dict[str, None] = {"effective": None, "sunset": None}


def _caps(caps: tuple[Cap, ...], day: date) -> tuple[Cap, ...]:
    limits = [(cap, cap.limit_on(day)) for cap in caps]
    return tuple(
        cap.model_copy(update={"limit": Schedule(((None, limit),)), **NO_DATES})
        for cap, limit in limits
        if limit is not None
    )


def _of_laws(old: Law | None, new: Law | None) -> Iterator[Revision]:
    for name in LISTS:
        held, now = (getattr(law, name) if law else () for law in (old, new))
        for before, after in _by_id(held, now):
            if isinstance(before, Zone) and isinstance(after, Zone):
                yield from _of_zones(Revision(old, new, "", before, after))
            elif not _equal(before, after):
                yield Revision(old, new, "", before, after)


def _of_zones(zones: Revision) -> Iterator[Revision]:
    """Iterate over what differs in a zone that both have: itself, then its own provisions."""
    before, after = zones.before, zones.after
    bare = dict.fromkeys(OWN_LISTS, ())
    assert before is not None and after is not None  # noqa: S101 (the caller has both)
    if before.model_copy(update=bare) != after.model_copy(update=bare):
        own = {name: getattr(before, name) for name in OWN_LISTS}
        yield replace(zones, after=after.model_copy(update=own))
    for name in OWN_LISTS:
        for one, other in _by_id(getattr(before, name), getattr(after, name)):
            if not _equal(one, other):
                yield Revision(zones.old, zones.new, after.id, one, other)


def _equal(one: Provision | None, other: Provision | None) -> bool:
    """Return whether two provisions say the same: number, title and reasons, which bind nobody, don't count."""
    if one is None or other is None:
        return one is other
    quiet = {"rationale": "", "section": "", "title": ""}
    return one.model_copy(update=quiet) == other.model_copy(update=quiet)


def _by_id(
    held: Sequence[Provision], now: Sequence[Provision]
) -> Iterator[tuple[Provision | None, Provision | None]]:
    by_id = {one.id: one for one in now}
    yield from ((one, by_id.get(one.id)) for one in held)
    known = {one.id for one in held}
    yield from ((None, one) for one in now if one.id not in known)
