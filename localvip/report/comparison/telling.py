"""Fill a comparison report from a comparison."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np

from localvip.capacity.comparison import Comparison
from localvip.capacity.measure import Capacity
from localvip.capacity.notices import notices_of
from localvip.ordinance.rulebook import Rulebook
from localvip.report.comparison.discretion import Discretion, discretion_of
from localvip.report.comparison.model import ComparisonReport, PlaceShift, ProvisionShift
from localvip.report.comparison.revising import change_rows, change_text, percent_text, warnings
from localvip.report.edition import PLAIN, Edition
from localvip.report.findings import heading
from localvip.report.model import AreaRow, Headline, JurisdictionRow, ProvisionRow
from localvip.report.numerals import count, signed, visas_text
from localvip.report.provision_rows import provision_rows
from localvip.report.rows import area_rows, jurisdiction_rows
from localvip.report.speech import day_text, mark, speaking, spoken, tr, trn
from localvip.report.suppression import told_of_rule, withheld_towns
from localvip.report.tables import (
    governed_shapes,
    ledger_of,
    named_laws,
    notice_text,
    outlines_of,
    receipt_of,
    rest_of,
    sources_of,
)
from localvip.report.wording import land_of, method, number_of

Pair = tuple[Rulebook, Rulebook]


def tell_comparison(
    found: Comparison, rulebooks: Pair, command: str, edition: Edition = PLAIN
) -> ComparisonReport:
    """Return the report of a comparison; ``rulebooks``: all that was read for each side; ``command``: to redo it."""
    named = named_laws(found.before, rulebooks[0])
    code = spoken(edition.language or (named[0].language if named else "en"))
    with speaking(code):
        return _told(found, rulebooks, command, replace(edition, language=code))


def _told(found: Comparison, rulebooks: Pair, command: str, edition: Edition) -> ComparisonReport:
    before, after = found.before, found.after
    region = before.case.region
    sides = _sides(found, rulebooks)
    discretion = discretion_of(found, edition.small_counts)
    areas = _areas(found, discretion)
    changes = change_rows(found, discretion)
    order = np.array([n for n, _ in areas], dtype=np.int64)
    shapes = governed_shapes(before).union(governed_shapes(after))
    statuses = {law.status for law in named_laws(after, rulebooks[1])}
    return ComparisonReport(
        title=tr("{one} or {other}", one=sides[0], other=sides[1]),
        region=region.title,
        language=str(edition.language),
        status="adopted" if statuses == {"adopted"} else next(iter(sorted(statuses - {"adopted"})), "draft"),
        on=day_text(before.case.day),
        sides=sides,
        answer=_answer(found, sides),
        headlines=_headlines(found, tuple(row for _, row in areas)),
        changes=changes,
        warnings=warnings(changes),
        frame=gpd.GeoDataFrame(geometry=shapes.iloc[order]),
        rest=rest_of(after, shapes),
        outlines=tuple(outlines_of(after)),
        areas=tuple(row for _, row in areas),
        jurisdictions=_jurisdictions(before, after, edition.small_counts),
        provisions=_provisions(found, rulebooks, discretion),
        ledger=tuple(ledger_of(after)),
        notices=tuple(
            dict.fromkeys(
                notice_text(n, r.laws)
                for c, r in zip((before, after), rulebooks, strict=True)
                for n in notices_of(c, r)
            )
        ),
        method=(*_method(), *method(after)),
        sources=tuple(dict.fromkeys((*sources_of(before, rulebooks[0]), *sources_of(after, rulebooks[1])))),
        receipt=receipt_of(command),
        crs=region.crs.to_string(),
    )


def _sides(found: Comparison, rulebooks: Pair) -> tuple[str, str]:
    """Return how the two sides are called: by law, and by day where the days differ."""
    capacities = (found.before, found.after)
    names = [
        tr("; ").join(law.title for law in named_laws(c, r))
        for c, r in zip(capacities, rulebooks, strict=True)
    ]
    days = [day_text(capacity.case.day) for capacity in capacities]
    if names[0] == names[1] and days[0] == days[1]:
        laws = (named_laws(c, r)[:1] for c, r in zip(capacities, rulebooks, strict=True))
        first, second = ("".join(law.file for law in own) for own in laws)
        return f"{names[0]} ({first})", f"{names[1]} ({second})"
    if days[0] != days[1]:
        names = [tr("{law} on {day}", law=name, day=day) for name, day in zip(names, days, strict=True)]
    return names[0], names[1]


def _answer(found: Comparison, sides: tuple[str, str]) -> str:
    before, after = found.before, found.after
    place = land_of(after) or land_of(before)
    if same_numbers(found):
        return tr(
            "Nothing changes: under either, {place} may have {number} visas in force at once.",
            place=place,
            number=number_of(before),
        )
    return tr(
        "{place} may have {after} visas in force at once under {new}, and {before} under {old}: {change}.",
        place=place,
        after=number_of(after),
        new=sides[1],
        before=number_of(before),
        old=sides[0],
        change=change_text(found.change),
    )


def same_numbers(found: Comparison) -> bool:
    """Return whether no area has a visa more or fewer."""
    return not found.change and not found.areas["change"].any()


def _headlines(found: Comparison, rows: tuple[PlaceShift, ...]) -> tuple[Headline, ...]:
    changes = [row.change for row in rows]  # a withheld area counts as none: its change would tell its count
    gains, losses = [n for n in changes if n > 0], [n for n in changes if n < 0]
    hidden = sum(row.withheld for row in rows)
    sums = {"gained": signed(sum(gains)), "lost": signed(sum(losses))}
    whole = tr("{gained} and {lost} visas in the splits shown", **sums)
    percent = percent_text(found.change, found.before.maximum.visas)
    return (
        Headline(tr("Before"), number_of(found.before), tr("visas in force at once, legal maximum")),
        Headline(tr("After"), number_of(found.after), tr("visas in force at once, legal maximum")),
        Headline(tr("Change"), signed(found.change), percent),
        Headline(
            tr("Areas that gain or lose"),
            tr("{n} and {m}", n=count(len(gains)), m=count(len(losses))),
            trn(
                "{gained} and {lost} visas in the splits shown; {n} area is withheld",
                "{gained} and {lost} visas in the splits shown; {n} areas are withheld",
                hidden,
                n=count(hidden),
                **sums,
            )
            if hidden
            else whole,
        ),
    )


def _areas(found: Comparison, discretion: Discretion) -> list[tuple[int, PlaceShift]]:
    """Return the areas with their position, the largest change first, then by id; without what is withheld."""
    sides = zip(area_rows(found.before), area_rows(found.after), discretion.hidden, strict=True)
    rows = enumerate(_area(old, new).kept_back() if hide else _area(old, new) for old, new, hide in sides)
    return sorted(rows, key=lambda pair: (-abs(pair[1].change), pair[1].id))


def _area(old: AreaRow, new: AreaRow) -> PlaceShift:
    residents = new.residents if new.governed else old.residents
    return PlaceShift(
        new.id, new.name, new.jurisdiction, residents, old.capacity, new.capacity, _binds(old), _binds(new)
    )


def _binds(row: AreaRow) -> str:
    return row.binding or (tr("nothing") if row.governed else tr("no ordinance"))


def _jurisdictions(before: Capacity, after: Capacity, small_counts: bool) -> tuple[PlaceShift, ...]:
    def one(old: JurisdictionRow, new: JurisdictionRow, hide: bool) -> PlaceShift:
        shift = PlaceShift(
            new.name, new.name, "", new.residents, old.capacity, new.capacity, old.binding, new.binding
        )
        return shift.kept_back() if hide else shift

    rows = jurisdiction_rows(after)
    hidden = [False] * len(rows) if small_counts else withheld_towns(rows)
    return tuple(map(one, jurisdiction_rows(before), rows, hidden))


def _provisions(found: Comparison, rulebooks: Pair, discretion: Discretion) -> tuple[ProvisionShift, ...]:
    """Return the provisions that bound visas on either side: those before in their order, then the new ones."""
    sides = [
        {
            (row.law, row.section, row.title): told_of_rule(row, telling)
            for row in provision_rows(capacity, rulebook, capacity.case.day)
            if row.groups
        }
        for capacity, rulebook, telling in zip(
            (found.before, found.after), rulebooks, discretion.sides, strict=True
        )
    ]
    keys = dict.fromkeys((*sides[0], *sides[1]))
    return tuple(_provision(key, sides[0].get(key), sides[1].get(key)) for key in keys)


def _provision(
    key: tuple[str, str, str], old: ProvisionRow | None, new: ProvisionRow | None
) -> ProvisionShift:

    law, section, title = key
    return ProvisionShift(
        heading(section, title),
        law,
        old.groups if old else None,
        old.full if old else None,
        old.held_back if old else None,
        new.groups if new else None,
        new.full if new else None,
        new.held_back if new else None,
        (old is not None and old.withheld, new is not None and new.withheld),
    )


def _method() -> tuple[str, ...]:
    return (
        tr(
            "Each side is reckoned by itself, as its own capacity report would be; the change is after less before. "
            "Equal rules change exactly nothing, and turned round every number changes its sign."
        ),
        tr(
            "A change of the law is reckoned alone: the law before with this one change. Parts don't add up: two "
            "changes may do nothing alone and much together."
        ),
    )


def summary_of(rows: tuple[PlaceShift, ...]) -> str:
    """Return how many areas gain, lose and stay, as the title of the table."""
    gain, lose = sum(row.change > 0 for row in rows), sum(row.change < 0 for row in rows)
    if not gain and not lose:
        return tr("No area gains or loses a visa")
    told = tr(
        "Areas that gain: {n}; that lose: {m}; as before: {k}",
        n=count(gain),
        m=count(lose),
        k=count(sum(row.change == 0 and (row.before, row.after) != (None, None) for row in rows)),
    )
    hidden = sum(row.withheld for row in rows)
    return tr("; ").join((told, tr("withheld: {n}", n=count(hidden)))) if hidden else told


def most_changed(rows: tuple[PlaceShift, ...]) -> str:
    """Return the place that changes most, as the title of the table; ``rows`` may be in any order."""
    first = max(rows, key=lambda row: abs(row.change), default=None)
    if first is None or not first.change:
        return tr("No place gains or loses a visa")
    return tr(
        "{name} changes most: {change} visas, from {before} to {after}",
        name=first.name or first.id,
        change=signed(first.change),
        before=count(first.before or 0),
        after=count(first.after or 0),
    )


def rules_held(rows: tuple[ProvisionShift, ...]) -> str:
    """Return the rule that holds back most on each side, as the title of their table."""
    if any(any(row.withheld) for row in rows):
        return tr("What some provisions hold back is withheld: it would tell of a few people")
    before = max(rows, key=lambda row: row.held_before or 0, default=None)
    after = max(rows, key=lambda row: row.held_after or 0, default=None)
    if before is None or after is None or not (before.held_before or after.held_after):
        return tr("No single rule holds visas back, before or after")
    sides = (
        (mark("Before, {name} held back most: {visas}"), before.name, before.held_before),
        (mark("after, {name}: {visas}"), after.name, after.held_after),
    )
    none = (tr("Before, no single rule held visas back"), tr("after, none does"))
    return tr("; ").join(
        tr(words, name=name, visas=visas_text(held)) if held else rest
        for (words, name, held), rest in zip(sides, none, strict=True)
    )
