import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from localvip.region.locating.upward import HELD, Bands, upward

HOLED = shapely.box(0, 0, 9, 9).difference(shapely.box(3, 3, 6, 6))
ONE = Bands(0, 9, 1)


@pytest.mark.parametrize("parted", [False, True], ids=["polygons", "multipolygons"])
def test_polygons_without_holes_are_read_alike_alone_and_beside_others(parted):
    rings = shapely.linearrings(np.random.default_rng(1).uniform(0, 9, (300, 3, 2)))
    plain = shapely.polygons(np.where(np.arange(300) % 2, rings, shapely.reverse(rings)))
    alone = upward(shapely.multipolygons(plain, indices=np.arange(300)) if parted else plain, 7, ONE)
    beside = upward(np.r_[plain, HOLED], 7, ONE)
    assert alone[0].tolist() == beside[0][:900].tolist()
    assert alone[1].tolist() == beside[1][:900].tolist()
    assert len(beside[1]) == 900 + 8


def test_the_first_position_is_added_to_all():
    weight = upward(np.array([shapely.box(0, 0, 1, 1)] * 2), 7, ONE)[1]
    assert sorted(np.abs(weight).tolist()) == [HELD + 8] * 4 + [HELD + 9] * 4


def test_edges_are_sorted_by_the_band_of_their_lower_end():
    polygons = shapely.box(0, [8, 0, 4], 9, [9, 9, 5])
    ends, _, first = upward(polygons, 0, Bands.over(polygons, 9))
    assert first.tolist() == [0, 3, 3, 3, 3, 6, 7, 7, 7, 12]
    assert np.minimum(ends[:, 1], 8).tolist() == [0, 0, 0, 4, 4, 4, 5, 8, 8, 8, 8, 8]


@given(st.floats(-1e6, 1e6), st.floats(1e-9, 1e6), st.integers(1, 65_536))
def test_bands_never_fall_and_are_as_many_as_said(south, height, number):
    bands = Bands.over(np.array([shapely.box(0, south, 1, south + height)]), number)
    y = np.sort(np.random.default_rng(0).uniform(south, south + height, 100)).clip(south, south + height)
    found = bands.of(np.r_[south, y, south + height])
    assert (found[1:] >= found[:-1]).all() and found[-1] <= number - 1 and found[0] == 0


def test_flat_shapes_and_none_have_one_band():
    for nothing in ([], [None], [shapely.Polygon()]):
        assert Bands.over(np.array(nothing, dtype=object), 5).of(np.zeros(0)).tolist() == []
    flat = Bands.over(np.array([shapely.LineString([(0, 1), (9, 1)])]), 5)
    assert flat.of(np.ones(3)).tolist() == [0, 0, 0]
