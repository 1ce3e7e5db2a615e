import os

import pytest

from localvip.region import paths
from localvip.region.paths import PathError, inside


@pytest.fixture
def home(tmp_path):
    home = tmp_path / "region"
    (home / "sub").mkdir(parents=True)
    (home / "areas.parquet").write_bytes(b"x")
    (home / "sub" / "towns.gpkg").write_bytes(b"x")
    (tmp_path / "secret.txt").write_text("secret")
    return home


def refused(home, name):
    with pytest.raises(PathError) as error:
        inside(home, name)
    return error.value


@pytest.mark.parametrize("name", ["areas.parquet", "sub/towns.gpkg", "./areas.parquet"])
def test_files_below_the_folder_are_found(home, name):
    assert inside(home, name) == (home / name).resolve()


@pytest.mark.parametrize("name", ["../secret.txt", "sub/../../secret.txt", "/etc/passwd", "~/x.gpkg"])
def test_paths_that_lead_out(home, name):
    assert "leads out of the region's folder" in refused(home, name).message


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a\x00.gpkg",
        "http://example.org/a.geojson",
        "https://example.org/a.geojson",
        "s3://bucket/a.parquet",
        "GPKG:sub/towns.gpkg",
        "GeoJSON:areas.parquet",
        "PG:dbname=x",
        "C:\\a.gpkg",
        "sub\\towns.gpkg",
        '{"type": "FeatureCollection", "features": []}',
        "<OGRVRTDataSource>\\</OGRVRTDataSource>",
    ],
)
def test_names_that_are_no_plain_file_name(home, name):
    error = refused(home, name)
    assert "is not a plain file name" in error.message
    assert "tracts.parquet" in error.hint


@pytest.mark.parametrize("name", ["/vsicurl/http/x", "/vsizip/a.zip", "/vsimem/x", "/vsistdin/"])
def test_virtual_file_systems_lead_out(home, name):
    assert "is not a plain" in refused(home, name).message or "leads out" in refused(home, name).message


@pytest.mark.parametrize("name", ["vsimem/x", "vsicurl/x", "x" * 5000, "areas.parquet/x"])
def test_what_is_not_there_is_told_with_what_is(home, name):
    error = refused(home, name)
    assert error.message == f"there is no file {name!r}."
    assert error.hint == "The folder holds: areas.parquet."


def test_no_folder_no_hint(tmp_path):
    assert refused(tmp_path / "nowhere", "a.gpkg").hint == ""


def test_a_link_inside_is_followed_and_a_link_out_is_refused(home, tmp_path):
    (home / "again.parquet").symlink_to(home / "areas.parquet")
    (home / "out.parquet").symlink_to(tmp_path / "secret.txt")
    (home / "up").symlink_to(tmp_path)
    assert inside(home, "again.parquet").name == "areas.parquet"
    assert "a link that leads out" in refused(home, "out.parquet").message
    assert "a link that leads out" in refused(home, "up/secret.txt").message


def test_a_link_to_itself(home):
    (home / "loop.gpkg").symlink_to(home / "loop.gpkg")
    assert "there is no file" in refused(home, "loop.gpkg").message


def test_directories_and_pipes_are_no_files(home):
    os.mkfifo(home / "pipe.geojson")
    for name in ("sub", ".", "pipe.geojson"):
        assert refused(home, name).message == f"{name!r} is not a regular file."


def test_a_file_over_the_limit(home, monkeypatch):
    monkeypatch.setattr(paths, "MAX_BYTES", 2**20)
    with (home / "areas.parquet").open("wb") as stream:
        stream.truncate(2**20 + 1)
    assert refused(home, "areas.parquet").message == "'areas.parquet' is larger than 1 MiB."
