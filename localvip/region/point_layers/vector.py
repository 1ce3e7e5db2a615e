"""Points of a GeoPackage, a FlatGeobuf file or a Shapefile, streamed by GDAL as Arrow batches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyarrow as pa
import pyogrio
from pyproj import CRS

from localvip.region.paths import MOST_STREAMED
from localvip.region.point_layers.stream import Batches, Shape
from localvip.region.readers.batches import open_batches
from localvip.region.readers.fault import DAMAGED, LayerError, first_line
from localvip.region.readers.flatgeobuf import check_flatgeobuf
from localvip.region.readers.geopackage import chosen_layer, layers_of
from localvip.region.readers.plain_table import check_shapes, check_table
from localvip.region.readers.read import check_columns, on_the_ground
from localvip.region.readers.shapefile import check_shapefile, parts_of

AT_ONCE = 1 << 18
UNNAMED = "wkb_geometry"


@dataclass(frozen=True)
class Vector:
    """What GDAL opens: ``features`` of a ``layer``. ``encoding``: of the texts of a Shapefile, which alone needs it."""

    source: str
    layer: str | None
    encoding: str | None
    features: int

    def open(self, columns: list[str] | None = None, shapes: bool = True) -> AbstractContextManager[Any]:
        """Return what opens a stream of batches of ``columns`` (left out: all) and of the ``shapes``."""
        return open_batches(
            self.source,
            layer=self.layer,
            encoding=self.encoding,
            columns=columns,
            read_geometry=shapes,
            batch_size=AT_ONCE,
        )


def vector_of(path: Path, layer: str | None, encoding: str | None, crs: CRS | None) -> Vector:
    """Return what is opened of a file, once it is known to be whole.

    ``encoding`` and ``crs``: as the region file gives them. Raises ``LayerError`` as the reader of its format does.
    """
    ending = path.suffix.lower()
    try:
        if ending == ".shp":
            checked = check_shapefile(path, parts_of(path, MOST_STREAMED), encoding, crs)
            return Vector(str(path), None, checked.encoding, checked.features)
        if ending == ".fgb":
            return Vector(str(path), None, None, check_flatgeobuf(path))
        source = f'GPKG:"{path}"'
        chosen = chosen_layer(path.name, layers_of(path), layer)
        check_table(path, chosen)
        known = pyogrio.read_info(source, layer=chosen, force_feature_count=True)
    except LayerError:
        raise
    except DAMAGED as error:
        raise LayerError(f"{path.name!r} is damaged.", first_line(error)) from None
    return Vector(source, chosen, None, int(known["features"]))


def vector_shape(vector: Vector, file: str, crs: CRS | None) -> Shape:
    """Return what is known of the points of a ``file`` before any is read, in ``crs`` where it doesn't say its own.

    Raises ``LayerError`` for a damaged file, two columns called alike, and one without a CRS.
    """
    try:
        with vector.open() as (known, reader):
            schema, own = reader.schema, known["crs"]
            shapes = known["geometry_name"] or UNNAMED
    except DAMAGED as error:
        raise LayerError(f"{file!r} is damaged.", first_line(error)) from None
    check_columns(schema.names, file)
    frame = gpd.GeoDataFrame(geometry=[], crs=own)
    return Shape(schema, (shapes,), on_the_ground(frame, file, crs).crs, vector.features)


def vector_batches(path: Path, vector: Vector, shapes: str) -> Batches:
    """Return how to read some columns, ``shapes`` being the one of its shapes.

    Raises ``LayerError`` at the end where the file held another number of features than it announces: of a cut
    FlatGeobuf file GDAL gives what is left.
    """

    def batches(names: list[str]) -> Iterator[pa.RecordBatch]:
        others = [name for name in names if name != shapes]
        rows = missing = 0
        with vector.open(others, shapes in names) as (_, reader):
            for batch in reader:
                rows += len(batch)
                missing += batch.column(shapes).null_count if shapes in names else 0
                yield batch
        if rows != vector.features:
            raise LayerError(f"it announces {vector.features} features and holds {rows}.", "Export it again.")
        if vector.layer is not None:
            check_shapes(path, vector.layer, missing)

    return batches
