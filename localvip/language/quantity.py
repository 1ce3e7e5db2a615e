"""Limits and the other quantities of land, places and days: a closed grammar, read exactly.

The grammar (EBNF) stands in ``docs/rule-reference.md``. Nothing is rounded here: rates are ``Fraction``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from localvip.language.units import AREA_UNITS, LENGTH_UNITS, WRITTEN
from localvip.language.words import QuantityError, Words, number_text

__all__ = ["Each", "Limit", "QuantityError", "Serves", "Sum", "Term", "Within", "number_text"]

LAND = "land"
MINUTES = "minutes"
STANDARD_BASES = frozenset(
    ["residents", "adults", "households", "workers", "jobs", "housing_units", "vacant_units", "sponsors"]
)


@dataclass(frozen=True)
class Term:
    """``rate`` visas for one unit of ``base``: the name of a count, ``land`` (km2), or "" (visas as such)."""

    rate: Fraction
    base: str


@dataclass(frozen=True)
class Sum:
    """Terms that are added."""

    terms: tuple[Term, ...]

    def value(self, counts: Mapping[str, Fraction]) -> Fraction:
        """Return the sum, exact; ``counts`` holds the count of every base that is named."""
        one = {**counts, "": Fraction(1)}
        return sum((term.rate * one[term.base] for term in self.terms), Fraction(0))


@dataclass(frozen=True)
class Limit:
    """An upper bound as written (``text``): one sum, or the greater or lesser of several.

    ``per_year``: bounds visas first issued in a calendar year, not visas in force. No sums: unlimited.
    """

    text: str
    choice: Literal["only", "greater", "lesser"]
    sums: tuple[Sum, ...]
    per_year: bool = False

    @property
    def unlimited(self) -> bool:
        """Return whether nothing is bounded."""
        return not self.sums

    @property
    def bases(self) -> frozenset[str]:
        """Return the counts that the limit is reckoned from (``land`` for an area)."""
        return frozenset(term.base for each in self.sums for term in each.terms if term.base)

    def value(self, counts: Mapping[str, Fraction]) -> Fraction | None:
        """Return the bound before rounding, exact; ``None`` where unlimited."""
        if self.unlimited:
            return None
        values = [each.value(counts) for each in self.sums]
        return min(values) if self.choice == "lesser" else max(values)


@dataclass(frozen=True)
class Serves:
    """``rate`` visas for one ``unit`` of a facility's capacity (``bed``, or ``site`` for the facility)."""

    rate: Fraction
    unit: str


@dataclass(frozen=True)
class Within:
    """Within ``metres``, in a straight line, of the shapes of ``layer``; or within ``minutes`` (``metres`` is 0)."""

    metres: Fraction
    layer: str
    text: str
    minutes: Fraction | None = None


@dataclass(frozen=True)
class Each:
    """The groups a cap makes: every area, jurisdiction (of level ``name``), or district of ``name``."""

    kind: Literal["area", "jurisdiction", "district"]
    name: str = ""


@dataclass(frozen=True)
class AtMost:
    """At most ``number`` visas for each sponsor or each household."""

    number: int
    per: Literal["sponsor", "household"]


def parse_limit(text: str) -> Limit:
    """Read ``2000 visas``, ``5% of residents``, ``the greater of 1 visa and 0.5% of adults per year`` ..."""
    words = Words(text)
    if words.took("unlimited"):
        if words.peek() == "per":
            raise QuantityError(f"{text!r}: an unlimited number has no 'per'.", "Write unlimited.")
        words.end()
        return Limit(text, "only", ())
    choice, sums = _choice(words)
    return Limit(text, choice, sums, _per_year(words))


def _per_year(words: Words) -> bool:
    per_year = words.peek() == "per" and words.peek(1) == "year"
    if per_year:
        words.take()
        words.take()
    elif words.peek() == "per":
        hint = "A limit counts visas in force, or visas issued 'per year'."
        raise QuantityError(f"{words.text!r}: 'per {words.peek(1)}' cannot follow.", hint)
    words.end()
    return per_year


def _choice(words: Words) -> tuple[Literal["only", "greater", "lesser"], tuple[Sum, ...]]:
    if not words.took("the"):
        return "only", (_sum(words),)
    word = words.one_of(("greater", "lesser"), "a choice")
    words.expect("of")
    sums = [_sum(words)]
    while words.took("and"):
        sums.append(_sum(words))
    if len(sums) == 1:
        hint = f"Write: the {word} of A and B."
        raise QuantityError(f"{words.text!r}: 'the {word} of' needs two numbers joined by 'and'.", hint)
    return ("greater" if word == "greater" else "lesser"), tuple(sums)


def _sum(words: Words) -> Sum:
    terms = [_term(words)]
    while words.took("plus"):
        terms.append(_term(words))
    return Sum(tuple(terms))


def _term(words: Words) -> Term:
    written = words.peek()
    if written.casefold() in {"none", "no", "never", "nothing"}:
        message = f"{written!r} can be read as 'none allowed' and as 'no limit'."
        raise QuantityError(message, "Write 0 visas (none allowed) or unlimited (no limit).")
    rate = words.number()
    if words.took("%"):
        return Term(share(rate), _of_base(words))
    visas = words.took("visa", "visas")
    if words.peek() == "per" and words.peek(1) != "year":
        words.take()
        return _ratio(words, rate)
    if not visas:
        return _bare(words, rate)
    if rate.denominator != 1:
        raise QuantityError(
            f"{words.text!r}: {written} visas is not a whole number.", "Write a whole number of visas."
        )
    return Term(rate, "")


def share(percent: Fraction) -> Fraction:
    """Return ``percent`` per cent as a share; more than 100 is refused."""
    if percent > 100:
        message = f"{number_text(percent)}% is more than 100%. A share lies between 0% and 100%."
        raise QuantityError(message)
    return percent / 100


def _of_base(words: Words) -> str:
    words.expect("of", "A share is a share of something: 5% of residents.")
    if words.peek() in {"visa", "visas"}:
        message = f"{words.text!r}: a share of visas cannot bound visas."
        raise QuantityError(message, "Name a count: 5% of residents.")
    return words.name("a count")


def _ratio(words: Words, rate: Fraction) -> Term:
    count = words.number() if words.starts_number() else Fraction(1)
    if not count:
        raise QuantityError(f"{words.text!r}: 'per 0' divides by nothing.", "Write 1 visa per 4 households.")
    unit = _area_unit(words)
    if unit:
        return Term(rate / count / AREA_UNITS[unit], LAND)
    if words.peek() in {"year", "years", "month", "months", "week", "day"}:
        hint = "Write 50 visas per year."
        raise QuantityError(f"{words.text!r}: a limit on new visas counts single calendar years.", hint)
    return Term(rate / count, words.name("a count"))


def _area_unit(words: Words) -> str:
    if words.peek() == "sq":
        words.take()
        words.expect("mi", "Write sq mi.")
        return "sq mi"
    spelled = f"{words.peek()} {words.peek(1)}" if words.peek() == "square" else words.peek()
    if spelled in WRITTEN:
        raise QuantityError(f"{words.text!r}: {spelled!r} is not a unit here.", f"Write {WRITTEN[spelled]}.")
    return words.take() if words.peek() in AREA_UNITS else ""


def _bare(words: Words, rate: Fraction) -> Term:
    if words.peek() == "of":
        hint = f"Write {number_text(rate * 100)}% of ..." if rate <= 1 else "Write the number with %."
        raise QuantityError(f"{words.text!r}: a share is written with %.", hint)
    if rate == 0 and not words.peek():
        return Term(rate, "")
    plain = number_text(rate)
    other = f", or {plain}% of residents" if rate <= 100 else ""
    if words.peek() not in {"", "and", "plus", "per"}:
        message = f"{words.text!r}: {words.peek()!r} cannot follow {plain}."
        raise QuantityError(message, f"Write {plain} visas{other}.")
    raise QuantityError(f"{plain} what? A number needs its unit.", f"Write {plain} visas{other}.")


def parse_share(text: str) -> Term:
    """Read ``40% of adults``."""
    words = Words(text)
    rate = words.number()
    words.expect("%", "Write a share of a count: 40% of adults.")
    term = Term(share(rate), _of_base(words))
    words.end()
    return term


def parse_serves(text: str) -> Serves:
    """Read ``40 visas per bed``; ``site`` stands for the facility itself."""
    words = Words(text)
    rate = words.number()
    words.one_of(("visa", "visas"), "a count of visas")
    words.expect("per", "Write 40 visas per bed.")
    unit = words.name("a capacity unit")
    words.end()
    return Serves(rate, unit)


def parse_within(text: str) -> Within:
    """Read ``5 km of clinics`` or ``15 minutes of clinics``."""
    words = Words(text)
    number = words.number()
    unit = words.one_of((*LENGTH_UNITS, MINUTES), "a length")
    words.expect("of", "Write 5 km of clinics.")
    layer = words.name("a layer")
    words.end()
    if unit == MINUTES:
        return Within(Fraction(0), layer, text, minutes=number)
    return Within(number * LENGTH_UNITS[unit], layer, text)


def parse_each(text: str) -> Each:
    """Read ``area``, ``jurisdiction``, ``jurisdiction county``, ``district ward``."""
    words = Words(text)
    kind = words.one_of(("area", "jurisdiction", "district"), "a group")
    if kind == "district":
        each = Each("district", words.name("a district"))
    elif kind == "jurisdiction":
        each = Each("jurisdiction", words.name("a level") if words.peek() else "")
    else:
        each = Each("area")
    words.end()
    return each


def parse_at_most(text: str) -> AtMost:
    """Read ``1 per sponsor`` or ``2 per household``."""
    words = Words(text)
    count = words.number()
    if count.denominator != 1:
        raise QuantityError(f"{text!r} is not a whole number.", "Write 1 per sponsor.")
    words.took("visa", "visas")
    words.expect("per", "Write 1 per sponsor, or 1 per household.")
    per = words.one_of(("sponsor", "household"), "who is bounded")
    words.end()
    return AtMost(int(count), "sponsor" if per == "sponsor" else "household")


def parse_unit_share(text: str) -> Fraction:
    """Read ``0.78`` or ``78%`` as a share between 0 and 1."""
    words = Words(text)
    value = words.number()
    value = share(value) if words.took("%") else value
    words.end()
    if value > 1:
        raise QuantityError(f"{text!r} is more than 1. A share lies between 0 and 1.", "Write 0.78 or 78%.")
    return value
