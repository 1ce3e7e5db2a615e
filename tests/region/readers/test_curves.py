import struct

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely

from localvip.region.readers.curves import (
    CURVED,
    refuse_in_collections,
    refuse_in_flatgeobuf,
    refuse_in_geopackage,
)
from localvip.region.readers.fault import LayerError
from localvip.region.readers.flatgeobuf import read_flatgeobuf

FRAME = gpd.GeoDataFrame({"id": ["a"]}, geometry=[shapely.box(0, 0, 1, 1)], crs=4326)


@pytest.mark.parametrize("kind", ["Polygon", "Unknown"])
def test_straight_shapes_pass_whatever_their_layer_is_said_to_hold(tmp_path, kind):
    path = tmp_path / "a.gpkg"
    pyogrio.write_dataframe(FRAME, path, layer='a "b"', driver="GPKG", geometry_type=kind)
    refuse_in_geopackage(path, 'a "b"')


def test_a_file_that_is_no_database(tmp_path):
    (tmp_path / "a.gpkg").write_bytes(b"SQLite format 3\x00" + b"\x01" * 200)
    with pytest.raises(LayerError, match=r"'a.gpkg' is a damaged GeoPackage"):
        refuse_in_geopackage(tmp_path / "a.gpkg", "a")


def test_the_kind_that_a_flatgeobuf_header_announces(tmp_path):
    path = tmp_path / "a.fgb"
    pyogrio.write_dataframe(FRAME, path, driver="FlatGeobuf", SPATIAL_INDEX="NO")
    data = bytearray(path.read_bytes())
    (size,) = struct.unpack_from("<I", data, 8)
    refuse_in_flatgeobuf(path, size)
    (root,) = struct.unpack_from("<I", data, 12)
    (back,) = struct.unpack_from("<i", data, 12 + root)
    (offset,) = struct.unpack_from("<H", data, 12 + root - back + 8)
    assert data[12 + root + offset] == 3  # a polygon
    for number, name in CURVED.items():
        data[12 + root + offset] = number
        path.write_bytes(data)
        with pytest.raises(LayerError, match=rf"'a.fgb' holds curves \({name}\)."):
            refuse_in_flatgeobuf(path, size)


ARC = struct.pack("<BII6d", 1, 8, 3, 0, 0, 1, 1, 2, 0)
ROUND = struct.pack("<BII", 1, 10, 1) + struct.pack("<BII6d", 1, 8, 3, 0, 0, 1, 1, 0, 0)


@pytest.mark.parametrize(
    ("last", "words"), [(ROUND, r"\(CurvePolygon\)"), (ARC, r"\(CircularString\)"), (None, ""), (b"box", "")]
)
def test_a_flatgeobuf_header_that_names_no_kind(tmp_path, last, words):
    path, box = tmp_path / "a.fgb", shapely.box(0, 0, 1, 1)
    many = [
        box.wkb,
        shapely.MultiPolygon([box]).wkb,
        shapely.to_wkb(shapely.force_3d(box, 1), flavor="iso"),
    ] * 9
    shapes = np.array([*many, box.wkb if last == b"box" else last], dtype=object)
    known = {"field_data": [np.arange(len(shapes))], "fields": ["a"], "crs": "EPSG:4326"}
    pyogrio.raw.write(path, shapes, geometry_type="Unknown", driver="FlatGeobuf", SPATIAL_INDEX="NO", **known)
    if not words:
        assert len(read_flatgeobuf(path)) == len(shapes)
        return
    with pytest.raises(LayerError, match=rf"'a.fgb' holds curves {words}."):
        read_flatgeobuf(path)


def test_a_curve_in_a_collection_in_a_collection():
    inner = struct.pack("<BII", 1, 7, 2) + shapely.Point(0, 0).wkb
    held = shapely.from_wkb(struct.pack("<BII", 1, 7, 1) + inner + ARC)
    straight = shapely.GeometryCollection([shapely.GeometryCollection([shapely.Point(0, 0)])])
    refuse_in_collections(np.array([straight, None, shapely.Point(0, 0)]), "'a.gpkg'")
    with pytest.raises(LayerError, match=r"'a.gpkg' holds curves in a collection"):
        refuse_in_collections(np.array([straight, held]), "'a.gpkg'")
