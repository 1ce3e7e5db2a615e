"""The index decides as the test does, or says that it can't: on borders, corners, grid lines and in overlaps."""

import os

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from localvip.region.locating import edges, index
from localvip.region.locating.index import NONE, UNDECIDED, build_index


def patchwork(seed, side=6):
    """Return a coverage of triangles with jittered corners, one hole and one overlap, in any order and direction."""
    random = np.random.default_rng(seed)
    corners = np.stack(np.meshgrid(np.arange(side + 1.0), np.arange(side + 1.0)), axis=-1) * 100
    corners[1:-1, 1:-1] += random.uniform(-40, 40, (side - 1, side - 1, 2))
    a, b, c, d = corners[:-1, :-1], corners[:-1, 1:], corners[1:, 1:], corners[1:, :-1]
    triangles = [np.stack(t, axis=-2).reshape(-1, 3, 2) for t in ((a, b, c), (a, c, d))]
    polygons = shapely.polygons(np.concatenate(triangles))
    centre = shapely.centroid(polygons[7])
    polygons[7] = shapely.difference(polygons[7], shapely.buffer(centre, 5))
    polygons[20] = shapely.union(polygons[20], shapely.box(700, 100, 750, 180))
    turned = shapely.reverse(polygons[random.permutation(len(polygons))])
    return np.r_[turned, shapely.buffer(centre, 60)]


def places(polygons, seed):
    """Return points everywhere, on corners, on edges and on round numbers."""
    random = np.random.default_rng(seed)
    corner = shapely.get_coordinates(polygons)
    middle = (corner[1:] + corner[:-1]) / 2
    even = np.stack(np.meshgrid(np.arange(0, 801, 25.0), np.arange(0, 601, 25.0)), axis=-1).reshape(-1, 2)
    return np.concatenate([random.uniform(-50, 800, (3000, 2)), corner, middle, even])


def holders(xy, polygons):
    """Return for each point which polygons hold it, borders included: points x polygons."""
    return shapely.intersects(shapely.points(xy)[:, None], polygons[None, :])


def check(polygons, squares, xy):
    """Hold the index against a test of each point; return the share of points left undecided."""
    held = holders(xy, polygons)
    found = build_index(polygons, squares).owners(*np.ascontiguousarray(xy.T))
    first = np.where(held.any(axis=1), held.argmax(axis=1), NONE)
    sure = found != UNDECIDED
    assert (found[sure] == first[sure]).all()
    assert (held[sure].sum(axis=1) <= 1).all()
    return 1 - sure.mean()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([1, 9, 100, 5000, 60_000]), st.sampled_from([5, 90, 1 << 16]))
def test_the_index_answers_as_the_test_does(seed, squares, corners):
    polygons = patchwork(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(edges, "AT_ONCE", corners)
        check(polygons, squares, places(polygons, seed))


def test_only_points_on_borders_and_in_overlaps_are_left():
    polygons = patchwork(3)
    xy = np.random.default_rng(3).uniform(0, 600, (20_000, 2))
    shared = (holders(xy, polygons).sum(axis=1) > 1).mean()
    left = check(polygons, 40_000, xy)
    assert shared <= left < shared * 1.5
    assert check(polygons[:-1], 40_000, xy) == 0


@pytest.mark.parametrize("squares", [1, 50, 10_000])
def test_an_edge_along_a_grid_line_and_one_far_longer_than_a_square(squares):
    polygons = shapely.box([0, 0, 50], [0, 1, 1], [100, 1, 100], [1, 50, 50])
    x, y = np.meshgrid(np.linspace(-1, 101, 409), np.linspace(-1, 51, 209))
    check(polygons, squares, np.stack([x.ravel(), y.ravel()], axis=1))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_corners_on_a_lattice_that_the_squares_may_hit(data):
    """Whole numbers make edges pass through centres, corners meet the ways, and edges lie on one line."""
    whole = st.integers(0, 6)
    triangles = data.draw(st.lists(st.tuples(*[st.tuples(whole, whole)] * 3), min_size=1, max_size=4))
    polygons = np.array([one for one in map(shapely.Polygon, triangles) if one.is_valid], dtype=object)
    if not len(polygons):
        return
    x, y = np.meshgrid(np.arange(-2, 15) / 2, np.arange(-2, 15) / 2)
    check(polygons, data.draw(st.sampled_from([1, 4, 16, 36, 900])), np.stack([x.ravel(), y.ravel()], axis=1))


@pytest.mark.parametrize("far", [1e6, 1e12])
def test_far_from_the_origin_where_coordinates_are_coarse(far):
    polygons = shapely.transform(shapely.box([0, 1], [0, 0], [1, 2], [1, 1]), lambda xy: xy + far)
    step = max(1 / 64, 4 * np.spacing(far))
    x, y = np.meshgrid(np.arange(-1, 3, step), np.arange(-1, 3, step))
    left = check(polygons, 1_000_000, np.stack([x.ravel(), y.ravel()], axis=1) + far)
    assert left < 0.5


def test_points_so_near_to_a_border_that_rounding_hides_it_are_left_or_right():
    polygons = shapely.polygons([[(0, 0), (7, 3), (0, 3)], [(0, 0), (7, 0), (7, 3)]])
    y = np.nextafter(3 / 7, [0, 0.4, 0.5, 1]) * np.array([1, 2, 3, 4])
    check(polygons, 100, np.stack([np.arange(1.0, 5), y], axis=1))


def test_many_points_in_batches_on_several_threads(monkeypatch):
    polygons = patchwork(1)
    xy = np.ascontiguousarray(places(polygons, 1).T)
    made = build_index(polygons, 5000)
    whole = made.owners(*xy)
    monkeypatch.setattr(index, "AT_ONCE", 100)
    assert (made.owners(*xy) == whole).all()


def test_any_number_of_processors_makes_the_same_index(monkeypatch):
    monkeypatch.setattr(edges, "AT_ONCE", 16)
    made = []
    for processors in (1, 5):
        monkeypatch.setattr(os, "cpu_count", lambda processors=processors: processors)
        made.append(build_index(patchwork(2), 5000))
    assert made[0].grid == made[1].grid and len(made[0].edges.first) > 4
    for name in ("code", "centre", "first", "held"):
        assert getattr(made[0], name).tobytes() == getattr(made[1], name).tobytes()
    for name in ("ends", "weight", "first"):
        assert getattr(made[0].edges, name).tobytes() == getattr(made[1].edges, name).tobytes()


def test_no_points_and_points_that_are_nowhere():
    made = build_index(patchwork(1), 100)
    assert made.owners(np.zeros(0), np.zeros(0)).tolist() == []
    nowhere, far = np.array([np.nan, np.inf, -np.inf]), np.array([1e300, -1e300, 1e9])
    assert made.owners(nowhere, np.full(3, 50.0)).tolist() == [UNDECIDED] * 3
    assert made.owners(np.full(3, 50.0), nowhere).tolist() == [UNDECIDED] * 3
    assert made.owners(far, np.full(3, 50.0)).tolist() == [NONE] * 3


def test_most_squares_of_a_fine_index_need_no_edge():
    made = build_index(patchwork(3)[:-1], 1_000_000)
    assert (made.code <= index.BORDER).mean() < 0.03
    assert not (made.code == UNDECIDED).any()
