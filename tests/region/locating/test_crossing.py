import numpy as np
import pytest
import shapely

from localvip.region.locating.crossing import Ways, crossed
from localvip.region.locating.edges import edges_of
from localvip.region.locating.upward import HELD

EDGES = edges_of(np.array([shapely.Polygon([(0, 0), (4, 0), (2, 4)])]))
ALL = np.arange(3, dtype=np.int32)


def cross(x, y, centre):
    """Return what crossing all three edges changes, from ``centre`` to (x, y)."""
    way = Ways(*(np.array([float(one)]) for one in (x, y, *centre)))
    change, sure = crossed(way, EDGES, ALL, np.array([3], dtype=np.int32))
    return int(change[0]), bool(sure[0])


@pytest.mark.parametrize(
    ("x", "y", "centre", "held"),
    [
        (2.1, 1, (-1, 2.2), 1),
        (2.1, 1, (2.3, 1.3), 0),
        (-1, 2.2, (2.1, 1), -1),
        (9, 1.1, (-1, 2.2), 0),
        (5, 1.1, (2.1, -1), 0),
        (2.1, -1, (2.2, 9), 0),
    ],
)
def test_into_a_triangle_out_of_it_and_through_it(x, y, centre, held):
    assert cross(x, y, centre) == (held * (HELD + 1), True)


@pytest.mark.parametrize(
    ("x", "y", "centre"),
    [
        (2, 4, (1.9, 1.3)),
        (1, 2, (1.9, 1.3)),
        (3, 0, (1.9, 1.3)),
        (1.9, 1.3, (1, 2)),
        (2.2, 2, (1, 1.3)),
    ],
    ids=["on a corner", "on an edge", "on a level edge", "from an edge", "by a corner of the way on an edge"],
)
def test_what_lies_on_an_edge_is_not_sure(x, y, centre):
    assert not cross(x, y, centre)[1]


def test_one_unit_in_the_last_place_from_an_edge_is_left_or_right():
    """The determinant is exact here, so the nearest numbers on both sides are told apart or said to be unsure."""
    for y in (np.nextafter(2, 0), np.nextafter(2, 3)):
        change, sure = cross(1, y, (1.9, 1.3))
        assert not sure or change == (0 if y < 2 else -(HELD + 1))


def test_ways_of_different_numbers_of_edges_and_none_at_all():
    ways = Ways(*(np.array(one) for one in ([2.1, 2.1], [1.0, 1.0], [-1.0, -1.0], [2.2, 2.2])))
    near, number = np.array([0, 0, 1, 2], dtype=np.int32), np.array([1, 3], dtype=np.int32)
    change, sure = crossed(ways, EDGES, near, number)
    assert sure.all()
    assert change[1] == HELD + 1
    none = np.zeros(0)
    assert [len(one) for one in crossed(Ways(none, none, none, none), EDGES, near[:0], number[:0])] == [0, 0]
