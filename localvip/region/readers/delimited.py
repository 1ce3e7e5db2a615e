"""Read the rows of a CSV file strictly: one encoding, one separator, as many fields in each row as in the header."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from localvip.region.readers.encoding import known_encoding
from localvip.region.readers.fault import LayerError

BLOCK = 1 << 20
ROWS_TOLD = 12
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


@dataclass(frozen=True)
class Dialect:
    """How a CSV file is written."""

    separator: str = ","
    decimal: str = "."
    encoding: str = "utf-8"


PLAIN = Dialect()


def read_rows(path: Path, dialect: Dialect = PLAIN) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows of a CSV file; raises ``LayerError`` as ``strict_rows`` does."""
    header, *rows = strict_rows(path, dialect)
    return header, rows


def strict_rows(path: Path, dialect: Dialect = PLAIN) -> Iterator[list[str]]:
    """Yield the header and the rows of a CSV file one by one, blank lines left out.

    Raises ``LayerError`` for an encoding that is not known or not the file's, a doubled column or one named
    ``geometry``, and, once all have passed, rows longer or shorter than the header.
    """
    encoding = known_encoding(dialect.encoding)
    try:
        with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as stream:
            yield from _even(path.name, csv.reader(stream, strict=True, delimiter=dialect.separator), dialect)
    except UnicodeDecodeError:
        name = encoding.upper() if encoding == "utf-8" else encoding
        message = f"{path.name!r}: byte {_undecodable(path, encoding)} is not {name}."
        raise LayerError(message, "Save it as UTF-8.") from None
    except csv.Error as error:
        raise LayerError(f"{path.name!r} is no valid CSV: {error}.") from None


def _even(file: str, lines: Iterator[list[str]], dialect: Dialect) -> Iterator[list[str]]:
    """Yield the header and the rows; raises ``LayerError`` at the end where one is longer or shorter."""
    rows = (row for row in lines if row)
    header = next(rows, None)
    if header is None:
        raise LayerError(f"{file!r} is empty.")
    doubled = sorted(name for name, times in Counter(header).items() if times > 1)
    if doubled or "geometry" in header:
        raise LayerError(f"{file!r}: column {(doubled or ['geometry'])[0]!r} is doubled or reserved.")
    yield header
    ragged: list[str] = []
    for number, row in enumerate(rows, 1):
        if len(row) != len(header) and len(ragged) < ROWS_TOLD:
            ragged.append(str(number))
        yield row
    if ragged:
        message = f"{file!r}: the header has {len(header)} fields, row {', '.join(ragged)} more or fewer."
        hint = f"Separate by {_sign(dialect.separator)}; quote a text that holds one."
        raise LayerError(message, hint)


def _undecodable(path: Path, encoding: str) -> int:
    """Return the position of the first byte of a file that is not in ``encoding``."""
    decoder, start = codecs.getincrementaldecoder(encoding)(), 0
    with path.open("rb") as stream:
        while True:
            block, held = stream.read(BLOCK), len(decoder.getstate()[0])
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                return start - held + error.start
            start += len(block)


def _sign(separator: str) -> str:
    return {",": "commas", ";": "semicolons"}.get(separator, "tabs")


def numbers_of(values: pd.Series[str], decimal: str = ".") -> pd.Series[Any]:
    """Return the plain numbers among ``values`` as floats, ``None`` for empty texts, other words as they stand."""
    pattern = re.compile(NUMBER.pattern.replace(r"\.", re.escape(decimal)))
    read = [
        float(one.replace(decimal, ".")) if pattern.fullmatch(one) else one or None for one in values.tolist()
    ]
    return pd.Series(read, index=values.index, dtype=object)


def typed(values: pd.Series[str]) -> pd.Series[float] | pd.Series[str]:
    """Return float64 with NaN for empty texts where all others are plain numbers, else texts with ``None``."""
    held = numbers_of(values)
    if held.isna().all() or not all(isinstance(one, float) for one in held.dropna()):
        return values.where(values != "", None)
    return held.astype("float64")
