"""Reading one YAML file in the strict and safe subset that rule files and region files are written in.

The file is read once, as bytes, and its parse events are turned into places and texts without a
constructor: no tag can run code, no alias can grow, no word becomes a number, a date or a truth value.
"""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import yaml

from localvip.language.document import Document, Entries, Items
from localvip.language.events import PLAIN_NULLS, Composer
from localvip.problem import Place, Problem, Refused

LARGEST_FILE = 1024 * 1024
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_QUOTE_FIRST = re.compile(r""":[ ]+(?:'[^']*'|"[^"]*")[ ]*[^\s,}\]#]""")
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What PyYAML (in C or in Python) says, and what a drafter needs to hear.
_SYNTAX = (
    ("mapping values are not allowed", "A second ': ' stands in one value.", "Quote a text that holds ': '."),
    ("could not find expected ':'", "A key has no ': ' after it.", "Write key: value."),
    ("quoted scalar", "A quoted text has no closing quote.", ""),
    ("expected ',' or ']'", "A list in [ ] is not closed, or a comma is missing.", ""),
    ("expected ',' or '}'", "A mapping in { } is not closed, or a comma is missing.", ""),
    ("cannot start any token", "This character cannot begin a text.", "Quote the text."),
    ("block mapping", "This line does not line up with the keys above it.", "Indent with spaces, as above."),
    (
        "block collection",
        "This line does not line up with the list above it.",
        "Indent with spaces, as above.",
    ),
    ("undefined alias", "This file uses a YAML alias (*).", "Write the value out."),
    ("undefined tag handle", "This file uses a YAML tag (!).", "Write plain text."),
    ("expected the node content", "A value is missing or begins with a sign YAML keeps.", "Quote the text."),
)


def read_document(path: Path, shown_as: str | None = None) -> Document:
    """Return the file at ``path`` as texts with places; ``shown_as`` is its name in messages and reports.

    Every scalar is a text in Unicode NFC. Raises ``Refused`` with every problem that can be told apart:
    a file over 1 MiB, not UTF-8, not one mapping, nested deeper than 20, with anchors, tags, merges,
    doubled keys, values left empty, or invisible characters.
    """
    name = shown_as if shown_as is not None else path.name
    data = _read_bytes(path, name)
    return Document(name, hashlib.sha256(data).hexdigest(), compose(_decode(data, name), name))


def compose(text: str, name: str) -> Entries:
    """Return the top mapping of the YAML ``text``; raises ``Refused``."""
    problems = list(_control_characters(text, name))
    if problems:
        raise Refused(problems)
    composer = Composer(name)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            composer.take(event)
    except yaml.MarkedYAMLError as error:
        composer.problems.extend([_syntax_problem(error, text, name)])
    composer.problems.refuse()
    return _top_mapping(composer.root, composer.root_place, name)


def _read_bytes(path: Path, name: str) -> bytes:
    place = Place(name)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Refused([Problem(place, "not-a-file", "This is not a regular file.")])
        if status.st_size > LARGEST_FILE:
            message = f"The file has {status.st_size} bytes; at most {LARGEST_FILE} (1 MiB) are read."
            raise Refused([Problem(place, "file-too-large", message)])
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused([Problem(place, "no-such-file", "There is no such file.")]) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise Refused([Problem(place, "unreadable", f"The file cannot be read: {reason}.")]) from None


def _decode(data: bytes, name: str) -> str:
    place = Place(name)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = "The file is UTF-16 (byte 0); only UTF-8 is read."
        raise Refused([Problem(place, "not-utf-8", message, "Save it as UTF-8.")])
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"Byte {error.start} (0x{data[error.start]:02x}) is not UTF-8."
        raise Refused([Problem(Place(name, line, 1), "not-utf-8", message, "Save it as UTF-8.")]) from None


def _control_characters(text: str, name: str) -> Iterator[Problem]:
    for match in _CONTROL.finditer(text):
        start = match.start()
        line = text.count("\n", 0, start) + 1
        column = start - (text.rfind("\n", 0, start) + 1) + 1
        message = f"The control character U+{ord(match[0]):04X} is not allowed."
        yield Problem(Place(name, line, column), "control-character", message, "Delete it.")


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    said = f"{error.context or ''} {error.problem or ''}"
    opened = error.context_mark if "quoted scalar" in said or "flow" in said else None
    mark = opened or error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    place = Place(name, line + 1, column + 1)
    lines = text.splitlines()
    if line < len(lines) and re.match(r"[ \-]*\t", lines[line]):
        return Problem(place, "tab", "A tab stands at the head of the line.", "Indent with spaces.")
    if line < len(lines) and _QUOTE_FIRST.search(lines[line]):
        message = "The value begins with a quote and goes on after the closing one."
        return Problem(place, "yaml-syntax", message, "Quote the whole value with the other quote sign.")
    for part, message, hint in _SYNTAX:
        if part in said:
            return Problem(place, "yaml-syntax", message, hint)
    return Problem(place, "yaml-syntax", f"The line is not YAML: {error.problem}.")


def _top_mapping(root: object, place: Place, name: str) -> Entries:
    if isinstance(root, Entries):
        return root
    if root is None or (isinstance(root, str) and root in PLAIN_NULLS):
        problem = Problem(
            Place(name, 1, 1), "empty-file", "The file holds nothing.", "Begin with  localvip: 1"
        )
    else:
        found = "a list" if isinstance(root, Items) else "a text"
        message = f"The file holds {found} at its top; keys with values are expected."
        problem = Problem(place, "not-a-mapping", message, "Begin with  localvip: 1")
    raise Refused([problem])
