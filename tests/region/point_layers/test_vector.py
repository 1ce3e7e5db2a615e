"""Points streamed by GDAL: all that the file announces, or none."""

import os

import geopandas as gpd
import pytest
import shapely

from localvip.problem import Refused
from localvip.region.loading.load import read_region
from localvip.region.locating.locate import NO_LOCATION
from localvip.region.point_layers import formats
from localvip.region.point_layers.held import Held
from localvip.region.point_layers.stream import Stream


@pytest.mark.parametrize("kind", ["parquet", "gpkg", "fgb"])
def test_a_file_that_is_cut_off_is_refused(streaming, kind, crowd):
    path = crowd.write(crowd.frame(), kind)
    file = path / f"people.{kind}"
    file.write_bytes(file.read_bytes()[: file.stat().st_size * 2 // 3])
    with pytest.raises(Refused, match=rf"sponsors: 'people.{kind}'"):
        read_region(path)


def homes(path, encoding):
    """Write a Shapefile with a text of other letters, a point that is missing and a row that is struck out."""
    points = [shapely.Point(500_100 + n, 4_500_100) for n in range(300)]
    known = {"SID": [f"é{n:03d}" for n in range(300)], "AGE": range(300)}
    frame = gpd.GeoDataFrame(known, geometry=[*points[:-1], None], crs="EPSG:32617")
    frame.to_file(path / "homes.shp", engine="pyogrio", encoding=encoding)
    held = bytearray((path / "homes.dbf").read_bytes())
    start, width = (int.from_bytes(held[a : a + 2], "little") for a in (8, 10))
    held[start + 7 * width] = ord("*")
    (path / "homes.dbf").write_bytes(held)


@pytest.mark.parametrize("encoding", ["UTF-8", "windows-1252", "CP850"])
def test_a_shapefile_says_and_counts_the_same_whether_it_is_streamed(
    streaming, monkeypatch, folder, encoding
):
    folder.manifest["sponsors"] = {"file": "homes.shp", "id": "SID", "encoding": encoding}
    homes(folder.write(), encoding)
    regions = [read_region(folder.path)]
    monkeypatch.setattr(formats, "FEW_BYTES", 1 << 24)
    regions.append(read_region(folder.path))
    streamed, held = (one.sponsors for one in regions)
    assert (type(streamed.source), type(held.source)) == (Stream, Held) and len(streamed) == 299
    assert streamed.column("SID").tolist() == held.column("SID").tolist() and "é006" in streamed.column("SID")
    assert streamed.home.tolist() == held.home.tolist() and streamed.home[-1] == NO_LOCATION
    assert regions[0].sources == regions[1].sources and regions[0].notices == regions[1].notices
    assert {one.name for one in regions[0].sources} > {"homes.shp", "homes.dbf", "homes.shx", "homes.cpg"}


def test_a_table_beside_a_shapefile_that_changes_is_seen(streaming, folder):
    folder.manifest["sponsors"] = {"file": "homes.shp", "id": "SID"}
    homes(folder.write(), "UTF-8")
    region = read_region(folder.path)
    held = (folder.path / "homes.dbf").read_bytes()
    (folder.path / "homes.dbf").write_bytes(held.replace("é1".encode(), "é7".encode()))
    os.utime(folder.path / "homes.dbf", (1, 1))
    with pytest.raises(Refused, match=r"'homes.shp' was changed while it was used"):
        region.sponsors.column("SID")


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (".dbf", "'homes.dbf' is cut off"),
        (".shx", "'homes.shx' is cut off"),
        (".prj", "has no .prj file beside it"),
    ],
)
def test_a_streamed_shapefile_that_is_not_whole(streaming, folder, part, words):
    folder.manifest["sponsors"] = {"file": "homes.shp", "id": "SID"}
    homes(folder.write(), "UTF-8")
    path = folder.path / f"homes{part}"
    path.unlink() if part == ".prj" else path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(Refused, match=words):
        read_region(folder.path)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE people SET geom = x'00' WHERE fid = 99", "layer 'people' holds 1 shapes that are none"),
        (
            "UPDATE people SET AGE = 'old' WHERE fid = 99",
            "column 'AGE' of 'people.gpkg' holds other than numbers",
        ),
        ("UPDATE people SET geom = NULL WHERE fid = 99", ""),
    ],
)
def test_what_gdal_would_leave_out_of_a_geopackage(streaming, edited, crowd, statement, words):
    path = crowd.write(crowd.frame(), "gpkg")
    edited(path / "people.gpkg", statement)
    if not words:
        assert (read_region(path).sponsors.home == NO_LOCATION).sum() == 1
        return
    with pytest.raises(Refused, match=words):
        read_region(path)
