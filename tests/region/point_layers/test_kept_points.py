"""Where points are is found once for the same file and areas; anything else is found anew."""

import pytest
import shapely

from localvip.problem import Refused
from localvip.region.cells import make_cells
from localvip.region.loading.load import read_region
from localvip.region.point_layers import kept_points, owning, sweep

MANY = 500


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


def test_a_second_run_locates_nothing_again(streaming, keeping, folder, spot, monkeypatch, crowd):
    frame = crowd.frame()
    frame.loc[::8, "geometry"] = shapely.force_3d(spot(333, 333), 2.0)
    region, cells = crowd.cells(frame)
    unread(monkeypatch)
    again = read_region(folder.path)
    assert make_cells(again).owner.tolist() == cells.owner.tolist()
    assert again.notices == region.notices and make_cells(again).notices == cells.notices
    assert again.sponsors.column("AGE").tolist() == frame["AGE"].tolist()


def test_two_layers_of_a_file_are_told_apart(streaming, keeping, folder, crowd):
    frame = crowd.frame()
    frame.to_file(folder.path / "two.gpkg", layer="one", engine="pyogrio")
    frame.iloc[:-1].to_file(folder.path / "two.gpkg", layer="two", engine="pyogrio")
    counts = []
    for layer in ("one", "two"):
        folder.manifest["sponsors"] = {"file": "two.gpkg", "layer": layer, "id": "SID"}
        counts.append(len(read_region(folder.write()).sponsors))
    assert counts == [MANY, MANY - 1]


@pytest.mark.parametrize("change", ["points", "areas", "id", "towns"])
def test_anything_else_is_located_anew(streaming, keeping, folder, spot, change, crowd):
    frame = crowd.frame()
    crowd.cells(frame)
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
    region, cells = crowd.cells(frame)
    assert cells.owner.tolist() == crowd.brute_force(cells, region, frame)


def test_points_that_are_refused_are_not_kept(streaming, keeping, crowd):
    frame = crowd.frame()
    frame.loc[400, "SID"] = "s0007"
    assert crowd.refused(frame) == crowd.refused(frame)


def test_what_was_kept_and_is_damaged_is_found_again(streaming, keeping, folder, crowd):
    _, cells = crowd.cells(crowd.frame())
    kept = list(keeping.iterdir())
    assert len(kept) >= 2
    for path in kept:
        path.write_bytes(path.read_bytes()[:-9])
    assert make_cells(read_region(folder.path)).owner.tolist() == cells.owner.tolist()
