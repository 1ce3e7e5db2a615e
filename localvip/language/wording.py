"""Conditions and quantities in plain words."""

from __future__ import annotations

import re
from fractions import Fraction

from localvip.language.condition import Condition
from localvip.language.money import Measure, Money
from localvip.language.quantity import LAND, Limit, Term, Within
from localvip.language.tree import Call, Column, Day, Node, Number, Text
from localvip.language.units import AREA_UNITS
from localvip.language.words import number_text
from localvip.message import Message, digits, reworded, strung, template, told, told_many, word

_CALLS = {
    "=": template("{one} is {other}"),
    "<>": template("{one} is not {other}"),
    "<": template("{one} is below {other}"),
    "<=": template("{one} is at most {other}"),
    ">": template("{one} is above {other}"),
    ">=": template("{one} is at least {other}"),
    "+": template("({one} plus {other})"),
    "-": template("({one} less {other})"),
    "*": template("({one} times {other})"),
    "/": template("({one} divided by {other})"),
    "like": template("{one} is like {other}"),
    "isNull": template("{one} is unknown"),
    "not": template("not ({one})"),
}
_JOINERS = {"and": template(" and "), "or": template(" or ")}
CHOICES = {"greater": template("the greater of {sums}"), "lesser": template("the lesser of {sums}")}


def in_words(condition: Condition) -> str:
    """Return ``condition`` as a reader says it: ``poverty rate is at least 30%``."""
    return _words(condition.tree)


def _words(node: Node) -> str:
    if isinstance(node, Column):
        return word(node.name)
    if isinstance(node, Number):
        return percent(node.value) if node.percent else digits(number_text(node.value))
    if isinstance(node, Text | Day):
        return node.value
    return _call(node)


def _call(node: Call) -> Message:
    if node.op in _JOINERS:
        return strung((_grouped(arg, node.op) for arg in node.args), _JOINERS[node.op])
    one, *rest = (_words(arg) for arg in node.args)
    if node.op == "between":
        return told("{one} lies between {low} and {high}", one=one, low=rest[0], high=rest[1])
    if node.op == "in":
        return told("{one} is one of {others}", one=one, others=strung(rest, template(", ")))
    return told(_CALLS[node.op], one=one, other=rest[0] if rest else "")


def _grouped(node: Node, op: str) -> str:
    """Return ``node`` in brackets where it joins by another word than ``op``."""
    other = isinstance(node, Call) and node.op in _JOINERS and node.op != op
    return told("({words})", words=_words(node)) if other else _words(node)


def percent(share: Fraction) -> Message:
    """Return a share in percent, to the last digit: ``0.25%``."""
    return told("{n}%", n=digits(number_text(share * 100)))


def limit_words(limit: Limit) -> Message:
    """Return a limit as the law writes it, less ``_``: ``1 visa per 4 vacant units``; other languages reword it."""
    if limit.unlimited:
        return told("no limit")
    sums = [
        strung((_term(term, limit.text) for term in each.terms), template(" plus ")) for each in limit.sums
    ]
    words = sums[0] if len(sums) == 1 else told(CHOICES[limit.choice], sums=strung(sums, template(" and ")))
    if limit.per_year:
        words = told("{limit} per year", limit=words)
    return reworded(limit.text.replace("_", " "), words)


def _term(term: Term, text: str) -> Message:
    rate, base = term.rate, term.base
    if not base:
        return visas_words(rate)
    if is_percent(term, text):
        return share_words(term)
    if base == LAND:
        base = next(unit for unit in AREA_UNITS if re.search(rf"\b{unit}\b", text))
        rate *= AREA_UNITS[base]
    visas, things = visas_words(Fraction(rate.numerator)), word(base)
    if rate.denominator == 1:
        return told("{visas} per {things}", visas=visas, things=things)
    return told("{visas} per {n} {things}", visas=visas, n=rate.denominator, things=things)


def is_percent(term: Term, text: str) -> bool:
    """Return whether the law (``text``) writes a term as a percentage."""
    number = re.escape(number_text(term.rate * 100))
    return re.search(rf"(?<![\d.]){number}\s?%", text) is not None


def share_words(term: Term) -> Message:
    """Return a share of a count: ``2.5% of adults``."""
    return told("{percent} of {things}", percent=percent(term.rate), things=word(term.base))


def visas_words(number: Fraction) -> Message:
    """Return ``1 visa``, ``2,000 visas``."""
    return told_many("{n} visa", "{n} visas", int(number))


def money_words(money: Money) -> Message:
    """Return an amount as the law writes it, less ``_``: ``90 EUR per visa per year``; other languages reword it."""
    if money.base:
        words = share_words(Term(money.share, money.base))
    else:
        whole = money.amount.denominator == 1
        amount = money.amount.numerator if whole else digits(number_text(money.amount))
        paid = told("{amount} {currency}", amount=amount, currency=money.currency)
        words = strung((paid, *map(word, money.per)), template(" per "))
    return reworded(money.text.replace("_", " "), words)


def measure_words(measure: Measure) -> Message:
    """Return a measure as the law writes it: ``9 m2 per person``; other languages reword it."""
    amount = told("{n} {things}", n=digits(number_text(measure.amount)), things=word(measure.unit))
    return reworded(measure.text, strung((amount, *map(word, measure.per)), template(" per ")))


def distance_words(within: Within, words: str) -> Message:
    """Return ``12 km`` and the layer, in ``words`` with ``{distance}`` and ``{layer}``."""
    distance, _, layer = within.text.partition(" of ")
    number, _, unit = distance.strip().partition(" ")
    return told(words, distance=told("{n} {things}", n=digits(number), things=unit), layer=word(layer))
