"""What rules are called: by section and title, and apart where the laws of several places name theirs alike."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from localvip.capacity.limits.limits import Bound
from localvip.capacity.measure import Capacity
from localvip.report.findings import heading
from localvip.report.model import LimitUse
from localvip.report.speech import tr


def limit_name(limit: LimitUse) -> str:
    """Return what the rule of a limit is called: ``2 Tract share (Stow)`` where other places have one of the name."""
    return told_apart(heading(limit.section, limit.title or limit.provision), limit.apart)


def told_apart(name: str, apart: str) -> str:
    """Return a rule's name with what tells it from others; the name alone where nothing is needed."""
    return tr("{name} ({law})", name=name, law=apart) if apart else name


def rule_names(capacity: Capacity) -> list[str]:
    """Return what each rule that bounds visas is called, in their order."""
    rules = (bound.provision for bound in capacity.limits.bounds)
    return [
        told_apart(heading(rule.section, rule.title or rule.id), word)
        for rule, word in zip(rules, apart(capacity), strict=True)
    ]


def apart(capacity: Capacity) -> tuple[str, ...]:
    """Return what tells each rule that bounds visas from others of its title, in their order: "" where none is.

    That is the place where its ordinance holds; its law where that doesn't tell, or isn't an ordinance.
    """
    bounds = capacity.limits.bounds
    titles = [bound.provision.title or bound.provision.id for bound in bounds]
    words = [""] * len(bounds)
    ranked = sorted(range(len(bounds)), key=lambda n: titles[n])
    for _, group in groupby(ranked, key=lambda n: titles[n]):
        alike = list(group)
        for n, word in zip(alike, _words(capacity, [bounds[n] for n in alike]), strict=True):
            words[n] = word
    return tuple(words)


def _words(capacity: Capacity, bounds: list[Bound]) -> Iterator[str]:
    laws = {bound.law.file: bound.law.title for bound in bounds}
    if len(laws) == 1:
        yield from ("" for _ in bounds)
        return
    places = {
        ground.law.file: ground.seats[0].name
        for ground in capacity.case.grounds
        if ground.law.noun == "ordinance" and len(ground.seats) == 1
    }
    found = [places.get(file, "") for file in laws]
    for bound in bounds:
        place = places.get(bound.law.file, "")
        yield place if place and found.count(place) == 1 else bound.law.title
