"""What each key of a rule file means, in words for people who write law, with an example of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from localvip.language.document import Entries, Items, Value
from localvip.language.record import Record
from localvip.language.source import compose

KEYS = "keys.yaml"


@dataclass(frozen=True)
class Key:
    """A key: what it ``means``, and an ``example`` (one line of YAML)."""

    means: str
    example: str


@dataclass(frozen=True)
class Meaning:
    """What a mapping ``says``, an ``example`` of a file that holds it ``at`` a way down, and its ``keys``."""

    says: str
    example: str
    at: tuple[str, ...]
    keys: Mapping[str, Key]


@cache
def meanings() -> Mapping[str, Meaning]:
    """Return the meaning of every record of a rule file, by the name of its class."""
    root = compose(files("localvip.ordinance").joinpath(KEYS).read_text(encoding="utf-8"), KEYS)
    return {name: _meaning(_mapping(one)) for name, one in root.items()}


def key_of(model: type[Record], key: str) -> Key | None:
    """Return what ``key`` means in ``model``, or in the record that it is a kind of; ``None`` where unsaid."""
    known = meanings()
    found = (known[kind.__name__].keys.get(key) for kind in model.__mro__ if kind.__name__ in known)
    return next((one for one in found if one is not None), None)


def _meaning(one: Entries) -> Meaning:
    keys = {name: Key(*map(str, _list(pair))) for name, pair in _mapping(one["keys"]).items()}
    return Meaning(str(one["says"]), str(one["example"]), tuple(map(str, _list(one["at"]))), keys)


def _mapping(value: Value) -> Entries:
    assert isinstance(value, Entries)  # noqa: S101 (our own file, read in every test of the schema)
    return value


def _list(value: Value) -> Items:
    assert isinstance(value, Items)  # noqa: S101
    return value
