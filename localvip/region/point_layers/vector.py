"""Points of a GeoPackage or a FlatGeobuf file, streamed by GDAL as Arrow batches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pyarrow as pa
import pyogrio
from pyproj import CRS

from localvip.region.point_layers.stream import Batches, Shape
from localvip.region.readers.fault import DAMAGED, LayerError, first_line
from localvip.region.readers.flatgeobuf import check_flatgeobuf
from localvip.region.readers.geopackage import chosen_layer, layers_of
from localvip.region.readers.read import on_the_ground

AT_ONCE = 1 << 18
UNNAMED = "wkb_geometry"


def vector_source(path: Path, layer: str | None) -> tuple[str, str | None]:
    """Return what GDAL opens, and the layer of it; raises ``LayerError`` as the readers of both formats do."""
    if path.suffix.lower() == ".fgb":
        check_flatgeobuf(path)
        return str(path), None
    return f'GPKG:"{path}"', chosen_layer(path.name, layers_of(path), layer)


def vector_shape(path: Path, layer: str | None, crs: CRS | None) -> Shape:
    """Return what is known of a file of points before any is read.

    ``crs``: of a file that doesn't say its own. Raises ``LayerError`` for a damaged file, another layer than there
    is, and one without a CRS.
    """
    try:
        source, chosen = vector_source(path, layer)
        rows = int(pyogrio.read_info(source, layer=chosen, force_feature_count=True)["features"])
        with pyogrio.raw.open_arrow(source, layer=chosen, use_pyarrow=True, batch_size=1) as (known, reader):
            schema, own = reader.schema, known["crs"]
            shapes = known["geometry_name"] or UNNAMED
    except LayerError:
        raise
    except DAMAGED as error:
        raise LayerError(f"{path.name!r} is damaged.", first_line(error)) from None
    frame = gpd.GeoDataFrame(geometry=[], crs=own)
    return Shape(schema, (shapes,), on_the_ground(frame, path.name, crs).crs, rows)


def vector_batches(path: Path, layer: str | None, shapes: str) -> Batches:
    """Return how to read some columns of a file, ``shapes`` being the one of its shapes.

    Raises ``LayerError`` at the end where the file held another number of features than it announces: of a cut
    FlatGeobuf file GDAL gives what is left.
    """

    def batches(names: list[str]) -> Iterator[pa.RecordBatch]:
        source, chosen = vector_source(path, layer)
        announced = pyogrio.read_info(source, layer=chosen, force_feature_count=True)["features"]
        others, rows = [name for name in names if name != shapes], 0
        with pyogrio.raw.open_arrow(
            source,
            layer=chosen,
            columns=others,
            read_geometry=shapes in names,
            batch_size=AT_ONCE,
            use_pyarrow=True,
        ) as (_, reader):
            for batch in reader:
                rows += len(batch)
                yield batch
        if rows != announced:
            raise LayerError(f"it announces {announced} features and holds {rows}.", "Export it again.")

    return batches
