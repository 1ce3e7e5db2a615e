import struct

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from localvip.region.readers import geoparquet
from localvip.region.readers.fault import LayerError
from localvip.region.readers.geoparquet import read_geoparquet

SHAPES = [shapely.box(n, 0, n + 1, 1) for n in range(7)]
SHAPES[2], SHAPES[3] = None, shapely.MultiPolygon(SHAPES[:2])
PLAIN = gpd.GeoDataFrame(
    {"id": list("abcdefg"), "geometry": SHAPES, "POP": [1, 2, None, 4, 5, 6, 7]}, crs="EPSG:32617"
)
FRAMES = {
    "plain": PLAIN,
    "no CRS": PLAIN.set_crs(None, allow_override=True),
    "ids as index": PLAIN.set_index("id"),
    "rows left out": PLAIN.iloc[::-2],
    "another name": PLAIN.rename_geometry("shape"),
    "other bytes": PLAIN.assign(blob=[b"x"] * 7),
    "heights": PLAIN.set_geometry(shapely.force_3d(PLAIN.geometry.to_numpy(), 2.0)),
    "two columns of shapes": PLAIN.assign(centre=PLAIN.geometry.centroid),
    "dates and kinds": PLAIN.assign(on=pd.Timestamp("2026-01-01"), kind=pd.Categorical(list("xyxyxyx"))),
}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
def test_it_is_what_geopandas_reads(tmp_path, monkeypatch, frame, encoding):
    monkeypatch.setattr(geoparquet, "AT_ONCE", 3)
    if encoding == "geoarrow":
        frame = frame[frame.geometry.geom_type == "Polygon"]
    frame.to_parquet(tmp_path / "a.parquet", geometry_encoding=encoding, row_group_size=5)
    assert_geodataframe_equal(
        read_geoparquet(tmp_path / "a.parquet"), gpd.read_parquet(tmp_path / "a.parquet")
    )


def test_shapes_of_many_are_not_read_by_geopandas(tmp_path, monkeypatch):
    PLAIN.to_parquet(tmp_path / "a.parquet")
    sizes, read = [], shapely.from_wkb
    monkeypatch.setattr(geoparquet, "AT_ONCE", 3)
    monkeypatch.setattr(shapely, "from_wkb", lambda some, **_: sizes.append(len(some)) or read(some))
    assert len(read_geoparquet(tmp_path / "a.parquet")) == 7
    assert [one for one in sizes if one] == [3, 3, 1]


@pytest.mark.parametrize("others", [[], ["blob"]])
@pytest.mark.parametrize("many", [3, 100])
def test_collections_without_end_are_refused_before_shapes_are_made(tmp_path, monkeypatch, others, many):
    monkeypatch.setattr(geoparquet, "AT_ONCE", many)
    PLAIN.assign(blob=[b"x"] * 7)[["id", *others, "geometry"]].to_parquet(tmp_path / "a.parquet")
    table = geoparquet.pq.read_table(tmp_path / "a.parquet")
    deep = struct.pack("<BII", 1, 7, 1) * 20_000 + shapely.Point(1, 1).wkb
    shapes = geoparquet.pa.array([*table["geometry"].to_pylist()[:6], deep], "binary")
    at = table.schema.get_field_index("geometry")
    geoparquet.pq.write_table(table.set_column(at, "geometry", shapes), tmp_path / "a.parquet")
    with pytest.raises(LayerError, match="collections in one another"):
        read_geoparquet(tmp_path / "a.parquet")


def test_a_shape_that_is_none_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(geoparquet, "AT_ONCE", 3)
    PLAIN.to_parquet(tmp_path / "a.parquet")
    table = geoparquet.pq.read_table(tmp_path / "a.parquet")
    broken = np.array([b"no shape"] * 7, dtype=object)
    at = table.schema.get_field_index("geometry")
    geoparquet.pq.write_table(
        table.set_column(at, "geometry", geoparquet.pa.array(broken, "binary")), tmp_path / "a.parquet"
    )
    with pytest.raises(shapely.GEOSException):
        read_geoparquet(tmp_path / "a.parquet")
