"""The arithmetic of a limit in words, so that a reader can do it again by hand."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from localvip.language.quantity import Limit, Term
from localvip.language.wording import CHOICES, is_percent, percent
from localvip.message import Message, strung, template, told, told_many, word

MICRO = 1_000_000
UNITS = {"land": "km2"}
ROUNDED = {
    "down": template("{result}, rounded down to {value}"),
    "nearest": template("{result}, rounded to the nearest to {value}"),
    "up": template("{result}, rounded up to {value}"),
}


def working(limit: Limit, units: Mapping[str, int], value: int, rounding: str) -> Message:
    """Return how ``value`` came about: ``5% of 4,810 residents = 240.5, rounded down to 240``.

    ``units``: micro-units of each base of the limit for the group.
    """
    if limit.unlimited:
        return told("unlimited")
    counts = {base: Fraction(amount, MICRO) for base, amount in units.items()}
    sums = [
        strung((_term_words(term, counts, limit.text) for term in part.terms), template(" plus "))
        for part in limit.sums
    ]
    exact = limit.value(counts)
    words = sums[0] if len(sums) == 1 else told(CHOICES[limit.choice], sums=strung(sums, template(" and ")))
    if exact is None or not limit.bases:
        return words
    result = told("{words} = {exact}", words=words, exact=exact)
    return result if exact == value else told(ROUNDED[rounding], result=result, value=value)


def _term_words(term: Term, counts: Mapping[str, Fraction], text: str) -> Message:
    """Return one term with its count: a percentage where the law (``text``) writes one, else visas per so many."""
    if not term.base:
        return told_many("{n} visa", "{n} visas", int(term.rate))
    things = told("{n} {things}", n=counts[term.base], things=word(UNITS.get(term.base, term.base)))
    if is_percent(term, text):
        return told("{percent} of {things}", percent=percent(term.rate), things=things)
    if term.rate.numerator == 1 and term.rate != 1:
        return told("1 per {n} of {things}", n=term.rate.denominator, things=things)
    return told("{rate} for each of {things}", rate=term.rate, things=things)
