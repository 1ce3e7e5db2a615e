import contextlib

import geopandas as gpd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from localvip.region.readers.fault import LayerError
from localvip.region.readers.read import read_layer


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return the bytes of a FlatGeobuf file of three towns."""
    path = tmp_path_factory.mktemp("fgb") / "towns.fgb"
    shapes = [shapely.box(n, 0, n + 1, 1) for n in range(3)]
    frame = gpd.GeoDataFrame({"ID": ["a", "b", "c"]}, geometry=shapes, crs=2154)
    frame.to_file(path, driver="FlatGeobuf", engine="pyogrio")
    return path.read_bytes()


def read(folder, content):
    (folder / "towns.fgb").write_bytes(content)
    return read_layer(folder / "towns.fgb", None)


def refused(folder, content):
    with pytest.raises(LayerError) as error:
        read(folder, content)
    return error.value.message


def test_every_feature_is_read(tmp_path, whole):
    frame = read(tmp_path, whole)
    assert sorted(frame["ID"]) == ["a", "b", "c"] and frame.crs.to_epsg() == 2154
    assert frame.area.tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("kept", [9, 12, 100, 400, -200, -150, -20, -1])
def test_a_file_that_is_cut_off(tmp_path, whole, kept):
    message = refused(tmp_path, whole[:kept])
    assert message.startswith(
        ("'towns.fgb' is a damaged FlatGeobuf file.", "'towns.fgb' announces 3 features")
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 1500), bits=st.integers(1, 255))
def test_a_flipped_byte_is_never_a_traceback(tmp_path, whole, at, bits):
    content = bytearray(whole)
    content[at % len(content)] ^= bits
    with contextlib.suppress(LayerError):
        read(tmp_path, bytes(content))


def test_another_format_in_disguise(tmp_path):
    vrt = b"<OGRVRTDataSource><OGRVRTLayer name='x'></OGRVRTLayer></OGRVRTDataSource>"
    assert refused(tmp_path, vrt) == "'towns.fgb' is damaged, or no fgb file."
    assert refused(tmp_path, b"fgb\x03fgb\x00" + vrt) == "'towns.fgb' is a damaged FlatGeobuf file."


def test_no_crs(tmp_path):
    path = tmp_path / "towns.fgb"
    with pytest.warns(UserWarning, match="crs"):
        gpd.GeoDataFrame({"ID": ["a"]}, geometry=[shapely.box(0, 0, 1, 1)]).to_file(path, driver="FlatGeobuf")
    with pytest.raises(LayerError, match="has no CRS"):
        read_layer(path, None)
