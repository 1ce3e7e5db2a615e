"""What changed in the law, in sentences with sections, and what each change does by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from localvip.capacity.comparison import Alone, Comparison
from localvip.capacity.measure import Capacity
from localvip.language.wording import limit_words
from localvip.ordinance.prose import sentence
from localvip.ordinance.revision import Revision
from localvip.report.comparison.discretion import Discretion
from localvip.report.comparison.model import ChangeRow
from localvip.report.findings import heading, joined, spelt
from localvip.report.model import AreaRow
from localvip.report.numerals import areas_text, count, signed, visas_text
from localvip.report.prospects import rule_of
from localvip.report.rows import area_rows
from localvip.report.speech import mark, tr, trn
from localvip.report.wording import called


def change_rows(found: Comparison, discretion: Discretion) -> tuple[ChangeRow, ...]:
    """Return the revisions of a comparison in the order of the laws, each with its sentence and its effect."""
    before = area_rows(found.before)
    rows = (
        _hushed(one) if hush else _change(one, _shown(alone, discretion), before)
        for one, alone, hush in zip(found.revisions, found.alone, discretion.alone, strict=True)
    )
    held = (_held(found, one, discretion) for one in found.revisions)
    return tuple(
        row if row.alone is not None or not words else replace(row, effect=words)
        for row, words in zip(rows, held, strict=True)
    )


def _shown(alone: Alone | None, discretion: Discretion) -> Alone | None:
    """Return what a revision does by itself; a withheld area counts as none, for its change would tell its count."""
    return None if alone is None else replace(alone, areas=np.where(discretion.hidden, 0, alone.areas))


def _hushed(one: Revision) -> ChangeRow:
    return replace(_change(one, None, ()), effect=_withheld())


def _withheld() -> str:
    return tr("What it does by itself is withheld: it would tell of a few people.")


def _held(found: Comparison, one: Revision, discretion: Discretion) -> str:
    """Return what a provision that is gone held back, or what a new one holds back; "" where neither is known."""
    if one.before is not None and one.after is not None:
        return ""
    capacity, law = (found.before, one.old) if one.after is None else (found.after, one.new)
    key = (law.file if law else "", one.provision.id)
    bound = next((n for n, each in enumerate(capacity.limits.bounds) if each.key == key), None)
    if bound is None or bound not in capacity.held_back:
        return ""
    telling = discretion.sides[one.after is not None]
    if telling is None or rule_of(capacity.limits.bounds[bound]) in telling.back:
        return _withheld()
    if not capacity.held_back[bound]:
        return (
            tr("It held nothing back: other rules bound first.")
            if one.after is None
            else tr("It holds nothing back: other rules bind first.")
        )
    words = mark("Alone it held {visas} back.") if one.after is None else mark("Alone it holds {visas} back.")
    return tr(words, visas=visas_text(capacity.held_back[bound]))


def what_changed(rows: tuple[ChangeRow, ...]) -> str:
    """Return what changed in the law, as the title of its part: the change that does most by itself, if reckoned."""
    if not rows:
        return tr("The two say the same")
    first = max(rows, key=lambda row: abs(row.alone or 0))
    if first.alone:
        return trn(
            "{n} change of the law, of {rule}: {change}",
            "Of {n} changes of the law, {rule} does most by itself: {change}",
            len(rows),
            n=count(len(rows)),
            rule=heading(first.section, first.title),
            change=tr("{change} visas", change=signed(first.alone)),
        )
    if all(row.idle for row in rows):
        return trn(
            "{n} change of the law, and it has no effect anywhere",
            "{n} changes of the law, and none has an effect anywhere",
            len(rows),
            n=count(len(rows)),
        )
    return _fates([row.fate for row in rows])


def _fates(fates: list[str]) -> str:
    gone, new, changed = (fates.count(fate) for fate in ("gone", "new", "changed"))
    told = (
        trn("{n} rule of the law is gone", "{n} rules of the law are gone", gone, n=count(gone)),
        trn("{n} is new", "{n} are new", new, n=count(new)),
        trn("{n} says something else", "{n} say something else", changed, n=count(changed)),
    )
    return joined([text for text, number in zip(told, (gone, new, changed), strict=True) if number])


def warnings(rows: tuple[ChangeRow, ...]) -> tuple[str, ...]:
    """Return a warning for each change that does nothing anywhere."""
    return tuple(
        tr(
            "The change of {rule} has no effect anywhere in this region: other rules bind first.",
            rule=heading(row.section, row.title),
        )
        for row in rows
        if row.idle
    )


def _change(one: Revision, alone: Alone | None, before: tuple[AreaRow, ...]) -> ChangeRow:
    provision, law = one.provision, one.new if one.after else one.old
    return ChangeRow(
        section=provision.section,
        title=provision.title or provision.id,
        law=law.title if law else "",
        kind=provision.noun,
        fate="new" if one.before is None else "gone" if one.after is None else "changed",
        sentence=spelt(_sentence(one), _names(one)),
        effect=_effect(one, alone, before),
        alone=None if alone is None else alone.change,
        idle=alone is not None and alone.idle,
    )


def _names(one: Revision) -> Iterator[tuple[str, str]]:
    """Iterate over the ids and names of the rules that a changed rule may name: those of its own law."""
    for law in filter(None, (one.new, one.old)):
        yield from ((rule.id, heading(rule.section, rule.title or rule.id)) for rule in law.provisions)


def _sentence(one: Revision) -> str:
    rule = called(one.provision)
    rule = rule[0].upper() + rule[1:]
    if one.before is None:
        return tr("{rule} is new: {words}", rule=rule, words=sentence(one.provision))
    if one.after is None:
        return tr("{rule} is gone. It said: {words}", rule=rule, words=sentence(one.before))
    limits = one.limits
    if limits is None:
        return tr(
            "{rule} changes. Before: {before} After: {after}",
            rule=rule,
            before=sentence(one.before),
            after=sentence(one.after),
        )
    words = {
        "rises": mark("{rule} rises from {before} to {after}."),
        "falls": mark("{rule} falls from {before} to {after}."),
        "changes": mark("{rule} changes from {before} to {after}."),
    }[one.direction]
    before, after = limits
    return tr(words, rule=rule, before=limit_words(before), after=limit_words(after))


def _effect(one: Revision, alone: Alone | None, before: tuple[AreaRow, ...]) -> str:
    if not one.bounds_visas:
        return tr("It bounds no visas.")
    if alone is None:
        return tr("What it does by itself was not reckoned.")
    if alone.idle:
        return tr("It changes nothing anywhere.")
    if not alone.change and not alone.areas.any():
        return tr("By itself it changes nothing; the other changes make it count.")
    text = tr("; ").join((_total(alone.change), *_moved(alone.areas), *_binding(before, alone.after)))
    return f"{text}."


def _total(change: int) -> str:
    if not change:
        return tr("By itself it moves visas and keeps their number")
    verb = mark("By itself it adds {visas}") if change > 0 else mark("By itself it takes {visas} away")
    return tr(verb, visas=visas_text(abs(change)))


def _moved(areas: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Iterator[str]:
    lost, gained = -areas[areas < 0], areas[areas > 0]
    if len(lost):
        yield trn(
            "{areas} loses {n}",
            "{areas} lose {n}",
            len(lost),
            areas=areas_text(len(lost)),
            n=count(int(lost.sum())),
        )
    if len(gained):
        words = ("{areas} gains {n}", "{areas} gain {n}")
        yield trn(*words, len(gained), areas=areas_text(len(gained)), n=count(int(gained.sum())))


def _binding(before: tuple[AreaRow, ...], after: Capacity) -> Iterator[str]:
    """Iterate over the rules that now bind where another did, with the number of areas."""
    now: dict[str, int] = {}
    for old, new in zip(before, area_rows(after), strict=True):
        if new.governed and new.binding and _bound(new) != _bound(old):
            now[new.binding] = now.get(new.binding, 0) + 1
    for rule, number in sorted(now.items(), key=lambda pair: (-pair[1], pair[0])):
        words = ("in {n} area {rule} now binds", "in {n} areas {rule} now binds")
        yield trn(*words, number, n=count(number), rule=rule)


def _bound(row: AreaRow) -> tuple[str, str] | None:
    """Return the law and the id of the rule that binds an area: its name may differ with the rules beside it."""
    return next(((use.law, use.provision) for use in row.limits if use.binding), None)


def change_text(change: int) -> str:
    """Return a change of visas in words: ``1,223 more``, ``310 fewer``, ``no change``."""
    if not change:
        return tr("no change")
    return tr("{n} more" if change > 0 else "{n} fewer", n=count(abs(change)))


def percent_text(change: int, before: int) -> str:
    """Return a change as a share of what was: ``+31%``; "" where there was nothing."""
    return tr("{n}%", n=signed(round(100 * change / before))) if before else ""
