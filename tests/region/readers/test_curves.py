import struct

import geopandas as gpd
import pyogrio
import pytest
import shapely

from localvip.region.readers.curves import CURVED, refuse_in_flatgeobuf, refuse_in_geopackage
from localvip.region.readers.fault import LayerError

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
