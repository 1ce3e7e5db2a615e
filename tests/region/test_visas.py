"""Visas in force: points located in cells, or counts shared among them; all in the ledger."""

import geopandas as gpd
import pytest

from localvip.problem import Refused
from localvip.region.cells import make_cells
from localvip.region.loading.load import read_region

UTM = "EPSG:32617"


@pytest.fixture
def visas(folder, spot):
    def write(**keys):
        shapes = [spot(100, 100), spot(100, 200), spot(1500, 700), spot(9000, 0)]
        frame = gpd.GeoDataFrame(
            {"VID": list("1234"), "KIND": ["temporary", None, "permanent", None]}, geometry=shapes, crs=UTM
        )
        frame.to_parquet(folder.path / "visas.parquet")
        folder.manifest["visas"] = {"file": "visas.parquet", "id": "VID", **keys}
        return folder.write()

    return write


def test_points_are_located_and_one_outside_stays_in_the_ledger(visas):
    cells = make_cells(read_region(visas()))
    assert cells.visas[""].tolist() == [2, 0, 0, 1, 0, 0, 0, 0]
    held = next(one for one in cells.accounts if one.name == "visas in force")
    assert [(one.reason, one.amount) for one in held.entries] == [
        ("located in a cell", 3),
        ("outside every area", 1),
    ]


def test_points_are_told_apart_by_class(visas):
    cells = make_cells(read_region(visas(**{"class": "KIND"})))
    assert {name: int(held.sum()) for name, held in cells.visas.items()} == {
        "": 1,
        "permanent": 1,
        "temporary": 1,
    }


def test_the_file_is_named_as_what_it_is(visas):
    assert "visas in force" in [one.role for one in read_region(visas()).sources]


def test_counts_are_shared_whole(folder):
    folder.areas["HOSTS"] = [3, 5, 0, 1]
    folder.manifest["areas"]["columns"]["hosted"] = "HOSTS"
    folder.manifest["visas"] = {"column": "hosted"}
    cells = make_cells(read_region(folder.write()))
    sums = cells.table.assign(visas=cells.visas[""]).groupby("area")["visas"].sum()
    assert sums.tolist() == [3, 5, 0, 1]
    assert next(one for one in cells.accounts if one.name == "visas in force").read == 9


def test_a_region_that_doesnt_tell_has_none(folder):
    assert make_cells(read_region(folder.write())).visas == {}


@pytest.mark.parametrize("number", [1.5, None])
def test_a_count_that_is_missing_or_broken_is_refused(folder, number):
    folder.areas["HOSTS"] = [3, number, 0, 1]
    folder.manifest["areas"]["columns"]["hosted"] = "HOSTS"
    folder.manifest["visas"] = {"column": "hosted"}
    with pytest.raises(Refused, match="#b: has no whole number of hosted"):
        read_region(folder.write())


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ({"file": "v.parquet", "id": "V", "column": "residents"}, "exactly one of"),
        ({"estimate": "5% of residents"}, "never estimated"),
        ({"file": "v.parquet"}, "no `id` column"),
        ({"column": "residents", "class": "KIND"}, "counts have none"),
        ({"column": "poverty_rate"}, "not a count"),
    ],
)
def test_what_has_no_meaning_is_refused(folder, spec, says):
    folder.manifest["visas"] = spec
    with pytest.raises(Refused, match=says):
        read_region(folder.write())


def test_a_class_column_that_isnt_there_is_refused(visas):
    with pytest.raises(Refused, match=r"no column 'KINDS'\. Did you mean 'KIND'"):
        read_region(visas(**{"class": "KINDS"}))
