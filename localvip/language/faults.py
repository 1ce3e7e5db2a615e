"""What a validator found wrong, in plain words: what was read, what is allowed, what to write instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from localvip.language.document import Entries, Items, Value
from localvip.problem import did_you_mean, listed


@dataclass(frozen=True)
class Fault:
    """A fault as pydantic tells it: ``kind``, ``key``, value ``found``, details, the ``keys`` allowed."""

    kind: str
    key: str
    found: Value
    details: dict[str, Any]
    keys: tuple[str, ...]


def sentence(fault: Fault) -> tuple[str, str, str]:
    """Return the stable code of ``fault``, a message and a hint."""
    if fault.kind in _SENTENCES:
        return _SENTENCES[fault.kind](fault)
    if "said" in fault.details:
        return fault.kind, str(fault.details["said"]), str(fault.details.get("hint", ""))
    return "wrong-value", f"{fault.key!r} holds {_shown(fault.found)}, which is not allowed.", ""


def _shown(value: Value) -> str:
    if isinstance(value, Entries):
        return "a mapping"
    return "a list" if isinstance(value, Items) else f"the text {value!r}"


def _missing(fault: Fault) -> tuple[str, str, str]:
    return "missing-key", f"{fault.key!r} is missing.", f"Write  {fault.key}: ..."


def _unknown(fault: Fault) -> tuple[str, str, str]:
    hint = did_you_mean(fault.key, fault.keys) or f"Allowed: {listed(fault.keys, 30)}."
    return "unknown-key", f"{fault.key!r} is not a key here.", hint


def _not_text(fault: Fault) -> tuple[str, str, str]:
    return "wrong-kind", f"{fault.key!r} must be a text, not {_shown(fault.found)}.", ""


def _not_mapping(fault: Fault) -> tuple[str, str, str]:
    return "wrong-kind", f"{fault.key!r} must be a mapping (key: value), not {_shown(fault.found)}.", ""


def _not_list(fault: Fault) -> tuple[str, str, str]:
    return (
        "wrong-kind",
        f"{fault.key!r} must be a list, not {_shown(fault.found)}.",
        "Write it in [ ] or with - .",
    )


def _not_word(fault: Fault) -> tuple[str, str, str]:
    if fault.key == "localvip" and isinstance(fault.found, str):
        message = f"The file is written in version {fault.found!r} of the language; version 1 is read."
        return "unknown-version", message, "Write  localvip: 1"
    words = [word.strip("'") for word in str(fault.details["expected"]).replace(" or ", ", ").split(", ")]
    if not isinstance(fault.found, str):
        return (
            "wrong-kind",
            f"{fault.key!r} must be one word, not {_shown(fault.found)}.",
            f"Allowed: {listed(words)}.",
        )
    near = did_you_mean(fault.found, words)
    message = f"{fault.found!r} is not allowed for {fault.key!r}. Allowed: {listed(words, 30)}."
    return "unknown-word", message, near


def _empty(fault: Fault) -> tuple[str, str, str]:
    return "empty-value", f"{fault.key!r} is empty.", "Write a value, or leave the key out."


_SENTENCES = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "string_type": _not_text,
    "model_type": _not_mapping,
    "dict_type": _not_mapping,
    "tuple_type": _not_list,
    "list_type": _not_list,
    "literal_error": _not_word,
    "string_too_short": _empty,
    "too_short": _empty,
}
