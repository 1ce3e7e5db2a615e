"""The index answers as testing every point does, on borders, corners and grid lines too."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from localvip.region import locate
from localvip.region.index import BORDER, build_index
from localvip.region.locate import NO_LOCATION, OUTSIDE, Locator, first_owner


def patchwork(seed, side=6):
    """Return a coverage of triangles with jittered corners, one hole and one overlap."""
    random = np.random.default_rng(seed)
    corners = np.stack(np.meshgrid(np.arange(side + 1.0), np.arange(side + 1.0)), axis=-1) * 100
    corners[1:-1, 1:-1] += random.uniform(-40, 40, (side - 1, side - 1, 2))
    a, b, c, d = corners[:-1, :-1], corners[:-1, 1:], corners[1:, 1:], corners[1:, :-1]
    triangles = [np.stack(t, axis=-2).reshape(-1, 3, 2) for t in ((a, b, c), (a, c, d))]
    polygons = shapely.polygons(np.concatenate(triangles))
    centre = shapely.centroid(polygons[7])
    polygons[7] = shapely.difference(polygons[7], shapely.buffer(centre, 5))
    return np.r_[polygons[random.permutation(len(polygons))], shapely.buffer(centre, 60)]


def places(polygons, seed):
    """Return points everywhere, on corners, on edges and on round numbers."""
    random = np.random.default_rng(seed)
    corner = shapely.get_coordinates(polygons)
    middle = (corner[1:] + corner[:-1]) / 2
    round_ones = np.stack(np.meshgrid(np.arange(0, 601, 25.0), np.arange(0, 601, 25.0)), axis=-1).reshape(
        -1, 2
    )
    return np.concatenate([random.uniform(-50, 650, (3000, 2)), corner, middle, round_ones])


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([1, 9, 100, 5000, 60_000]))
def test_the_index_answers_as_the_test_does(seed, squares):
    polygons = patchwork(seed)
    xy = places(polygons, seed)
    tested = locate._tested(shapely.points(xy), polygons)
    index = build_index(polygons, squares, locate._tested)
    found = index.owners(*xy.T)
    sure = found != BORDER
    assert (found[sure] == tested[sure]).all()
    assert (Locator(polygons, index).owners(*xy.T) == tested).all()


def test_most_squares_of_a_fine_index_need_no_test():
    index = build_index(patchwork(3), 1_000_000, locate._tested)
    assert (index.owner == BORDER).mean() < 0.05


def test_many_points_use_the_index_and_few_dont(monkeypatch):
    polygons = patchwork(1)
    assert Locator.over(polygons, 1000).index is None
    monkeypatch.setattr(locate, "FEW_POINTS", 1000)
    assert Locator.over(polygons, 1000).index is not None
    xy = places(polygons, 1)
    points = np.r_[
        shapely.points(xy), [None, shapely.Point(), shapely.Point(np.inf, 2), shapely.Point(-99, 2)]
    ]
    owner = first_owner(points, polygons)
    assert (owner == locate._tested(points, polygons)).all()
    assert owner[-4:].tolist() == [NO_LOCATION, NO_LOCATION, NO_LOCATION, OUTSIDE]


@pytest.mark.parametrize("squares", [1, 50, 10_000])
def test_an_edge_along_a_grid_line_and_one_far_longer_than_a_square(squares):
    polygons = shapely.box([0, 0, 50], [0, 1, 1], [100, 1, 100], [1, 50, 50])
    x, y = np.meshgrid(np.linspace(-1, 101, 409), np.linspace(-1, 51, 209))
    tested = locate._tested(shapely.points(x.ravel(), y.ravel()), polygons)
    index = build_index(polygons, squares, locate._tested)
    assert (Locator(polygons, index).owners(x.ravel(), y.ravel()) == tested).all()


def test_no_points_and_no_polygons(monkeypatch):
    monkeypatch.setattr(locate, "FEW_POINTS", 0)
    none = np.array([], dtype=object)
    assert first_owner(none, patchwork(1)).tolist() == []
    assert first_owner(np.array([shapely.Point(1, 1)]), none).tolist() == [OUTSIDE]
