import numpy as np
import pytest
import shapely

from localvip.region.cutting.crossings import NEAR_M, crossings
from localvip.region.cutting.pairs import pairs_of
from localvip.region.cutting.rings import LENGTH

SQUARE = shapely.box(0, 0, 10, 10)


def found(shape, target):
    return between([shape], [target])


def between(shapes, targets):
    pairs = pairs_of(np.array(shapes, dtype=object), np.array(targets, dtype=object))
    return crossings(pairs, np.ones(len(shapes), bool))


def test_a_border_that_crosses_twice_goes_in_once_and_out_once():
    both = found(SQUARE, shapely.box(4, -5, 20, 5))
    assert both.pair.tolist() == [0, 0]
    assert sorted(both.enters.tolist()) == [False, True]
    assert len(both.doubtful) == 0
    into = int(np.flatnonzero(both.enters)[0])
    assert both.shells.y[both.row[into]] == 0  # along the southern side eastwards it goes in


@pytest.mark.parametrize("reverse", [False, True])
def test_in_and_out_are_the_same_whichever_way_rings_are_given(reverse):
    shape, target = SQUARE, shapely.box(4, -5, 20, 5)
    plain, turned = found(shape, target), found(shape, shapely.reverse(target) if reverse else target)
    south = [
        result.enters[result.shells.y[result.row] == result.shells.y[result.row + 1]].tolist()
        for result in (plain, turned)
    ]
    assert south[0] == south[1] == [True]


def test_a_hole_of_a_target_is_outside_it():
    ring = shapely.box(-20, -20, 40, 40) - shapely.box(4, -5, 20, 5)
    both = found(SQUARE, ring)
    south = both.shells.y[both.row] == both.shells.y[both.row + 1]
    assert both.enters[south].tolist() == [False]


TOUCHING = {
    "a side shared": shapely.box(10, 0, 20, 10),
    "a part of a side": shapely.box(10, 4, 20, 6),
    "a corner": shapely.box(10, 10, 20, 20),
    "a corner on a side": shapely.Polygon([(10, 5), (20, 0), (20, 10)]),
    "a corner of the shape on a side": shapely.Polygon([(0, 20), (20, 0), (30, 30)]),
    "a side in a line, and inside": shapely.box(5, 0, 8, 5),
    "the same": SQUARE,
    "a corner nearly on a side": shapely.Polygon([(10 - NEAR_M / 2, 5), (20, 0), (20, 10)]),
    "a side that nearly runs along": shapely.Polygon([(10, -5), (10 + NEAR_M / 3, 15), (20, 5)]),
    "an end hardly over a side": shapely.Polygon([(3, NEAR_M / 2), (4, -5), (2, -5)]),
}


@pytest.mark.parametrize("target", TOUCHING.values(), ids=TOUCHING)
def test_borders_that_touch_or_may_are_in_doubt(target):
    for shape, other in ((SQUARE, target), (target, SQUARE)):
        assert found(shape, other).doubtful.tolist()[:1] == [0]


def test_a_ring_that_may_lie_in_a_shape_is_in_doubt():
    for target in (shapely.box(2, 2, 3, 3), shapely.box(-9, -9, 19, 19) - shapely.box(2, 2, 3, 3)):
        assert set(found(SQUARE, target).doubtful) == {0}


APART = {
    "inside": shapely.box(-5, -5, 20, 20),
    "beside, in a line with a side": shapely.box(12, 0, 20, 10),
    "round a corner": shapely.Polygon([(-5, 9.9), (-5, 20), (20, 20), (20, -5), (12, 12)]),
}


@pytest.mark.parametrize("target", APART.values(), ids=APART)
def test_borders_apart_neither_cross_nor_leave_a_doubt(target):
    result = found(SQUARE, target)
    assert len(result.pair) == len(result.doubtful) == 0


def test_shapes_that_are_not_plain_are_left_out():
    pairs = pairs_of(np.array([SQUARE, SQUARE], dtype=object), np.array([shapely.box(4, -5, 20, 5)]))
    assert crossings(pairs, np.array([False, True])).pair.tolist() == [1, 1]


def test_long_rings_are_gone_through_by_stretches(monkeypatch):
    monkeypatch.setattr("localvip.region.cutting.crossings.AT_ONCE", 3)
    lake = shapely.Point(0, 0).buffer(100, quad_segs=20 * LENGTH)
    lines = [shapely.box(x, -200, x + 0.5, 200) for x in (-90.3, 0.2, 70.7)]
    result = between([lake], lines)
    assert result.pair.tolist() == [0] * 4 + [1] * 4 + [2] * 4
    assert len(result.doubtful) == 0


def test_what_is_far_from_the_origin_is_told_as_well_as_what_is_near():
    """A corner a micrometre or two from a border a third of the way round the Earth: signs there are still right."""
    far = np.array([9_000_000.3, 12_345_678.9])
    for gap in (4 * NEAR_M, -4 * NEAR_M):
        tooth = shapely.Polygon([(3, -gap), (9, -7), (-2, -8)])
        shape, target = (shapely.transform(one, lambda xy: xy + far) for one in (SQUARE, tooth))
        result = found(shape, target)
        assert len(result.doubtful) == 0
        assert len(result.pair) == (2 if gap < 0 else 0)
