"""How numbers and strangers' texts are shown: one way, in the page, the map and the charts."""

from __future__ import annotations

from fractions import Fraction

from localvip.problem import visible

UNKNOWN = "unknown"
MINUS = "\N{MINUS SIGN}"
SPACES_KEPT = "\n\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"


def count(number: int | None) -> str:
    """Return a whole number with thousands separators and a true minus sign; ``None`` is "unknown"."""
    return UNKNOWN if number is None else f"{number:,}".replace("-", MINUS)


def decimal(number: Fraction | None, places: int = 1) -> str:
    """Return ``number`` rounded half to even to ``places``, with separators; ``None`` is "unknown"."""
    if number is None:
        return UNKNOWN
    scaled = round(number * 10**places)
    whole, rest = divmod(abs(scaled), 10**places)
    sign = MINUS if scaled < 0 else ""
    return f"{sign}{whole:,}.{rest:0{places}d}" if places else f"{sign}{whole:,}"


def plain(number: Fraction) -> str:
    """Return a class break (a finite decimal) exactly: ``12``, ``2.5``, ``1,500``."""
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
    return decimal(number, places)


def shown(text: str) -> str:
    """Return ``text`` with control, bidi and zero-width characters as escapes; spaces stay spaces."""
    if text.isprintable():
        return text
    return "".join(c if c in SPACES_KEPT else visible(c) for c in text)


def plural(number: int, one: str, many: str = "") -> str:
    """Return ``number`` with its noun: ``1 area``, ``2 areas``."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"
