"""Every square that an edge touches is found, and what holds each centre is as a test says."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from localvip.region.locating import edges
from localvip.region.locating.edges import edges_of
from localvip.region.locating.grid import Grid
from localvip.region.locating.traced import Traced, spread, strips, traced
from localvip.region.locating.upward import HELD

places = st.tuples(st.floats(0, 100), st.floats(0, 100))


def whole(polygons, grid):
    """Return what is traced in all strips, squares counted from the first of the grid."""
    found = edges_of(polygons)
    parts = list(strips(found, grid))
    assert [part.start for part in parts] == [0, *(part.end for part in parts[:-1])]
    assert parts[-1].end == grid.rows
    trace = [traced(found, grid, part) for part in parts]
    base = [part.start * grid.columns for part in parts]
    square, unsure = (
        np.concatenate([getattr(one, name) + start for one, start in zip(trace, base, strict=True)])
        for name in ("square", "unsure")
    )
    return Traced(
        square,
        np.concatenate([one.edge for one in trace]),
        np.concatenate([one.total for one in trace]),
        unsure,
    )


@given(st.lists(places, min_size=3, max_size=3), st.sampled_from([4, 90, 2000]))
def test_against_the_boxes_of_all_squares(corners, squares):
    polygon = shapely.Polygon(corners)
    if not polygon.is_valid or polygon.area < 1:
        return
    grid = Grid.over(np.array([polygon]), squares)
    found = whole(np.array([polygon]), grid)
    column, row = (part.ravel() for part in np.meshgrid(np.arange(grid.columns), np.arange(grid.rows)))
    x, y = grid.x_of(column.astype(np.int32)), grid.y_of(row.astype(np.int32))
    half = grid.size / 2 * (1 - 1e-9)
    touching = shapely.intersects(shapely.box(x - half, y - half, x + half, y + half), polygon.boundary)
    assert set(np.flatnonzero(touching)) <= set(found.square.tolist())
    sure = np.ones(len(x), dtype=bool)
    sure[found.unsure] = False
    inside = shapely.intersects_xy(polygon, x, y)
    assert (found.total == np.where(inside, HELD + 1, 0))[sure].all()
    doubtful = shapely.distance(shapely.points(x, y), polygon.boundary)[~sure]
    assert (doubtful < 2 * grid.slack).all()


def test_few_squares_are_named_that_an_edge_does_not_touch():
    steep = np.array([shapely.Polygon([(0, 0), (1, 0), (100, 90)])])
    grid = Grid.over(steep, 10_000)
    found = whole(steep, grid)
    assert (
        len(found.square) < 2 * 2 * 190 * 1.1
    )  # two edges through 100 columns and 90 rows, and both of a crossing


def test_a_centre_on_an_edge_is_unsure():
    grid = Grid.over(np.array([shapely.box(0, 0, 8, 8)]), 64)
    x = float(grid.x_of(np.array([4], dtype=np.int32))[0])
    found = whole(np.array([shapely.box(x, 0, 8, 8)]), grid)
    assert set(found.unsure % grid.columns) == {4}
    assert len(found.unsure) == 8


@given(st.lists(st.tuples(places, places, places), min_size=1, max_size=9), st.sampled_from([4, 90, 2000]))
def test_strips_of_any_number_are_traced_as_one_is(triangles, squares):
    """More bands than rows, bands without an edge, and edges through many strips."""
    polygons = np.array(
        [one for one in map(shapely.Polygon, triangles) if one.is_valid and one.area], dtype=object
    )
    if not len(polygons):
        return
    grid = Grid.over(polygons, squares)
    one = whole(polygons, grid)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(edges, "AT_ONCE", 1)
        many, found = whole(polygons, grid), edges_of(polygons)
    assert len(found.first) > 4 * len(polygons)
    assert many.total.tolist() == one.total.tolist()
    assert sorted(many.unsure.tolist()) == sorted(one.unsure.tolist())
    ends = edges_of(polygons).ends
    pairs = [
        sorted(zip(trace.square.tolist(), from_.take(trace.edge, axis=0).tolist(), strict=True))
        for trace, from_ in ((one, ends), (many, found.ends))
    ]
    assert pairs[0] == pairs[1]


def test_spread_counts_through_each():
    of, step = spread(np.array([2, 0, 3], dtype=np.int32))
    assert of.tolist() == [0, 0, 2, 2, 2]
    assert step.tolist() == [0, 1, 0, 1, 2]
