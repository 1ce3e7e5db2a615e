"""The arithmetic of a limit in words, so that a reader can do it again by hand."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from localvip.language.quantity import Limit, Term
from localvip.language.wording import CHOICES, is_percent, percent, visas_words
from localvip.message import Message, strung, template, told, word
from localvip.region.apportion import MICRO

UNITS = {"land": "km2"}
EQUAL = template("{words} = {exact}")
ROUNDED = {
    "down": template("{words} = {exact}, rounded down to {value}"),
    "nearest": template("{words} = {exact}, rounded to the nearest to {value}"),
    "up": template("{words} = {exact}, rounded up to {value}"),
}


def working(limit: Limit, units: Mapping[str, int], value: int, rounding: str) -> Message:
    """Return how ``value`` came about: ``5% of 4,810 residents = 240.5, rounded down to 240``.

    ``units``: micro-units of each base of the limit for the group.
    """
    if limit.unlimited:
        return told("unlimited")
    counts = {base: Fraction(amount, MICRO) for base, amount in units.items()}
    sums = [
        strung([_term_words(term, counts, limit.text) for term in part.terms], template(" plus "))
        for part in limit.sums
    ]
    words = sums[0] if len(sums) == 1 else told(CHOICES[limit.choice], sums=strung(sums, template(" and ")))
    if not limit.bases:
        return words
    exact = limit.value(counts)
    return told(EQUAL if exact == value else ROUNDED[rounding], words=words, exact=exact, value=value)


def _term_words(term: Term, counts: Mapping[str, Fraction], text: str) -> Message:
    """Return one term with its count: a percentage where the law (``text``) writes one, else visas per so many."""
    if not term.base:
        return visas_words(term.rate)
    words, rate, things = _rate_words(term, text)
    return told(words, rate=rate, n=counts[term.base], things=things)


@lru_cache(maxsize=1024)
def _rate_words(term: Term, text: str) -> tuple[str, object, Message]:
    """Return what is the same in every group that a term is told of: template, rate and the name of its base."""
    things = word(UNITS.get(term.base, term.base))
    if is_percent(term, text):
        return template("{rate} of {n} {things}"), percent(term.rate), things
    if term.rate.numerator == 1 and term.rate != 1:
        return template("1 per {rate} of {n} {things}"), term.rate.denominator, things
    return template("{rate} for each of {n} {things}"), term.rate, things
