import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from localvip.region.locating import locate
from localvip.region.locating.index import UNDECIDED, build_index
from localvip.region.locating.locate import NO_LOCATION, OUTSIDE, Locator, first_owner

BOXES = np.array([shapely.box(x, y, x + 2, y + 2) for y in (0, 2, 4) for x in (0, 2, 4)])
halves = st.integers(-1, 13).map(lambda n: n / 2)


def brute(points, polygons):
    owners = []
    for point in points:
        found = [number for number, polygon in enumerate(polygons) if polygon.intersects(point)]
        owners.append(found[0] if found else OUTSIDE)
    return owners


@given(st.lists(st.tuples(halves, halves), max_size=30))
def test_equal_to_a_plain_loop_on_vertices_edges_and_insides(spots):
    points = np.array([shapely.Point(x, y) for x, y in spots], dtype=object)
    assert first_owner(points, BOXES).tolist() == brute(points, BOXES)


@given(st.lists(st.tuples(halves, halves), min_size=1, max_size=20), st.permutations(range(9)))
def test_the_smallest_position_owns_a_border_whatever_the_order(spots, order):
    points = np.array([shapely.Point(x, y) for x, y in spots], dtype=object)
    polygons = BOXES[list(order)]
    assert first_owner(points, polygons).tolist() == brute(points, polygons)


def test_a_corner_of_four_goes_to_the_first():
    assert first_owner(np.array([shapely.Point(2, 2)]), BOXES).tolist() == [0]


@pytest.mark.parametrize(
    "nowhere", [None, shapely.Point(), shapely.Point(np.inf, 1), shapely.Point(1, np.nan)]
)
def test_a_point_without_a_location_is_not_outside(nowhere):
    points = np.array([nowhere, shapely.Point(50, 50)], dtype=object)
    assert first_owner(points, BOXES).tolist() == [NO_LOCATION, OUTSIDE]


def test_nothing_in_nothing_out():
    none = np.zeros(0, dtype=object)
    assert first_owner(none, BOXES).tolist() == []
    assert first_owner(np.array([shapely.Point(0, 0)]), none).tolist() == [OUTSIDE]


def test_a_hole_belongs_to_the_enclave_and_its_border_to_the_first():
    ring = shapely.box(0, 0, 6, 6) - shapely.box(2, 2, 4, 4)
    points = shapely.points([[3, 3], [2, 3], [1, 1]])
    assert first_owner(points, np.array([ring, shapely.box(2, 2, 4, 4)])).tolist() == [1, 0, 0]


def crowded(polygons, seed):
    """Return points everywhere, and on every corner and middle of an edge."""
    corner = shapely.get_coordinates(polygons)
    inside = np.random.default_rng(seed).uniform(-1, 7, (2000, 2))
    return np.concatenate([inside, corner, (corner[1:] + corner[:-1]) / 2])


@given(st.permutations(range(9)), st.floats(0, 1), st.integers(0, 99))
def test_an_index_changes_no_answer(order, shift, seed):
    overlapping = shapely.buffer(shapely.Point(2 + shift, 3), 1)
    polygons = np.r_[BOXES[list(order)], overlapping]
    x, y = np.ascontiguousarray(crowded(polygons, seed).T)
    plain, quick = Locator(polygons, None), Locator(polygons, build_index(polygons, 400))
    assert (quick.index.owners(x, y) == UNDECIDED).any()
    assert (quick.owners(x, y) == plain.owners(x, y)).all()
    shared = shapely.intersects_xy(polygons[:, None], x, y).sum(axis=0) > 1
    assert quick.tally.shared == plain.tally.shared == shared.sum() > 0


def test_few_points_are_tested_and_many_looked_up(monkeypatch):
    assert Locator.over(BOXES, 1000).index is None
    monkeypatch.setattr(locate, "FEW_POINTS", 1000)
    assert Locator.over(BOXES, 1000).index is not None
    xy = crowded(BOXES, 1)
    points = np.r_[
        shapely.points(xy), [None, shapely.Point(), shapely.Point(np.inf, 2), shapely.Point(-99, 2)]
    ]
    owner = first_owner(points, BOXES)
    assert owner[:-4].tolist() == brute(points[:-4], BOXES)
    assert owner[-4:].tolist() == [NO_LOCATION, NO_LOCATION, NO_LOCATION, OUTSIDE]


def test_what_is_no_polygon_is_tested():
    mixed = np.array([shapely.box(0, 0, 1, 1), shapely.LineString([(2, 0), (2, 2)])])
    locator = Locator.over(mixed, 10**9)
    assert locator.index is None
    assert locator.owners(np.array([0.5, 2.0, 3.0]), np.array([0.5, 1.0, 1.0])).tolist() == [0, 1, OUTSIDE]


def test_more_points_than_polygons_and_fewer_are_tested_alike():
    xy = crowded(BOXES, 2)
    locator = Locator(BOXES, None)
    whole = locator.owners(*xy.T)
    some = [locator.owners(*xy[start : start + 8].T) for start in range(0, len(xy), 8)]
    assert np.concatenate(some).tolist() == whole.tolist()


def test_often_tested_shapes_are_prepared_aside(monkeypatch):
    """A prepared shape is no matter for two threads, and these are the region's own."""
    shapes, prepared = shapely.segmentize(BOXES, 0.1), []
    prepare = shapely.prepare
    monkeypatch.setattr(shapely, "prepare", lambda some: prepared.append(len(some)) or prepare(some))
    xy = crowded(BOXES, 3)
    assert Locator(shapes, None).owners(*xy.T).tolist() == brute(shapely.points(xy), BOXES)
    assert prepared == [len(BOXES)]
    assert not shapely.is_prepared(shapes).any()


@pytest.mark.parametrize("indexed", [False, True])
def test_coordinates_that_are_nowhere(indexed):
    locator = Locator(BOXES, build_index(BOXES, 100) if indexed else None)
    nowhere = np.array([np.nan, np.inf, 1.0])
    assert locator.owners(nowhere, nowhere).tolist() == [NO_LOCATION, NO_LOCATION, 0]
    assert locator.owners(np.zeros(0), np.zeros(0)).tolist() == []
