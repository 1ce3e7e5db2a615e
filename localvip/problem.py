"""What can be wrong with an input, where it is, and how a run ends.

A ``Problem`` is refused, a ``Notice`` is repaired or assumed and reported. Problems of one stage are
collected and raised once, sorted by place, so that a drafter mends a file in one go.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from localvip.customary import customary
from localvip.message import told

SHOWN_AT_MOST = 50


def visible(text: str) -> str:
    """Return ``text`` with control, bidi and zero-width characters written as escapes.

    Messages and reports carry names from strangers: a newline or a right-to-left mark in them must be seen.
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint with the word that planners use ``word`` for, or the nearest ``known`` one; else an empty text."""
    folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    meant = customary(word, folded.values())
    if meant:
        return f"Did you mean {meant!r}?"
    near = difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    return f"Did you mean {folded[near[0]]!r}?" if near else ""


def listed(names: Iterable[str], at_most: int = 12) -> str:
    """Return ``names`` sorted, joined by commas, cut after ``at_most`` with the number left out; of none, ``none``."""
    ordered = sorted(names)
    if not ordered:
        return told("none")
    first = ", ".join(ordered[:at_most])
    more = len(ordered) - at_most
    return told("{names} and {n} more", names=first, n=more) if more > 0 else first


@dataclass(frozen=True, order=True)
class Place:
    """A place in a rule file (line and column from 1) or in a layer (the id of a feature)."""

    file: str
    line: int = 0
    column: int = 0
    item: str = ""

    def __str__(self) -> str:
        """Return ``file:line:col``, or ``file#item`` for a feature of a layer."""
        name = visible(self.file)
        if self.line:
            return f"{name}:{self.line}:{self.column}"
        return f"{name}#{visible(self.item)}" if self.item else name


@dataclass(frozen=True, order=True)
class Problem:
    """Something refused: a place, a stable ``code``, a message in plain words and a hint."""

    place: Place
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Return ``place: message hint`` on one line."""
        return f"{self.place}: {visible(self.message)} {visible(self.hint)}".rstrip()


@dataclass(frozen=True, order=True)
class Notice:
    """Something repaired or assumed, reported to the reader; nothing is refused for it."""

    place: Place
    code: str
    message: str

    def __str__(self) -> str:
        """Return ``place: message`` on one line."""
        return f"{self.place}: {visible(self.message)}"


class LocalvipError(Exception):
    """The base of every error that localvip raises on purpose; ``exit_code`` is the command's."""

    exit_code = 70


class Refused(LocalvipError):
    """Rules or data were refused: carries every ``Problem`` found, sorted by place, without doubles."""

    exit_code = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__(self.text())

    def text(self) -> str:
        """Return one line a problem, at most 50, then the count of the rest."""
        lines = [str(problem) for problem in self.problems[:SHOWN_AT_MOST]]
        rest = len(self.problems) - len(lines)
        return "\n".join([*lines, f"... and {rest} more problems."] if rest else lines)


class OutputRefused(LocalvipError):
    """An output could not be written: the folder is missing, full, or holds a file that is kept."""

    exit_code = 3


class Bug(LocalvipError):
    """Our mistake: an account that must close doesn't. The run ends before anything is written."""

    exit_code = 70


@dataclass
class Problems:
    """The problems of one stage, collected first and raised once."""

    found: list[Problem] = field(default_factory=list)

    def add(self, place: Place, code: str, message: str, hint: str = "") -> None:
        """Note one problem and go on."""
        self.found.append(Problem(place, code, message, hint))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note several problems and go on."""
        self.found.extend(problems)

    def refuse(self) -> None:
        """Raise ``Refused`` with all that was found; do nothing where nothing was."""
        if self.found:
            raise Refused(self.found)

    def __bool__(self) -> bool:
        """Return whether anything was found."""
        return bool(self.found)

    def __iter__(self) -> Iterator[Problem]:
        """Iterate over the problems in the order they were found."""
        return iter(self.found)
