"""The arithmetic of a limit in words, so that a reader can do it again by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from localvip.language.quantity import Limit, Term, number_text

MICRO = 1_000_000
UNITS = {"land": "km2"}
ROUNDED = {"down": "rounded down", "nearest": "rounded to the nearest", "up": "rounded up"}


def working(limit: Limit, units: Mapping[str, int], value: int, rounding: str) -> str:
    """Return how ``value`` came about: ``5% of 4,810 residents = 240.5, rounded down to 240``.

    ``units``: micro-units of each base of the limit for the group.
    """
    if limit.unlimited:
        return "unlimited"
    counts = {base: Fraction(amount, MICRO) for base, amount in units.items()}
    sums = [
        " plus ".join(_term_words(term, counts, limit.text) for term in part.terms) for part in limit.sums
    ]
    exact = limit.value(counts)
    words = sums[0] if len(sums) == 1 else f"the {limit.choice} of {' and '.join(sums)}"
    if exact is None or not limit.bases:
        return words
    result = f"{words} = {_shown(exact)}"
    return result if exact == value else f"{result}, {ROUNDED[rounding]} to {value:,}"


def _term_words(term: Term, counts: Mapping[str, Fraction], text: str) -> str:
    """Return one term with its count: a percentage where the law (``text``) writes one, else visas per so many."""
    if not term.base:
        return f"{_shown(term.rate)} visa{'' if term.rate == 1 else 's'}"
    unit = UNITS.get(term.base, term.base.replace("_", " "))
    count = _shown(counts[term.base])
    percent = number_text(term.rate * 100)
    if re.search(rf"(?<![\d.]){re.escape(percent)}\s?%", text):
        return f"{percent}% of {count} {unit}"
    if term.rate.numerator == 1 and term.rate != 1:
        return f"1 per {term.rate.denominator:,} of {count} {unit}"
    return f"{_shown(term.rate)} for each of {count} {unit}"


def _shown(value: Fraction) -> str:
    """Return a number with separators; what has no end, or more than two decimals, is cut there."""
    if value.denominator == 1:
        return f"{value.numerator:,}"
    if (value * 100).denominator == 1:
        return f"{float(value):,.2f}".rstrip("0")
    return f"{float(value):,.2f}"
