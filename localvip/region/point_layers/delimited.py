"""Points of a CSV file, streamed: read strictly once, then by pyarrow in blocks.

pyarrow is ten times faster than Python's reader but forgives a quote in the wrong place. So a file with quotes, and
one that pyarrow stumbles over, goes through ``strict_rows`` first, which tells what is wrong in its own words.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from pyproj import CRS

from localvip.region.point_layers.stream import Batches, Shape
from localvip.region.readers.delimited import NUMBER, ROWS_TOLD, strict_rows
from localvip.region.readers.fault import LayerError, first_line
from localvip.region.readers.table import check_header, refuse_words
from localvip.region.several import ahead

BLOCK = 1 << 23
PLAIN = f"^(?:{NUMBER.pattern})$"


def delimited_shape(path: Path, xy: tuple[str, str], crs: CRS, texts: Collection[str]) -> Shape:
    """Return what is known of a CSV file (as ``read_points`` reads it) once all of it was seen.

    ``xy``: its columns of coordinates in ``crs``; ``texts``: those of text even where they hold numbers. Raises
    ``LayerError`` for all that ``read_points`` refuses.
    """
    header = next(strict_rows(path))
    seen = Seen(xy)
    try:
        check_header(path.name, header, xy, texts)
        if _has_quotes(path):
            _read_strictly(path)
        for batch in _texts(path, header):
            seen.see(batch)
        seen.end(path.name)
    except (LayerError, pa.ArrowInvalid) as error:
        _read_strictly(path)  # a row that is too long or too short explains the rest
        if isinstance(error, LayerError):
            raise
        raise LayerError(f"{path.name!r} is no valid CSV.", first_line(error)) from None
    numeric = {*xy, *seen.filled} - seen.worded - set(texts)
    schema = pa.schema([(name, pa.float64() if name in numeric else pa.string()) for name in header])
    return Shape(schema, xy, crs, seen.rows)


def delimited_batches(path: Path, schema: pa.Schema) -> Batches:
    """Return how to read some columns of a CSV file of this ``schema``; what is empty is null."""

    def batches(names: list[str]) -> Iterator[pa.RecordBatch]:
        fields = [schema.field(name) for name in names]
        for batch in _texts(path, names):
            columns = [_as(field.type, batch.column(field.name)) for field in fields]
            yield pa.RecordBatch.from_arrays(columns, schema=pa.schema(fields))

    return batches


@dataclass
class Seen:
    """What the columns of a CSV file hold, as batches of texts pass: ``xy`` are its coordinates.

    ``filled``: columns that hold anything; ``worded``: those that hold what is no plain number.
    """

    xy: tuple[str, str]
    rows: int = 0
    filled: set[str] = field(default_factory=set)
    worded: set[str] = field(default_factory=set)
    wrong: list[tuple[int, str, str]] = field(default_factory=list)

    def see(self, batch: pa.RecordBatch) -> None:
        """Note a batch; raises ``LayerError`` for a text that ``strict_rows`` finds too long."""
        x, y = (pc.utf8_trim_whitespace(batch.column(name)) for name in self.xy)
        given = pc.or_(pc.not_equal(x, ""), pc.not_equal(y, ""))
        bad = pc.and_not(given, pc.and_(_is_plain(x), _is_plain(y)))
        for row in pc.indices_nonzero(bad)[: ROWS_TOLD - len(self.wrong)].to_pylist():
            self.wrong.append((self.rows + row + 1, x[row].as_py(), y[row].as_py()))
        for name in set(batch.schema.names) - set(self.xy):
            self._note(name, batch.column(name))
        self.rows += len(batch)

    def _note(self, name: str, column: pa.Array) -> None:
        held = column.filter(pc.not_equal(column, ""))
        if len(held):
            self.filled.add(name)
            if pc.max(pc.utf8_length(held)).as_py() > csv.field_size_limit():
                raise LayerError(f"column {name!r} holds a text that is too long.")
        if name not in self.worded and not pc.all(_is_plain(held), min_count=0).as_py():
            self.worded.add(name)

    def end(self, file: str) -> None:
        """Raise ``LayerError`` where coordinates were no plain numbers."""
        refuse_words(file, self.wrong)


def _read_strictly(path: Path) -> None:
    for _ in strict_rows(path):
        pass


def _has_quotes(path: Path) -> bool:
    with path.open("rb") as stream:
        return any(b'"' in block for block in iter(lambda: stream.read(BLOCK), b""))


def _texts(path: Path, names: Collection[str]) -> Iterator[pa.RecordBatch]:
    reader = pyarrow.csv.open_csv(
        path,
        read_options=pyarrow.csv.ReadOptions(block_size=BLOCK),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(
            include_columns=list(names),
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
        ),
    )
    with reader:
        yield from ahead(reader)


def _is_plain(texts: pa.Array) -> pa.Array:
    return pc.match_substring_regex(texts, PLAIN)


def _as(kind: pa.DataType, texts: pa.Array) -> pa.Array:
    """Return texts as they stand, or the numbers that they hold; null where they are empty."""
    if kind == pa.float64():
        texts = pc.utf8_trim_whitespace(texts)
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts).cast(kind)
