"""The maximum and what one visa more or fewer in a limit does, against all whole allocations."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from localvip.capacity.programme.partition import Programme
from localvip.capacity.programme.solve import Maximum, Solver


def programme(bounds, values, members):
    groups = [np.array(group, dtype=np.int64) for group in members]
    return Programme.of(np.array(bounds, dtype=np.int64), zip(values, groups, strict=True))


def most(bounds, values, members):
    """Return the maximum by trying every allocation."""
    allocations = itertools.product(*(range(bound + 1) for bound in bounds))
    fits = (
        x
        for x in allocations
        if all(sum(x[n] for n in group) <= value for value, group in zip(values, members, strict=True))
    )
    return max(sum(x) for x in fits)


@st.composite
def programmes(draw, nodes=5, limits=6):
    count = draw(st.integers(1, nodes))
    bounds = draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))
    group = st.lists(st.integers(0, count - 1), min_size=1, unique=True).map(sorted)
    members = draw(st.lists(group, max_size=limits))
    values = draw(st.lists(st.integers(0, 8), min_size=len(members), max_size=len(members)))
    return bounds, values, members


@given(programmes())
@settings(max_examples=300)
def test_the_maximum_is_that_of_all_allocations(case):
    found = Solver(programme(*case)).maximum()
    assert (found.visas, found.proven) == (most(*case), True)


def test_three_limits_that_cross_pairwise():
    # Each pair of three nodes may have 1: by halves 1.5 would fit, in whole visas 1.
    found = Solver(programme([1, 1, 1], [1, 1, 1], [[0, 1], [1, 2], [0, 2]])).maximum()
    assert found == Maximum(1, 1, "integer programme")


def test_an_odd_ring_of_limits():
    # Nine nodes in a ring, 101 for each two neighbours: by halves 454.5, whole 454.
    ring = [[n, (n + 1) % 9] for n in range(9)]
    found = Solver(programme([1000] * 9, [101] * 9, ring)).maximum()
    assert (found.visas, found.proven) == (454, True)
