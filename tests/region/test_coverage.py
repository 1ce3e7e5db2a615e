import geopandas as gpd
import numpy as np
import pytest
import shapely

from localvip.problem import Problems
from localvip.region.coverage import check_coverage


def check(*shapes):
    problems = Problems()
    frame = gpd.GeoDataFrame(geometry=list(shapes), index=list("abcdefgh"[: len(shapes)]))
    notices = check_coverage(frame, "areas.gpkg", problems)
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
        "areas.gpkg: 1 pairs of areas overlap by 0.1 m2 in all; sponsors there are the smaller id's."
    ]


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
