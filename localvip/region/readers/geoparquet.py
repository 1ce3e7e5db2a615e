"""GeoParquet with many features: shapes are made a few at a time, since their bytes fill memory too."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from localvip.region.readers.plain_geoparquet import plain_frame
from localvip.region.readers.wkb import is_bytes, refuse_nested
from localvip.region.several import ahead

Geometries = npt.NDArray[np.object_]
AT_ONCE = 1 << 13
BUFFER = 1 << 20


def read_geoparquet(path: Path) -> gpd.GeoDataFrame:
    """Return what ``geopandas.read_parquet`` does, and raise what it raises; ``LayerError`` as ``refuse_nested``."""
    with pq.ParquetFile(path, pre_buffer=False, buffer_size=BUFFER) as file:
        if file.metadata.num_rows <= AT_ONCE:
            _refuse_nested(file, path.name)
            plain = plain_frame(file.read(use_threads=False))
            return gpd.read_parquet(path) if plain is None else plain
        empty = without_rows(file.schema_arrow)
        name = str(empty.geometry.name)
        if not _is_wkb(empty, file.schema_arrow.field(name).type):
            _refuse_nested(file, path.name)
            return gpd.read_parquet(path)
        others = [one for one in file.schema_arrow.names if one != name]
        shapes = np.concatenate(list(_shapes(file, name, path.name)))
        frame = file.read(columns=others, use_pandas_metadata=True).to_pandas()
    frame.insert(list(empty.columns).index(name), name, gpd.array.from_shapely(shapes, crs=empty.crs))
    return gpd.GeoDataFrame(frame, geometry=name)


def _refuse_nested(file: pq.ParquetFile, name: str) -> None:
    for column in (one.name for one in file.schema_arrow if is_bytes(one.type)):
        for batch in file.iter_batches(AT_ONCE, columns=[column], use_threads=False):
            refuse_nested(batch.column(0), repr(name))


def without_rows(schema: pa.Schema) -> gpd.GeoDataFrame:
    """Return the frame that a GeoParquet file of this schema would be, without any row."""
    plain = plain_frame(schema.empty_table())
    if plain is not None:
        return plain
    held = io.BytesIO()
    pq.write_table(schema.empty_table(), held)
    held.seek(0)
    return gpd.read_parquet(held)


def _is_wkb(empty: gpd.GeoDataFrame, kind: pa.DataType) -> bool:
    """Return whether shapes are in one column, of this ``kind``, as bytes."""
    alone = sum(one == "geometry" for one in empty.dtypes) == 1
    return alone and is_bytes(kind)


def _shapes(file: pq.ParquetFile, column: str, name: str) -> Iterator[Geometries]:
    for batch in ahead(file.iter_batches(AT_ONCE, columns=[column], use_threads=False)):
        refuse_nested(batch.column(0), repr(name))
        yield shapely.from_wkb(batch.column(0).to_numpy(zero_copy_only=False))
