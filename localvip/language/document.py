"""A file as it was written: texts, lists and mappings, each with its place (line and column from 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from localvip.problem import Place


class Text(str):
    """A text that knows where it stands; equal to the same text elsewhere."""

    place: Place

    def __new__(cls, text: str, place: Place) -> Text:
        """Make ``text`` at ``place``."""
        made = super().__new__(cls, text)
        made.place = place
        return made


class Entries(dict[str, "Value"]):
    """A mapping that knows where it, its keys and its values stand."""

    def __init__(self, values: Mapping[str, Value] | None = None, *, place: Place) -> None:
        super().__init__(values or {})
        self.place = place
        self._places: dict[str, tuple[Place, Place]] = {}

    def put(self, key: str, value: Value, key_place: Place, place: Place) -> None:
        """Add ``key`` with its ``value`` and the places of both."""
        self[key] = value
        self._places[key] = (key_place, place)

    def place_of(self, key: str) -> Place:
        """Return the place of the value of ``key``; of the mapping where the key is missing."""
        return self._places[key][1] if key in self._places else self.place

    def key_place(self, key: str) -> Place:
        """Return the place of ``key`` itself; of the mapping where it is missing."""
        return self._places[key][0] if key in self._places else self.place


class Items(list["Value"]):
    """A list that knows where it and its items stand."""

    def __init__(self, *, place: Place) -> None:
        super().__init__()
        self.place = place
        self._places: list[Place] = []

    def put(self, value: Value, place: Place) -> None:
        """Add one item and its place."""
        self.append(value)
        self._places.append(place)

    def place_of(self, index: int) -> Place:
        """Return the place of item ``index``; of the list where there is no such item."""
        return self._places[index] if 0 <= index < len(self._places) else self.place


Value: TypeAlias = str | Entries | Items


@dataclass(frozen=True)
class Document:
    """One file: the ``name`` shown to readers, the SHA-256 of its bytes, and its top mapping."""

    name: str
    sha256: str
    root: Entries
