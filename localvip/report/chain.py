"""The chain of law for one place as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from localvip.capacity.explain import Chain, Link
from localvip.capacity.limits.family import LimitRow
from localvip.capacity.measure import Capacity, Effect
from localvip.ordinance.prose import sentence
from localvip.report.findings import heading
from localvip.report.numerals import count, visas_text
from localvip.report.speech import day_text, mark, said, speaking, spoken, tr
from localvip.report.tables import named_laws

MARKS = {
    "applies": mark("holds"),
    "set aside": mark("set aside"),
    "not here": mark("not here"),
    "no number": mark("holds"),
}


def tell_chain(capacity: Capacity, chain: Chain, language: str | None = None) -> list[str]:
    """Return lines: the place and its visas, then each law with its provisions, what binds marked.

    They speak ``language`` where that is given, else the language of the first ordinance.
    """
    named = named_laws(capacity, capacity.case.rulebook)
    with speaking(spoken(language or (named[0].language if named else "en"))):
        return list(_lines(capacity, chain))


def _lines(capacity: Capacity, chain: Chain) -> Iterator[str]:
    area = capacity.case.region.areas["name"].loc[chain.area]
    yield tr(
        "{name} (area {id}) on {day}: {visas} in the split shown.",
        name=area,
        id=chain.area,
        day=day_text(capacity.case.day),
        visas=visas_text(int(capacity.split[chain.cells].sum())),
    )
    if not capacity.governed[chain.cells].any():
        yield tr("No ordinance in force binds this place: its visas are not counted.")
    law = None
    for link in chain.links:
        if link.law is not law:
            law = link.law
            noun, status = tr(law.noun.capitalize()), tr(law.status)
            yield ""
            yield tr(
                "{noun}: {law} ({status}; {file})", noun=noun, law=law.title, status=status, file=law.file
            )
        yield from _link(link)


def _link(link: Link) -> Iterator[str]:
    provision = link.provision
    name = heading(provision.section, provision.title or provision.id)
    standing = tr("BINDS") if link.binds else tr(MARKS[link.standing])
    yield f"  [{standing}] {tr('{rule}: {words}', rule=name, words=sentence(provision))}"
    if link.because:
        because = said(link.because)
        yield f"      {because[0].upper()}{because[1:]}."
    for row, used, effect in link.limits:
        yield f"      {tr('{rule}: {words}', rule=row.group, words=row.working)}"
        if link.flow:
            yield f"      {tr('limit {value} first issued in the year', value=count(row.value))}"
        else:
            yield f"      {_use(row, used)}{_effect(effect)}"


def _use(row: LimitRow, used: int) -> str:
    left = count(row.value - used)
    return tr("limit {value}, used {used}, left {left}", value=count(row.value), used=count(used), left=left)


def _effect(effect: Effect | None) -> str:
    """Return what a visa more or fewer in a full limit does to the whole."""
    if effect is None:
        return ""
    more = (
        tr("one more allows one more in all")
        if effect.raises
        else tr("one more allows none: another rule binds first")
    )
    fewer = tr("one fewer loses one") if effect.always else tr("one fewer loses none")
    return tr("; ").join(("", more, fewer))
