"""Sponsors in a file that is read batch by batch: the same answers as of a frame, whatever the format and batches."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from localvip.problem import Refused
from localvip.region import files, formats, kept_points, owning, parquet, paths, sweep, vector
from localvip.region.cells import make_cells
from localvip.region.held import Held
from localvip.region.load import read_region
from localvip.region.stream import Stream

FORMATS = ["parquet", "geoarrow", "gpkg", "fgb", "xy"]
MANY = 500


@pytest.fixture
def streaming(monkeypatch):
    """Read every file of points by batches of a few."""
    monkeypatch.setattr(formats, "FEW_BYTES", 0)
    monkeypatch.setattr(parquet, "AT_ONCE", 64)
    monkeypatch.setattr(vector, "AT_ONCE", 64)


def people(folder, spot):
    """Return sponsors over the four squares and around them, some of them on borders."""
    random = np.random.default_rng(3)
    xy = np.round(random.uniform(-200, 2200, (MANY, 2)), -2)
    known = {
        "SID": [f"s{n:04d}" for n in range(MANY)],
        "AGE": random.integers(18, 90, MANY),
        "TENURE": random.choice(["own", "rent"], MANY),
        "KIND": random.choice(["temporary", "permanent"], MANY),
        "SINCE": pd.to_datetime("2020-01-01") + pd.to_timedelta(random.integers(0, 999, MANY), "D"),
    }
    return gpd.GeoDataFrame(known, geometry=[spot(*one) for one in xy], crs=folder.areas.crs)


def write(folder, frame, kind):
    """Write sponsors in a format and name the file in the manifest."""
    ending = {"geoarrow": "parquet", "xy": "parquet"}.get(kind, kind)
    path = folder.path / f"people.{ending}"
    spec = {"file": path.name, "id": "SID"}
    if kind == "xy":
        table = pd.DataFrame(frame.drop(columns="geometry")).assign(E=frame.geometry.x, N=frame.geometry.y)
        table.to_parquet(path)
        spec |= {"x": "E", "y": "N", "crs": "EPSG:32617"}
    elif kind in ("parquet", "geoarrow"):
        encoding = "geoarrow" if kind == "geoarrow" else "WKB"
        frame.to_parquet(path, geometry_encoding=encoding, row_group_size=100)
    else:
        frame.to_file(path, engine="pyogrio", **({"SPATIAL_INDEX": "NO"} if kind == "fgb" else {}))
    folder.manifest["sponsors"] = spec
    return folder.write()


def cells_of(folder, frame, kind="parquet"):
    region = read_region(write(folder, frame, kind))
    return region, make_cells(region)


@pytest.mark.parametrize("kind", FORMATS)
def test_each_format_gives_the_same_owners_as_a_frame(streaming, folder, spot, kind):
    frame = people(folder, spot)
    region, cells = cells_of(folder, frame, kind)
    assert isinstance(region.sponsors.source, Stream) and len(region.sponsors) == MANY
    expected = brute_force(cells, region, frame)
    assert cells.owner.dtype == np.int32 and cells.owner.tolist() == expected
    assert cells.table["sponsors"].sum() == sum(one >= 0 for one in expected) > MANY / 2


def brute_force(cells, region, frame):
    """Return the owner of each point by testing it against every area, then every cell of it."""
    areas, found = region.areas.geometry.to_numpy(), []
    for point in frame.geometry.to_crs(region.plane):
        home = next((n for n, area in enumerate(areas) if area.intersects(point)), None)
        own = [] if home is None else np.flatnonzero(cells.position == home).tolist()
        holds = [n for n in own if cells.shapes[n].intersects(point)]
        nearest = sorted(own, key=lambda n: cells.shapes[n].distance(point))
        found.append((holds or nearest or [-1])[0])
    return found


@pytest.mark.parametrize("kind", FORMATS)
def test_columns_are_read_when_they_are_asked_for(streaming, folder, spot, kind):
    frame = people(folder, spot)
    region = read_region(write(folder, frame, kind))
    points = region.sponsors
    assert [points.columns[name] for name in ("SID", "AGE", "TENURE", "SINCE")] == [
        "text",
        "",
        "text",
        "date",
    ]
    batches = list(points.batches(["AGE", "TENURE"]))
    assert len(batches) > 1 and [rows.start for rows, _ in batches] == list(range(0, MANY, 64))
    assert points.column("AGE").tolist() == frame["AGE"].tolist()
    assert points.column("TENURE").tolist() == frame["TENURE"].tolist()
    assert points.column("SINCE").astype("datetime64[D]").tolist() == frame["SINCE"].dt.date.tolist()


def test_a_number_that_is_missing_is_nan_and_a_text_none(streaming, folder, spot):
    frame = people(folder, spot).assign(ROOMS=[None, *[2] * (MANY - 1)], FLAG=True)
    frame.loc[3, "TENURE"] = None
    points = read_region(write(folder, frame, "parquet")).sponsors
    assert np.isnan(points.column("ROOMS")[0]) and points.column("ROOMS")[1] == 2
    assert points.column("TENURE")[3] is None
    assert points.column("FLAG").tolist() == [1.0] * MANY


def test_columns_that_no_rule_can_compare_are_left_out(streaming, folder, spot):
    frame = people(folder, spot)
    path = write(folder, frame, "parquet")
    table = pq.read_table(path / "people.parquet")
    pq.write_table(table.append_column("TAGS", pa.array([["a"]] * MANY)), path / "people.parquet")
    assert "TAGS" not in read_region(path).sponsors.columns
    assert "geometry" not in read_region(path).sponsors.columns


def test_sponsors_without_a_location_stay_in_the_ledger(streaming, folder, spot):
    frame = people(folder, spot)
    frame.loc[[0, 70], "geometry"] = None
    _, cells = cells_of(folder, frame)
    account = next(one for one in cells.accounts if one.name == "sponsors")
    assert account.read == MANY
    assert {entry.reason: entry.amount for entry in account.entries}["without a location"] == 2


def refused(folder, frame, kind="parquet"):
    with pytest.raises(Refused) as error:
        read_region(write(folder, frame, kind))
    return [str(one) for one in error.value.problems]


@pytest.mark.parametrize("kind", FORMATS)
def test_ids_that_stand_twice_or_are_missing_are_refused_by_name(streaming, folder, spot, kind):
    frame = people(folder, spot)
    frame.loc[400, "SID"] = "s0007"
    frame.loc[99, "SID"] = None
    name = "people.parquet" if kind in ("geoarrow", "xy") else f"people.{kind}"
    assert refused(folder, frame, kind) == [
        f"{name}#row 100: has no id in 'SID'.",
        f"{name}#s0007: stands twice, in rows 8 and 401. An id names one feature.",
    ]


def test_points_off_the_globe_are_refused_by_name(streaming, folder, spot):
    frame = people(folder, spot).to_crs(4326)
    frame.loc[80, "geometry"] = shapely.Point(500, 500)
    frame.loc[81, "geometry"] = shapely.Point(40.5, -100)
    said = refused(folder, frame)
    assert said[0].startswith("people.parquet#s0080: lies at 500, 500, which are no degrees")
    assert said[1].endswith("Are longitude and latitude swapped?") and len(said) == 2


def test_of_many_points_off_the_globe_the_first_are_told_and_their_number(streaming, folder, spot):
    frame = people(folder, spot).to_crs(4326)
    frame["geometry"] = [shapely.Point(500, 500)] * MANY
    said = refused(folder, frame)
    assert len(said) == 51 and f"{MANY} points in all" in said[0]


def test_latitude_before_longitude_is_told(streaming, folder, spot):
    frame = people(folder, spot).to_crs(4326)
    frame["geometry"] = shapely.points(frame.geometry.y, frame.geometry.x)
    assert refused(folder, frame) == [
        "people.parquet: no point lies near the areas, but with longitude and latitude swapped they do."
        " Write longitude first."
    ]


def test_points_that_meet_nothing_even_when_swapped_are_outside(streaming, folder, spot):
    frame = people(folder, spot).to_crs(4326)
    frame["geometry"] = [shapely.Point(0, 0)] * MANY
    _, cells = cells_of(folder, frame)
    assert cells.table["sponsors"].sum() == 0
    assert "missed" in {one.code for one in cells.notices}


def test_areas_in_place_of_points_are_refused_by_name(streaming, folder, spot):
    frame = people(folder, spot)
    frame.loc[2, "geometry"] = frame.geometry[2].buffer(3)
    assert refused(folder, frame) == ["people.parquet#s0002: is a polygon, where a point is needed."]


def test_heights_are_told(streaming, folder, spot):
    frame = people(folder, spot)
    frame.loc[2, "geometry"] = shapely.force_3d(frame.geometry[2], 9.0)
    region = read_region(write(folder, frame, "parquet"))
    assert "people.parquet: 1 shapes have heights, which are left out." in [
        str(one) for one in region.notices
    ]


def test_stacked_sponsors_are_seen_over_all_batches(streaming, folder, spot):
    frame = people(folder, spot)
    frame.loc[::8, "geometry"] = spot(333, 333)
    _, cells = cells_of(folder, frame)
    assert f"sponsors: {len(frame[::8])} sponsors share one point" in " ".join(map(str, cells.notices))


def test_numbers_as_ids_are_told_unless_their_width_is(streaming, folder, spot):
    frame = people(folder, spot).assign(SID=range(MANY))
    path = write(folder, frame, "parquet")
    assert "numeric-ids" in {one.code for one in read_region(path).notices}
    folder.manifest["sponsors"]["id_width"] = 5
    assert "numeric-ids" not in {one.code for one in read_region(folder.write()).notices}


@pytest.mark.parametrize("kind", ["parquet", "gpkg"])
def test_a_column_of_ids_that_is_not_there(streaming, folder, spot, kind):
    frame = people(folder, spot).rename(columns={"SID": "PID"})
    (said,) = refused(folder, frame, kind)
    assert "has no column 'SID'. Did you mean 'PID'?" in said


def test_visas_are_told_apart_by_class(streaming, folder, spot):
    frame = people(folder, spot)
    frame.loc[:9, "KIND"] = None
    path = write(folder, frame, "parquet")
    folder.manifest["visas"] = {"file": "people.parquet", "id": "SID", "class": "KIND"}
    cells = make_cells(read_region(folder.write()))
    inside = cells.owner >= 0
    counted = frame[inside]["KIND"].fillna("").value_counts().to_dict()
    assert {name: int(held.sum()) for name, held in cells.visas.items()} == counted
    assert sorted(cells.visas) == ["", "permanent", "temporary"] and path == folder.path


def test_a_file_that_changes_while_it_is_used_is_refused(streaming, folder, spot):
    frame = people(folder, spot)
    path = write(folder, frame, "parquet")
    region = read_region(path)
    frame.iloc[:-1].to_parquet(path / "people.parquet")
    with pytest.raises(Refused, match=r"people.parquet: 'people.parquet' was changed while it was used"):
        region.sponsors.column("AGE")
    with pytest.raises(Refused, match="was changed"):
        make_cells(region)


@pytest.mark.parametrize("kind", ["parquet", "gpkg", "fgb"])
def test_a_file_that_is_cut_off_is_refused(streaming, folder, spot, kind):
    path = write(folder, people(folder, spot), kind)
    file = path / f"people.{kind}"
    file.write_bytes(file.read_bytes()[: file.stat().st_size * 2 // 3])
    with pytest.raises(Refused, match=rf"sponsors: 'people.{kind}'"):
        read_region(path)


def test_damage_in_a_column_that_only_rules_read_is_refused_in_plain_words(streaming, folder, spot):
    path = write(folder, people(folder, spot), "parquet")
    file = path / "people.parquet"
    column = pq.read_metadata(file).row_group(0).column(1)
    assert column.path_in_schema == "AGE"
    region = read_region(path)
    held = bytearray(file.read_bytes())
    held[column.data_page_offset : column.data_page_offset + 40] = b"\xff" * 40
    file.write_bytes(held)
    with pytest.raises(Refused, match=r"'people.parquet'"):
        region.sponsors.column("AGE")


def test_a_parquet_file_of_too_many_points_is_refused_before_it_is_read(streaming, folder, spot, monkeypatch):
    monkeypatch.setattr(parquet, "MOST_POINTS", MANY - 1)
    (said,) = refused(folder, people(folder, spot))
    assert "has 500 points; at most 499 are read" in said


def test_a_parquet_file_without_shapes_needs_columns_of_coordinates(streaming, folder, spot):
    path = write(folder, people(folder, spot), "xy")
    folder.manifest["sponsors"]["x"] = "EAST"
    with pytest.raises(Refused, match="has no column 'EAST'"):
        read_region(folder.write())
    folder.manifest["sponsors"] = {"file": "people.parquet", "id": "SID"}
    with pytest.raises(Refused, match="is damaged, or no GeoParquet file"):
        read_region(folder.write())
    assert path.exists()


def test_sponsors_may_be_larger_than_other_files(streaming, folder, spot, monkeypatch):
    path = write(folder, people(folder, spot), "parquet")
    monkeypatch.setattr(paths, "MAX_BYTES", 0)
    with pytest.raises(Refused) as error:
        read_region(path)
    assert not any("sponsors" in str(one) for one in error.value.problems)
    monkeypatch.setattr(files, "MOST_BYTES", 0)
    with pytest.raises(Refused, match=r"sponsors: 'people.parquet' is larger than 0 MiB"):
        read_region(path)


def test_small_files_of_other_formats_are_held(folder, spot):
    region = read_region(write(folder, people(folder, spot), "gpkg"))
    assert isinstance(region.sponsors.source, Held)
    assert region.sponsors.columns["AGE"] == "" and region.sponsors.columns["SINCE"] == "date"


@pytest.fixture
def keeping(monkeypatch, tmp_path):
    """Keep what is found of any number of points, in a folder of the test."""
    monkeypatch.setattr(kept_points, "MANY", 1)
    monkeypatch.setenv("LOCALVIP_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def unread(monkeypatch):
    """Let no point be located any more."""
    monkeypatch.setattr(sweep, "_whereabouts", lambda *_: pytest.fail("located again"))
    monkeypatch.setattr(owning, "_found", lambda *_: pytest.fail("located again"))


def test_a_second_run_locates_nothing_again(streaming, keeping, folder, spot, monkeypatch):
    frame = people(folder, spot)
    frame.loc[::8, "geometry"] = shapely.force_3d(spot(333, 333), 2.0)
    region, cells = cells_of(folder, frame)
    unread(monkeypatch)
    again = read_region(folder.path)
    assert make_cells(again).owner.tolist() == cells.owner.tolist()
    assert again.notices == region.notices and make_cells(again).notices == cells.notices
    assert again.sponsors.column("AGE").tolist() == frame["AGE"].tolist()


def test_two_layers_of_a_file_are_told_apart(streaming, keeping, folder, spot):
    frame = people(folder, spot)
    frame.to_file(folder.path / "two.gpkg", layer="one", engine="pyogrio")
    frame.iloc[:-1].to_file(folder.path / "two.gpkg", layer="two", engine="pyogrio")
    counts = []
    for layer in ("one", "two"):
        folder.manifest["sponsors"] = {"file": "two.gpkg", "layer": layer, "id": "SID"}
        counts.append(len(read_region(folder.write()).sponsors))
    assert counts == [MANY, MANY - 1]


@pytest.mark.parametrize("change", ["points", "areas", "id", "towns"])
def test_anything_else_is_located_anew(streaming, keeping, folder, spot, change):
    frame = people(folder, spot)
    cells_of(folder, frame)
    if change == "points":
        frame.loc[0, "geometry"] = spot(1999, 1999)
    elif change == "areas":
        folder.areas = folder.areas.iloc[:3]
    elif change == "id":
        frame["PID"] = frame["SID"].where(frame.index > 0, frame["SID"][1])
        folder.manifest["sponsors"] = {"file": "people.parquet", "id": "PID"}
        frame.to_parquet(folder.path / "people.parquet")
        with pytest.raises(Refused, match="stands twice, in rows 1 and 2"):
            read_region(folder.write())
        return
    else:
        folder.towns = folder.towns.iloc[:1]
    region, cells = cells_of(folder, frame)
    assert cells.owner.tolist() == brute_force(cells, region, frame)


def test_points_that_are_refused_are_not_kept(streaming, keeping, folder, spot):
    frame = people(folder, spot)
    frame.loc[400, "SID"] = "s0007"
    assert refused(folder, frame) == refused(folder, frame)


def test_what_was_kept_and_is_damaged_is_found_again(streaming, keeping, folder, spot):
    _, cells = cells_of(folder, people(folder, spot))
    kept = list(keeping.iterdir())
    assert len(kept) >= 2
    for path in kept:
        path.write_bytes(path.read_bytes()[:-9])
    assert make_cells(read_region(folder.path)).owner.tolist() == cells.owner.tolist()
