"""What is left of a programme: totals of roots, rows, services."""

import numpy as np

from localvip.capacity.programme.contract import contract
from localvip.capacity.programme.partition import Programme
from localvip.capacity.programme.service import Service

CLINIC = Service(0, np.array([[True]]), [np.array([0, 3])], np.array([6]), np.array([0]))
CORE = contract(
    Programme.of(
        np.array([4, 1, 2, 4, 9]), [(5, np.array([0, 1, 2])), (5, np.array([1, 2, 3]))], services=[CLINIC]
    )
)


def totals(*cells):
    """Return the visas of each root from those of the cells but the last, which no tree that crosses holds."""
    return CORE.totals(CORE.position[:4], np.array(cells))


def test_cells_of_one_tree_have_one_root():
    visas = totals(3, 1, 2, 4)
    merged = CORE.position[1]
    assert CORE.position[2] == merged
    assert CORE.position[4] == -1
    assert (visas[CORE.position[0]], visas[merged], visas[CORE.position[3]]) == (3, 3, 4)
    assert CORE.used(visas).tolist() == [6, 7]
    assert CORE.free == 9


def test_it_holds_within_bounds_rows_and_services():
    assert CORE.holds(totals(3, 1, 1, 3))
    assert not CORE.holds(totals(4, 1, 1, 3))  # the first limit
    assert not CORE.holds(totals(4, 0, 0, 4))  # the clinic's six places
    assert not CORE.holds(totals(5, 0, 0, 0))  # a bound
    assert not CORE.holds(totals(-1, 0, 0, 0))
