"""The limits of all areas as series: one for each provision, its sentence once, its numbers as columns.

A page with fifty provisions over thousands of areas would say the same sentences a hundred thousand times. A series
is one provision's limits ``at`` the areas: in columns as long as the areas where most have a limit of their ``own``,
else in columns of its limits, to which each area points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from localvip.report.columns import Cell, Columns, number_cell
from localvip.report.model import AreaRow, LimitUse
from localvip.report.numerals import count, shown
from localvip.report.rule_names import limit_name
from localvip.report.speech import now_spoken


class Sentence(NamedTuple):
    """How a limit came about: ``texts`` around its ``numbers``, one more than these."""

    texts: tuple[str, ...]
    numbers: tuple[str, ...]


class Use(NamedTuple):
    """A limit and its sentence."""

    limit: LimitUse
    sentence: Sentence


@dataclass(frozen=True)
class Form:
    """What the sentences of a series share: their ``texts``; the ``tail`` around the value that some say after them."""

    texts: tuple[str, ...]
    tail: tuple[str, str] | None


@dataclass(frozen=True)
class Series:
    """Limits of one ``rule`` (name, law), the n-th at the n-th area (``None``: none there)."""

    rule: tuple[str, str]
    limits: tuple[LimitUse | None, ...]


def tell_limits(rows: Sequence[AreaRow], columns: Columns, names: int) -> dict[str, object]:
    """Return the limits of ``rows`` as series and their rules, each a heading and a law; ``names``: a column.

    Each series has its ``rule``, ``value``, ``used`` and ``group`` as columns, the sentence in ``words`` (texts, and
    columns for numbers); ``more`` follows where the last number isn't the value. ``odd``: limits that bind with
    something left, or don't without. ``rank``: its place among those that bind, and among the rest.
    """
    rules: dict[tuple[str, str], int] = {}
    told = []
    # The longest series first: the numbers of shorter ones are often among its own.
    every = sorted(_series(rows), key=lambda series: series.limits.count(None))
    for series, rank in _ranked(every, rows):
        number = rules.setdefault((shown(series.rule[0]), shown(series.rule[1])), len(rules))
        told += [{"rule": number, "rank": rank, **part} for part in _tell(series, columns, names)]
    return {"series": told, "rules": list(rules)}


def _series(rows: Sequence[AreaRow]) -> Iterator[Series]:
    """Iterate over the limits by rule; the second limit of a rule in one area stands in a series of its own."""
    found: dict[tuple[str, str], list[list[LimitUse | None]]] = {}
    for n, row in enumerate(rows):
        for limit in row.limits:
            layers = found.setdefault(_rule(limit), [])
            layer = next((one for one in layers if one[n] is None), None)
            if layer is None:
                layer = [None] * len(rows)
                layers.append(layer)
            layer[n] = limit
    for rule, layers in found.items():
        for limits in layers:
            yield Series(rule, tuple(limits))


def _rule(limit: LimitUse) -> tuple[str, str]:
    return limit_name(limit), limit.law


def _ranked(every: list[Series], rows: Sequence[AreaRow]) -> Iterator[tuple[Series, tuple[int, int]]]:
    """Iterate over the series with their mean places among the limits that bind, and among those that don't."""
    places: dict[tuple[tuple[str, str], bool], list[int]] = {}
    for row in rows:
        for n, limit in enumerate(row.limits):
            places.setdefault((_rule(limit), limit.binding), []).append(n)
    means = {key: round(1000 * sum(found) / len(found)) for key, found in places.items()}
    for series in every:
        yield series, (means.get((series.rule, True), 0), means.get((series.rule, False), 0))


def _tell(series: Series, columns: Columns, names: int) -> Iterator[dict[str, object]]:
    """Iterate over the parts of a series that say the same sentence with other numbers: mostly one."""
    parsed: dict[str, Sentence] = {}
    uses = []
    for n, limit in enumerate(series.limits):
        if limit is not None:
            if limit.working not in parsed:
                parsed[limit.working] = _parsed(shown(limit.working))
            uses.append((n, Use(limit, parsed[limit.working])))
    for texts, tail in _shapes([use for _, use in uses]):
        said = (texts, _longer(texts, tail)) if tail else (texts,)
        here = {n: use for n, use in uses if use.sentence.texts in said}
        yield _part(tuple(here.get(n) for n in range(len(series.limits))), Form(texts, tail), columns, names)


def _parsed(text: str) -> Sentence:
    pieces = _number(now_spoken().thousands, now_spoken().point).split(text)
    return Sentence(tuple(pieces[::2]), tuple(pieces[1::2]))


@cache
def _number(thousands: str, point: str) -> re.Pattern[str]:
    digits = rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+|\d+"
    return re.compile(rf"((?:{digits})(?:{re.escape(point)}\d+)?)")


def _shapes(uses: Sequence[Use]) -> list[tuple[tuple[str, ...], tuple[str, str] | None]]:
    """Return the texts that the sentences have, each with its tail; two of which one says more are one."""
    texts = sorted({use.sentence.texts for use in uses}, key=lambda one: (len(one), one))
    if len(texts) == 2:
        short, long = texts
        end = len(short) - 1
        tail = (long[end].removeprefix(short[end]), long[-1])
        if _longer(short, tail) == long and all(_tells(use, end, use.sentence.texts == long) for use in uses):
            return [(short, tail)]
    return [(one, None) for one in texts]


def _longer(short: tuple[str, ...], tail: tuple[str, str]) -> tuple[str, ...]:
    return (*short[:-1], short[-1] + tail[0], tail[1])


def _tells(use: Use, end: int, long: bool) -> bool:
    """Return whether a sentence says its value last, and says more just where what stood before isn't the value."""
    numbers, value = use.sentence.numbers, count(use.limit.value)
    return end > 0 and numbers[-1] == value and long == (numbers[end - 1] != value)


def _part(uses: tuple[Use | None, ...], form: Form, columns: Columns, names: int) -> dict[str, object]:
    distinct = {_key(use.limit): use for use in uses if use}
    cared = [use is not None for use in uses]
    own = 2 * len(distinct) > sum(cared)
    if own:
        at = {} if all(cared) else {"at": columns.add(map(int, cared))}
        return {"own": True, **at, **_columns(uses, form, columns, names)}
    places = {key: n for n, key in enumerate(distinct)}
    at = {"at": columns.add(None if use is None else places[_key(use.limit)] for use in uses)}
    return {"own": False, **at, **_columns(tuple(distinct.values()), form, columns, names)}


def _key(limit: LimitUse) -> tuple[object, ...]:
    return limit.working, limit.group, limit.value, limit.used, limit.binding


def _columns(uses: tuple[Use | None, ...], form: Form, columns: Columns, names: int) -> dict[str, object]:
    """Return the numbers of limits and their sentence as columns."""
    cared = [use is not None for use in uses]
    kept = list(filter(None, uses))
    bases = columns.bases(len(uses))

    def told(cells: Iterator[Cell], others: Sequence[int], by: Sequence[Fraction] = ()) -> int:
        every = iter(cells)
        column = tuple(next(every) if care else None for care in cared)
        return columns.add_by(column, cared, others, by)

    holes = [[use.sentence.numbers[n] for use in kept] for n in range(len(form.texts) - 1)]
    fixed = {hole[0] for hole in holes if len(set(hole)) == 1}
    by = [fraction for text in sorted(fixed) for fraction in _fractions(text)]
    words: list[str | int] = [form.texts[0]]
    for hole, text in zip(holes, form.texts[1:], strict=True):
        if len(set(hole)) == 1:
            words[-1] = f"{words[-1]}{hole[0]}{text}"
        else:
            before = [word for word in words if isinstance(word, int)]
            words += [told(map(number_cell, hole), (*before[::-1], *bases), by), text]
    numbers = [word for word in words if isinstance(word, int)]
    alike = [names] if len(uses) == len(columns.cells[names]) else []
    value = told((use.limit.value for use in kept), (*numbers[::-1], *bases), (Fraction(1), *by))
    return {
        "words": words,
        **({"more": list(form.tail)} if form.tail else {}),
        "value": value,
        "used": told((use.limit.used for use in kept), (*bases, value)),
        "group": told((shown(use.limit.group) for use in kept), alike),
        "odd": [
            n
            for n, use in enumerate(uses)
            if use and use.limit.binding != (use.limit.used == use.limit.value)
        ],
    }


def _fractions(text: str) -> Iterator[Fraction]:
    """Iterate over the multiples that the number ``text`` in a sentence may mean: by it, percent, one per it."""
    plain = text.replace(now_spoken().thousands, "").replace(now_spoken().point, ".")
    number = Fraction(plain)
    yield from (number, number / 100, *((1 / number,) if number else ()))
