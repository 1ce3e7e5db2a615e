"""Encodings of text that are read, by the names that people and Shapefiles give them."""

from __future__ import annotations

import codecs
import re

from localvip.region.readers.fault import LayerError

READ = frozenset(
    {"utf-8", "ascii", "cp1250", "cp1252", "cp437", "cp850", "iso8859-1", "iso8859-2", "iso8859-15"}
)
HINT = "Name one such as utf-8, windows-1252 or iso-8859-1."


def known_encoding(name: str) -> str:
    """Return Python's name of an encoding: ``utf-8`` for ``UTF8`` and ``65001``, ``cp1252`` for ``ANSI 1252``.

    Raises ``LayerError`` for a name that is none of the few encodings that are read.
    """
    word = name.strip().casefold().removeprefix("ansi").removeprefix("oem").strip()
    word = re.sub(r"^65001$", "utf-8", word)
    word = re.sub(r"^(?:iso[ -_]?)?8859[-_]?([0-9]{1,2})$", r"iso8859-\1", word)
    word = re.sub(r"^([0-9]{3,5})$", r"cp\1", word)
    try:
        found = codecs.lookup(word).name
    except (LookupError, ValueError):
        found = ""
    if found not in READ:
        raise LayerError(f"{name.strip()!r} is no encoding that is read.", HINT)
    return found


def twice_encoded(text: str, encoding: str) -> bool:
    """Return whether ``text``, read as a one-byte ``encoding``, was UTF-8 (``CitÃ©`` for ``Cité``)."""
    if encoding == "utf-8" or text.isascii():
        return False
    try:
        text.encode(encoding).decode("utf-8")
    except UnicodeError:
        return False
    return True
