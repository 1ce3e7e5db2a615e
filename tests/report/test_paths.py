import geopandas as gpd
import numpy as np
import pytest
import shapely

from localvip.problem import Bug
from localvip.report.paths import (
    MARGIN,
    TALLEST,
    WIDEST,
    area_paths,
    closed_path,
    diamond_path,
    fit,
    open_path,
    thinned,
)


def frame_of(*shapes):
    return gpd.GeoDataFrame(
        index=[f"a{n}" for n in range(len(shapes))], geometry=list(shapes), crs="EPSG:6933"
    )


def paths_of(frame):
    canvas = fit(frame.geometry)
    return area_paths(frame, thinned(frame, canvas), canvas)


def test_the_canvas_takes_the_shape_of_the_frame():
    wide = fit(frame_of(shapely.box(0, 0, 4000, 1000)).geometry)
    tall = fit(frame_of(shapely.box(0, 0, 1000, 9000)).geometry)
    assert wide.width == WIDEST and wide.height == round((WIDEST - 2 * MARGIN) / 4) + 2 * MARGIN
    assert tall.height == TALLEST and tall.width == round((TALLEST - 2 * MARGIN) / 9) + 2 * MARGIN


def test_north_is_up_and_rings_are_relative():
    frame = frame_of(shapely.box(0, 0, 100, 50))
    (path,) = paths_of(frame)
    assert path.endswith("z") and "." not in path
    assert absolute(path) == {(16, 16), (1984, 16), (1984, 1000), (16, 1000)}


def test_neighbours_share_every_point_of_their_border():
    frame = frame_of(shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100))
    left, right = paths_of(frame)
    assert absolute(left) & absolute(right) == {(1000, 16), (1000, 1000)}


def absolute(path):
    start, steps = path.removeprefix("M").removesuffix("z").split("l")
    x, y = map(int, start.split())
    numbers = [int(number) for number in steps.replace("-", " -").split()]
    points = {(x, y)}
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.add((x, y))
    return points


def test_an_area_too_small_to_draw_gets_a_mark():
    frame = frame_of(shapely.box(0, 0, 1e6, 1e6), shapely.box(2e6, 0, 2e6 + 3, 3))
    _, speck = paths_of(frame)
    assert speck == f"M{WIDEST - MARGIN - 4} {MARGIN + 984 - 4}h8v8h-8z"


def test_a_hole_stays_a_hole():
    ring = shapely.box(0, 0, 100, 100).difference(shapely.box(40, 40, 60, 60))
    frame = frame_of(ring)
    assert paths_of(frame)[0].count("M") == 2


@pytest.mark.parametrize("shape", [None, shapely.Polygon()])
def test_an_area_without_a_shape_is_our_bug(shape):
    frame = frame_of(shapely.box(0, 0, 1, 1), shape)
    with pytest.raises(Bug, match="a1"):
        paths_of(frame)


def test_lines_stay_open_and_points_become_diamonds():
    frame = frame_of(shapely.box(0, 0, 100, 100))
    canvas = fit(frame.geometry)
    line = shapely.LineString([(0, 0), (100, 100)])
    assert not open_path(line, canvas).endswith("z") and closed_path(line, canvas) == ""
    assert diamond_path(shapely.Point(50, 50), canvas).endswith("z")


def squares(*corners, side=1000):
    return gpd.GeoSeries([shapely.box(x, y, x + side, y + side) for x, y in corners], crs="EPSG:6933")


def test_land_that_is_a_small_part_is_framed_with_some_of_what_is_around_it():
    every = squares((0, 0), (9000, 0), (0, 9000), (4000, 4000))
    canvas = fit(every, on=every.iloc[3:])
    assert canvas.framed and max(canvas.width, canvas.height) <= WIDEST
    west, south, east, north = canvas.box
    assert west < 4000 < 5000 < east < 5200 and 3800 < south < 4000 < 5000 < north
    west, south, east, north = canvas.whole_box
    assert west < 0 and south < 0 and east > 10_000 and north > 10_000
    x, y, width, height = canvas.whole
    assert x < 0 and y < 0 and x + width > canvas.width and y + height > canvas.height


@pytest.mark.parametrize("part", [[], [0, 1, 2]])
def test_land_that_is_most_or_none_is_not_framed(part):
    every = squares((0, 0), (9000, 0), (0, 9000), (4000, 4000))
    canvas = fit(every, on=every.iloc[part])
    assert not canvas.framed and canvas == fit(every)


def test_a_finer_grid_has_the_same_places_times_its_detail():
    canvas = fit(squares((0, 0), (9000, 5000)))
    spots = np.array([(0.0, 0.0), (10_000.0, 6000.0), (3333.3, 4321.0)])
    assert np.abs(canvas.finer(3).grid(spots) - 3 * canvas.grid(spots)).max() <= 2
    assert canvas.finer(3).tolerance == pytest.approx(canvas.tolerance / 3)
