import contextlib

import geopandas as gpd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from localvip.region.readers import shapefile
from localvip.region.readers.fault import LayerError
from localvip.region.readers.read import read_layer
from localvip.region.readers.shapefile import parts_of

NAMES = ["Équihen", "Fréchencourt", "Ham"]


@pytest.fixture
def towns(tmp_path):
    """Return the path of a Shapefile of three towns in UTF-8."""
    shapes = [shapely.box(n, 0, n + 1, 1) for n in range(3)]
    frame = gpd.GeoDataFrame(
        {"ID": ["01", "02", "03"], "NAME": NAMES, "POP": [1, 2, 3]}, geometry=shapes, crs=2154
    )
    frame.to_file(tmp_path / "towns.shp", engine="pyogrio", encoding="UTF-8")
    return tmp_path / "towns.shp"


def refused(path, encoding=None):
    with pytest.raises(LayerError) as error:
        read_layer(path, None, encoding)
    return f"{error.value.message} {error.value.hint}"


def part(path, ending):
    return path.with_suffix(ending)


def cut(path, ending, by):
    whole = part(path, ending).read_bytes()
    part(path, ending).write_bytes(whole[:-by])


def test_a_whole_set_is_read(towns):
    frame = read_layer(towns, None)
    assert frame["NAME"].tolist() == NAMES and frame["ID"].tolist() == ["01", "02", "03"]
    assert frame.crs.to_epsg() == 2154 and frame.area.tolist() == [1.0, 1.0, 1.0]
    assert sorted(parts_of(towns)) == [".cpg", ".dbf", ".prj", ".shp", ".shx"]


def test_endings_in_capitals(towns):
    for path in list(towns.parent.iterdir()):
        path.rename(path.with_suffix(path.suffix.upper()))
    assert read_layer(towns.with_suffix(".SHP"), None)["NAME"].tolist() == NAMES


@pytest.mark.parametrize("ending", [".shx", ".dbf", ".prj"])
def test_a_set_that_is_not_whole(towns, ending):
    part(towns, ending).unlink()
    assert refused(towns).startswith(f"'towns.shp' has no {ending} file beside it.")


@pytest.mark.parametrize("ending", [".shp", ".shx", ".dbf"])
@pytest.mark.parametrize("by", [2, 30, 99])
def test_a_part_that_is_cut_off(towns, ending, by):
    cut(towns, ending, by)
    assert f"'towns{ending}' is cut off, or no {ending} file." in refused(towns)


@pytest.mark.parametrize(
    ("ending", "at", "held", "words"),
    [
        (".shx", 108, b"\x00\xff\xff\xff", "'towns.shx' leads to what is no shape of 'towns.shp'"),
        (".shx", 108, b"\xff\xff\xff\xff", "'towns.shx' leads to what is no shape of 'towns.shp'"),
        (".shx", 108, bytes(4), "'towns.shx' leads to what is no shape of 'towns.shp'"),
        (".shp", 108, b"\x03", "'towns.shx' leads to what is no shape of 'towns.shp'"),
        (".shp", 32, b"\x0f", ""),
        (".shx", 108, bytes(8), ""),
    ],
)
def test_an_index_that_leads_astray(monkeypatch, towns, ending, at, held, words):
    """GDAL reads a feature without shape, or a line in place of an area. Heights alone are no other kind."""
    monkeypatch.setattr(shapefile, "AT_ONCE", 2)
    data = bytearray(part(towns, ending).read_bytes())
    data[at : at + len(held)] = held
    part(towns, ending).write_bytes(data)
    if words:
        assert words in refused(towns)
    else:
        assert read_layer(towns, None)["NAME"].tolist() == NAMES


def test_parts_of_two_sets(towns, tmp_path):
    one = gpd.read_file(towns).iloc[:2]
    (tmp_path / "other").mkdir()
    one.to_file(tmp_path / "other" / "towns.shp", engine="pyogrio", encoding="UTF-8")
    part(tmp_path / "other" / "towns.shp", ".dbf").replace(part(towns, ".dbf"))
    assert "towns.dbf, towns.shx hold 2 rows and 3 shapes." in refused(towns)


def test_the_encoding_is_named_by_a_file_or_the_region(towns):
    part(towns, ".cpg").unlink()
    assert "nothing says in which encoding the texts of 'towns.shp' are" in refused(towns)
    assert read_layer(towns, None, "utf8")["NAME"].tolist() == NAMES


def test_two_encodings(towns):
    assert "the region file says cp1252, its .cpg file utf-8." in refused(towns, "windows-1252")


def test_the_wrong_encoding(towns):
    part(towns, ".cpg").write_text("1252")
    assert "was written in UTF-8 and is read as cp1252. Name its encoding: encoding: utf-8." in refused(towns)
    gpd.read_file(towns).assign(NAME=NAMES).to_file(towns, engine="pyogrio", encoding="ISO-8859-1")
    part(towns, ".cpg").write_text("UTF-8")
    assert "'towns.dbf' holds text that is not in utf-8" in refused(towns)
    part(towns, ".cpg").write_text("ISO-8859-1")
    assert read_layer(towns, None)["NAME"].tolist() == NAMES


def test_a_part_that_is_a_link_out_of_the_folder(towns, tmp_path):
    (tmp_path / "far").mkdir()
    part(towns, ".dbf").rename(tmp_path / "far" / "towns.dbf")
    part(towns, ".dbf").symlink_to(tmp_path / "far" / "towns.dbf")
    assert "'towns.dbf' is no regular file beside 'towns.shp'." in refused(towns)


def test_another_format_in_disguise(towns):
    towns.write_text("<OGRVRTDataSource><OGRVRTLayer name='x'></OGRVRTLayer></OGRVRTDataSource>")
    assert "'towns.shp' is damaged, or no shp file." in refused(towns)
    towns.write_bytes(bytes.fromhex("0000270a") + b"<OGRVRTDataSource>" + bytes(100))
    assert "'towns.shp' is cut off, or no .shp file." in refused(towns)


def test_a_crs_that_is_no_text(towns):
    part(towns, ".prj").write_bytes(part(towns, ".prj").read_bytes()[:-9] + b"\xff")
    assert "'towns.prj' is no text of a CRS." in refused(towns)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ending=st.sampled_from([".shp", ".shx", ".dbf", ".prj", ".cpg"]),
    at=st.integers(0, 500),
    bits=st.integers(1, 255),
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_flipped_byte_is_never_a_traceback(towns, ending, at, bits):
    whole = part(towns, ending).read_bytes()
    spoilt = bytearray(whole)
    spoilt[at % len(whole)] ^= bits
    part(towns, ending).write_bytes(bytes(spoilt))
    with contextlib.suppress(LayerError):
        read_layer(towns, None)
    part(towns, ending).write_bytes(whole)


def test_a_shapefile_is_one_layer(towns):
    with pytest.raises(LayerError, match="holds no layer 'x': a Shapefile is one layer"):
        read_layer(towns, "x")
