"""The order followed under rows that cross, against visas given one by one."""

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from localvip.capacity.programme.course import Course
from localvip.capacity.programme.queue import Queue, Rows


def one_by_one(sponsors, most, weights, values, level=None):
    """Return the visas of each node; a row with weights that a visa would break stops its node for good."""
    given, stopped = np.zeros(len(most), dtype=np.int64), set()
    visas = sorted((Fraction(2 * k + 1, 2 * s), n) for n, s in enumerate(sponsors) for k in range(most[n]))
    for key, n in visas:
        if level is not None and float(key) > level:
            break
        given[n] += n not in stopped
        if any(weight @ given > value for weight, value in zip(weights, values, strict=True)):
            given[n] -= 1
            stopped.add(n)
    return given.tolist()


@st.composite
def courses(draw):
    count = draw(st.integers(1, 6))
    sponsors = draw(st.lists(st.integers(1, 20), min_size=count, max_size=count))
    most = [draw(st.integers(0, number)) for number in sponsors]
    row = st.lists(st.integers(0, 2), min_size=count, max_size=count).filter(any)
    weights = np.array(draw(st.lists(row, min_size=1, max_size=5)))
    values = draw(st.lists(st.integers(0, 40), min_size=len(weights), max_size=len(weights)))
    return sponsors, most, weights, values


def rows_of(weights, values):
    row, node = np.nonzero(weights)
    return Rows(row, node, weights[row, node], np.array(values))


@given(courses(), st.floats(0, 1.2))
@settings(max_examples=200)
def test_followed_by_rows_it_is_the_order_one_by_one(case, level):
    sponsors, most, weights, values = case
    course = Course(Queue(np.array(sponsors), np.array(most)), np.arange(len(most)), len(most))
    rows = rows_of(weights, values)
    assert course.followed(rows).tolist() == one_by_one(*case)
    assert course.followed(rows, level).tolist() == one_by_one(*case, level)
    course.keep()
    assert course.given == sum(one_by_one(*case, level))
    assert course.followed(rows).tolist() == one_by_one(*case)


def test_later_rows_join_those_before():
    queue = Queue(np.array([10, 10, 10]), np.array([9, 9, 9]))
    course = Course(queue, np.array([0, 1, 1]), 2)
    first = rows_of(np.array([[1, 1]]), [12])
    assert course.followed(first).tolist() == [4, 4, 4]
    course.followed(first, 0.2)
    course.keep()
    assert course.given == 6
    assert course.followed(first.joined(rows_of(np.array([[0, 1]]), [5]))).tolist() == [7, 3, 2]
