"""Money, measures and reserves: the quantities of fees, safeguards and allocations, read exactly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from localvip.language.condition import Condition, parse_choice
from localvip.language.quantity import share
from localvip.language.words import QuantityError, Words

EVENTS = ("visa", "sponsor", "household", "visit", "application", "violation", "transfer")
PERIODS = ("year", "month")
# What a safeguard's measure may count, and for each of what.
_THINGS = ("room", "rooms", "visit", "visits", "person", "visa", "sponsor", "household")
_TIMES = ("hour", "hours", "day", "days", "month", "months", "year", "years")
MEASURE_UNITS = ("m2", *_THINGS, *_TIMES)


@dataclass(frozen=True)
class Money:
    """An ``amount`` of ``currency``, or a ``share`` of ``base``; ``per``: an event, a period."""

    text: str
    amount: Fraction
    currency: str
    share: Fraction
    base: str
    per: tuple[str, ...]


@dataclass(frozen=True)
class Measure:
    """An ``amount`` of ``unit`` for each of ``per``."""

    text: str
    amount: Fraction
    unit: str
    per: tuple[str, ...]


@dataclass(frozen=True)
class Reserve:
    """A ``share`` of the slots kept for sponsors who meet ``where``."""

    share: Fraction
    where: Condition
    text: str


@dataclass(frozen=True)
class Order:
    """Applicants sorted by ``name``, smallest first where ``up``."""

    name: str
    up: bool


def parse_money(text: str) -> Money:
    """Read ``250 USD per visa per year`` or ``3% of sponsor_income``."""
    words = Words(text)
    amount = words.number()
    if words.took("%"):
        words.expect("of", "A share is a share of something: 3% of sponsor_income.")
        money = Money(text, Fraction(0), "", share(amount), words.name("an amount"), ())
        words.end()
        return money
    currency = words.take()
    if not re.fullmatch("[A-Z]{3}", currency):
        found = f"{currency!r} is not a currency" if currency else "the currency is missing"
        raise QuantityError(f"{text!r}: {found}.", "Write three capitals (ISO 4217): 250 USD.")
    per: list[str] = []
    while words.took("per"):
        per.append(words.one_of(PERIODS if per else EVENTS + PERIODS, "what is paid for"))
        if per[-1] in PERIODS:
            break
    words.end()
    return Money(text, amount, currency, Fraction(0), "", tuple(per))


def parse_measure(text: str) -> Measure:
    """Read ``9 m2 per person`` or ``2 visits per visa per year``."""
    words = Words(text)
    amount = words.number()
    unit = _unit(words)
    per: list[str] = []
    while words.took("per"):
        per.append(_unit(words))
    words.end()
    return Measure(text, amount, unit, tuple(per))


def _unit(words: Words) -> str:
    if words.took("sq"):
        words.expect("ft", "Write sq ft.")
        return "sq ft"
    return words.one_of((*MEASURE_UNITS, "sq ft"), "a unit of a safeguard")


def parse_reserve(text: str) -> Reserve:
    """Read ``30% where sponsor_income < 40000``."""
    head, found, condition = text.partition(" where ")
    if not found:
        hint = "Write 30% where sponsor_income < 40000."
        raise QuantityError(f"{text!r}: 'where' is missing.", hint)
    words = Words(head)
    part = words.number()
    words.expect("%", "Write 30% where sponsor_income < 40000.")
    words.end()
    return Reserve(share(part), parse_choice(condition), text)


def parse_order(text: str) -> Order:
    """Read ``sponsor_income up``."""
    words = Words(text)
    name = words.name("a column")
    direction = words.one_of(("up", "down"), "a direction")
    words.end()
    return Order(name, direction == "up")
