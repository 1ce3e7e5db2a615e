"""Points of a Parquet file: GeoParquet (WKB or GeoArrow points), or two columns of coordinates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pyproj import CRS

from localvip.problem import did_you_mean, listed
from localvip.region.point_layers.points import AT_ONCE
from localvip.region.point_layers.stream import Batches, Shape
from localvip.region.readers.fault import LayerError, first_line
from localvip.region.readers.geoparquet import without_rows
from localvip.region.readers.read import check_columns, on_the_ground
from localvip.region.several import ahead

BUFFER = 1 << 20


def parquet_shape(path: Path, xy: tuple[str, str] | None, crs: CRS | None) -> Shape:
    """Return what is known of a Parquet file of points before any is read.

    ``xy``: its columns of coordinates in ``crs``; left out, it is GeoParquet, and ``crs`` that of a file that
    doesn't say its own. Raises ``LayerError`` for a damaged file, and one without shapes.
    """
    damaged = f"{path.name!r} is damaged, or no {'' if xy else 'Geo'}Parquet file."
    try:
        known = pq.read_metadata(path)
        schema = known.schema.to_arrow_schema()
        frame = None if xy else without_rows(schema)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RuntimeError) as error:
        raise LayerError(damaged, first_line(error)) from None
    check_columns(schema.names, path.name)
    if frame is None:
        assert xy is not None and crs is not None  # noqa: S101 (the manifest names them together)
        return Shape(schema, _columns(path.name, schema, xy), crs, known.num_rows)
    return Shape(
        schema, (str(frame.geometry.name),), on_the_ground(frame, path.name, crs).crs, known.num_rows
    )


def _columns(file: str, schema: pa.Schema, xy: tuple[str, str]) -> tuple[str, str]:
    for name in xy:
        if name not in schema.names:
            hint = did_you_mean(name, schema.names) or f"It has: {listed(schema.names)}."
            raise LayerError(f"{file!r} has no column {name!r}.", hint)
    return xy


def parquet_batches(path: Path) -> Batches:
    """Return how to read some columns of a Parquet file, page by page: one row group need not fit in memory."""

    def batches(names: list[str]) -> Iterator[pa.RecordBatch]:
        with pq.ParquetFile(path, pre_buffer=False, buffer_size=BUFFER) as file:
            yield from ahead(file.iter_batches(AT_ONCE, columns=names))

    return batches
