"""Points of a file that is read batch by batch, as often as it is asked: only the columns that are asked for.

Parquet and CSV are read by pyarrow, GeoPackage, FlatGeobuf and Shapefile by GDAL as an Arrow stream, a table of a
database from what was fetched of it: all are Arrow batches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy.typing as npt
import pyarrow as pa
from pyproj import CRS

from localvip.problem import Problems
from localvip.region.point_layers.points import Columns, Ids
from localvip.region.readers.fault import DAMAGED, LayerError, first_line
from localvip.region.readers.identity import Passing, as_ids, refuse_doubles
from localvip.region.readers.wkb import Coordinates, coordinates

Batches = Callable[[list[str]], Iterator[pa.RecordBatch]]


@dataclass(frozen=True)
class Shape:
    """What a stream must know of its file: its ``schema``, the columns of its shapes (or of x and y), CRS and rows."""

    schema: pa.Schema
    columns: tuple[str, ...]
    crs: CRS
    rows: int


@dataclass(frozen=True)
class Stream:
    """The points of ``parts``: a file, the set that a Shapefile is, or none. ``read``: yields batches of some columns.

    ``id``: the column of ids; ``width``: the fewest digits of one. ``content``: what they are read from, by its hash,
    where that is known. The parts must stay as they are: one that was changed since is refused.
    """

    parts: tuple[Path, ...]
    file: str
    shape: Shape
    read: Batches
    id: str
    width: int | None = None
    content: tuple[str, ...] = ()
    stamp: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Note what the file is like before anything is read of it."""
        object.__setattr__(self, "stamp", stamp_of(self.parts))

    @property
    def rows(self) -> int:
        """Return the number of points that the file announces."""
        return self.shape.rows

    @property
    def origin(self) -> tuple[str, ...]:
        """Return what tells these points from all others: the bytes of the file, and how it is read."""
        if not self.content:
            return ()
        return (
            *self.content,
            self.id,
            str(self.width),
            *self.shape.columns,
            self.crs.to_wkt(),
        )

    @property
    def crs(self) -> CRS:
        """Return the CRS of the shapes."""
        return self.shape.crs

    @property
    def columns(self) -> Mapping[str, str]:
        """Return the unit of each column that can be told by text, date or number."""
        fields = {field.name: field.type for field in self.shape.schema}
        known = {name: unit_of(kind) for name, kind in fields.items()}
        return {name: unit for name, unit in known.items() if unit is not None}

    @property
    def has_numbers_as_ids(self) -> bool:
        """Return whether ids are stored as numbers, and nothing says how many digits they have."""
        if self.width is not None or self.id not in self.shape.schema.names:
            return False
        return unit_of(self.shape.schema.field(self.id).type) == ""

    def batches(self, names: Sequence[str]) -> Iterator[Columns]:
        """Yield the columns ``names``: float64 with NaN, texts or ``None``, or days."""
        for batch in self._opened(list(names)):
            yield {name: values(batch.column(name)) for name in names}

    def places(self) -> Iterator[Coordinates]:
        """Yield coordinates; ids, which take as long again to read, are left alone."""
        columns = self.shape.columns
        for batch in self._opened(list(columns)):
            yield coordinates([batch.column(one) for one in columns])

    def checked_places(self, problems: Problems) -> Iterator[tuple[Ids, Coordinates]]:
        """Yield ids (as ``as_ids``) and coordinates; refuse ids that are missing or stand twice once all passed."""
        passing, columns = Passing(self.file, self.id, problems), self.shape.columns
        for batch in self._opened([self.id, *(one for one in columns if one != self.id)]):
            ids = as_ids(batch.column(self.id), self.width)
            passing.see(ids)
            yield ids, coordinates([batch.column(one) for one in columns])
        passing.end()
        if not passing.rising:
            refuse_doubles(self.ids, self.file, problems)

    def ids(self) -> Iterator[pa.Array]:
        """Yield ids (as ``as_ids``)."""
        for batch in self._opened([self.id]):
            yield as_ids(batch.column(self.id), self.width)

    def _opened(self, names: list[str]) -> Iterator[pa.RecordBatch]:
        if stamp_of(self.parts) != self.stamp:
            raise LayerError(f"{self.file!r} was changed while it was used.", "Run again.")
        try:
            for batch in self.read(names):
                batch.validate(full=True)  # texts that are no UTF-8
                yield batch
        except LayerError as error:
            raise LayerError(f"{self.file!r}: {error.message}", error.hint) from None
        except (*DAMAGED, OSError, NotImplementedError) as error:
            raise LayerError(f"{self.file!r} is damaged.", first_line(error)) from None


def stamp_of(parts: Iterable[Path]) -> tuple[int, ...]:
    """Return what changes when one of some files does: the size of each, and when it was last written."""
    return tuple(number for one in parts for number in (one.stat().st_size, one.stat().st_mtime_ns))


def unit_of(kind: pa.DataType) -> str | None:
    """Return the unit of a column: ``text``, ``date``, empty for a number; ``None`` for what rules can't compare."""
    if isinstance(kind, pa.DictionaryType):
        kind = kind.value_type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return "text"
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return "date"
    numbers = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_boolean)
    return "" if any(fits(kind) for fits in numbers) else None


def values(column: pa.Array) -> npt.NDArray[Any]:
    """Return a column as conditions read it: float64 with NaN, objects (text or ``None``) or datetime64."""
    if isinstance(column, pa.DictionaryArray):
        column = column.dictionary_decode()
    kind = unit_of(column.type)
    if kind == "":
        column = column.cast(pa.float64(), safe=False)
    elif kind == "date":
        column = column.cast(pa.timestamp("s"), safe=False)
    return column.to_numpy(zero_copy_only=False)  # type: ignore[no-any-return]
