"""A condition in plain English words."""

from __future__ import annotations

from localvip.language.condition import Condition
from localvip.language.tree import Call, Column, Day, Node, Number, Text
from localvip.language.words import number_text

_COMPARED = {
    "=": "is",
    "<>": "is not",
    "<": "is below",
    "<=": "is at most",
    ">": "is above",
    ">=": "is at least",
}
_RECKONED = {"+": "plus", "-": "less", "*": "times", "/": "divided by"}


def in_words(condition: Condition) -> str:
    """Return ``condition`` as a reader says it: ``poverty rate is at least 30%``."""
    return _words(condition.tree)


def _words(node: Node) -> str:
    if isinstance(node, Column):
        return node.name.replace("_", " ")
    if isinstance(node, Number):
        return f"{number_text(node.value * 100)}%" if node.percent else number_text(node.value)
    if isinstance(node, Text | Day):
        return node.value
    return _call(node)


def _call(node: Call) -> str:
    if node.op == "not":
        return f"not ({_words(node.args[0])})"
    if node.op in ("and", "or"):
        joiner = f" {node.op} "
        return joiner.join(_grouped(arg, node.op) for arg in node.args)
    if node.op == "isNull":
        return f"{_words(node.args[0])} is unknown"
    first, *rest = (_words(arg) for arg in node.args)
    if node.op == "between":
        return f"{first} lies between {rest[0]} and {rest[1]}"
    if node.op == "in":
        return f"{first} is one of {', '.join(rest)}"
    if node.op == "like":
        return f"{first} is like {rest[0]}"
    if node.op in _RECKONED:
        return f"({first} {_RECKONED[node.op]} {rest[0]})"
    return f"{first} {_COMPARED[node.op]} {rest[0]}"


def _grouped(node: Node, op: str) -> str:
    """Return ``node`` in brackets where it joins by another word than ``op``."""
    other = isinstance(node, Call) and node.op in ("and", "or") and node.op != op
    return f"({_words(node)})" if other else _words(node)
