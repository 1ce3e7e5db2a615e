"""Counts from a raster: the four squares on cells of 500 m, of 1 to 16 people and some without data."""

import numpy as np
import pytest

from localvip.problem import Refused
from localvip.region.apportion import MICRO
from localvip.region.cells import make_cells
from localvip.region.loading.load import read_region

rasterio = pytest.importorskip("rasterio")
CELLS = np.arange(1, 17, dtype=np.float32).reshape(4, 4)  # from the north-west corner


@pytest.fixture
def town(folder):
    """Return the squares with residents from ``people.tif``, and what writes that raster with some ``cells``."""
    folder.manifest["areas"]["columns"]["residents"] = {"raster": "people.tif"}
    folder.areas = folder.areas.drop(columns="POP")

    def write(cells=CELLS, west=500_000):
        corner = rasterio.transform.from_origin(west, 4_502_000, 500, 500)
        kind = {"count": 1, "height": len(cells), "width": len(cells[0]), "dtype": "float32", "nodata": -1}
        path = folder.write()
        with rasterio.open(
            path / "people.tif", "w", driver="GTiff", crs="EPSG:32617", transform=corner, **kind
        ) as file:
            file.write(np.asarray(cells, dtype=np.float32), 1)
        return path

    folder.write_with = write
    return folder


def people(path):
    region = read_region(path)
    return (region.counts["residents"] / MICRO).round(4).tolist(), region


def test_an_area_has_the_cells_that_it_covers(town):
    counts, region = people(town.write_with())
    assert counts == pytest.approx(
        [9 + 10 + 13 + 14, 11 + 12 + 15 + 16, 1 + 2 + 5 + 6, 3 + 4 + 7 + 8], abs=1e-3
    )
    assert region.counts["residents"].sum() == CELLS.sum() * MICRO
    assert not region.unknown["residents"].any()


def test_the_ledger_holds_what_lies_outside_every_area(town):
    _, region = people(town.write_with(west=499_000))
    (told,) = [one for one in region.accounts if one.name == "residents in people.tif"]
    inside, outside = told.entries
    assert told.read == CELLS.sum() * MICRO and (inside.used, outside.used) == (True, False)
    assert inside.amount == region.counts["residents"].sum()
    assert outside.amount / MICRO == pytest.approx(CELLS[:, :2].sum(), abs=0.01)


def test_cells_keep_the_count_and_the_raster_is_a_source(town):
    path = town.write_with(CELLS / 7)
    region = read_region(path)
    assert make_cells(region).table["residents"].sum() == region.counts["residents"].sum()
    assert [one.name for one in region.sources if one.role == "raster of residents"] == ["people.tif"]


def test_areas_without_data_have_no_one_and_are_told_of(town):
    cells = CELLS.copy()
    cells[:2] = -1
    counts, region = people(town.write_with(cells))
    assert counts[2:] == pytest.approx([0, 0], abs=1e-3)
    (notice,) = [one for one in region.notices if one.code == "no-cells"]
    assert str(notice) == "people.tif: 2 areas meet no cell with data: they have 0 residents."


def test_parts_of_a_count_from_a_raster(town):
    town.manifest["areas"]["columns"]["adults"] = {"share": "0.75", "of": "residents"}
    town.manifest["sponsors"] = {"estimate": "40% of adults"}
    _, region = people(town.write_with())
    assert region.counts["adults"].sum() == pytest.approx(CELLS.sum() * 0.75 * MICRO, abs=4)
    assert region.sponsors.sum() == round(CELLS.sum() * 0.3)


def test_a_raster_of_nothing(town):
    counts, region = people(town.write_with(CELLS * 0))
    assert counts == [0, 0, 0, 0] and "deserted" in {one.code for one in region.notices}


def test_a_raster_that_cannot_be_summed_is_refused(town):
    path = town.write_with()
    (path / "people.tif").write_bytes(b"none")
    with pytest.raises(Refused, match=r"column 'residents': 'people.tif' is damaged, or no GeoTIFF file"):
        read_region(path)
    (path / "people.tif").unlink()
    with pytest.raises(Refused, match=r"column 'residents': there is no file 'people.tif'"):
        read_region(path)
