"""Rows and columns of a core with a service, and whole prices of them."""

import numpy as np

from localvip.capacity.programme.answer import Task
from localvip.capacity.programme.contract import contract
from localvip.capacity.programme.matrix import Matrix
from localvip.capacity.programme.partition import Programme
from localvip.capacity.programme.service import Service

CLINICS = Service(
    0,
    np.array([[True, False], [True, True]]),
    [np.array([0]), np.array([1])],
    np.array([4, 5]),
    np.array([1, 0]),
)
CORE = contract(Programme.of(np.array([4, 4, 4]), [(5, np.array([0, 2])), (6, np.array([1, 2]))], [CLINICS]))


def test_flows_are_columns_after_the_roots():
    matrix = Matrix(CORE)
    assert (matrix.roots, matrix.edges, matrix.limits) == (3, 3, 2)
    dense = np.zeros((6, 6))
    np.add.at(dense, (matrix.row, matrix.column), matrix.sign)
    assert dense.tolist() == [
        [1, 0, 1, 0, 0, 0],
        [0, 1, 1, 0, 0, 0],
        [1, 0, 0, -1, 0, 0],
        [0, 1, 0, 0, -1, -1],
        [0, 0, 0, 1, 1, 0],
        [0, 0, 0, 0, 0, 1],
    ]
    assert matrix.ceilings(Task(CORE.bounds, CORE.values, 0 * CORE.bounds)).tolist() == [5, 6, -1, 0, 4, 5]


def test_prices_are_whole_and_a_facility_s_is_that_of_its_sets_at_least():
    prices = Matrix(CORE).prices(np.array([0.49, 0.51, -1.2, 0.0, 0.0, 0.0]), unit=2)
    assert prices.rows.tolist() == [1, 1, 2, 0, 2, 0]
    assert prices.roots.tolist() == [3, 1, 2]
