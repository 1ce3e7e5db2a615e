"""The numbers that a page's script reads, as columns told briefly: each once, and by another where it follows from it.

A column is a list of cells; or a text, each sign a cell; or ``all`` cells alike; or ``texts`` and the place of each
cell among them; or ``of`` another column, as it is or ``times`` a fraction ``[p, q]``, shown with at most two
decimals or, where ``whole``, rounded down. ``but``: the cells that differ. Nothing is guessed: a column that another
gives is worked out again, as the script will, and compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import compress
from typing import TypedDict

from localvip.report.numerals import count
from localvip.report.speech import now_spoken

Cell = str | int | float | bool | None
Column = tuple[Cell, ...]
MOST_EXCEPTIONS = 20  # one cell in so many may differ from what another column gives
TRIED = 40  # cells that are tried before a whole column is
EXACT = 2**53  # a script's numbers are exact below


@dataclass
class Columns:
    """Columns by number: ``cells`` of each, and how each is ``told``."""

    cells: list[Column] = field(default_factory=list)
    told: list[object] = field(default_factory=list)
    _numbers: dict[tuple[tuple[type, ...], Column], int] = field(default_factory=dict)

    def add(self, cells: Iterable[Cell]) -> int:
        """Return the number of the column of ``cells``; one that is there already is not told again."""
        column = tuple(cells)
        key = (tuple(map(type, column)), column)  # 1, 1.0 and True are equal, and not the same
        if key not in self._numbers:
            self._numbers[key] = self._append(column, _plainly(column))
        return self._numbers[key]

    def bases(self, length: int) -> tuple[int, ...]:
        """Return the columns of ``length`` whose whole numbers are written out, the last first: others may follow."""
        every = range(len(self.cells) - 1, -1, -1)
        return tuple(n for n in every if len(self.cells[n]) == length and self._counts(n))

    def _counts(self, number: int) -> bool:
        return isinstance(self.told[number], list) and isinstance(
            next(filter(None, self.cells[number]), None), int
        )

    def add_by(
        self, column: Column, cared: Sequence[bool], others: Iterable[int], by: Iterable[Fraction]
    ) -> int:
        """Return the number of a column that agrees with ``column`` where it is ``cared`` for.

        ``others``: columns of the same length that it may be told by; ``by``: fractions that it may be a multiple of.
        """
        wanted = list(compress(range(len(column)), cared))
        if len({(type(column[n]), column[n]) for n in wanted}) == 1:
            return self.add((column[wanted[0]],) * len(column))
        fractions = tuple(by)
        for other in others:
            found = self._as_other(column, wanted, other) or self._as_multiple(
                column, wanted, other, fractions
            )
            if found is not None:
                told, cells = found
                return other if told == {"of": other} else self._append(cells, told)
        return self.add(cell if care else None for cell, care in zip(column, cared, strict=True))

    def _append(self, column: Column, told: object) -> int:
        self.cells.append(column)
        self.told.append(told)
        return len(self.cells) - 1

    def _as_other(
        self, column: Column, wanted: list[int], other: int
    ) -> tuple[dict[str, object], Column] | None:
        given = self.cells[other]
        tried = _some(wanted)
        few = _misses(column, tried, [given[n] for n in tried]) * 4 <= len(tried)
        return _following(column, wanted, given, {"of": other}) if few else None

    def _as_multiple(
        self, column: Column, wanted: list[int], other: int, by: tuple[Fraction, ...]
    ) -> tuple[dict[str, object], Column] | None:
        base = self.cells[other]
        if not all(isinstance(base[n], int) for n in wanted):
            return None
        whole = all(isinstance(column[n], int) for n in wanted)
        tried = _some(wanted)
        for fraction in by:
            if _misses(column, tried, [times(base[n], fraction, whole) for n in tried]) * 4 > len(tried):
                continue
            told = {"of": other, "times": [fraction.numerator, fraction.denominator], "whole": whole}
            given: list[Cell] = [None] * len(column)
            for n in wanted:
                given[n] = times(base[n], fraction, whole)
            found = _following(column, wanted, tuple(given), told)
            if found is not None:
                return found
        return None


def times(cell: Cell, fraction: Fraction, whole: bool) -> Cell:
    """Return ``cell`` times ``fraction``, rounded down where ``whole``, else as a text shows it, as the script does."""
    if not isinstance(cell, int):
        return None
    top, bottom = cell * fraction.numerator, fraction.denominator
    if top >= EXACT:
        return None
    return top // bottom if whole or top % bottom == 0 else _two_decimals(top, bottom)


def _two_decimals(top: int, bottom: int) -> str:
    """Return a number that isn't whole as ``localvip.message.shown`` writes it, in the language spoken."""
    text = f"{top / bottom:,.2f}"
    short = text.rstrip("0") if top * 100 % bottom == 0 else text
    speech = now_spoken()
    return short if speech.point == "." else short.translate({44: speech.thousands, 46: speech.point})


def number_cell(text: str) -> Cell:
    """Return a whole number as one where the script writes it as ``text``, else ``text``."""
    if text.isdecimal() and len(text) <= 3 and text[0] != "0":
        return int(text)
    digits = text.replace(now_spoken().thousands, "")
    return int(digits) if digits.isascii() and digits.isdecimal() and count(int(digits)) == text else text


class Packed(TypedDict):
    """Rows as columns: how many, and the number of the column of each key."""

    rows: int
    keys: dict[str, int]


def pack(rows: Sequence[Mapping[str, Cell]], columns: Columns) -> Packed:
    """Return the numbers in ``columns`` of ``rows``, which all have the same keys, by key."""
    keys = rows[0].keys() if rows else ()
    return {"rows": len(rows), "keys": {key: columns.add(row[key] for row in rows) for key in keys}}


def _plainly(column: Column) -> object:
    if len({(type(cell), cell) for cell in column}) == 1:
        return {"all": column[0]}
    if all(type(cell) is int and 0 <= cell <= 9 for cell in column):
        return "".join(map(str, column))
    texts = list(dict.fromkeys(column))
    if len(texts) * 4 < len(column) and all(isinstance(text, str) for text in texts):
        numbers = {text: n for n, text in enumerate(texts)}
        return {"texts": texts, "at": [numbers[cell] for cell in column]}
    return list(column)


def _following(
    column: Column, wanted: list[int], given: Column, told: dict[str, object]
) -> tuple[dict[str, object], Column] | None:
    """Return how a column follows from what is ``given``, and its cells; ``None`` where too many differ."""
    but = {n: column[n] for n in wanted if not _same(column[n], given[n])}
    if len(but) * MOST_EXCEPTIONS > len(wanted):
        return None
    if not but:
        return told, given
    cells = list(given)
    for n, cell in but.items():
        cells[n] = cell
    return {**told, "but": but}, tuple(cells)


def _some(wanted: list[int]) -> list[int]:
    return wanted[:: max(1, len(wanted) // TRIED)]


def _misses(column: Column, wanted: list[int], given: list[Cell]) -> int:
    return sum(not _same(column[n], cell) for n, cell in zip(wanted, given, strict=True))


def _same(one: Cell, other: Cell) -> bool:
    return one == other and type(one) is type(other)
