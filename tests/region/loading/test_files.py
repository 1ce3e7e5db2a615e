import geopandas as gpd
import pytest

from localvip.problem import Problems
from localvip.region.loading import files as files_module
from localvip.region.loading.files import Files, named
from localvip.region.manifest import LayerFile, Level

TOWNS = Level(file="towns.gpkg", layer="towns", id="TOWN", name="NAME")


@pytest.fixture
def files(folder):
    return Files(folder.write(), Problems())


def test_features_stand_sorted_by_their_text_ids(files):
    frame = files.layer(LayerFile(file="areas.parquet", id="NAME"), "areas")
    assert frame.index.tolist() == ["Alder", "Birch", "Cedar", "Dogwood"]
    assert files.layer(TOWNS, "level town").index.tolist() == ["e", "w"]
    assert not files.problems


def test_a_file_is_opened_once_and_named_for_each_role(files, monkeypatch):
    opened = []
    read = files_module.read_layer
    monkeypatch.setattr(files_module, "read_layer", lambda *args: opened.append(args) or read(*args))
    files.layer(TOWNS, "level town")
    files.layer(TOWNS, "layer towns")
    assert len(opened) == 1
    monkeypatch.setattr(files_module, "MOST_HELD_BYTES", 10)
    for role in ("areas", "district tract"):
        files.layer(LayerFile(file="areas.parquet", id="ID"), role)
    assert len(opened) == 3  # what is large isn't held for another layer
    assert [source.role for source in files.sources] == [
        "level town",
        "layer towns",
        "areas",
        "district tract",
    ]


def test_a_layer_of_nothing_has_no_columns_to_miss(files, folder):
    (folder.path / "none.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    assert files.layer(LayerFile(file="none.geojson", id="ID"), "layer none").empty
    assert not files.problems


def test_every_missing_column_is_told(files):
    assert files.layer(Level(file="towns.gpkg", id="ID", name="TITLE"), "level town") is None
    assert [problem.message for problem in files.problems] == [
        "towns.gpkg has no column 'ID'.",
        "towns.gpkg has no column 'TITLE'.",
    ]


def test_ids_that_stand_three_times_are_told_twice(folder):
    folder.areas["ID"] = ["a", "a", "b", "a"]
    files = Files(folder.write(), Problems())
    files.layer(LayerFile(file="areas.parquet", id="ID"), "areas")
    assert [str(problem) for problem in files.problems] == [
        "areas.parquet#a: stands twice, in rows 1 and 2. An id names one feature.",
        "areas.parquet#a: stands twice, in rows 2 and 4. An id names one feature.",
    ]


def test_names_are_texts_in_one_unicode_form_or_the_ids():
    frame = gpd.GeoDataFrame({"N": ["Cafe\u0301", None, 7]}, geometry=[None] * 3, index=["a", "b", "c"])
    assert named(frame, "N")["name"].tolist() == ["Caf\u00e9", "b", "7"]
    assert named(frame, None)["name"].tolist() == ["a", "b", "c"]
    assert named(frame.iloc[:0], "missing")["name"].tolist() == []
