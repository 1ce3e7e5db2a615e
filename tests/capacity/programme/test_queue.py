"""The order of visas, against all of them sorted by fractions."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localvip.capacity.programme.queue import NEVER, Queue, Rows, first_refused, portions, rank


def in_order(sponsors, most):
    """Return each visa as (key, node), first to last."""
    return sorted((Fraction(2 * k + 1, 2 * s), n) for n, s in enumerate(sponsors) for k in range(most[n]))


@st.composite
def queues(draw, highest=40):
    count = draw(st.integers(1, 5))
    sponsors = draw(st.lists(st.integers(1, highest), min_size=count, max_size=count))
    most = [draw(st.integers(0, 2 * number)) for number in sponsors]
    weights = draw(
        st.lists(st.lists(st.integers(0, 3), min_size=count, max_size=count), min_size=1, max_size=3)
    )
    values = draw(st.lists(st.integers(0, 90), min_size=len(weights), max_size=len(weights)))
    return sponsors, most, weights, values


@given(queues())
@settings(max_examples=200)
def test_each_row_refuses_the_first_visa_that_is_too_much(case):
    sponsors, most, weights, values = case
    row, node = np.nonzero(np.array(weights))
    rows = Rows(row, node, np.array(weights)[row, node], np.array(values))
    found = first_refused(Queue(np.array(sponsors), np.array(most)), rows)
    for number, (weight, value) in enumerate(zip(weights, values, strict=True)):
        left = value
        expected = (NEVER, -1, 0)
        for key, n in in_order(sponsors, most):
            if weight[n] > left:
                expected = (float(key), n, left)
                break
            left = left - weight[n]
        assert (found.key[number], found.node[number], found.spare[number]) == expected


@given(queues(), st.data())
def test_before_counts_the_visas_that_stand_earlier(case, data):
    sponsors, most, _, _ = case
    visas = in_order(sponsors, most)
    here = data.draw(st.sampled_from(visas)) if visas else (Fraction(1, 7), 0)
    nodes = np.arange(len(most))
    key, node = np.full(len(most), float(here[0])), np.full(len(most), here[1])
    found = Queue(np.array(sponsors), np.array(most)).before(nodes, key, node)
    assert found.tolist() == [sum(1 for key, n in visas if n == one and (key, n) < here) for one in nodes]


def test_after_the_last_visa_stand_all():
    queue = Queue(np.array([3, 5]), np.array([2, 9]))
    assert queue.before(np.array([1]), np.array([NEVER]), np.array([-1])).tolist() == [9]


def test_raised_to_a_level_each_node_has_the_visas_up_to_it():
    assert Queue(np.array([10, 20]), np.array([9, 9])).raised(0.25).tolist() == [3, 5]


@pytest.mark.parametrize("spare", [0, 1])
def test_rows_are_joined_in_order(spare):
    one = Rows(np.array([0]), np.array([1]), np.array([2]), np.array([spare]))
    both = one.joined(one)
    assert (both.row.tolist(), both.node.tolist(), both.values.tolist()) == ([0, 1], [1, 1], [spare, spare])
    assert both.sums(np.array([3, 4])).tolist() == [6, 8]


def test_rank_counts_those_before_at_the_same_place():
    assert rank(np.array([3, 1, 3, 3, 1])).tolist() == [0, 0, 1, 2, 1]
    assert rank(np.zeros(0, dtype=np.int64)).tolist() == []


def test_portions_of_rows_hold_all_that_have_a_size_and_little_more_than_they_may(monkeypatch):
    monkeypatch.setattr("localvip.capacity.programme.queue.PAIRS", 5)
    assert [one.tolist() for one in portions(np.array([2, 2, 0, 2, 9, 1]))] == [[0, 1, 3], [4], [5]]
    assert [*portions(np.zeros(3, dtype=np.int64))] == []
