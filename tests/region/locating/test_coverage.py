import numpy as np
import pandas as pd
import pytest
import shapely

from localvip.problem import Problems
from localvip.region.locating import coverage, mesh
from localvip.region.locating.coverage import check_coverage
from localvip.region.locating.mesh import Mesh


def check(*shapes, residents=1000.0):
    problems = Problems()
    people = pd.Series(residents, index=list("abcdefgh"[: len(shapes)]), dtype=float)
    notices = check_coverage(Mesh(np.array(shapes)), people, "areas.gpkg", problems)
    return [str(p) for p in problems], [str(n) for n in notices]


def test_areas_side_by_side_with_gaps_and_corners_that_do_not_match():
    left, right = shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 50)
    assert check(left, right, shapely.box(500, 0, 600, 100)) == ([], [])


@pytest.mark.parametrize(
    ("other", "land"),
    [
        (shapely.box(90, 0, 200, 100), "1,000"),
        (shapely.box(0, 0, 100, 100), "10,000"),
        (shapely.box(10, 10, 20, 20), "100"),
        (shapely.box(-50, -50, 150, 150), "10,000"),
    ],
    ids=["across a border", "the same twice", "within", "around"],
)
def test_areas_that_claim_the_same_land_are_refused(other, land):
    problems, notices = check(shapely.box(0, 0, 100, 100), other)
    assert problems == [
        f"areas.gpkg#b: claims {land} m2 of area a too. A home lies in one area: mend the layer."
    ]
    assert not notices


def test_a_little_overlap_is_a_notice():
    problems, notices = check(shapely.box(0, 0, 100, 100), shapely.box(99.999, 0, 200, 100))
    assert not problems
    assert notices == [
        "areas.gpkg: 1 pairs of areas overlap by 0.1 m2 in all, where less than one of their residents live by land;"
        " sponsors there are the smaller id's."
    ]


def test_the_people_of_a_little_overlap_are_reckoned_by_land():
    """50,000 people on 10,000 m2 are 4 on 0.8 m2, of either area."""
    shapes = shapely.box(0, 0, 100, 100), shapely.box(99.992, 0, 199.992, 100)
    problems, notices = check(*shapes, residents=50_000)
    assert not problems and "overlap by 0.8 m2 in all, where about 8 of their residents live" in notices[0]


RING = (
    shapely.box(0, 0, 300, 100),
    shapely.box(0, 200, 300, 300),
    shapely.box(0, 100, 100, 200),
    shapely.box(200, 100, 300, 200),
)


def test_a_gap_is_told_with_the_residents_around_it():
    far = shapely.box(1000, 0, 1100, 100)
    problems, notices = check(*RING, far)
    assert not problems
    assert notices == [
        "areas.gpkg: the areas leave a gap of 0.01 km2 among areas of 4,000 residents: no one is counted"
        " there."
    ]


def test_a_sliver_between_two_areas_is_no_silent_gap():
    left = shapely.Polygon([(0, 0), (100, 0), (100, 40), (99.99, 50), (100, 60), (100, 100), (0, 100)])
    (notice,) = check(left, shapely.box(100, 0, 200, 100), residents=float("nan"))[1]
    assert "leave a gap of 0.1 m2 among areas of 0 residents" in notice


def test_gaps_are_found_where_borders_overlap_a_little_too():
    notices = check(shapely.box(0, 0, 300, 100.001), *RING[1:])[1]
    assert ["gap" in one for one in notices] == [True, False]


def test_a_millionth_of_a_large_area_is_little():
    large = shapely.box(0, 0, 10_000, 10_000)
    assert check(large, shapely.box(9_999.995, 0, 20_000, 10_000))[0] == []
    assert len(check(large, shapely.box(9_999.98, 0, 20_000, 10_000))[0]) == 1


def test_one_area_and_none():
    assert check(shapely.box(0, 0, 1, 1)) == ([], [])
    assert check() == ([], [])


def test_a_fine_mesh_has_no_overlap():
    rng = np.random.default_rng(3)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(rng.random((60, 2)) * 1000)))
    assert check(*cells[:8]) == ([], [])


def test_two_coverages_on_top_of_each_other_are_told_pair_by_pair():
    fine = [shapely.box(x, y, x + 100, y + 100) for x in range(0, 600, 100) for y in range(0, 600, 100)]
    coarse = [shapely.box(x, y, x + 200, y + 200) for x in range(0, 600, 200) for y in range(0, 600, 200)]
    problems = Problems()
    people = pd.Series(1.0, index=[f"f{n}" for n in range(36)] + list("abcdefghi"))
    check_coverage(Mesh(np.array([*fine, *coarse])), people, "areas.gpkg", problems)
    assert len(problems.found) == 36 and all("10,000 m2" in one.message for one in problems)


def test_that_nothing_was_told_of_many_areas_is_kept(monkeypatch, tmp_path):
    monkeypatch.setattr(coverage, "MANY", 1)
    monkeypatch.setenv("LOCALVIP_CACHE", str(tmp_path / "cache"))
    good = [shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)]
    bad = [shapely.box(0, 0, 100, 100), shapely.box(90, 0, 200, 100)]
    assert check(*good) == ([], []) and len(check(*bad)[0]) == 1
    monkeypatch.setattr(mesh, "edges_of", lambda _: pytest.fail("looked at again"))
    assert check(*good) == ([], [])
    with pytest.raises(pytest.fail.Exception, match="looked at again"):
        check(*bad)
