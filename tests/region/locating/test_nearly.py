"""Points that are nearly projected have the owners of those that are projected; where it can't be told, they are."""

import numpy as np
import pytest
import shapely
from pyproj import CRS

from localvip.region.locating.index import UNDECIDED, build_index
from localvip.region.locating.locate import NO_LOCATION, Locator
from localvip.region.locating.nearly import NearLocator, Patches
from localvip.region.plane import box_in, is_smooth, projection

PLANE = CRS.from_proj4("+proj=laea +lat_0=41 +lon_0=-81 +datum=WGS84 +units=m +no_defs")
UTM = CRS.from_epsg(32617)


def mesh(number, width):
    random = np.random.default_rng(4)
    points = shapely.multipoints(random.uniform(-width / 2, width / 2, (number, 2)))
    return np.array(shapely.get_parts(shapely.voronoi_polygons(points)))


@pytest.mark.parametrize("crs", [UTM, CRS.from_epsg(4326), CRS.from_epsg(3734)], ids=lambda one: one.name)
def test_each_point_has_the_owner_that_it_has_when_it_is_projected(crs):
    areas, flat = mesh(300, 300_000), projection(crs, PLANE)
    west, south, east, north = box_in(crs, areas, PLANE)
    locator = Locator(areas, build_index(areas, 1 << 14))
    near = NearLocator(locator, locator.index, flat, Patches.over(flat, box_in(crs, areas, PLANE)))
    random = np.random.default_rng(5)
    x = random.uniform(1.1 * west - 0.1 * east, 1.1 * east - 0.1 * west, 100_000)
    y = random.uniform(1.1 * south - 0.1 * north, 1.1 * north - 0.1 * south, 100_000)
    corners = shapely.get_coordinates(areas[:50])
    x[: len(corners)], y[: len(corners)] = projection(PLANE, crs)(*corners.T)
    x[-1], y[-2] = np.nan, np.inf
    owner = near.owners(x, y)
    assert (owner == locator.owners(*flat(x, y))).all()
    assert owner[-1] == owner[-2] == NO_LOCATION and (owner < 0).mean() < 0.9
    few = locator.index.settled(*near.patches.nearly(x, y), near.patches.within)
    inside = few != UNDECIDED
    assert (
        inside.sum() > 0.95 * np.isfinite(near.patches.nearly(x, y)[0]).sum()
    )  # near borders too: else little is won
    assert (few[inside] == owner[inside]).all() and (few[: len(corners)] == UNDECIDED).all()


def test_a_point_that_may_lie_across_a_border_is_not_settled():
    index = build_index(np.array([shapely.box(0, 0, 5, 10), shapely.box(5, 0, 10, 10)]), 1 << 6)
    random = np.random.default_rng(8)
    x, y = random.uniform(4, 6, 2000), random.uniform(1, 9, 2000)
    for within in (1e-3, 0.01, 0.1):
        owner = index.settled(x, y, within)
        assert (owner[np.abs(x - 5) <= within] == UNDECIDED).all()
        known = owner != UNDECIDED
        assert (owner[known] == (x[known] > 5)).all() and known[np.abs(x - 5) < 0.2].any()


def test_without_an_error_what_is_not_known_is_not_settled_either():
    index = build_index(np.array([shapely.box(0, 0, 10, 10)]), 1 << 6)
    assert index.settled(np.array([np.nan, 5.03]), np.array([np.nan, 5.03]), 0.0).tolist() == [UNDECIDED, 0]


@pytest.mark.parametrize("crs", [UTM, CRS.from_epsg(4326)], ids=lambda one: one.name)
def test_no_point_is_farther_off_than_is_said(crs):
    flat, areas = projection(crs, PLANE), mesh(10, 300_000)
    box = box_in(crs, areas, PLANE)
    patches, random = Patches.over(flat, box), np.random.default_rng(6)
    x, y = random.uniform(box[0], box[2], 50_000), random.uniform(box[1], box[3], 50_000)
    off = np.abs(np.subtract(patches.nearly(x, y), flat(x, y))).max()
    assert patches.within / 8 < off < patches.within / 2


def test_outside_the_box_nothing_is_known():
    patches = Patches.over(lambda x, y: (2 * x, y + 1), (0, 0, 128, 128))
    x, y = patches.nearly(
        np.array([0.0, 128.0, 129.0, -1.0, np.nan, 3.0]), np.array([0.0, 128, 5, 5, 5, np.inf])
    )
    assert x[:2].tolist() == [0, 256] and y[:2].tolist() == [1, 129] and np.isnan(x[2:]).all()
    assert patches.within < 1e-9


def test_a_torn_projection_settles_nothing():
    index = build_index(mesh(30, 100), 1 << 10)
    for tear in (1e3, np.inf):
        patches = Patches.over(
            lambda x, y, tear=tear: (np.where(x > 1.1, tear, 0) + x, y), (-50, -50, 50, 50)
        )
        x, y = np.random.default_rng(7).uniform(-50, 50, (2, 500))
        assert (index.settled(*patches.nearly(x, y), patches.within) == UNDECIDED).all()


def test_only_operations_of_smooth_steps_are_smooth():
    assert all(is_smooth(CRS.from_epsg(code), PLANE) for code in (32617, 4326, 3734, 2154, 3857))
    assert not any(
        is_smooth(CRS.from_epsg(code), PLANE) for code in (4267, 27700)
    )  # by grids, or one of several
