import numpy as np
import pytest

from localvip.region.point_layers.stack import Stack


def most(batches, least, expected=100):
    stack = Stack(expected)
    for x, y in batches:
        stack.add(x, y)
    return stack.most(lambda: iter(batches), least)


def pairs(*points):
    return tuple(np.array(points, dtype=float).T)


def test_the_most_at_one_place_over_all_batches():
    batches = [pairs((1, 2), (1, 2), (3, 4)), pairs((1, 2), (3, 4), (5, 6))]
    assert most(batches, 2) == 3
    assert most(batches, 3) == 0


def test_places_that_share_a_slot_are_told_apart():
    random = np.random.default_rng(1)
    x, y = random.uniform(size=(2, 5000))
    assert most([(x, y)], 1, expected=1) == 0  # 5,000 places in 1,024 slots
    assert most([(np.r_[x, x[:1]], np.r_[y, y[:1]])], 1, expected=1) == 2


def test_points_without_a_location_are_not_counted():
    assert most([pairs((np.nan, np.nan), (np.nan, np.nan), (np.inf, 1), (np.inf, 1))], 1) == 0


@pytest.mark.parametrize(("one", "other"), [((0.0, 1.0), (-0.0, 1.0)), ((1.0, 0.0), (1.0, -0.0))])
def test_nothing_below_zero_is_zero(one, other):
    assert most([pairs(one, other)], 1) == 2


def test_nothing():
    assert most([], 0) == 0
