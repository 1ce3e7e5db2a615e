"""All draws at once: the law of a uniform order, against every order of a few applicants."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import numpy as np
import pytest

from localvip.capacity.lottery import Lottery
from localvip.capacity.programme.partition import Programme

DRAWS = 3000
CASES = {
    "own bounds under one limit": ([1, 2, 2], [(3, [0, 1, 2])], [2, 2, 2]),
    "nested limits": ([2, 2, 2], [(2, [0, 1]), (3, [0, 1, 2])], [2, 2, 2]),
    "limits that cross": ([2, 2, 1], [(2, [0, 1]), (2, [1, 2])], [2, 2, 1]),
    "three limits in a ring": ([2, 2, 2], [(2, [0, 1]), (2, [1, 2]), (3, [0, 2])], [2, 2, 2]),
}


def served(programme, order):
    """Return the visas of each node when applicants are served one by one."""
    given = np.zeros(len(programme.bounds), dtype=np.int64)
    for node in order:
        given[node] += 1
        if given[node] > programme.bounds[node] or (programme.used(given) > programme.values).any():
            given[node] -= 1
    return given


def exact(programme, applicants):
    """Return the probability of each outcome, from all orders of the applicants."""
    people = [node for node, count in enumerate(applicants) for _ in range(count)]
    outcomes = Counter()
    for order in permutations(people):
        outcomes[tuple(served(programme, order).tolist())] += 1
    return {outcome: times / outcomes.total() for outcome, times in outcomes.items()}


@pytest.mark.parametrize("case", CASES)
def test_draws_follow_the_law_of_a_uniform_order(case):
    bounds, limits, applicants = CASES[case]
    programme = Programme.of(np.array(bounds), [(value, np.array(nodes)) for value, nodes in limits])
    lottery = Lottery(programme, np.zeros((DRAWS, len(bounds)), dtype=np.int64))
    lottery.draw(np.tile(applicants, (DRAWS, 1)), np.random.default_rng(3))
    met = Counter(tuple(row) for row in lottery.given.tolist())
    law = exact(programme, applicants)
    assert set(met) <= set(law)
    for outcome, probability in law.items():
        spread = (probability * (1 - probability) / DRAWS) ** 0.5
        assert met[outcome] / DRAWS == pytest.approx(probability, abs=4 * spread)


def test_what_is_given_already_counts():
    city = Programme.of(np.array([5, 5]), [(6, np.array([0, 1]))])
    lottery = Lottery(city, np.array([[4, 0], [0, 6]]))
    lottery.draw(np.array([[9, 9], [9, 9]]), np.random.default_rng(1))
    assert lottery.given.sum(axis=1).tolist() == [6, 6]
    assert lottery.given[0, 0] >= 4
    assert lottery.given[1].tolist() == [0, 6]


def test_without_limits_each_node_fills_its_bound():
    lottery = Lottery(Programme(np.array([2, 7])), np.zeros((2, 2), dtype=np.int64))
    lottery.draw(np.array([[5, 5], [0, 9]]), np.random.default_rng(1))
    assert lottery.given.tolist() == [[2, 5], [0, 7]]
