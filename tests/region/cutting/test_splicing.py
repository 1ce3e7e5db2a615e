import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from localvip.region.cutting.crossings import crossings
from localvip.region.cutting.pairs import pairs_of
from localvip.region.cutting.splicing import splice

SQUARE = shapely.box(0, 0, 10, 10)


def spliced(shapes, targets, alone=True):
    """What is made of all pairs that cross twice."""
    pairs = pairs_of(np.array(shapes, dtype=object), np.array(targets, dtype=object))
    found = crossings(pairs, np.ones(len(shapes), bool))
    number = np.bincount(found.pair, minlength=len(pairs.shape))
    number[found.doubtful] = 0
    twice = np.flatnonzero(number == 2)
    return splice(found, twice, np.full(len(twice), alone))


BORDERS = {
    "across a corner": shapely.box(4, -5, 20, 5),
    "from side to side": shapely.box(4, -5, 20, 15),
    "a tooth in one side": shapely.Polygon([(2.2, 5), (8.1, -5), (-3.3, -5)]),
    "a bay in one side": shapely.box(-20, -20, 30, 30) - shapely.Polygon([(5, 5), (8, -30), (2, -30)]),
    "two teeth": shapely.Polygon([(1, 3), (2, 2), (3, 4), (4, -2), (0.5, -2)]),
    "a hole": shapely.box(-20, -20, 30, 30) - shapely.box(4, -5, 20, 5),
    "nearly all": shapely.Polygon([(-9, -9), (19, -9), (19, 0.1), (0.1, 19), (-9, 19)]),
}


@pytest.mark.parametrize("turned", [(False, False), (True, False), (False, True), (True, True)])
@pytest.mark.parametrize("target", BORDERS.values(), ids=BORDERS)
def test_parts_are_those_that_geos_makes(target, turned):
    shape = shapely.reverse(SQUARE) if turned[0] else SQUARE
    target = shapely.reverse(target) if turned[1] else target
    parts = spliced([shape], [target])
    assert shapely.area(shapely.symmetric_difference(parts.inside[0], shape & target)) < 1e-12
    assert shapely.area(shapely.symmetric_difference(parts.outside[0], shape - target)) < 1e-12


def test_what_is_outside_is_made_only_when_asked_for():
    parts = spliced([SQUARE], [BORDERS["a hole"]], alone=False)
    assert parts.outside.tolist() == [None]
    assert shapely.is_valid(parts.inside).all()


def test_nothing_crosses_nothing():
    parts = spliced([SQUARE], [shapely.box(20, 20, 30, 30)])
    assert len(parts.pair) == len(parts.inside) == len(parts.outside) == 0


def test_a_part_that_is_not_valid_is_left_out():
    bow = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 9)])
    assert len(spliced([bow, SQUARE], [shapely.box(9, -5, 20, 15)]).pair) == 1
    assert len(spliced([bow], [shapely.box(-9, -5, 1, 15)]).pair) == 0


def test_two_crossings_that_are_one_but_for_rounding_are_left_out():
    """A spike that is less than a micrometre wide where it goes over the border, and stands out a tenth of one mm."""
    spike = shapely.Polygon([(0, -0.5), (1000, 0), (0, 0.5)])
    assert len(spliced([spike], [shapely.box(999, -5, 2000, 5)]).pair) == 1
    assert len(spliced([spike], [shapely.box(999.9999, -5, 2000, 5)]).pair) == 0


corner = st.floats(-50, 50, allow_subnormal=False)


@settings(max_examples=60)
@given(st.lists(st.tuples(corner, corner), min_size=3, max_size=3), st.floats(5, 40))
def test_neighbours_are_cut_at_the_same_points(apexes, radius):
    """The parts of areas side by side are side by side: each border is crossed at one point, told from either side."""
    (x, y), *_ = apexes
    line = [(0.1, -99), *sorted(apexes, key=lambda point: point[1]), (0.3, 99)]
    if not shapely.is_simple(shapely.LineString(line)):
        return
    west, east = (
        shapely.Polygon([*line, (-99, 99), (-99, -99)]),
        shapely.Polygon([*line, (99, 99), (99, -99)]),
    )
    if not (west.is_valid and east.is_valid):
        return
    parts = spliced([west, east], [shapely.Point(x + 0.7, y).buffer(radius)])
    if len(parts.pair) == 2:
        assert shapely.coverage_is_valid(np.concatenate([parts.inside, parts.outside]))
