"""Read the rows of a CSV file strictly: one encoding, one separator, as many fields in each row as in the header."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from localvip.region.readers.encoding import known_encoding
from localvip.region.readers.fault import LayerError

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


@dataclass(frozen=True)
class Dialect:
    """How a CSV file is written."""

    separator: str = ","
    decimal: str = "."
    encoding: str = "utf-8"


PLAIN = Dialect()


def read_rows(path: Path, dialect: Dialect = PLAIN) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows of a CSV file, blank lines left out.

    Raises ``LayerError`` for an encoding that is not known or not the file's, a doubled column or one named
    ``geometry``, and a row longer or shorter than the header.
    """
    encoding = known_encoding(dialect.encoding)
    try:
        text = path.read_bytes().decode("utf-8-sig" if encoding == "utf-8" else encoding)
        reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=dialect.separator)
        lines = [row for row in reader if row]
    except UnicodeDecodeError as error:
        name = encoding.upper() if encoding == "utf-8" else encoding
        raise LayerError(f"{path.name!r}: byte {error.start} is not {name}.", "Save it as UTF-8.") from None
    except csv.Error as error:
        raise LayerError(f"{path.name!r} is no valid CSV: {error}.") from None
    if not lines:
        raise LayerError(f"{path.name!r} is empty.")
    header, *rows = lines
    doubled = sorted({name for name in header if header.count(name) > 1})
    if doubled or "geometry" in header:
        raise LayerError(f"{path.name!r}: column {(doubled or ['geometry'])[0]!r} is doubled or reserved.")
    ragged = [str(number) for number, row in enumerate(rows, 1) if len(row) != len(header)]
    if ragged:
        message = (
            f"{path.name!r}: the header has {len(header)} fields, row {', '.join(ragged[:12])} more or fewer."
        )
        hint = f"Separate by {_sign(dialect.separator)}; quote a text that holds one."
        raise LayerError(message, hint)
    return header, rows


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
