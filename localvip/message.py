"""What is said to people: an English text that keeps how it was made, so that a report can say it in another language.

``told("{n} areas", n=3)`` is the text ``3 areas``, no more, until a ``Voice`` says it: then the template is looked up
in the voice's language, and numbers, days and nested messages are said as its readers write them. A text built
from a message by ``+`` or an f-string is plain English for good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Protocol


class Voice(Protocol):
    """One language: its texts by their English ones, its numbers and days."""

    def text(self, english: str) -> str:
        """Return a text, or a template with its braces; the English one where there is none."""
        ...

    def form(self, one: str, many: str, number: int) -> str:
        """Return the template for ``number`` things."""
        ...

    def fill(self, template: str, values: Mapping[str, object]) -> str:
        """Return ``template`` with ``values`` in its braces."""
        ...

    def digits(self, english: str) -> str:
        """Return a number that is written ``1,234.5`` in English."""
        ...

    def day(self, day: date) -> str:
        """Return a day in words."""
        ...


class _English:
    def text(self, english: str) -> str:
        return english

    def form(self, one: str, many: str, number: int) -> str:
        return one if number == 1 else many

    def fill(self, template: str, values: Mapping[str, object]) -> str:
        return template.format(**values)

    def digits(self, english: str) -> str:
        return english

    def day(self, day: date) -> str:
        return f"{day.day} {day:%B %Y}"


_ENGLISH = _English()
Said = Callable[[Voice], str]


class Message(str):
    """A text in English, equal to it in every way, that any voice can say."""

    __slots__ = ("_said",)
    _said: Said

    def __new__(cls, said: Said, english: str | None = None) -> Message:
        """Return the message that ``said`` makes; ``english``: how it reads in English, where that differs."""
        message = super().__new__(cls, said(_ENGLISH) if english is None else english)
        message._said = said
        return message

    def said(self, voice: Voice) -> str:
        """Return the message as ``voice`` says it."""
        return self._said(voice)


def told(template: str, **values: object) -> Message:
    """Return ``template`` with ``values`` in its braces.

    Whole numbers get separators, fractions at most two decimals (cut, not rounded), days words; messages are said
    in the voice of the whole; other texts stay as they are.
    """
    return Message(lambda voice: voice.fill(voice.text(template), _filled(values, voice)))


def told_many(one: str, many: str, number: int, **values: object) -> Message:
    """Return the template for ``number`` things, filled as ``told`` does; ``number`` is its ``{n}``."""
    filled = {"n": number, **values}
    return Message(lambda voice: voice.fill(voice.form(one, many, number), _filled(filled, voice)))


def template(text: str) -> str:
    """Return ``text`` as it is: it marks a template for the catalogues that ``told`` is given later."""
    return text


def word(name: str) -> Message:
    """Return a name of rules or data in words: ``vacant units``; a voice that knows the words says its own."""
    words = name.replace("_", " ")
    return Message(lambda voice: voice.text(words))


def digits(number: str) -> Message:
    """Return a ``number`` that is written out already, to the last digit: ``0.125``."""
    return Message(lambda voice: voice.digits(number))


def reworded(english: str, words: str) -> Message:
    """Return ``english``, as the law writes it, which other languages say as ``words``."""
    return Message(lambda voice: _value(words, voice), english)


def written(day: date) -> Message:
    """Return a day as rule files write it, ``2027-03-01``; other languages say it in words."""
    return Message(lambda voice: voice.day(day), day.isoformat())


def strung(parts: Iterable[str], separator: str) -> Message:
    """Return ``parts`` one after another; the ``separator`` is a text of the catalogues, too; it may be empty."""
    kept = tuple(parts)
    if len(kept) == 1 and isinstance(kept[0], Message):
        return kept[0]
    return Message(lambda voice: voice.text(separator).join(_value(part, voice) for part in kept))


def listing(names: Iterable[str]) -> str:
    """Return names as a list in words: ``a, b and c``."""
    kept = tuple(names)
    if len(kept) < 2:
        return kept[0] if kept else ""
    return told("{names} and {last}", names=strung(kept[:-1], ", "), last=kept[-1])


def sentences(parts: Iterable[str]) -> Message:
    """Return ``parts`` as sentences, each with a capital at its head and a full stop; empty ones are left out."""
    kept = tuple(part for part in parts if part)
    return Message(lambda voice: " ".join(_closed(_value(part, voice)) for part in kept))


def _closed(text: str) -> str:
    text = text.strip()
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def shown(value: Fraction) -> str:
    """Return a number with separators; what has no end, or more than two decimals, is cut there."""
    if value.denominator == 1:
        return f"{value.numerator:,}"
    text = f"{float(value):,.2f}"
    return text if 100 % value.denominator else text.rstrip("0")


def _filled(values: Mapping[str, object], voice: Voice) -> dict[str, str]:
    return {name: _value(value, voice) for name, value in values.items()}


def _value(value: object, voice: Voice) -> str:
    if isinstance(value, Message):
        return value if voice is _ENGLISH else value.said(voice)
    if isinstance(value, int):
        return voice.digits(f"{value:,}")
    if isinstance(value, Fraction):
        return voice.digits(shown(value))
    return voice.day(value) if isinstance(value, date) else str(value)
