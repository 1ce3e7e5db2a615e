"""Ids of more features than memory holds texts of: seen batch by batch, each there and once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from localvip.problem import SHOWN_AT_MOST, Place, Problems
from localvip.region.readers.read import text_ids

UInt64s = npt.NDArray[np.uint64]
FIRST, LAST = ord("!"), ord("~")


def as_ids(values: pa.Array, width: int | None = None) -> pa.Array:
    """Return ids as whole numbers or as texts (Unicode NFC, without blanks around), missing ones as null.

    ``width``: the fewest digits of an id; numbers are then texts, led by zeros.
    """
    if isinstance(values, pa.DictionaryArray):
        values = values.dictionary_decode()
    if pa.types.is_integer(values.type):
        if width is None:
            return values if pa.types.is_uint64(values.type) else values.cast(pa.int64())
        values = values.cast(pa.string())
    elif not (pa.types.is_string(values.type) or pa.types.is_large_string(values.type)):
        values = pa.array(text_ids(values.to_pandas())[0].tolist(), pa.large_string())
    texts = values.cast(pa.large_string())
    if not _are_visible_ascii(texts):
        texts = pc.utf8_trim_whitespace(pc.utf8_normalize(texts, "NFC"))
    if width is not None:
        texts = pc.if_else(
            pc.match_substring_regex(texts, "^[0-9]+$"), pc.utf8_lpad(texts, width, "0"), texts
        )
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.large_string()), texts)


def _are_visible_ascii(texts: pa.Array) -> bool:
    """Return whether all bytes of ``texts`` are ASCII and no blanks: nothing to normalize, nothing to trim."""
    _, ends, held = texts.buffers()
    if not len(texts) or held is None:
        return True
    start, end = np.frombuffer(ends, np.int64)[[texts.offset, texts.offset + len(texts)]].tolist()
    letters = np.frombuffer(held, np.uint8)[start:end]
    from_first = letters - np.uint8(FIRST)  # of bytes without a sign: what is before the first comes last
    return int(from_first.max(initial=0)) <= LAST - FIRST


@dataclass
class Passing:
    """What is seen of ids as they pass: whether each is there, and whether they rise all the way: none is double."""

    file: str
    column: str
    problems: Problems
    rising: bool = True
    missing: int = 0
    rows: int = 0
    _last: pa.Scalar | None = field(default=None)

    def see(self, ids: pa.Array) -> None:
        """Note a batch of ids, as ``as_ids`` returns them."""
        for row in np.flatnonzero(ids.is_null().to_numpy(zero_copy_only=False)).tolist():
            if self.missing < SHOWN_AT_MOST:
                place = Place(self.file, item=f"row {self.rows + row + 1}")
                self.problems.add(place, "no-id", f"has no id in {self.column!r}.")
            self.missing += 1
        self.rows += len(ids)
        known = ids.drop_null()
        if not self.rising or not len(known):
            return
        rises = pc.all(pc.greater(known[1:], known[:-1]), min_count=0).as_py()
        self.rising = rises and (self._last is None or pc.greater(known[0], self._last).as_py())
        self._last = known[-1]

    def end(self) -> None:
        """Note how many ids are missing, where not all of them were told."""
        if self.missing > SHOWN_AT_MOST:
            message = f"{self.missing:,} rows in all have no id in {self.column!r}."
            self.problems.add(Place(self.file), "no-id", message)


def refuse_doubles(batches: Callable[[], Iterator[pa.Array]], file: str, problems: Problems) -> None:
    """Note each id that stands twice in ``batches`` (of ``as_ids``; they are gone through twice at most).

    Takes eight bytes an id: texts are compared by a hash first, and only those whose hash stands twice in full.
    """
    keys = np.concatenate([np.zeros(0, np.uint64), *(_keys(ids.drop_null()) for ids in batches())])
    keys.sort()
    twice = np.unique(keys[1:][keys[1:] == keys[:-1]])
    del keys
    if not len(twice):
        return
    seen: dict[object, int] = {}
    found, start = 0, 0
    for ids in batches():
        there = np.flatnonzero(ids.is_valid().to_numpy(zero_copy_only=False))
        for row in there[np.isin(_keys(ids.drop_null()), twice)].tolist():
            key, number = ids[row].as_py(), start + row + 1
            if key in seen and found < SHOWN_AT_MOST:
                message = f"stands twice, in rows {seen[key]} and {number}."
                problems.add(Place(file, item=str(key)), "double-id", message, "An id names one feature.")
            found += key in seen
            seen[key] = number
        start += len(ids)
    if found > SHOWN_AT_MOST:
        problems.add(Place(file), "double-id", f"{found:,} rows in all hold an id that stands before them.")


def _keys(ids: pa.Array) -> UInt64s:
    if pa.types.is_integer(ids.type):
        return np.asarray(ids.to_numpy().view(np.uint64))
    return np.asarray(pd.util.hash_array(ids.to_numpy(zero_copy_only=False), categorize=False))
