import contextlib
import hashlib
import json
import socket
import sqlite3

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from localvip.region.readers import read
from localvip.region.readers.fault import LayerError
from localvip.region.readers.read import read_layer, sha256, text_ids

SQUARES = gpd.GeoDataFrame(
    {"id": ["01001", "01003"], "pop": [5, None]},
    geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)],
    crs="EPSG:4326",
)
VRT = (
    "<OGRVRTDataSource><OGRVRTLayer name='passwd'><SrcDataSource>CSV:/etc/passwd</SrcDataSource>"
    "</OGRVRTLayer></OGRVRTDataSource>"
)
GDALG = json.dumps({"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read /etc/passwd"})


def write(path, **layers):
    """Write layers of a GeoPackage, or one file of the other formats."""
    if path.suffix == ".parquet":
        SQUARES.to_parquet(path)
    elif path.suffix == ".geojson":
        path.write_text(SQUARES.to_json(), encoding="utf-8")
    else:
        for name, frame in (layers or {"squares": SQUARES}).items():
            pyogrio.write_dataframe(frame, path, layer=name, driver="GPKG")
    return path


def feature(geometry=None, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(path, *features, **members):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features), **members}))
    return path


def refused(path, layer=None):
    with pytest.raises(LayerError) as error:
        read_layer(path, layer)
    return f"{error.value.message} {error.value.hint}".strip()


@pytest.mark.parametrize("name", ["a.parquet", "a.gpkg", "a.geojson", "A.GeoJSON"])
def test_each_format_gives_the_same_features_in_order(tmp_path, name):
    frame = read_layer(write((tmp_path / name).with_suffix((tmp_path / name).suffix.lower())), None)
    assert frame["id"].tolist() == ["01001", "01003"]
    assert frame["pop"].iloc[0] == 5 and pd.isna(frame["pop"].iloc[1])
    assert shapely.equals(frame.geometry.to_numpy(), SQUARES.geometry.to_numpy()).all()
    assert frame.crs.to_epsg() == 4326 or frame.crs.to_string() == "OGC:CRS84"


def test_shapes_are_called_geometry_whatever_the_file_calls_them(tmp_path):
    path = tmp_path / "a.parquet"
    SQUARES.rename_geometry("geom").to_parquet(path)
    assert read_layer(path, None).geometry.name == "geometry"
    SQUARES.rename_geometry("geom").assign(geometry="words").to_parquet(path)
    assert "a column 'geometry' that isn't its shapes" in refused(path)


@pytest.mark.parametrize("name", ["a.csv", "a.zip", "a.vrt", "a", "a.gpkg.txt", "a.parquet.gz"])
def test_other_formats(tmp_path, name):
    (tmp_path / name).write_bytes(b"PAR1")
    said = f"{name!r} is in no format that is read. Formats that are read: .fgb, .geojson, .gpkg, .parquet, .shp."
    assert refused(tmp_path / name) == said


@pytest.mark.parametrize("name", ["a.parquet", "a.gpkg", "a.geojson"])
def test_an_empty_file(tmp_path, name):
    (tmp_path / name).touch()
    assert refused(tmp_path / name) == f"{name!r} is empty."


@pytest.mark.parametrize("text", [VRT, GDALG, "id,x\n1,2\n", "SQLite format 2"])
@pytest.mark.parametrize("name", ["a.parquet", "a.gpkg"])
def test_a_file_that_begins_as_no_such_format(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    assert f"{name!r} is damaged, or no {name[2:]} file" in refused(tmp_path / name)


@pytest.mark.parametrize("text", [VRT, GDALG, "<kml></kml>", "<wfs:FeatureCollection/>", "[" * 100_000, "{"])
def test_what_hides_behind_geojson_is_neither_opened_nor_fetched(tmp_path, text, monkeypatch):
    monkeypatch.setattr(socket, "socket", None)
    path = tmp_path / "a.geojson"
    path.write_text(text)
    said = refused(path)
    assert "GeoJSON" in said and "root" not in said


@pytest.mark.parametrize("name", ["a.parquet", "a.gpkg"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(share=st.floats(0.01, 0.99))
def test_a_file_cut_short_is_refused(tmp_path, name, share):
    whole = write(tmp_path / name) if not (tmp_path / name).exists() else tmp_path / name
    data = whole.read_bytes()
    part = tmp_path / f"part{whole.suffix}"
    part.write_bytes(data[: max(16, int(len(data) * share))])
    assert "damaged" in refused(part) or "layer" in refused(part)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", ["a.parquet", "a.gpkg", "a.geojson"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(spots=st.lists(st.tuples(st.floats(0, 1), st.integers(1, 255)), min_size=1, max_size=30))
def test_a_file_with_bytes_changed_is_read_or_refused_never_a_crash(tmp_path, name, spots):
    whole = write(tmp_path / name) if not (tmp_path / name).exists() else tmp_path / name
    data = bytearray(whole.read_bytes())
    for where, change in spots:
        data[int(where * (len(data) - 1))] ^= change
    broken = tmp_path / f"broken{whole.suffix}"
    broken.write_bytes(data)
    try:
        frame = read_layer(broken, None)
    except LayerError:
        return
    assert isinstance(frame, gpd.GeoDataFrame)


@pytest.mark.parametrize("name", ["a.parquet", "a.gpkg"])
def test_a_ring_that_is_not_closed(tmp_path, name):
    good = shapely.to_wkb(SQUARES.geometry[0])
    path = write(tmp_path / name)
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        spoilt = pa.array([good[:-1] + b"\x01", good])
        column = table.schema.get_field_index("geometry")
        pq.write_table(table.set_column(column, table.schema.field(column), spoilt), path)
    else:
        data = path.read_bytes()
        assert data.count(good) == 1
        path.write_bytes(data.replace(good, good[:-1] + b"\x01"))
    assert f"{name!r}: no valid geometry in feature 1." in refused(path)


def test_a_parquet_file_that_is_only_a_table(tmp_path):
    pq.write_table(pa.table({"id": ["a"]}), tmp_path / "a.parquet")
    assert "'a.parquet' is damaged, or no GeoParquet file." in refused(tmp_path / "a.parquet")


def test_a_parquet_file_that_would_grow_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr(read, "MOST_FEATURES", 1)
    path = write(tmp_path / "a.parquet")
    assert refused(path) == "'a.parquet' has 2 features; at most 1 are read."


@pytest.mark.parametrize("name", ["a.parquet", "a.geojson"])
def test_one_layer_has_no_layers(tmp_path, name):
    assert f"{name!r} holds no layer 'x'" in refused(write(tmp_path / name), "x")


def test_a_geopackage_of_several_layers_must_be_told_which(tmp_path):
    path = write(tmp_path / "a.gpkg", one=SQUARES, two=SQUARES.iloc[:1])
    assert refused(path) == "'a.gpkg' holds several layers. Name one: one, two."
    assert refused(path, "three") == "'a.gpkg' has no layer 'three'. It holds: one, two."
    assert len(read_layer(path, "two")) == 1


def test_a_table_without_shapes_is_no_layer(tmp_path):
    path = tmp_path / "a.gpkg"
    pyogrio.write_dataframe(pd.DataFrame({"id": ["a"]}), path, layer="t", driver="GPKG")
    assert "layer 't' of 'a.gpkg' has no shapes, only a table." in refused(path)


def test_a_database_that_is_no_geopackage_is_not_opened_by_another_driver(tmp_path):
    path = tmp_path / "a.gpkg"
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE t (id TEXT, GEOMETRY BLOB)")
        database.commit()
    with pytest.raises(LayerError, match=r"a damaged GeoPackage|has no layer"):
        read_layer(path, None)


def test_a_path_with_a_colon_is_read(tmp_path):
    (tmp_path / "a:b").mkdir()
    assert len(read_layer(write(tmp_path / "a:b" / "a.gpkg"), None)) == 2


@pytest.mark.parametrize("name", ["a.parquet", "a.gpkg"])
def test_a_file_without_a_crs(tmp_path, name):
    bare = gpd.GeoDataFrame({"id": ["a"]}, geometry=[shapely.box(0, 0, 1, 1)])
    path = tmp_path / name
    if path.suffix == ".parquet":
        bare.to_parquet(path)
    else:
        with pytest.warns(UserWarning, match="crs"):
            pyogrio.write_dataframe(bare, path, layer="a", driver="GPKG")
    said = refused(path)
    assert "has no CRS" in said or "nowhere on the ground" in said


def test_a_crs_of_a_building_site(tmp_path):
    local = 'LOCAL_CS["site",UNIT["metre",1]]'
    gpd.GeoDataFrame({"id": ["a"]}, geometry=[shapely.box(0, 0, 1, 1)], crs=local).to_parquet(
        tmp_path / "a.parquet"
    )
    assert "is in the CRS 'site', which is nowhere on the ground" in refused(tmp_path / "a.parquet")


def test_geojson_with_a_byte_order_mark_and_null_shapes(tmp_path):
    path = geojson(tmp_path / "a.geojson", feature(id="a"), feature(id="b"))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    frame = read_layer(path, None)
    assert frame["id"].tolist() == ["a", "b"] and frame.geometry.isna().all()


def test_geojson_of_nothing(tmp_path):
    assert read_layer(geojson(tmp_path / "a.geojson"), None).empty


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{}", "is no GeoJSON FeatureCollection"),
        ("[]", "is no GeoJSON FeatureCollection"),
        ('{"type": "FeatureCollection"}', "`features` is no list of features"),
        ('{"type": "FeatureCollection", "features": {}}', "`features` is no list of features"),
        ('{"type": "FeatureCollection", "features": [1]}', "`features` is no list of features"),
        ('{"type": "FeatureCollection", "features": [{"properties": []}]}', "no list of features"),
        ('{"type": "FeatureCollection", "type": "x"}', "the key 'type' stands twice in one object"),
        ('{"x": NaN}', "NaN is no number. Leave an unknown value out, or write null."),
        ('{"x": -Infinity}', "-Infinity is no number"),
        ('{"x": ' + "1" * 5000 + "}", "is no valid GeoJSON"),
        ('{"x": "', "is no valid GeoJSON"),
        ("\xff\xfe", "is no valid GeoJSON"),
    ],
)
def test_geojson_that_is_not(tmp_path, content, said):
    path = tmp_path / "a.geojson"
    path.write_bytes(content.encode("latin-1"))
    message = refused(path)
    assert said in message and "'a.geojson'" in message


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]},
        {"type": "Polygon", "coordinates": [["a"]]},
        {"type": "Circle", "coordinates": [0, 0]},
        {"type": "Point"},
        "POINT (1 1)",
        [],
    ],
)
def test_shapes_that_are_none_are_named_by_number(tmp_path, geometry):
    good = feature({"type": "Point", "coordinates": [0, 0]})
    path = geojson(tmp_path / "a.geojson", good, feature(geometry), good, feature(geometry))
    assert refused(path) == "'a.geojson': no valid geometry in feature 2, 4."


def test_a_property_called_geometry_is_not_lost_in_silence(tmp_path):
    path = geojson(tmp_path / "a.geojson", {**feature(), "properties": {"geometry": "flat"}})
    assert "has a property 'geometry'" in refused(path)


def test_a_number_beyond_all_numbers_is_no_coordinate(tmp_path):
    path = geojson(tmp_path / "a.geojson", feature({"type": "Point", "coordinates": ["x", 0]}))
    path.write_text(path.read_text().replace('"x"', "1e999"))
    assert "no valid geometry in feature 1" in refused(path)


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"])
def test_geojson_may_name_the_crs_it_has(tmp_path, name):
    path = geojson(tmp_path / "a.geojson", crs={"type": "name", "properties": {"name": name}})
    assert read_layer(path, None).crs.to_string() == "OGC:CRS84"


@pytest.mark.parametrize(
    "crs", [{"type": "name", "properties": {"name": "EPSG:27700"}}, {"properties": "x"}, {}, "EPSG:27700", 1]
)
def test_geojson_in_another_crs(tmp_path, crs):
    said = refused(geojson(tmp_path / "a.geojson", crs=crs))
    assert "names the CRS" in said and "GeoJSON is in longitude and latitude" in said


def test_ids_keep_their_zeros_lose_their_point_and_know_when_they_were_numbers():
    texts, numeric = text_ids(pd.Series(["01001", " b ", None]))
    assert texts.tolist() == ["01001", "b", ""] and not numeric
    numbers, numeric = text_ids(pd.Series([1001.0, np.nan, 2**40]))
    assert numbers.tolist() == ["1001", "", str(2**40)] and numeric
    assert text_ids(pd.Series([1.5, np.inf]))[0].tolist() == ["1.5", "inf"]
    assert text_ids(pd.Series([2**64 - 1], dtype="uint64"))[0].tolist() == [str(2**64 - 1)]
    assert text_ids(pd.Series([1, None], dtype="Int64"))[0].tolist() == ["1", ""]


def test_ids_are_compared_in_one_unicode_form():
    for kind in ("str", object):
        ids = pd.Series(["Cafe\u0301 ", " b", None], dtype=kind)
        assert text_ids(ids)[0].tolist() == ["Caf\u00e9", "b", ""]


def test_sha256(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    assert sha256(tmp_path / "a") == hashlib.sha256(b"abc").hexdigest()
