import numpy as np
import pytest
import shapely

from localvip.problem import Bug, Refused
from localvip.region import cells as cells_module
from localvip.region.apportion import MICRO
from localvip.region.cells import make_cells
from localvip.region.loading.load import read_region
from localvip.region.locating.locate import NO_LOCATION, OUTSIDE
from localvip.region.overlay import Cut


def account(cells, name):
    one = next(one for one in cells.accounts if one.name == name)
    return one.read, [(entry.reason, entry.amount, entry.used) for entry in one.entries]


def test_cells_are_the_overlay_of_towns_and_wards(folder):
    cells = make_cells(read_region(folder.write()))
    table = cells.table
    assert list(table.columns) == [
        *("area", "municipality", "county", "ward", "residents", "households", "land", "sponsors")
    ]
    keys = table[["area", "municipality", "ward"]].fillna("-").to_numpy().tolist()
    assert keys == [
        ["a", "w", "1"], ["a", "w", "2"],
        ["b", "e", "1"], ["b", "e", "2"],
        ["c", "w", "2"], ["c", "w", "-"],
        ["d", "e", "2"], ["d", "e", "-"],
    ]  # fmt: skip
    assert (table["county"] == "Square County").all()
    halves = (table["residents"] / MICRO).round(2).tolist()
    assert halves == [500, 500, 200, 200, 0, 0, 15, 15]
    assert cells.position.tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
    assert all(notice.code == "slivers" for notice in cells.notices)


def test_every_count_of_every_area_is_conserved(folder):
    region = read_region(folder.write())
    middle = shapely.centroid(shapely.union_all(region.areas.geometry.to_numpy()))
    cuts = [
        Cut("ring", middle.buffer(700)),
        Cut("disc", middle.buffer(300)),
        Cut("far", shapely.box(9e6, 9e6, 1e7, 1e7)),
    ]
    cells = make_cells(region, cuts)
    for name in region.counts.columns:
        sums = cells.table.groupby("area")[name].sum()
        assert sums.tolist() == region.counts[name].tolist()
    assert cells.table["disc"].dtype == bool
    assert not (cells.table["disc"] & ~cells.table["ring"]).any()
    assert not cells.table["far"].any()


def test_sponsors_are_located_or_accounted_for(folder):
    folder.sponsors.loc[3, "geometry"] = None
    cells = make_cells(read_region(folder.write()))
    by_area = cells.table.groupby("area")["sponsors"].sum().to_dict()
    assert by_area == {"a": 2, "b": 1, "c": 0, "d": 0}
    assert cells.owner.tolist()[3:] == [NO_LOCATION, OUTSIDE]
    assert account(cells, "sponsors") == (
        5,
        [("located in a cell", 3, True), ("outside every area", 1, False), ("without a location", 1, False)],
    )


def test_people_in_and_outside_towns_are_accounted_for(folder):
    folder.towns = folder.towns.iloc[:1]
    cells = make_cells(read_region(folder.write()))
    assert account(cells, "residents") == (
        1430 * MICRO,
        [("in a municipality", 1000 * MICRO, True), ("outside every municipality", 430 * MICRO, True)],
    )


def test_a_region_without_levels(folder):
    folder.manifest["levels"] = {}
    cells = make_cells(read_region(folder.write()))
    assert account(cells, "residents")[1] == [("in the region", 1430 * MICRO, True)]


@pytest.mark.parametrize(
    ("sponsors", "by_area"),
    [
        ({"estimate": "40% of residents"}, {"a": 400, "b": 160, "c": 0, "d": 12}),
        ({"column": "households"}, {"a": 400, "b": 200, "c": 0, "d": 12}),
    ],
)
def test_sponsors_counted_by_area_are_shared_whole(folder, sponsors, by_area):
    folder.manifest["sponsors"] = sponsors
    cells = make_cells(read_region(folder.write()))
    assert cells.owner is None
    assert cells.table.groupby("area")["sponsors"].sum().to_dict() == by_area
    assert cells.table["sponsors"].dtype == np.int64
    read, entries = account(cells, "sponsors")
    assert read == sum(by_area.values()) and len(entries) == 1


def test_sites_are_counted_in_the_cell_that_owns_them(folder):
    folder.manifest["layers"]["clinics"].update(one="clinic")
    cells = make_cells(read_region(folder.write()))
    assert cells.sites == ("clinic",)
    assert cells.table.groupby("area")["clinic"].sum().to_dict() == {"a": MICRO, "b": 0, "c": 0, "d": 0}


def test_no_sponsors_and_no_people(folder):
    folder.sponsors = folder.sponsors.iloc[:0]
    folder.areas["POP"] = 0
    cells = make_cells(read_region(folder.write()))
    assert cells.table["sponsors"].sum() == 0 and len(cells.owner) == 0
    assert account(cells, "residents")[0] == 0


def test_stacked_sponsors_are_asked_about(folder, spot):
    one = folder.sponsors.iloc[[0] * 51].assign(SID=[f"s{n}" for n in range(51)])
    folder.sponsors = one
    said = [str(notice) for notice in make_cells(read_region(folder.write())).notices]
    assert "sponsors: 51 sponsors share one point: is it a geocoder's default?" in said
    folder.sponsors = one.iloc[:50]
    codes = {notice.code for notice in make_cells(read_region(folder.write())).notices}
    assert "stacked" not in codes


def test_overlapping_towns_and_wards_are_refused_together(folder, square):
    folder.towns.loc[1, "geometry"] = square(900, 0, 2000, 2000)
    folder.wards.loc[1, "geometry"] = square(0, 400, 2000, 1500)
    region = read_region(folder.write())
    with pytest.raises(Refused) as refused:
        make_cells(region)
    said = [str(problem) for problem in refused.value.problems]
    assert said[0].startswith("towns.gpkg#w: municipality e and w claim the same land (200,160 m2")
    assert said[1].startswith("wards.geojson#2: ward 1 and 2 claim the same land (")


def test_an_account_that_does_not_close_is_our_bug(folder, monkeypatch):
    region = read_region(folder.write())
    divide = cells_module.divide_by_layer

    def losing(*args):
        pieces = divide(*args)
        pieces.units[0] -= 1
        return pieces

    monkeypatch.setattr(cells_module, "divide_by_layer", losing)
    with pytest.raises(Bug, match="residents"):
        make_cells(region)


def test_the_order_of_rows_in_the_files_changes_nothing(folder):
    first = make_cells(read_region(folder.write()))
    folder.areas, folder.towns = folder.areas.iloc[[2, 0, 3, 1]], folder.towns.iloc[::-1]
    folder.wards, folder.sponsors = folder.wards.iloc[::-1], folder.sponsors.iloc[[4, 2, 0, 1, 3]]
    again = make_cells(read_region(folder.write()))
    assert again.table.equals(first.table)
    assert again.owner.tolist() == first.owner.tolist()


def test_layers_that_miss_every_area_are_told(folder):
    def away(frame):
        return frame.set_geometry(frame.geometry.translate(50_000, 0))

    folder.wards, folder.sponsors = away(folder.wards), away(folder.sponsors)
    said = [str(one) for one in make_cells(read_region(folder.write())).notices if one.code == "missed"]
    assert said == [
        f"{name}: none of it lies in an area: is the file's CRS right?" for name in ("ward", "sponsors")
    ]
