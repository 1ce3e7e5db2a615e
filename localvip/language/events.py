"""From YAML parse events to texts, lists and mappings with places; no recursion, every problem noted."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import yaml

from localvip.language.document import Entries, Items, Text, Value
from localvip.problem import Place, Problems, Refused

DEEPEST = 20
LONGEST_LIST = 10_000
PLAIN_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_COMMA_HINT = "A comma inside { } ends the value: quote it, or write the provision on several lines."


@dataclass
class _Open:
    """A list or mapping being filled; in a mapping ``key`` waits for its value."""

    value: Entries | Items
    flow: bool
    key_place: Place
    key: str | None = None


class Composer:
    """Takes YAML events one by one; afterwards ``root`` is the top value and ``problems`` what is wrong."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: Value | None = None
        self.root_place = Place(name, 1, 1)
        self.problems = Problems()
        self._open: list[_Open] = []
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Add one event; raises ``Refused`` at once where going on would be unsafe or useless."""
        mark = event.start_mark
        place = Place(self.name, mark.line + 1, mark.column + 1) if mark else self.root_place
        if isinstance(event, yaml.DocumentStartEvent):
            self._start_document(place)
        elif isinstance(event, yaml.AliasEvent):
            self._stop(
                place, "alias", "This file uses a YAML alias (*).", "Write the value out; quote a text."
            )
        elif isinstance(event, yaml.ScalarEvent):
            self._note_decoration(event, place)
            self._scalar(event, place)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._note_decoration(event, place)
            self._start(event, place)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()

    def _start_document(self, place: Place) -> None:
        self._documents += 1
        if self._documents > 1:
            self._stop(
                place, "two-documents", "A second document begins here; a file holds one.", "Delete ---."
            )

    def _stop(self, place: Place, code: str, message: str, hint: str) -> None:
        self.problems.add(place, code, message, hint)
        raise Refused(self.problems)

    def _note_decoration(self, event: yaml.NodeEvent, place: Place) -> None:
        tag = getattr(event, "tag", None)
        if event.anchor is not None:
            self.problems.add(place, "anchor", "This file uses a YAML anchor (&).", "Write the value out.")
        if tag is not None:
            self.problems.add(place, "tag", f"This file uses a YAML tag ({tag}).", "Write plain text.")

    def _start(self, event: yaml.CollectionStartEvent, place: Place) -> None:
        mapping = isinstance(event, yaml.MappingStartEvent)
        if len(self._open) == DEEPEST:
            self._stop(place, "too-deep", f"The file is nested deeper than {DEEPEST} levels.", "")
        if self._awaits_key():
            self._stop(place, "key-not-text", "A key must be a text, not a list or a mapping.", "Quote it.")
        value = Entries(place=place) if mapping else Items(place=place)
        self._put(value, place)
        self._open.append(_Open(value, bool(event.flow_style), place))

    def _awaits_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].value, Entries) and self._open[-1].key is None

    def _scalar(self, event: yaml.ScalarEvent, place: Place) -> None:
        text = unicodedata.normalize("NFC", event.value)
        plain = event.style in (None, "")
        if self._awaits_key():
            self._key(text, place, plain)
            return
        if plain and text in PLAIN_NULLS:
            self._note_empty(text, place)
        self._put(Text(text, place), place)

    def _note_empty(self, text: str, place: Place) -> None:
        if not self._open:
            self.root_place = place
            return
        holder = self._open[-1]
        shown = f" ({text} is no value)" if text else ""
        if isinstance(holder.value, Items):
            self.problems.add(
                place, "empty-item", f"An item of the list is empty{shown}.", "Delete it or fill it."
            )
            return
        hint = _COMMA_HINT if holder.flow and not text else "Write a value, or leave the key out."
        message = f"{holder.key!r} has no value{shown}."
        self.problems.add(holder.key_place, "empty-value", message, hint)

    def _key(self, key: str, place: Place, plain: bool) -> None:
        holder = self._open[-1]
        holder.key, holder.key_place = key, place
        if plain and key == "<<":
            self.problems.add(place, "merge-key", "The YAML merge key << is not read.", "Write the keys out.")
        if not key.isprintable():
            message = f"The key {key!r} holds an invisible character."
            self.problems.add(place, "invisible-character", message, "Type the key again.")
        if not key:
            self.problems.add(place, "empty-key", "A key is empty.", "Write key: value.")
        if isinstance(holder.value, Entries) and key in holder.value:
            first = holder.value.key_place(key)
            message = f"The key {key!r} stands twice: first in line {first.line}, again in line {place.line}."
            self.problems.add(place, "duplicate-key", message, "Keep one.")

    def _put(self, value: Value, place: Place) -> None:
        if not self._open:
            self.root, self.root_place = value, place
            return
        holder = self._open[-1]
        if isinstance(holder.value, Entries):
            holder.value.put(holder.key or "", value, holder.key_place, place)
            holder.key = None
            return
        if len(holder.value) == LONGEST_LIST:
            self._stop(place, "list-too-long", f"A list has more than {LONGEST_LIST} items.", "")
        holder.value.put(value, place)
