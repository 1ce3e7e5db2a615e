"""The cell of a point: in its area, the first that holds it, or the nearest."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS

from localvip.region.locating.locate import NO_LOCATION, OUTSIDE
from localvip.region.point_layers import owning
from localvip.region.point_layers.held import Held
from localvip.region.point_layers.owning import owned, owned_by_class, owning_cells
from localvip.region.point_layers.sweep import located

PLANE = CRS.from_epsg(6933)
BOXES = np.array([shapely.box(x, y, x + 2, y + 2) for y in (0, 2, 4) for x in (0, 2, 4)])
halves = st.integers(-1, 13).map(lambda n: n / 2)


def points_at(shapes, areas, **columns):
    frame = gpd.GeoDataFrame(columns, geometry=list(shapes), crs=PLANE)
    return located(Held(frame, "s.geojson"), gpd.GeoDataFrame(geometry=areas, crs=PLANE), PLANE)


def owners(shapes, cells, area, areas):
    points = points_at(shapes, areas)
    return owning_cells(points, np.array(cells), np.array(area), len(areas)).tolist()


def test_the_area_is_found_before_the_cell():
    """The first area's cell lost its border to rounding; the point on it still belongs to that area."""
    areas = np.array([shapely.box(0, 0, 2, 2), shapely.box(2, 0, 4, 2)])
    left = [shapely.box(0, 0, 1, 2), shapely.box(1, 0, 1.999999, 2)]
    right = [shapely.box(2, 0, 3, 2), shapely.box(3, 0, 4, 2)]
    assert owners([shapely.Point(2, 1)], left + right, [0, 0, 1, 1], areas) == [1]


@given(st.lists(st.tuples(halves, halves), min_size=1, max_size=30))
def test_cells_own_what_their_areas_own(spots):
    points = [shapely.Point(x, y) for x, y in spots]
    cells, area = [], []
    for number, box in enumerate(BOXES):
        x0, y0, x1, y1 = box.bounds
        divided = number % 2 == 0
        cells += [shapely.box(x0, y0, x0 + 1, y1), shapely.box(x0 + 1, y0, x1, y1)] if divided else [box]
        area += [number] * (2 if divided else 1)
    found = owners(points, cells, area, BOXES)
    for point, cell in zip(points, found, strict=True):
        home = next((n for n, box in enumerate(BOXES) if box.intersects(point)), None)
        own = [n for n, cell in enumerate(cells) if area[n] == home and cell.intersects(point)]
        assert cell == (own[0] if own else OUTSIDE)


def test_a_point_in_a_joined_sliver_goes_to_the_nearest_cell_of_its_area():
    areas = np.array([shapely.box(0, 0, 10, 10)])
    cells = [shapely.box(0, 0, 4, 10), shapely.box(5, 0, 10, 10)]
    spots = [shapely.Point(4.2, 5), shapely.Point(4.8, 5), None, shapely.Point(11, 0)]
    assert owners(spots, cells, [0, 0], areas) == [0, 1, NO_LOCATION, OUTSIDE]


def test_points_in_areas_of_one_cell_are_not_read_again(monkeypatch):
    points = points_at([shapely.Point(1, 1), shapely.Point(3, 1)], BOXES[:2])
    monkeypatch.setattr(type(points), "on_plane", lambda *_: pytest.fail("read again"))
    assert owning_cells(points, BOXES[:2], np.array([0, 1]), 2).tolist() == [0, 1]


@pytest.mark.parametrize("at_once", [2, 1000])
def test_points_are_counted_a_part_at_a_time(monkeypatch, at_once):
    monkeypatch.setattr(owning, "AT_ONCE", at_once)
    owner = np.array([0, 2, 2, OUTSIDE, NO_LOCATION, 2], dtype=np.int32)
    assert owned(owner, 4).tolist() == [1, 0, 3, 0]
    barred = np.array([True, False, True, False, False, False])
    assert owned(owner, 4, barred).tolist() == [0, 0, 2, 0]
    assert owned(owner[:0], 2).tolist() == [0, 0]


def test_points_are_counted_by_class():
    points = points_at([shapely.Point(1, 1)] * 3, BOXES[:1], kind=["b", None, "a"])
    owner = np.array([0, 1, 1], dtype=np.int32)
    by_class = owned_by_class(points, "kind", owner, 2)
    assert [(name, held.tolist()) for name, held in by_class.items()] == [
        *(("", [0, 1]), ("a", [0, 1]), ("b", [1, 0]))
    ]
    assert owned_by_class(points, None, owner, 2)[""].tolist() == [1, 2]
    assert list(owned_by_class(points_at([], BOXES[:1], kind=[]), "kind", owner[:0], 2)) == [""]
