"""Prices bound what any solution comes to."""

import numpy as np

from localvip.capacity.programme.answer import Prices, Task


def test_prices_bound_what_any_solution_comes_to():
    """Rows cost 1 and 2; root 0 pays 1 of its worth of 2, root 1 pays 3."""
    prices = Prices(np.array([1, 2]), np.array([1, 3]), unit=2)
    assert (prices.left.tolist(), prices.excess.tolist()) == ([1, 0], [0, 1])
    task = Task(np.array([7, 9]), np.array([10, 20]), np.array([0, 4]))
    assert prices.over(task, task.values) == 1 * 10 + 2 * 20 + 1 * 7 - 1 * 4
