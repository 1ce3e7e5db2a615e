"""The formats of which points are streamed; what is in another one, or small, is read whole."""

from __future__ import annotations

from pathlib import Path

from pyproj import CRS

from localvip.region.manifest import Sponsors
from localvip.region.paths import MOST_STREAMED
from localvip.region.point_layers.delimited import delimited_batches, delimited_shape
from localvip.region.point_layers.parquet import parquet_batches, parquet_shape
from localvip.region.point_layers.stream import Stream
from localvip.region.point_layers.vector import vector_batches, vector_of, vector_shape
from localvip.region.readers.fault import LayerError
from localvip.region.readers.read import check_file
from localvip.region.readers.shapefile import files_of

MOST_POINTS = 250_000_000
FEW_BYTES = 16 * 1024**2

ENDINGS = (".parquet", ".gpkg", ".fgb", ".csv", ".shp")


def is_streamed(path: Path) -> bool:
    """Return whether the points of a file are read batch by batch: Parquet always, others above 16 MiB."""
    ending = path.suffix.lower()
    return ending == ".parquet" or (ending in ENDINGS and _size(path) > FEW_BYTES)


def _size(path: Path) -> int:
    return sum(part.stat().st_size for part in files_of(path, MOST_STREAMED))


def open_stream(path: Path, spec: Sponsors, crs: CRS | None, sha256: str = "") -> Stream:
    """Return the points of a file for which ``is_streamed`` is true, in ``crs`` where it doesn't say its own.

    ``sha256``: of its files, where it is known. Raises ``LayerError`` as ``check_file``, ``delimited_shape``,
    ``parquet_shape``, ``vector_of`` and ``vector_shape`` do, and for over 250 million points.
    """
    check_file(path, spec.layer, ENDINGS)
    xy = None if spec.x is None else (spec.x, str(spec.y))
    if path.suffix.lower() == ".parquet":
        shape = parquet_shape(path, xy, crs)
        read = parquet_batches(path)
    elif xy is not None and crs is not None:
        shape = delimited_shape(path, xy, crs, {str(spec.id)})
        read = delimited_batches(path, shape.schema)
    else:
        vector = vector_of(path, spec.layer, spec.encoding, crs)
        shape = vector_shape(vector, path.name, crs)
        read = vector_batches(path, vector, shape.columns[0])
    if shape.rows > MOST_POINTS:
        raise LayerError(f"{path.name!r} has {shape.rows:,} points; at most {MOST_POINTS:,} are read.")
    content = (sha256, path.suffix, str(spec.layer)) if sha256 else ()
    parts = files_of(path, MOST_STREAMED)
    return Stream(parts, str(spec.file), shape, read, str(spec.id), spec.id_width, content)
