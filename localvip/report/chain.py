"""The chain of law for one place as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from localvip.capacity.explain import Chain, Link
from localvip.capacity.limits.family import LimitRow
from localvip.capacity.measure import Capacity, Effect
from localvip.ordinance.prose import sentence
from localvip.report.findings import heading
from localvip.report.numerals import count, visas_text

MARKS = {"applies": "holds", "set aside": "set aside", "not here": "not here", "no number": "holds"}


def tell_chain(capacity: Capacity, chain: Chain) -> Iterator[str]:
    """Iterate over lines: the place and its visas, then each law with its provisions, what binds marked."""
    area = capacity.case.region.areas["name"].loc[chain.area]
    visas = int(capacity.split[chain.cells].sum())
    yield f"{area} (area {chain.area}) on {capacity.case.day:%-d %B %Y}: {visas_text(visas)} in the split shown."
    if not capacity.governed[chain.cells].any():
        yield "No ordinance in force binds this place: its visas are not counted."
    law = None
    for link in chain.links:
        if link.law is not law:
            law = link.law
            yield ""
            yield f"{law.noun.capitalize()}: {law.title} ({law.status}; {law.file})"
        yield from _link(link)


def _link(link: Link) -> Iterator[str]:
    provision = link.provision
    name = heading(provision.section, provision.title or provision.id)
    mark = "BINDS" if link.binds else MARKS[link.standing]
    yield f"  [{mark}] {name}: {sentence(provision)}"
    if link.because:
        yield f"      {link.because[0].upper()}{link.because[1:]}."
    for row, used, effect in link.limits:
        yield f"      {row.group}: {row.working}"
        if link.flow:
            yield f"      limit {count(row.value)} first issued in the year"
        else:
            yield f"      {_use(row, used)}{_effect(effect)}"


def _use(row: LimitRow, used: int) -> str:
    return f"limit {count(row.value)}, used {count(used)}, left {count(row.value - used)}"


def _effect(effect: Effect | None) -> str:
    """Return what a visa more or fewer in a full limit does to the whole."""
    if effect is None:
        return ""
    more = (
        "one more allows one more in all"
        if effect.raises
        else "one more allows none: another rule binds first"
    )
    fewer = "one fewer loses one" if effect.always else "one fewer loses none"
    return f"; {more}; {fewer}"
