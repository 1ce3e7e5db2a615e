import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from localvip.region.locating.grid import Grid

BOX = np.array([shapely.box(3, 5, 11, 9)])
GRID = Grid.over(BOX, 32)


def test_squares_cover_the_box_with_a_rim_of_one():
    assert GRID.size == 1
    assert (GRID.columns, GRID.rows) == (11, 7)
    assert GRID.column(np.array([3.0, 11.0])).tolist() == [1, 9]
    assert GRID.row(np.array([5.0, 9.0])).tolist() == [1, 5]


def test_what_is_far_off_or_no_number_is_in_the_rim():
    x = np.array([-1e300, -np.inf, np.nan, 1e300, np.inf])
    assert GRID.column(x).tolist() == [0, 0, 0, 10, 10]


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(1, 10_000))
def test_centres_are_in_their_squares_and_columns_never_fall(west, width, squares):
    grid = Grid.over(np.array([shapely.box(west, 0, west + width, 1)]), squares)
    columns = np.arange(grid.columns, dtype=np.int32)
    assert grid.column(grid.x_of(columns)).tolist() == columns.tolist()
    assert grid.row(grid.y_of(np.arange(grid.rows, dtype=np.int32))).tolist() == list(range(grid.rows))
    x = np.sort(np.random.default_rng(0).uniform(west, west + width, 100))
    assert (np.diff(grid.column(np.sort(np.r_[x, np.nextafter(x, np.inf)]))) >= 0).all()
    assert grid.slack < grid.size / 100


@pytest.mark.parametrize("flat", [shapely.box(0, 0, 9, 0.001), shapely.box(0, 0, 0.001, 9)])
def test_a_narrow_box_has_no_more_squares_than_asked(flat):
    grid = Grid.over(np.array([flat]), 100)
    assert (grid.columns - 3) * (grid.rows - 3) <= 100


def test_squares_are_never_as_fine_as_the_rounding():
    grid = Grid.over(np.array([shapely.box(1e12, 1e12, 1e12 + 1, 1e12 + 1)]), 1 << 20)
    assert grid.size > 1000 * np.spacing(1e12)
