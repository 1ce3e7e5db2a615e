"""Counts shared by where people live: points and polygons, worked by hand; nothing is lost or made."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from localvip.problem import Refused
from localvip.region.apportion import MICRO
from localvip.region.cells import make_cells
from localvip.region.loading.load import read_region
from localvip.region.overlay import Cut
from localvip.region.weights import Weights

UTM = "EPSG:32617"
# Homes in a: 7 in the ward to the south, 1 in the north. In b: none.
HOMES = [(100, 100, 3.0), (100, 900, 1.0), (500, 400, 4.0), (100, 1100, 5.0), (1500, 1700, 2.0)]


@pytest.fixture
def homes(folder, spot):
    def write(column="UNITS", values=None):
        shapes = [spot(x, y) for x, y, _ in HOMES]
        units = [units for *_, units in HOMES] if values is None else values
        frame = gpd.GeoDataFrame({"HID": list("pqrst"), "UNITS": units}, geometry=shapes, crs=UTM)
        frame.to_parquet(folder.path / "homes.parquet")
        folder.manifest["weights"] = {"file": "homes.parquet", "id": "HID"}
        if column:
            folder.manifest["weights"]["column"] = column
        return folder.write()

    return write


def residents(cells, area):
    chosen = cells.table["area"] == area
    return (cells.table.loc[chosen, "residents"] / MICRO).tolist()


@pytest.mark.parametrize(("column", "south"), [("UNITS", 1000 * 7 / 8), (None, 1000 * 2 / 3)])
def test_people_are_shared_by_homes_and_land_by_land(homes, column, south):
    cells = make_cells(read_region(homes(column)))
    assert residents(cells, "a") == pytest.approx([south, 1000 - south], abs=1e-5)
    land = cells.table.loc[cells.table["area"] == "a", "land"] / MICRO
    assert land.tolist() == pytest.approx([0.5, 0.5], rel=1e-3)


def test_a_home_on_a_border_is_in_the_first_part_of_each_parent(square, spot):
    parts = np.array([square(0, 0, 1, 1), square(0, 1, 1, 2), square(1, 0, 2, 2)])
    weights = Weights(np.array([spot(1, 1), spot(0.5, 1)]), np.array([2.0, 3.0]), "homes")
    assert weights.measure(parts, np.array([0, 0, 1])).tolist() == [5.0, 0.0, 2.0]


def test_an_area_without_a_home_is_shared_by_land_and_told(homes):
    cells = make_cells(read_region(homes()))
    assert residents(cells, "b") == pytest.approx([200, 200], abs=0.5)
    (notice,) = [one for one in cells.notices if one.code == "no-weights"]
    assert "1 divided areas (400 residents)" in notice.message


def test_residential_land_weighs_by_its_land_in_each_part(folder, square):
    # In a: 200 m of the southern half, 600 m of the northern.
    land = gpd.GeoDataFrame(
        {"HID": ["p", "q"], "FLATS": [10, 10]},
        geometry=[square(0, 300, 1000, 1000), square(0, 0, 1000, 100)],
        crs=UTM,
    )
    land.to_parquet(folder.path / "homes.parquet")
    folder.manifest["weights"] = {"file": "homes.parquet", "id": "HID"}
    cells = make_cells(read_region(folder.write()))
    assert residents(cells, "a") == pytest.approx([1000 * 3 / 8, 1000 * 5 / 8], abs=0.5)
    folder.manifest["weights"]["column"] = "FLATS"  # 10 on 700 m, 10 on 100 m
    cells = make_cells(read_region(folder.write()))
    south = 10 + 10 * 2 / 7
    assert residents(cells, "a") == pytest.approx([50 * south, 50 * (20 - south)], abs=0.5)


@pytest.mark.parametrize("bad", [[1, 2, 3, 4, -1], [1, 2, 3, 4, None], list("abcde"), [True] * 5])
def test_a_weight_is_a_number_from_0(homes, bad):
    with pytest.raises(Refused, match="a weight is a number from 0"):
        read_region(homes(values=bad))


def test_a_column_that_isnt_there_is_refused(homes):
    with pytest.raises(Refused, match=r"no column 'UNIT'\. Did you mean 'UNITS'"):
        read_region(homes("UNIT"))


def test_lines_weigh_nothing_and_are_refused(folder):
    line = shapely.LineString([(500_000, 4_500_000), (500_100, 4_500_000)])
    gpd.GeoDataFrame({"HID": ["p"]}, geometry=[line], crs=UTM).to_parquet(folder.path / "homes.parquet")
    folder.manifest["weights"] = {"file": "homes.parquet", "id": "HID"}
    with pytest.raises(Refused, match="points alone or polygons alone"):
        read_region(folder.write())


def test_keys_of_a_layer_that_rules_name_are_refused(folder):
    folder.manifest["weights"] = {"file": "homes.parquet", "id": "HID", "one": "home", "detour": "1.3"}
    with pytest.raises(Refused) as refused:
        read_region(folder.write())
    assert [one.code for one in refused.value.problems] == ["weights-key", "weights-key"]


CUTS = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0.05, 0.8)), min_size=1, max_size=3)
DOTS = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.integers(0, 9)), max_size=12)


@given(cuts=CUTS, dots=DOTS)
def test_nothing_is_lost_and_a_later_border_moves_nobody_across_an_earlier_one(town, cuts, dots):
    region = town.region({"a": {"residents": 1001}, "b": {"residents": 7}}, sponsors=[13, 0])
    points = (
        shapely.points([(x * 2000, y * 1000) for x, y, _ in dots]) if dots else np.array([], dtype=object)
    )
    used = np.array([units > 0 for *_, units in dots], bool)
    values = np.array([float(units) for *_, units in dots])
    weights = Weights(points[used], values[used], "homes")
    weighed = replace(region, weights=weights)
    rings = [
        Cut(str(n), shapely.Point(x * 2000, y * 1000).buffer(r * 1000)) for n, (x, y, r) in enumerate(cuts)
    ]
    whole, first = make_cells(weighed, rings), make_cells(weighed, rings[:1])
    for name in ("residents", "sponsors", "land"):
        keys = ["area", "0"]
        before, after = (one.table.groupby(keys)[name].sum() for one in (first, whole))
        assert (before == after.reindex(before.index)).all()
        assert (whole.table[name] >= 0).all()


@pytest.fixture
def raster(folder):
    """Write a raster of the four squares, cells of 250 m: all people of a live in its southern row."""
    rasterio = pytest.importorskip("rasterio")
    people = np.zeros((8, 8), dtype=np.float32)
    people[7, :4] = 10  # the row furthest south
    corner = rasterio.transform.from_origin(500_000, 4_502_000, 250, 250)
    kind = {"dtype": "float32", "count": 1, "height": 8, "width": 8, "crs": UTM, "transform": corner}
    with rasterio.open(folder.path / "people.tif", "w", driver="GTiff", **kind) as file:
        file.write(people, 1)
    folder.manifest["weights"] = {"file": "people.tif"}
    return folder


def test_a_raster_of_people_weighs_parts_by_what_lies_in_them(raster):
    region = read_region(raster.write())
    cells = make_cells(region)
    assert residents(cells, "a") == pytest.approx([1000, 0], abs=0.5)
    assert residents(cells, "b") == pytest.approx([200, 200], abs=0.5)  # nobody in the raster: by land
    assert "weights" in [one.role for one in region.sources]


def test_a_raster_that_cant_be_summed_is_refused(raster):
    raster.write()
    (raster.path / "people.tif").write_bytes(b"II*\x00 and no more")
    with pytest.raises(Refused, match=r"weights: 'people\.tif'"):
        read_region(raster.path)


def test_a_raster_has_neither_ids_nor_columns(folder):
    folder.manifest["weights"] = {"file": "people.tif", "id": "HID", "column": "UNITS"}
    with pytest.raises(Refused) as refused:
        read_region(folder.write())
    assert [one.code for one in refused.value.problems] == ["weights-key", "weights-key"]


def test_a_layer_of_weights_needs_ids(folder):
    folder.manifest["weights"] = {"file": "homes.parquet"}
    with pytest.raises(Refused, match="no `id` column"):
        read_region(folder.write())
