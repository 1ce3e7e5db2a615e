"""The first pass over points: every fault is told by name, and nothing is lost."""

import pytest
import shapely

from localvip.region.loading.load import read_region
from localvip.region.locating import locate
from localvip.region.point_layers import sweep

FORMATS = ["parquet", "geoarrow", "gpkg", "fgb", "xy", "csv", "shp"]
MANY = 500


@pytest.mark.parametrize("kind", FORMATS)
def test_sponsors_without_a_location_stay_in_the_ledger(streaming, kind, crowd):
    frame = crowd.frame()
    frame.loc[[1, 70], "geometry"] = None
    region, cells = crowd.cells(frame, kind)
    assert cells.owner.tolist() == [
        -2 if n in (1, 70) else one
        for n, one in enumerate(
            crowd.brute_force(cells, region, frame.assign(geometry=crowd.frame().geometry))
        )
    ]
    account = next(one for one in cells.accounts if one.name == "sponsors")
    assert account.read == MANY
    assert {entry.reason: entry.amount for entry in account.entries}["without a location"] == 2


@pytest.mark.parametrize("kind", FORMATS)
def test_ids_that_stand_twice_or_are_missing_are_refused_by_name(streaming, kind, crowd):
    frame = crowd.frame()
    frame.loc[400, "SID"] = "s0007"
    frame.loc[99, "SID"] = None
    name = "people.parquet" if kind in ("geoarrow", "xy") else f"people.{kind}"
    assert crowd.refused(frame, kind) == [
        f"{name}#row 100: has no id in 'SID'.",
        f"{name}#s0007: stands twice, in rows 8 and 401. An id names one feature.",
    ]


def test_points_off_the_globe_are_refused_by_name(streaming, crowd):
    frame = crowd.frame().to_crs(4326)
    frame.loc[80, "geometry"] = shapely.Point(500, 500)
    frame.loc[81, "geometry"] = shapely.Point(40.5, -100)
    said = crowd.refused(frame)
    assert said[0].startswith("people.parquet#s0080: lies at 500, 500, which are no degrees")
    assert said[1].endswith("Are longitude and latitude swapped?") and len(said) == 2


def test_of_many_points_off_the_globe_the_first_are_told_and_their_number(streaming, crowd):
    frame = crowd.frame().to_crs(4326)
    frame["geometry"] = [shapely.Point(500, 500)] * MANY
    said = crowd.refused(frame)
    assert len(said) == 51 and f"{MANY} points in all" in said[0]


def test_latitude_before_longitude_is_told(streaming, crowd):
    frame = crowd.frame().to_crs(4326)
    frame["geometry"] = shapely.points(frame.geometry.y, frame.geometry.x)
    assert crowd.refused(frame) == [
        "people.parquet: no point lies near the areas, but with longitude and latitude swapped they do."
        " Write longitude first."
    ]


def test_points_that_meet_nothing_even_when_swapped_are_outside(streaming, crowd):
    frame = crowd.frame().to_crs(4326)
    frame["geometry"] = [shapely.Point(0, 0)] * MANY
    _, cells = crowd.cells(frame)
    assert cells.table["sponsors"].sum() == 0
    assert "missed" in {one.code for one in cells.notices}


def test_areas_in_place_of_points_are_refused_by_name(streaming, crowd):
    frame = crowd.frame()
    frame.loc[2, "geometry"] = frame.geometry[2].buffer(3)
    assert crowd.refused(frame) == ["people.parquet#s0002: is a polygon, where a point is needed."]


def test_heights_are_told(streaming, crowd):
    frame = crowd.frame()
    frame.loc[2, "geometry"] = shapely.force_3d(frame.geometry[2], 9.0)
    region = read_region(crowd.write(frame, "parquet"))
    assert "people.parquet: 1 shapes have heights, which are left out." in [
        str(one) for one in region.notices
    ]


@pytest.mark.parametrize("many", [1, 1000])
def test_points_on_a_border_are_told_by_their_number_once(streaming, monkeypatch, spot, crowd, many):
    """Whether they are placed nearly first (``many``: from how many on) or not; on the plane corners alone stay."""
    crowd.folder.areas["geometry"] = shapely.segmentize(crowd.folder.areas.geometry.to_numpy(), 100)
    monkeypatch.setattr(sweep, "MANY", many)
    monkeypatch.setattr(locate, "FEW_POINTS", many)
    frame = crowd.frame()
    frame["geometry"] = [spot(10 + n, 20) for n in range(MANY)]
    frame.loc[:6, "geometry"] = [spot(1000, 100 * n) for n in range(7)]  # of a and b
    frame.loc[7, "geometry"] = spot(1000, 1000)  # of all four
    frame.loc[8, "geometry"] = spot(0, 500)  # of a alone
    region, cells = crowd.cells(frame)
    (said,) = [str(one) for one in region.notices if one.code == "on-a-border"]
    assert said == (
        "people.parquet: 8 points lie exactly on a border of areas; each is counted once,"
        " in the area with the smaller id."
    )
    assert (region.sponsors.home == 0).all() and cells.table["sponsors"].sum() == MANY


def test_stacked_sponsors_are_seen_over_all_batches(streaming, spot, crowd):
    frame = crowd.frame()
    frame.loc[::8, "geometry"] = spot(333, 333)
    _, cells = crowd.cells(frame)
    assert f"sponsors: {len(frame[::8])} sponsors share one point" in " ".join(map(str, cells.notices))


def test_numbers_as_ids_are_told_unless_their_width_is(streaming, folder, crowd):
    frame = crowd.frame().assign(SID=range(MANY))
    path = crowd.write(frame, "parquet")
    assert "numeric-ids" in {one.code for one in read_region(path).notices}
    folder.manifest["sponsors"]["id_width"] = 5
    assert "numeric-ids" not in {one.code for one in read_region(folder.write()).notices}


@pytest.mark.parametrize("kind", ["parquet", "gpkg"])
def test_a_column_of_ids_that_is_not_there(streaming, kind, crowd):
    frame = crowd.frame().rename(columns={"SID": "PID"})
    (said,) = crowd.refused(frame, kind)
    assert "has no column 'SID'. Did you mean 'PID'?" in said
