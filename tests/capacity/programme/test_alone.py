"""Ceilings of many groups at once, against each group's programme solved by itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localvip.capacity.programme.alone import _by_group, ceilings
from localvip.capacity.programme.answer import Answer
from localvip.capacity.programme.partition import Partition, Programme
from localvip.capacity.programme.service import Service
from localvip.capacity.programme.solve import Solver


@st.composite
def programmes(draw, nodes=6):
    """Return a programme under crossing limits, with or without clinics, and a group of each node."""
    n = draw(st.integers(1, nodes))
    several = st.lists(st.integers(0, n - 1), min_size=1, unique=True).map(sorted)
    limits = draw(st.lists(st.tuples(st.integers(0, 9), several), max_size=5))
    bounds = np.array(draw(st.lists(st.integers(0, 4), min_size=n, max_size=n)))
    reach = np.array(draw(st.lists(st.integers(-1, 2), min_size=n, max_size=n)))
    sets = np.array([[True, False], [False, True], [True, True]])
    members = [np.flatnonzero(reach == r) for r in range(3)]
    places = np.array(draw(st.lists(st.integers(0, 5), min_size=2, max_size=2)))
    clinics = Service(0, sets, members, places, np.zeros(3, dtype=np.int64))
    services = draw(st.sampled_from([(), (clinics,)]))
    group = np.array(draw(st.lists(st.integers(-1, 2), min_size=n, max_size=n)))
    return Programme.of(bounds, [(value, np.array(nodes)) for value, nodes in limits], services), group


@given(programmes(), st.sampled_from([1, 1000]))
@settings(max_examples=200)
def test_each_ceiling_is_that_of_the_group_by_itself(case, pairs):
    programme, group = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("localvip.capacity.programme.queue.PAIRS", pairs)
        found = ceilings(programme, group, 3)
    for number in range(3):
        alone = np.where(group == number, programme.bounds, 0)
        expected = Solver(Programme(alone, programme.partitions, programme.services)).maximum().visas
        assert found[number] == expected, number


def test_a_group_holds_each_limit_whole():
    """A limit of 4 over two areas leaves either of them 4, and both together 4."""
    city = Programme(np.array([9, 9]), [Partition(np.array([0, 0], dtype=np.int32), np.array([4]))])
    assert ceilings(city, np.array([0, 1]), 2).tolist() == [4, 4]
    assert ceilings(city, np.array([0, 0]), 1).tolist() == [4]


# In nodes 0, 1 and 2 limits of 5 cross: 4 + 1 + 4 fit. Nodes 3 and 4 hold 2 each, under one limit of 3.
CROSSING = Programme.of(
    np.array([4, 4, 4, 2, 2]), [(5, np.array([0, 1])), (5, np.array([1, 2])), (3, np.array([3, 4]))]
)


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ([0, 0, 0, 1, 1], [9, 3]),
        ([1, 1, 1, 0, 0], [3, 9]),
        ([0, 1, 1, 1, 0], [6, 7]),
        ([-1, 0, 0, 0, 1], [7, 2]),
    ],
)
def test_ceilings_where_limits_cross_within_a_group(group, expected):
    assert ceilings(CROSSING, np.array(group), 2).tolist() == expected


def test_where_no_solution_was_found_in_time_only_what_no_limit_crosses_is_counted():
    solver, group = Solver(CROSSING), np.array([0, 0, 0, 1, 1])
    assert _by_group(solver, group, 2).tolist() == [9, 3]
    solver.most = Answer(0, 12, None, None)
    assert _by_group(solver, group, 2).tolist() == [0, 3]
