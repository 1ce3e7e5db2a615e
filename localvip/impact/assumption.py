"""Assumptions: numbers that no law states, each with a value, a range, a unit, a date and a citation.

The files in ``assumptions/`` beside this module hold the defaults; a scenario file changes some of them. This is
the only module of the package that opens files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from localvip.language.record import Record, fill
from localvip.language.source import read_document
from localvip.language.types import Words, reading
from localvip.language.words import QuantityError, number
from localvip.message import digits, told
from localvip.problem import Notice, Place, Problem, Problems, Refused, did_you_mean

FOLDER = Path(__file__).parent / "assumptions"
UNVERIFIED = "unverified"
MONEY_UNIT = re.compile(r"([A-Z]{3})\b")
Distribution: TypeAlias = Literal["fixed", "triangular", "uniform", "lognormal"]


def parse_figure(text: str) -> Fraction:
    """Read ``0.4``, ``40%`` or ``-0.3``, exactly."""
    bare = text.strip(" ")
    sign = -1 if bare.startswith("-") else 1
    bare = bare.removeprefix("-")
    if not bare:
        raise QuantityError("The number is empty.", "Write a number, such as 0.4 or 40%.")
    percent = bare.endswith("%")
    figure = number(bare.removesuffix("%").rstrip(" "))
    return sign * figure / (100 if percent else 1)


Figure = Annotated[Fraction, reading(parse_figure, Fraction)]


def read_amount(name: str, text: str) -> Fraction:
    """Return the number that ``text`` writes; ``Refused`` under ``name`` where it writes none."""
    try:
        return parse_figure(text)
    except QuantityError as error:
        raise Refused([Problem(Place(name), "quantity", error.message, error.hint)]) from None


class Given(Record):
    """One assumption as a file of defaults states it: every key is required but ``distribution``."""

    title: Words
    value: Figure
    low: Figure
    high: Figure
    distribution: Distribution = "triangular"
    unit: Words
    date: Words
    citation: Words


class Defaults(Record):
    """A file of defaults: the ``topic`` is the first part of the keys of its assumptions."""

    localvip: Literal["1"]
    topic: Words
    assumptions: dict[str, Given]


class Change(Record):
    """What a scenario says of one assumption; a plain text is its value."""

    text_key = "value"
    value: Figure
    low: Figure | None = None
    high: Figure | None = None
    unit: str = ""
    rationale: str = ""


class Scenario(Record):
    """A scenario file: a title and the assumptions that it changes, by key."""

    localvip: Literal["1"]
    scenario: Words
    assumptions: dict[str, Change] = Field(min_length=1)


@dataclass(frozen=True)
class Assumption:
    """A number that is assumed: ``value`` between ``low`` and ``high``, exact, in ``unit``.

    ``distribution``: see ``draws``. ``changed``: a user's value stands in place of the default.
    """

    key: str
    value: Fraction
    low: Fraction
    high: Fraction
    distribution: Distribution
    unit: str
    date: str
    citation: str
    changed: bool = False
    title: str = ""

    @property
    def verified(self) -> bool:
        """Return whether we saw the number in its source; where not, even in part, the citation says ``unverified``."""
        return UNVERIFIED not in self.citation

    @property
    def currency(self) -> str:
        """Return the currency of a sum of money (``USD per year``), or "" for any other number."""
        found = MONEY_UNIT.match(self.unit)
        return found[1] if found else ""


class Assumptions(Mapping[str, Assumption]):
    """Assumptions by key (``uptake.base_share``), sorted; ``notices``: what was noted about changes."""

    def __init__(self, items: Iterable[Assumption], notices: tuple[Notice, ...] = ()) -> None:
        self._items = {item.key: item for item in sorted(items, key=lambda item: item.key)}
        self.notices = notices

    def __getitem__(self, key: str) -> Assumption:
        """Return the assumption with ``key``; ``Refused`` with the nearest key where there is none."""
        if key not in self._items:
            raise Refused([unknown(key, self._items, Place("assumptions"))])
        return self._items[key]

    def __contains__(self, key: object) -> bool:
        """Return whether there is an assumption with ``key``."""
        return key in self._items

    def __iter__(self) -> Iterator[str]:
        """Iterate over the keys in order."""
        return iter(self._items)

    def __len__(self) -> int:
        """Return the number of assumptions."""
        return len(self._items)

    def value(self, key: str) -> Fraction:
        """Return the value of ``key``, exact."""
        return self[key].value

    def topic(self, topic: str) -> dict[str, Assumption]:
        """Return the assumptions of one topic, by the last part of their keys."""
        return {key.split(".", 1)[1]: one for key, one in self.items() if key.startswith(f"{topic}.")}

    def with_changes(self, source: Path | Mapping[str, object]) -> Assumptions:
        """Return these assumptions with those of a scenario file, or of a mapping of keys to numbers, changed.

        A value outside [low, high] widens the range to hold it, and a notice says so. Raises ``Refused`` with
        every unknown key (and the nearest known one) and every number that can't be read or that can't be.
        """
        changes = _changes(source)
        items, notices, problems = dict(self._items), list(self.notices), Problems()
        for key, change in changes.items():
            place = change.place if change.place.file else Place("assumptions", item=key)
            if key not in items:
                problems.extend([unknown(key, items, place)])
                continue
            items[key] = changed = _changed(items[key], change)
            default = self._items[key]
            if change.value < 0 <= default.low:
                problems.add(place, "range", f"{key} is never below 0.", "Write 0 or more.")
            if not default.low <= change.value <= default.high:
                notices.append(Notice(place, "outside-range", _outside(default, change)))
            if not changed.low <= changed.value <= changed.high:
                message = f"{key}: the value {change.value} is not between its low and its high."
                problems.add(place, "range", message)
        problems.refuse()
        return Assumptions(items.values(), tuple(notices))

    def in_currency(self, currency: str) -> Assumptions:
        """Return these assumptions with every sum of money in ``currency``, by ``currency.XXX_per_usd``.

        The rate is itself an assumption (purchasing power). Raises ``Refused`` for a currency without one.
        """
        if all(one.currency in ("", currency) for one in self._items.values()):
            return self
        rate = Fraction(1) if currency == "USD" else self.value(f"currency.{currency.lower()}_per_usd")
        items = [_converted(one, rate, currency) for one in self._items.values()]
        return Assumptions(items, self.notices)


def read_assumptions(paths: Iterable[Path] = ()) -> Assumptions:
    """Return the default assumptions with the changes of the scenario files at ``paths``, in their order.

    Raises ``Refused`` with every problem of the first file that has any, at its line and column.
    """
    assumptions = Assumptions(one for path in sorted(FOLDER.glob("*.yaml")) for one in read_defaults(path))
    for path in paths:
        assumptions = assumptions.with_changes(path)
    return assumptions


def read_defaults(path: Path) -> Iterator[Assumption]:
    """Iterate over the assumptions of one file of defaults; raises ``Refused``."""
    held = fill(Defaults, read_document(path))
    problems = Problems()
    for name, given in held.assumptions.items():
        if not given.low <= given.value <= given.high:
            problems.add(given.place, "range", f"{name}: the value is not between its low and its high.")
        if given.distribution == "lognormal" and given.low <= 0:
            problems.add(given.place, "range", f"{name}: a lognormal number is above 0.")
    problems.refuse()
    for name, given in held.assumptions.items():
        spread = "fixed" if given.low == given.high else given.distribution
        yield Assumption(
            key=f"{held.topic}.{name}",
            value=given.value,
            low=given.low,
            high=given.high,
            distribution=spread,
            unit=given.unit,
            date=given.date,
            citation=given.citation,
            title=given.title,
        )


def unknown(key: str, known: Iterable[str], place: Place) -> Problem:
    """Return the problem of a key that no file of defaults has."""
    names = tuple(known)
    topics = sorted({name.split(".", 1)[0] for name in names})
    hint = did_you_mean(key, names) or f"Topics: {', '.join(topics)}."
    return Problem(place, "unknown-assumption", f"There is no assumption {key!r}.", hint)


def _changes(source: Path | Mapping[str, object]) -> Mapping[str, Change]:
    if isinstance(source, Path):
        return fill(Scenario, read_document(source)).assumptions
    problems, changes = Problems(), {}
    for key, value in source.items():
        try:
            figure = value if isinstance(value, Fraction) else parse_figure(str(value))
            changes[key] = Change(value=figure)
        except QuantityError as error:
            problems.add(Place("assumptions", item=key), "quantity", error.message, error.hint)
    problems.refuse()
    return changes


def _changed(default: Assumption, change: Change) -> Assumption:
    """Return ``default`` as changed: limits left out stay, widened so that the value lies between them."""
    low = change.low if change.low is not None else min(default.low, change.value)
    high = change.high if change.high is not None else max(default.high, change.value)
    citation = change.rationale or "the user's own value"
    return replace(
        default,
        value=change.value,
        low=low,
        high=high,
        unit=change.unit or default.unit,
        citation=citation,
        changed=True,
    )


def _outside(default: Assumption, change: Change) -> str:
    return told(
        "{key}: {value} lies outside the range of its source, {low} to {high} {unit}.",
        key=default.key,
        value=digits(f"{float(change.value):g}"),
        low=digits(f"{float(default.low):g}"),
        high=digits(f"{float(default.high):g}"),
        unit=default.unit,
    )


def _converted(one: Assumption, rate: Fraction, currency: str) -> Assumption:
    if one.currency != "USD":
        return one
    unit = one.unit.replace("USD", currency, 1)
    return replace(one, value=one.value * rate, low=one.low * rate, high=one.high * rate, unit=unit)
