"""Points of a table of a database: fetched once, some rows at a time, and kept as Parquet in memory.

A table may change between two looks at it, and rows of people belong on no disk. So what one transaction gave is kept
packed, about twenty bytes a point, and read from there as often as it is asked.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq

from localvip.region.point_layers.stream import Batches, Shape, Stream
from localvip.region.readers.postgis import Table, connected, table_of
from localvip.region.readers.read import check_columns, on_the_ground

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

AT_ONCE = 1 << 15
SHAPES = "geometry"
TYPES = """
select attname, typname from pg_attribute join pg_type on pg_type.oid = atttypid
where attrelid = to_regclass(:name) and attnum > 0
"""
KINDS = {
    **dict.fromkeys(("int2", "int4", "int8"), pa.int64()),
    **dict.fromkeys(("float4", "float8", "numeric"), pa.float64()),
    **dict.fromkeys(("timestamp", "timestamptz"), pa.timestamp("us")),
    "bool": pa.bool_(),
    "date": pa.date32(),
}
MADE: dict[pa.DataType, Callable[[Any], object]] = {pa.float64(): float, pa.string(): str, pa.binary(): bytes}


def table_stream(name: str, file: str, id_column: str, width: int | None) -> Stream:
    """Return the points of the table ``name`` (``schema.table``), called ``file``; its content is a hash of all rows.

    ``id_column`` and ``width``: of the ids. Raises ``LayerError`` as ``connected``, ``table_of`` and
    ``on_the_ground`` do.
    """
    with connected(name) as connection:
        table = table_of(connection, name, id_column)
        check_columns(table.columns, file)
        schema = _schema(connection, name, table, id_column)
        packed, content = _packed(connection, table, schema)
    crs = on_the_ground(gpd.GeoDataFrame(geometry=[], crs=table.crs), file).crs
    shape = Shape(schema, (SHAPES,), crs, table.rows)
    return Stream((), file, shape, _batches(packed), id_column, width, (content, name))


def _schema(connection: Connection, name: str, table: Table, id_column: str) -> pa.Schema:
    """Return the types of columns: what is no number, truth or day is text, and so are ids that are not whole."""
    from sqlalchemy import text

    quoted = ".".join('"' + one.replace('"', '""') + '"' for one in name.partition(".")[::2])
    known = {str(column): str(kind) for column, kind in connection.execute(text(TYPES), {"name": quoted})}
    kinds = {one: KINDS.get(known.get(one, ""), pa.string()) for one in table.columns}
    if not pa.types.is_integer(kinds.get(id_column, pa.string())):
        kinds[id_column] = pa.string()
    fields = [pa.field(one, kinds[one]) for one in table.columns]
    return pa.schema([*fields, pa.field(SHAPES, pa.binary())])


def _packed(connection: Connection, table: Table, schema: pa.Schema) -> tuple[pa.Buffer, str]:
    """Return all rows as Parquet, and a SHA-256 of their CRS, columns and values."""
    sink, content = pa.BufferOutputStream(), hashlib.sha256(f"{table.crs}\n{schema.names}\n".encode())
    asked = connection.execution_options(stream_results=True, yield_per=AT_ONCE).execute(table.select)
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        for rows in asked.partitions():
            columns = [
                _column(field.type, held) for field, held in zip(schema, zip(*rows, strict=True), strict=True)
            ]
            writer.write_batch(pa.record_batch(columns, schema=schema))
            text = io.StringIO()
            csv.writer(text).writerows((*row[:-1], row[-1] and bytes(row[-1]).hex()) for row in rows)
            content.update(text.getvalue().encode())
    return sink.getvalue(), content.hexdigest()


def _column(kind: pa.DataType, held: Sequence[Any]) -> pa.Array:
    make = MADE.get(kind)
    return pa.array(held if make is None else [None if one is None else make(one) for one in held], kind)


def _batches(packed: pa.Buffer) -> Batches:
    def batches(names: list[str]) -> Iterator[pa.RecordBatch]:
        with pq.ParquetFile(pa.BufferReader(packed)) as file:
            yield from file.iter_batches(AT_ONCE, columns=names)

    return batches
