"""Plain files are what GeoPandas reads of them; any other is left to it."""

import json

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given, settings
from hypothesis import strategies as st

from localvip.region.readers.plain_geoparquet import plain_frame

SHAPES = [shapely.box(0, 0, 1, 1), None, shapely.Point(1, 2)]
FRAME = gpd.GeoDataFrame({"id": list("abc"), "geometry": SHAPES, "POP": [1, None, 3]}, crs="EPSG:32617")
OTHERS = {
    "no CRS": FRAME.set_crs(None, allow_override=True),
    "two columns of shapes": FRAME.assign(more=FRAME.geometry),
    "ids as index": FRAME.set_index("id"),
}


def read(path):
    with pq.ParquetFile(path) as file:
        return plain_frame(file.read())


def altered(path, change):
    """Write ``FRAME`` with its account of shapes changed, and return the table."""
    FRAME.to_parquet(path)
    table = pq.read_table(path)
    geo = json.loads(table.schema.metadata[b"geo"])
    change(geo)
    return table.replace_schema_metadata({**table.schema.metadata, b"geo": json.dumps(geo).encode()})


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.sampled_from(["POP", "name", "on", "kind", "geometry"]), min_size=1, unique=True),
    st.sampled_from(["EPSG:32617", "EPSG:4326", "EPSG:3734", "OGC:CRS84"]),
    st.integers(0, 3),
)
def test_a_plain_file_is_what_geopandas_reads(tmp_path_factory, names, crs, rows):
    table = {
        "POP": [1, None, 3],
        "name": ["é", None, ""],
        "on": pd.to_datetime(["2026-01-01", None, "2027-01-01"]),
        "kind": pd.Categorical(["x", "y", None]),
        "geometry": SHAPES,
    }
    columns = {name: table[name] for name in dict.fromkeys([*names, "geometry"])}
    path = tmp_path_factory.mktemp("plain") / "a.parquet"
    gpd.GeoDataFrame(columns, crs=crs).iloc[:rows].to_parquet(path)
    found, known = read(path), gpd.read_parquet(path)
    assert_geodataframe_equal(found, known)
    assert found.crs.to_wkt() == known.crs.to_wkt() and list(found.columns) == list(known.columns)


@pytest.mark.parametrize("frame", OTHERS.values(), ids=OTHERS)
def test_what_is_not_plain_is_left_to_geopandas(tmp_path, frame):
    frame.to_parquet(tmp_path / "a.parquet")
    assert read(tmp_path / "a.parquet") is None


def test_other_forms_of_shapes_are_left_to_geopandas(tmp_path):
    frame = gpd.GeoDataFrame(geometry=[shapely.Point(1, 2)], crs=4326)
    frame.to_parquet(tmp_path / "a.parquet", geometry_encoding="geoarrow")
    assert read(tmp_path / "a.parquet") is None
    frame.attrs["source"] = "survey"
    frame.to_parquet(tmp_path / "b.parquet")
    assert read(tmp_path / "b.parquet") is None
    pq.write_table(pa.table({"id": ["a"]}), tmp_path / "c.parquet")
    assert read(tmp_path / "c.parquet") is None


@pytest.mark.parametrize(
    "change",
    [
        lambda geo: geo.pop("version"),
        lambda geo: geo.update(primary_column="other"),
        lambda geo: geo.update(columns=[]),
        lambda geo: geo["columns"]["geometry"].update(edges="spherical"),
        lambda geo: geo["columns"]["geometry"].update(crs="EPSG:4326"),
        lambda geo: geo["columns"].update(gone=geo["columns"].pop("geometry")),
    ],
)
def test_a_file_that_says_something_else_is_left_to_geopandas(tmp_path, change):
    assert plain_frame(altered(tmp_path / "a.parquet", lambda _: None)) is not None
    assert plain_frame(altered(tmp_path / "a.parquet", change)) is None
