"""Every square that an edge touches is found, and what holds each centre is as a test says."""

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from localvip.region.locating.edges import HELD, edges_of
from localvip.region.locating.grid import Grid
from localvip.region.locating.traced import spread, traced

places = st.tuples(st.floats(0, 100), st.floats(0, 100))


@given(st.lists(places, min_size=3, max_size=3), st.sampled_from([4, 90, 2000]))
def test_against_the_boxes_of_all_squares(corners, squares):
    polygon = shapely.Polygon(corners)
    if not polygon.is_valid or polygon.area < 1:
        return
    grid = Grid.over(np.array([polygon]), squares)
    found = traced(edges_of(np.array([polygon])), grid)
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
    found = traced(edges_of(steep), grid)
    assert (
        len(found.square) < 2 * 2 * 190 * 1.1
    )  # two edges through 100 columns and 90 rows, and both of a crossing


def test_a_centre_on_an_edge_is_unsure():
    grid = Grid.over(np.array([shapely.box(0, 0, 8, 8)]), 64)
    x = float(grid.x_of(np.array([4], dtype=np.int32))[0])
    found = traced(edges_of(np.array([shapely.box(x, 0, 8, 8)])), grid)
    assert set(found.unsure % grid.columns) == {4}
    assert len(found.unsure) == 8


def test_spread_counts_through_each():
    of, step = spread(np.array([2, 0, 3], dtype=np.int32))
    assert of.tolist() == [0, 0, 2, 2, 2]
    assert step.tolist() == [0, 1, 0, 1, 2]
