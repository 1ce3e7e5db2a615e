"""The tree of a condition: calls of closed operations on columns, numbers, texts and days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

Op: TypeAlias = Literal[
    "and", "or", "not", "=", "<>", "<", "<=", ">", ">=", "between", "in", "like", "isNull", "+", "-", "*", "/"
]
TRUTHS = frozenset({"and", "or", "not", "=", "<>", "<", "<=", ">", ">=", "between", "in", "like", "isNull"})
DEEPEST = 100


@dataclass(frozen=True)
class Column:
    """A named column."""

    name: str


@dataclass(frozen=True)
class Number:
    """An exact number; written with ``%`` where ``percent`` (the value is then the share)."""

    value: Fraction
    percent: bool = False


@dataclass(frozen=True)
class Text:
    """A text in single quotes."""

    value: str


@dataclass(frozen=True)
class Day:
    """A day, as ``YYYY-MM-DD``."""

    value: str


@dataclass(frozen=True)
class Call:
    """An operation on its ``args``; ``depth`` is the number of calls on the longest way down."""

    op: Op
    args: tuple[Node, ...]
    depth: int

    @property
    def is_truth(self) -> bool:
        """Return whether it yields true, false or unknown rather than a value."""
        return self.op in TRUTHS


Node: TypeAlias = Column | Number | Text | Day | Call


def is_truth(node: Node) -> bool:
    """Return whether ``node`` yields true, false or unknown."""
    return isinstance(node, Call) and node.is_truth


def call(op: Op, *args: Node) -> Call:
    """Return ``op`` on ``args``; ``and`` and ``or`` take in the arguments of their like."""
    if op in ("and", "or"):
        flat: list[Node] = []
        for arg in args:
            flat.extend(arg.args if isinstance(arg, Call) and arg.op == op else (arg,))
        args = tuple(flat)
    depth = 1 + max((arg.depth for arg in args if isinstance(arg, Call)), default=0)
    return Call(op, args, depth)


def walk(node: Node) -> Iterator[Node]:
    """Iterate over ``node`` and all below it, from left to right."""
    waiting: list[Node] = [node]
    while waiting:
        here = waiting.pop()
        yield here
        if isinstance(here, Call):
            waiting.extend(reversed(here.args))


def names(node: Node) -> frozenset[str]:
    """Return the names of all columns in ``node``."""
    return frozenset(here.name for here in walk(node) if isinstance(here, Column))
