import geopandas as gpd
import numpy as np
import pytest
import shapely

from localvip.problem import Problems
from localvip.region.loading import repair
from localvip.region.loading.repair import usable_polygons

SQUARE = shapely.box(0, 0, 100, 100)
EVEN_TIE = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
SPIKE = shapely.Polygon([(0, 0), (100, 0), (100, 100), (100, 150), (100, 100), (0, 100)])
SMALL_LOOP = shapely.Polygon(
    [(0, 0), (100, 0), (100, 100), (50, 100), (50.1, 100.1), (50, 100.1), (50.1, 100), (0, 100)]
)


def read(use, *shapes):
    frame = gpd.GeoDataFrame(geometry=list(shapes), index=[f"f{n}" for n in range(len(shapes))], crs=3857)
    problems = Problems()
    used, notices = use(frame, "x.gpkg", problems)
    return used.geometry.tolist(), [str(p) for p in problems], [str(n) for n in notices]


def test_good_polygons_stay_as_they_are():
    shapes = [SQUARE, shapely.MultiPolygon([SQUARE, shapely.box(200, 0, 300, 100)])]
    assert read(usable_polygons, *shapes) == (shapes, [], [])


def test_a_spike_is_mended_with_a_notice():
    (mended,), problems, notices = read(usable_polygons, SPIKE)
    assert mended.equals(SQUARE) and mended.is_valid and not problems
    assert notices[0].startswith("x.gpkg#f0: ")
    assert "mended, its area from 10000 to 10000 m2" in notices[0]


def test_a_small_loop_is_mended():
    (mended,), problems, notices = read(usable_polygons, SMALL_LOOP)
    assert mended.is_valid and mended.area == pytest.approx(10_000, rel=1e-3)
    assert len(notices) == 1 and not problems


def test_a_bow_tie_is_refused_with_its_area_before_and_after():
    _, problems, _ = read(usable_polygons, SQUARE, EVEN_TIE)
    assert problems == [
        "x.gpkg#f1: is no valid polygon: Self-intersection[1 1]; mending it would change its area "
        "from 0 to 2. Mend it in a GIS first."
    ]


def test_a_polygon_that_collapses_is_refused():
    flat = shapely.Polygon([(0, 0), (1, 1), (2, 2)])
    assert "from 0 to 0" in read(usable_polygons, flat)[1][0]


def test_a_scribble_is_refused_without_trying(monkeypatch):
    xy = np.random.default_rng(0).random((1001, 2))
    monkeypatch.setattr(shapely, "make_valid", None)
    _, problems, _ = read(usable_polygons, shapely.Polygon(xy))
    assert "is no valid polygon: Self-intersection" in problems[0]


def test_what_is_no_polygon_is_refused():
    broken = shapely.from_wkt("POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))")
    broken = shapely.transform(broken, lambda xy: np.where(xy == 1, np.inf, xy))
    nan = shapely.transform(SQUARE, lambda xy: np.where(np.arange(len(xy))[:, None] == 1, np.nan, xy))
    shapes = [None, shapely.Polygon(), shapely.Point(0, 0), shapely.LineString([(0, 0), (1, 1)])]
    _, problems, _ = read(usable_polygons, *shapes, shapely.GeometryCollection([SQUARE]), broken, nan)
    assert [p.partition(": ")[2] for p in problems] == [
        "has no shape.",
        "has no shape.",
        "is a point, where a polygon is needed.",
        "is a linestring, where a polygon is needed.",
        "is a geometrycollection, where a polygon is needed.",
        "has coordinates that are not finite, or do not fit its CRS.",
        "has coordinates that are not finite, or do not fit its CRS.",
    ]


def test_too_many_vertices(monkeypatch):
    monkeypatch.setattr(repair, "MAX_VERTICES", 4)
    assert read(usable_polygons, SQUARE)[1] == ["x.gpkg#f0: has 5 vertices; at most 4 are read."]


def test_what_has_too_many_vertices_is_not_looked_at_for_long(monkeypatch):
    looked, is_valid = [], shapely.is_valid
    monkeypatch.setattr(shapely, "is_valid", lambda shapes: (looked.extend(shapes), is_valid(shapes))[1])
    triangle = shapely.Polygon([(0, 0), (2, 0), (0, 2)])
    monkeypatch.setattr(repair, "MAX_VERTICES", 4)
    assert len(read(usable_polygons, SQUARE, triangle, EVEN_TIE)[1]) == 2
    assert looked == [triangle]


def test_heights_are_left_out_with_a_notice():
    (flat,), problems, notices = read(usable_polygons, shapely.force_3d(SQUARE, 7.0))
    assert flat.equals(SQUARE) and not flat.has_z and not problems
    assert notices == ["x.gpkg: 1 shapes have heights, which are left out."]
