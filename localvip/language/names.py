"""Names in conditions against the columns of a region: known, of one kind, and ``%`` only for shares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from localvip.language.condition import Arithmetic, Condition
from localvip.language.tree import Call, Column, Day, Node, Number, Text, walk
from localvip.language.words import QuantityError, number_text
from localvip.problem import did_you_mean, listed

RESERVED_NAMES = {"area": "text", "jurisdiction": "text"}
_COMPARING = frozenset({"=", "<>", "<", "<=", ">", ">=", "between", "in", "like"})


def check_names(condition: Condition | Arithmetic, units: Mapping[str, str]) -> list[QuantityError]:
    """Return what is wrong with the names in ``condition``; ``units``: each column's unit.

    ``share`` and ``text`` are told apart; every other unit is a number. A share is compared with ``n%`` only,
    so that 30 is never taken for 30%.
    """
    known = {**RESERVED_NAMES, **units}
    errors = [_unknown(name, known) for name in sorted(condition.names - known.keys())]
    for node in walk(condition.tree):
        if isinstance(node, Call) and node.op in _COMPARING:
            errors.extend(_mixed(node, known))
        elif isinstance(node, Call) and not node.is_truth:
            errors.extend(_reckoned(node, known))
    return errors


def _unknown(name: str, known: Mapping[str, str]) -> QuantityError:
    hint = did_you_mean(name, known) or f"Known: {listed(known)}."
    return QuantityError(f"There is no column {name!r}.", hint)


def _mixed(node: Call, known: Mapping[str, str]) -> Iterator[QuantityError]:
    kinds = {kind for kind in (_kind(arg, known) for arg in node.args) if kind}
    column = next((arg.name for arg in node.args if isinstance(arg, Column)), "")
    numbers = any(isinstance(arg, Number) for arg in node.args)
    if "text" in kinds and (len(kinds) > 1 or numbers):
        yield QuantityError(
            f"{column or 'A text'} compares a text with a number.", "Text stands in 'quotes'."
        )
        return
    literals = [arg for arg in node.args if isinstance(arg, Number)]
    if "share" in kinds:
        yield from (_bare_share(column, one) for one in literals if not one.percent and one.value)
    elif "number" in kinds and column:
        yield from (_percent_of_count(column, one, known) for one in literals if one.percent)


def _kind(node: Node, known: Mapping[str, str]) -> str:
    """Return text, share or number; "" for what fits several: a literal number, a reckoned value."""
    if isinstance(node, Text | Day):
        return "text"
    if isinstance(node, Column):
        unit = known.get(node.name)
        return (
            ""
            if unit is None
            else unit
            if unit in ("text", "share")
            else "text"
            if unit == "date"
            else "number"
        )
    return ""


def _bare_share(column: str, literal: Number) -> QuantityError:
    percent = literal.value * 100 if abs(literal.value) < 1 else literal.value
    message = f"{column} is a share, but {number_text(literal.value)} has no %."
    return QuantityError(message, f"Did you mean {number_text(percent)}%?")


def _percent_of_count(column: str, literal: Number, known: Mapping[str, str]) -> QuantityError:
    shown = number_text(literal.value * 100)
    unit = known.get(column) or "a count"
    return QuantityError(f"{column} is no share ({unit}), so {shown}% has no meaning.", f"Write {shown}.")


def _reckoned(node: Call, known: Mapping[str, str]) -> Iterator[QuantityError]:
    for arg in node.args:
        if _kind(arg, known) == "text":
            shown = arg.name if isinstance(arg, Column) else "A text"
            yield QuantityError(f"{shown} is a text; + - * / need numbers.")
