"""Numbers with a range, as an impact report shows them: rounded, so that no digit pretends to be known."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from localvip.report.numerals import MINUS, count, decimal
from localvip.report.speech import tr

DIGITS = 2
CURRENCY = re.compile(r"[A-Z]{3}\b")
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}
WHOLE = ("visas", "people", "years")
NO_BREAK, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
BILLION, MILLION = 10**9, 10**6


@dataclass(frozen=True)
class Spread:
    """What is told of the draws of a number: 5th percentile, median and 95th percentile, in ``unit``.

    NaN where it isn't known, infinite where it has no end.
    """

    low: float
    median: float
    high: float
    unit: str

    @property
    def known(self) -> bool:
        """Return whether there is a number at all."""
        return not math.isnan(self.median)

    @property
    def said(self) -> str:
        """Return the median in words; a whole number that is the same in every draw, to its last digit."""
        if self.unit in WHOLE and self.known and self.low == self.high:
            return count(round(self.median))
        return said(self.median, self.unit)

    @property
    def least(self) -> str:
        """Return the low end in words."""
        return said(self.low, self.unit)

    @property
    def most(self) -> str:
        """Return the high end in words."""
        return said(self.high, self.unit)

    @property
    def span(self) -> str:
        """Return ``low to high`` in words, or the one number where both ends read the same."""
        if not self.known or self.low == self.high or self.least == self.most:
            return self.said
        return tr("{low} to {high}", low=self.least, high=self.most)


UNKNOWN = Spread(math.nan, math.nan, math.nan, "")


def spread_of(frame: pd.DataFrame, **labels: object) -> Spread:
    """Return the low, median and high of the one row of ``frame`` with ``labels``; unknown where there is none."""
    wanted = pd.Series(True, index=frame.index)
    for column, value in labels.items():
        wanted &= frame[column] == value
    rows = frame[wanted]
    return spread_in(rows.iloc[0]) if len(rows) else UNKNOWN


def spread_in(row: Mapping[str, object] | pd.Series, prefix: str = "") -> Spread:
    """Return the numbers of one row, from its columns low, median, high (each after ``prefix``) and unit."""
    low, median, high = (float(str(row[f"{prefix}{name}"])) for name in ("low", "median", "high"))
    return Spread(low, median, high, str(row["unit"]))


def said(number: float, unit: str, kept: int = DIGITS) -> str:
    """Return ``number`` in words, to ``kept`` digits: money with its symbol, a share in percent.

    What it is counted in (a year, a visa) is left to the text around it.
    """
    if math.isnan(number):
        return tr("not known")
    if math.isinf(number):
        return tr("no end")
    currency = CURRENCY.match(unit)
    if currency:
        return money(number, currency[0], kept)
    if unit.partition(" ")[0] == "share":
        return percent(number, kept)
    return digits(round(number) if unit in WHOLE else number, kept)


def money(number: float, currency: str, kept: int = DIGITS) -> str:
    """Return a sum of money to ``kept`` digits: ``$8,300``, ``$1.2 million``; in French ``8 300 €``, ``1,2 M€``."""
    exact = significant(number, kept)
    text = _sum(abs(exact), SYMBOLS.get(currency, f"{currency}{NO_BREAK}"))
    if exact >= 0:
        return text
    # Before a symbol a line could end on the minus; a space that doesn't break prevents it.
    return f"{MINUS}{text}" if text[0].isdigit() else f"{MINUS}{THIN}{text}"


def _sum(size: Fraction, symbol: str) -> str:
    if size >= BILLION:
        return tr("{symbol}{n}\N{NO-BREAK SPACE}billion", symbol=symbol, n=_shown(size / BILLION))
    if size >= MILLION:
        return tr("{symbol}{n}\N{NO-BREAK SPACE}million", symbol=symbol, n=_shown(size / MILLION))
    return tr("{symbol}{n}", symbol=symbol, n=_shown(size))


def percent(share: float, kept: int = DIGITS) -> str:
    """Return a share in percent to ``kept`` digits, and no more than two decimals."""
    return tr("{n}%", n=_shown(round(significant(100 * share, kept), 2)))


def digits(number: float, kept: int = DIGITS) -> str:
    """Return ``number`` to ``kept`` significant digits, with separators."""
    return _shown(significant(number, kept))


def significant(number: float, kept: int = DIGITS) -> Fraction:
    """Return ``number`` rounded to ``kept`` significant digits, exactly; halves go to even."""
    if number == 0:
        return Fraction(0)
    step = Fraction(10) ** (math.floor(math.log10(abs(number))) - kept + 1)
    return round(Fraction(number) / step) * step


def _shown(exact: Fraction) -> str:
    """Return a number that has few digits with as many decimals as it has."""
    places = 0
    while (exact * 10**places).denominator != 1:
        places += 1
    return decimal(exact, places)
