"""Conditions and arithmetic on columns: closed operations on arrays, with three truth values.

A number that is missing is NaN, a text that is missing is ``None``; whatever is compared with them is
unknown, as in SQL. The depth of a tree is bounded, so recursion is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from localvip.language.condition import Arithmetic, Condition
from localvip.language.tree import Call, Column, Node, Number, names
from localvip.language.words import QuantityError
from localvip.problem import did_you_mean

Bools: TypeAlias = npt.NDArray[np.bool_]
Floats: TypeAlias = npt.NDArray[np.float64]
Array: TypeAlias = npt.NDArray[Any]

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "=": np.equal,
    "<>": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
_RECKON: dict[str, Callable[[Any, Any], Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
}


@dataclass(frozen=True, eq=False)
class Coded:
    """A column of texts by their kinds: ``kinds[codes]``, where a kind is a ``str`` or ``None`` (missing)."""

    codes: npt.NDArray[np.int32]
    kinds: npt.NDArray[np.object_]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.codes)


Columns: TypeAlias = Mapping[str, Array | Coded]


@dataclass(frozen=True)
class Truth:
    """Where a condition is ``true`` and where it is ``unknown``; false is neither. Never both."""

    true: Bools
    unknown: Bools

    @property
    def false(self) -> Bools:
        """Return where it is false."""
        return ~(self.true | self.unknown)


def evaluate(condition: Condition, columns: Columns) -> Truth:
    """Return where ``condition`` holds, row by row.

    ``columns``: arrays of one length, float64 with NaN or objects (``str`` or ``None``), or texts by kind. Raises
    ``QuantityError`` for a column that is not there, or a number compared with a text.
    """
    return _truth(condition.tree, columns, _rows(columns))


def evaluate_arithmetic(arithmetic: Arithmetic, columns: Columns) -> Floats:
    """Return the value of ``arithmetic``, row by row; NaN where a number is missing or divided by 0."""
    rows = _rows(columns)
    return np.array(np.broadcast_to(_numbers(arithmetic.tree, columns), (rows,)), dtype=np.float64)


def _rows(columns: Columns) -> int:
    return len(next(iter(columns.values()))) if columns else 0


def _truth(node: Node, columns: Columns, rows: int) -> Truth:
    assert isinstance(node, Call)  # noqa: S101 (the parser lets nothing else stand here)
    if node.op in ("and", "or"):
        return _joined(node, columns, rows)
    if node.op == "not":
        inner = _truth(node.args[0], columns, rows)
        return Truth(inner.false, inner.unknown)
    if node.op == "isNull":
        missing = np.broadcast_to(_missing(_values(node.args[0], columns)), (rows,))
        return Truth(missing.copy(), np.zeros(rows, dtype=bool))
    return _settled(*_predicate(node, columns), rows)


def _joined(node: Call, columns: Columns, rows: int) -> Truth:
    every = node.op == "and"
    true, false = np.full(rows, every), np.full(rows, not every)
    for arg in node.args:
        part = _truth(arg, columns, rows)
        true = true & part.true if every else true | part.true
        false = false | part.false if every else false & part.false
    return Truth(true, ~(true | false))


def _settled(holds: Array, missing: Array, rows: int) -> Truth:
    unknown = np.broadcast_to(missing, (rows,)).copy()
    return Truth(np.broadcast_to(holds, (rows,)) & ~unknown, unknown)


def _predicate(node: Call, columns: Columns) -> tuple[Array, Array]:
    """Return where the predicate holds if nothing is missing, and where a value that decides is missing."""
    coded = _only_coded(node, columns)
    if coded is None:
        return _compared_all(node, columns)
    name, texts = coded
    holds, missing = _compared_all(node, {name: texts.kinds})
    return holds[texts.codes], missing[texts.codes]


def _only_coded(node: Call, columns: Columns) -> tuple[str, Coded] | None:
    """Return the one column that a predicate reads, where it is coded: then each kind is looked at once."""
    read = names(node)
    column = columns.get(next(iter(read))) if len(read) == 1 else None
    return (next(iter(read)), column) if isinstance(column, Coded) else None


def _compared_all(node: Call, columns: Columns) -> tuple[Array, Array]:
    left, *others = (_values(arg, columns) for arg in node.args)
    if node.op == "like":
        return _like(left, others[0]), _missing(left)
    if node.op == "between":
        return _between(left, others[0], others[1])
    if node.op == "in":
        holds = np.any([_compared("=", left, other) for other in others], axis=0)
        return holds, _missing(left)
    return _compared(node.op, left, others[0]), _missing(left) | _missing(others[0])


def _between(value: Array, low: Array, high: Array) -> tuple[Array, Array]:
    over, under = _compared(">=", value, low), _compared("<=", value, high)
    over_unknown, under_unknown = _missing(value) | _missing(low), _missing(value) | _missing(high)
    outside = (~over & ~over_unknown) | (~under & ~under_unknown)
    return over & under, (over_unknown | under_unknown) & ~outside


def _compared(op: str, left: Array, right: Array) -> Array:
    if _is_text(left) != _is_text(right):
        raise QuantityError("A number is compared with a text.", "Text stands in 'single quotes'.")
    if not _is_text(left):
        return np.asarray(_COMPARE[op](left, right))
    absent = _missing(left) | _missing(right)
    return np.asarray(_COMPARE[op](_filled(left), _filled(right))).astype(bool) & ~absent


def _filled(texts: Array) -> Array:
    """Return ``texts`` with "" for what is missing, so that comparison is defined; it is masked after."""
    return np.where(_missing(texts), "", texts).astype(object)


def _is_text(values: Array) -> bool:
    return bool(values.dtype == object)


def _missing(values: Array) -> Array:
    if _is_text(values):
        return np.frompyfunc(lambda one: not isinstance(one, str), 1, 1)(values).astype(bool, copy=False)  # type: ignore[no-any-return]
    return np.asarray(np.isnan(values))


def _values(node: Node, columns: Columns) -> Array:
    if isinstance(node, Column):
        return _column(node.name, columns)
    if isinstance(node, Call | Number):
        return _numbers(node, columns)
    return np.array([node.value], dtype=object)


def _column(name: str, columns: Columns) -> Array:
    if name not in columns:
        raise QuantityError(f"There is no column {name!r}.", did_you_mean(name, columns))
    column = columns[name]
    values: Array = column.kinds[column.codes] if isinstance(column, Coded) else np.asarray(column)
    if values.dtype.kind == "M":
        days = np.datetime_as_string(values, unit="D").astype(object)
        days[np.isnat(values)] = None
        return days
    return values.astype(object) if values.dtype.kind in "OUTS" else values.astype(np.float64)


def _numbers(node: Node, columns: Columns) -> Floats:
    if isinstance(node, Number):
        return np.array([float(node.value)])
    if isinstance(node, Call):
        left, right = (_numbers(arg, columns) for arg in node.args)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            value = np.asarray(_RECKON[node.op](left, right), dtype=np.float64)
        return np.where(np.isfinite(value), value, np.nan)
    values = _values(node, columns)
    if _is_text(values):
        raise QuantityError("A text stands where a number is expected.")
    return values


def _like(values: Array, pattern: Array) -> Array:
    if not _is_text(values):
        raise QuantityError("LIKE compares texts, not numbers.")
    wanted = str(pattern[0])
    known = {one: matches(one, wanted) for one in values.tolist() if isinstance(one, str)}
    return np.array([known.get(one, False) for one in values.tolist()], dtype=bool)


def matches(text: str, pattern: str) -> bool:
    """Return whether ``text`` is like ``pattern``: ``%`` any text, ``_`` any one character.

    Greedy with one point of return, so the time is at most ``len(text) * len(pattern)``.
    """
    at = place = 0
    star, resume = -1, 0
    while at < len(text):
        if place < len(pattern) and pattern[place] == "%":
            star, resume = place, at
            place += 1
        elif place < len(pattern) and pattern[place] in ("_", text[at]):
            at, place = at + 1, place + 1
        elif star >= 0:
            resume += 1
            at, place = resume, star + 1
        else:
            return False
    return pattern[place:].strip("%") == ""
