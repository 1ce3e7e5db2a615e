"""Conditions (``where``, ``while``) and arithmetic (``is``): a strict subset of the OGC CQL2 text language.

Read by precedence climbing with a bounded depth, into a tree of closed operations; there are no functions
and no geometry. The grammar stands in ``docs/rule-reference.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from localvip.language.dates import parse_date
from localvip.language.tokens import Token, tokens
from localvip.language.tree import DEEPEST, Call, Column, Day, Node, Number, Op, Text, call, is_truth, names
from localvip.language.words import QuantityError, number

LONGEST = 4000
_COMPARISONS: dict[str, Op] = {"=": "=", "<>": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_BINDING: dict[str, int] = {"OR": 1, "AND": 2, "+": 5, "-": 5, "*": 6, "/": 6}
_NOT, _COMPARE, _MINUS = 3, 4, 7


@dataclass(frozen=True)
class Condition:
    """A condition as written, its tree, and the names of the columns it reads."""

    text: str
    tree: Node
    names: frozenset[str]


@dataclass(frozen=True)
class Arithmetic:
    """A value reckoned from columns, as written, its tree, and the names it reads."""

    text: str
    tree: Node
    names: frozenset[str]


def parse_condition(text: str) -> Condition:
    """Read a condition such as ``poverty_rate >= 30% AND NOT county = 'Summit'``."""
    tree = _Parser(text).whole()
    if not is_truth(tree):
        raise QuantityError(f"{text!r} is a value, not a condition.", "Compare it: poverty_rate >= 30%.")
    return Condition(text, tree, names(tree))


def parse_choice(text: str) -> Condition:
    """Read a condition that tells some places, features or people from others: it names a column."""
    condition = parse_condition(text)
    if not condition.names:
        raise QuantityError(f"{text!r} names no column: it picks all or none.", "Name one, or leave it out.")
    return condition


def parse_arithmetic(text: str) -> Arithmetic:
    """Read a value such as ``households * owner_share``."""
    tree = _Parser(text).whole()
    if is_truth(tree):
        raise QuantityError(f"{text!r} is a condition, not a value.", "Use + - * / on columns and numbers.")
    return Arithmetic(text, tree, names(tree))


class _Parser:
    """Reads one condition or value from its tokens."""

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise QuantityError(
                f"A condition of {len(text)} characters is too long; at most {LONGEST} are read."
            )
        self._tokens = list(tokens(text))
        self._next = 0
        self._depth = 0

    def whole(self) -> Node:
        """Return the tree of the whole text."""
        if self._peek().kind == "end":
            raise QuantityError("The condition is empty.")
        tree = self._expression(0)
        if self._peek().kind != "end":
            raise self._unexpected("AND, OR or the end")
        return tree

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _took(self, word: str) -> bool:
        if self._peek().word != word:
            return False
        self._next += 1
        return True

    def _unexpected(self, wanted: str) -> QuantityError:
        token = self._peek()
        found = f"{token.text!r} stands at character {token.at + 1}" if token.text else "the text ends"
        hint = (
            "'==' is written =."
            if token.text == "="
            else "No functions are known."
            if token.text == "("
            else ""
        )
        return QuantityError(f"{found[0].upper()}{found[1:]} where {wanted} is expected.", hint)

    def _expression(self, least: int) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise QuantityError(f"The condition is nested deeper than {DEEPEST} levels.")
        left = self._first()
        while (binding := self._binding(least)) is not None:
            left = self._continued(left, binding)
            if isinstance(left, Call) and left.depth > DEEPEST:
                raise QuantityError(f"The condition is nested deeper than {DEEPEST} levels.")
        self._depth -= 1
        return left

    def _binding(self, least: int) -> int | None:
        word = self._peek().word
        compares = word in _COMPARISONS or word in {"BETWEEN", "IN", "LIKE", "IS", "NOT"}
        binding = _COMPARE if compares else _BINDING.get(word)
        return binding if binding is not None and binding > least else None

    def _continued(self, left: Node, binding: int) -> Node:
        if binding == _COMPARE:
            return self._comparison(self._value(left))
        token = self._take()
        right = self._expression(binding)
        if token.word in ("AND", "OR"):
            return call("and" if token.word == "AND" else "or", self._truth(left), self._truth(right))
        ops: dict[str, Op] = {"+": "+", "-": "-", "*": "*", "/": "/"}
        return call(ops[token.word], self._value(left), self._value(right))

    def _value(self, node: Node) -> Node:
        if is_truth(node):
            raise QuantityError(
                "A condition stands where a value is expected.", "Join conditions by AND or OR."
            )
        return node

    def _truth(self, node: Node) -> Node:
        if not is_truth(node):
            shown = node.name if isinstance(node, Column) else "a value"
            raise QuantityError(f"{shown} stands where a condition is expected.", "Compare it: NAME >= 30%.")
        return node

    def _first(self) -> Node:
        if self._took("NOT"):
            if self._peek().word == "NOT":
                raise self._unexpected("a condition")
            return call("not", self._truth(self._expression(_NOT)))
        if self._took("-"):
            if self._peek().word == "-":
                raise self._unexpected("a value")
            return self._negative(self._value(self._expression(_MINUS)))
        if self._took("("):
            inside = self._expression(0)
            if not self._took(")"):
                raise self._unexpected("')'")
            return inside
        return self._atom()

    def _negative(self, node: Node) -> Node:
        if isinstance(node, Number):
            return Number(-node.value, node.percent)
        return call("-", Number(Fraction(0)), node)

    def _atom(self) -> Node:
        token = self._peek()
        if token.kind == "number":
            return self._number()
        if token.kind not in {"text", "quoted", "name"} or token.word:
            raise self._unexpected("a column, a number or a 'text'")
        self._take()
        if token.kind == "text":
            return Text(token.text[1:-1].replace("''", "'"))
        if token.kind == "quoted":
            return Column(token.text[1:-1])
        if token.text.upper() == "DATE" and self._peek().word == "(":
            return self._day()
        if self._peek().word == "(":
            raise self._unexpected("an operator")
        return Column(token.text)

    def _number(self) -> Number:
        value = number(self._take().text)
        percent = self._took("%")
        return Number(value / 100 if percent else value, percent)

    def _day(self) -> Day:
        self._take()
        token = self._peek()
        if token.kind != "text":
            raise self._unexpected("a day such as '2027-01-31'")
        self._take()
        day = parse_date(token.text[1:-1])
        if not self._took(")"):
            raise self._unexpected("')'")
        return Day(day.isoformat())

    def _comparison(self, left: Node) -> Node:
        token = self._take()
        if token.word in _COMPARISONS:
            return call(_COMPARISONS[token.word], left, self._value(self._expression(_COMPARE)))
        if token.word == "IS":
            absent = self._took("NOT")
            if not self._took("NULL"):
                raise self._unexpected("NULL")
            return _unless(absent, call("isNull", left))
        negated = token.word == "NOT"
        word = self._take().word if negated else token.word
        if word == "BETWEEN":
            return _unless(negated, self._between(left))
        if word == "IN":
            return _unless(negated, self._in(left))
        if word == "LIKE":
            return _unless(negated, self._like(left))
        self._next -= 1
        raise self._unexpected("BETWEEN, IN or LIKE")

    def _between(self, left: Node) -> Node:
        low = self._value(self._expression(_COMPARE))
        if not self._took("AND"):
            raise self._unexpected("AND")
        return call("between", left, low, self._value(self._expression(_COMPARE)))

    def _in(self, left: Node) -> Node:
        if not self._took("("):
            raise self._unexpected("'('")
        items = [self._literal()]
        while self._took(","):
            items.append(self._literal())
        if not self._took(")"):
            raise self._unexpected("',' or ')'")
        return call("in", left, *items)

    def _like(self, left: Node) -> Node:
        if self._peek().kind != "text":
            raise self._unexpected("a 'text' with % and _")
        return call("like", left, self._atom())

    def _literal(self) -> Node:
        negative = self._took("-")
        if self._peek().kind == "number":
            value = self._number()
            return Number(-value.value, value.percent) if negative else value
        if negative or self._peek().kind != "text":
            raise self._unexpected("a number or a 'text'")
        return self._atom()


def _unless(negated: bool, node: Node) -> Node:
    return call("not", node) if negated else node
