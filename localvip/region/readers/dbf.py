"""The ``.dbf`` table beside a Shapefile: rows of one width, whose texts must be in the encoding that is named.

GDAL leaves out the letters that an encoding doesn't have, and says so once. So the bytes are looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from localvip.region.readers.encoding import twice_encoded
from localvip.region.readers.fault import LayerError, first_line

Bytes = npt.NDArray[np.uint8]
HEAD, END_OF_FIELDS, TEXT, STRUCK_OUT = 32, 0x0D, ord("C"), ord("*")
NUMBERS = (ord("N"), ord("F"))
BLOCK = 1 << 22
FIRST_OF_OTHERS = 0x80  # every encoding that is read has ASCII below
A_NUMBER = re.compile(rb"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?|\**")  # stars: it didn't fit


@dataclass(frozen=True)
class Table:
    """Where the rows of a file are: ``rows`` of ``width`` bytes from ``start``, in each ``texts`` and ``numbers``."""

    path: Path
    start: int
    width: int
    rows: int
    texts: tuple[slice, ...]
    numbers: tuple[slice, ...] = ()

    def blocks(self) -> Iterator[Bytes]:
        """Yield the rows that are not struck out, some at a time: an array of a row a line."""
        with self.path.open("rb") as stream:
            stream.seek(self.start)
            left = self.rows
            while left:
                some = min(left, max(1, BLOCK // self.width))
                block = np.frombuffer(stream.read(some * self.width), np.uint8).reshape(some, self.width)
                yield block[block[:, 0] != STRUCK_OUT]
                left -= some


def table_of(path: Path) -> Table:
    """Return what the head of a file says of it; raises ``LayerError`` where its size is another."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
        rows, start, width = (int.from_bytes(head[a:b], "little") for a, b in ((4, 8), (8, 10), (10, 12)))
        fields = stream.read(max(0, start - HEAD))
    texts: list[slice] = []
    numbers: list[slice] = []
    at = 1
    for field in range(0, len(fields) - HEAD + 1, HEAD):
        if fields[field] == END_OF_FIELDS:
            break
        kind, length = fields[field + 11], fields[field + 16]
        length += 256 * fields[field + 17] * (kind == TEXT)  # of other columns that byte says the decimals
        if kind in (TEXT, *NUMBERS):
            (texts if kind == TEXT else numbers).append(slice(at, at + length))
        at += length
    whole = 0 <= path.stat().st_size - (start + rows * width) <= 1
    if len(head) < HEAD or not whole or (rows and at != width):
        raise LayerError(f"{path.name!r} is cut off, or no .dbf file.", "Copy it again.")
    return Table(path, start, width, rows, tuple(texts), tuple(numbers))


def check_fields(table: Table, encoding: str) -> int:
    """Return the number of rows that are not struck out.

    Raises ``LayerError`` for a text that is not in ``encoding``, or that was UTF-8 where that is another, and for a
    number that is none.
    """
    rows = 0
    for block in table.blocks():
        rows += len(block)
        for place in table.texts:
            column = block[:, place]
            for text in column[(column >= FIRST_OF_OTHERS).any(axis=1)]:
                _check_text(table.path.name, text.tobytes().strip(b" \0"), encoding)
        for place in table.numbers:
            _check_numbers(table.path.name, block[:, place])
    return rows


def _check_numbers(file: str, column: Bytes) -> None:
    """Refuse what is no number, of which GDAL reads the digits before (4 of ``4o0``)."""
    width = column.shape[1]
    for held in np.unique(np.ascontiguousarray(column).view(f"S{width}")).tolist() if width else ():
        if not A_NUMBER.fullmatch(held.strip(b" \0")) and held.strip(b" \0"):
            message = f"{file!r} holds {held.strip().decode('ascii', 'replace')!r} where a number is needed."
            raise LayerError(message, "Write an unknown number empty.")


def _check_text(file: str, held: bytes, encoding: str) -> None:
    try:
        text = held.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"{file!r} holds text that is not in {encoding}: {first_line(error)}."
        raise LayerError(message, "Name its encoding: encoding: windows-1252.") from None
    if twice_encoded(text, encoding):
        message = f"{file!r} holds {text!r}: it was written in UTF-8 and is read as {encoding}."
        raise LayerError(message, "Name its encoding: encoding: utf-8.")
