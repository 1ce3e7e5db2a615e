"""Allocation by order: the lottery's exact law, priority, reserve and auction on small programmes."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import numpy as np
import pytest

from localvip.capacity.allocate import Contest, Reserve, auction, in_order, lottery
from localvip.capacity.programme.partition import Programme
from localvip.capacity.programme.service import Service

# Two areas of two applicants and one of one; areas 0+1 and areas 1+2 hold two visas each: an order can fill 2 or 3.
CROSSING = Programme.of(np.array([2, 2, 1]), [(2, np.array([0, 1])), (2, np.array([1, 2]))])
PEOPLE = [0, 0, 1, 1, 2]
CONTEST = Contest(CROSSING, np.array([2, 2, 1]), 3)


def law_of_the_lottery():
    """Return the exact probability of each outcome, from all 120 orders of the five applicants."""
    outcomes = Counter()
    for order in permutations(PEOPLE):
        outcomes[tuple(in_order(CONTEST, np.array(order)).visas[0].tolist())] += 1
    return {outcome: times / 120 for outcome, times in outcomes.items()}


def test_time_slices_keep_the_law_of_a_uniform_order():
    draws = 3000
    drawn = lottery(CONTEST, draws, seed=7)
    met = Counter(tuple(row) for row in drawn.visas.tolist())
    exact = law_of_the_lottery()
    assert set(met) == set(exact)
    for outcome, probability in exact.items():
        spread = (probability * (1 - probability) / draws) ** 0.5
        assert met[outcome] / draws == pytest.approx(probability, abs=4 * spread)


def test_the_same_seed_gives_the_same_draws():
    assert (lottery(CONTEST, 20, 3).visas == lottery(CONTEST, 20, 3).visas).all()
    assert (lottery(CONTEST, 20, 3).visas != lottery(CONTEST, 20, 4).visas).any()


def test_an_order_can_lose_slots():
    """Both of area 1 first: they fill both limits, and the third slot is lost."""
    drawn = in_order(CONTEST, np.array([1, 1, 0, 0, 2]))
    assert drawn.visas.tolist() == [[0, 2, 0]]
    assert drawn.lost.tolist() == [1]


def test_where_the_maximum_isnt_proven_the_best_draw_may_be_the_best_that_is_known():
    known = Contest(CROSSING, np.array([2, 2, 1]), 2)
    assert in_order(known, np.array([0, 0, 2, 1])).lost.tolist() == [0]
    drawn = lottery(known, 100, 1)
    assert set(drawn.lost.tolist()) == {0, 1}


def test_reserved_slots_go_first_and_what_is_left_goes_to_all():
    """Only area 1's two applicants may have the one reserved slot: one of them always has a visa."""
    kept = Contest(CROSSING, np.array([2, 2, 1]), 3, Reserve(1, np.array([0, 2, 0])))
    assert (lottery(kept, 200, 1).visas[:, 1] >= 1).all()
    assert (lottery(CONTEST, 200, 1).visas[:, 1] == 0).any()


def test_an_auction_has_one_price_the_highest_losing_bid():
    one = Programme.of(np.array([3, 3]), [(2, np.array([0, 1]))])
    found = auction(one, np.array([0, 0, 1, 1]), np.array([50.0, 80.0, 70.0, 10.0]), reserve=20.0)
    assert found.won.tolist() == [False, True, True, False]
    assert found.price == 50.0


def test_a_bid_below_the_reserve_loses_an_open_slot():
    one = Programme.of(np.array([3]), [(2, np.array([0]))])
    found = auction(one, np.array([0]), np.array([10.0]), reserve=20.0)
    assert found.won.tolist() == [False]
    assert found.price == 20.0


# Two applicants at each of two places. One clinic of one place is in reach of both, another of the second alone.
CLINICS = Service(
    0,
    np.array([[True, False], [True, True]]),
    [np.array([0]), np.array([1])],
    np.array([1, 1]),
    np.zeros(2, dtype=np.int64),
)
SERVED = Programme(np.array([2, 2]), (), (CLINICS,))


def shares(draws):
    """Return how often each outcome was drawn."""
    met = Counter(tuple(row) for row in draws.visas.tolist())
    return {outcome: times / len(draws.visas) for outcome, times in met.items()}


def test_a_lottery_for_places_that_clinics_serve_has_the_law_of_a_uniform_order():
    """The first place gets none only where both of the second come first: in 1 of the 6 orders of 0, 0, 1, 1."""
    drawn = lottery(Contest(SERVED, np.array([2, 2]), 2), 300, seed=5)
    assert drawn.visas.shape == (300, 2)
    assert shares(drawn) == pytest.approx({(1, 1): 5 / 6, (0, 2): 1 / 6}, abs=4 * (5 / 36 / 300) ** 0.5)
    assert not drawn.lost.any()


def test_slots_kept_for_some_go_first_where_clinics_serve_too():
    """One slot is kept for the second place; then 0, 0 and 1 are left, and 1 comes first in 1 of 3 orders."""
    kept = Reserve(1, np.array([0, 2]))
    drawn = lottery(Contest(SERVED, np.array([2, 2]), 2, kept), 300, seed=5)
    assert shares(drawn) == pytest.approx({(1, 1): 2 / 3, (0, 2): 1 / 3}, abs=4 * (2 / 9 / 300) ** 0.5)


def test_a_draw_under_clinics_can_lose_slots_to_its_order():
    """A limit of one over all lets the clinics fill one place of the two that are known to fit."""
    both = Contest(SERVED.with_limit(1, np.array([0, 1])), np.array([2, 2]), 2)
    drawn = lottery(both, 20, seed=1)
    assert (drawn.visas.sum(axis=1) == 1).all() and (drawn.lost == 1).all()
    assert (drawn.visas != lottery(both, 20, seed=2).visas).any()
    assert (drawn.visas == lottery(both, 20, seed=1).visas).all()
