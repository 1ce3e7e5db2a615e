"""Trees of nested limits: bounds, tops, and whether a visa more or fewer passes upwards."""

import numpy as np

from localvip.capacity.programme.forest import UNLIMITED, Forest

# Cells 0, 1, 2 and 3; 4 = 0 + 1 under 5; 5 = 4 + 2 under 9; cell 3 stands alone.
FOREST = Forest(
    below=np.array([3, 4, 4, 7, 7, 9]),
    least=np.array([UNLIMITED, 4, UNLIMITED, UNLIMITED, 5, 9]),
    parent=np.array([4, 4, 5, -1, 5, -1]),
    starts=(0, 4, 5, 6),
)


def test_a_bound_is_the_least_of_its_limits_and_what_is_below():
    assert FOREST.bound.tolist() == [3, 4, 4, 7, 5, 9]


def test_each_node_has_one_top():
    assert FOREST.top.tolist() == [5, 5, 5, 3, 5, 5]


def test_a_visa_more_passes_where_nothing_above_is_as_tight():
    """Above cells 0 and 1 stands 5 < 3 + 4; the top's 9 equals 5 + 4, so one more below it gives none."""
    assert FOREST.rises.tolist() == [False, False, False, True, False, True]


def test_a_visa_fewer_passes_unless_something_above_is_tighter():
    assert FOREST.falls.tolist() == [False, False, True, True, True, True]
