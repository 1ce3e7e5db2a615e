"""How numbers and strangers' texts are shown: one way, in the page, the map and the charts."""

from __future__ import annotations

from fractions import Fraction

from localvip.problem import visible
from localvip.report.speech import now_spoken, tr, trn

MINUS = "\N{MINUS SIGN}"
SPACES_KEPT = "\n\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"


def count(number: int | None) -> str:
    """Return a whole number with thousands separators and a true minus sign; ``None`` is "unknown"."""
    if number is None:
        return tr("unknown")
    return f"{number:,}".replace(",", now_spoken().thousands).replace("-", MINUS)


def decimal(number: Fraction | None, places: int = 1) -> str:
    """Return ``number`` rounded half to even to ``places``, with separators; ``None`` is "unknown"."""
    if number is None:
        return tr("unknown")
    scaled = round(number * 10**places)
    whole, rest = divmod(abs(scaled), 10**places)
    sign = MINUS if scaled < 0 else ""
    return f"{sign}{count(whole)}{now_spoken().point}{rest:0{places}d}" if places else f"{sign}{count(whole)}"


def signed(number: int | None) -> str:
    """Return a change with its sign: ``+12``, ``−3``, ``0``; ``None`` is "unknown"."""
    return f"+{count(number)}" if number is not None and number > 0 else count(number)


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


def quoted(text: str) -> str:
    """Return ``text`` in the quotation marks of the language spoken."""
    return tr("“{words}”", words=text)


def areas_text(number: int) -> str:
    """Return ``1 area``, ``2 areas``."""
    return trn("{n} area", "{n} areas", number, n=count(number))


def visas_text(number: int) -> str:
    """Return ``1 visa``, ``2 visas``."""
    return trn("{n} visa", "{n} visas", number, n=count(number))


def places_text(number: int) -> str:
    """Return ``1 place``, ``2 places``: what a visa takes up under a limit."""
    return trn("{n} place", "{n} places", number, n=count(number))
