"""What facilities serve, against Hall's condition over every set of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from localvip.capacity.programme.partition import Programme
from localvip.capacity.programme.service import Service
from localvip.capacity.programme.solve import Solver
from localvip.capacity.programme.split import fair_split


def service(reach, places):
    """Return a service of nodes whose reach is a set of facilities; an empty set is not served at all."""
    kinds = sorted({tuple(sorted(one)) for one in reach if one})
    sets = np.array([[j in kind for j in range(len(places))] for kind in kinds]).reshape(-1, len(places))
    members = [np.array([n for n, one in enumerate(reach) if tuple(sorted(one)) == kind]) for kind in kinds]
    return Service(0, sets, members, np.array(places), np.zeros(len(kinds), dtype=np.int64))


def hall(visas, reach, places):
    """Whether, for every set of facilities, the homes that reach no other ask for no more than it serves."""
    for mask in range(2 ** len(places)):
        chosen = {j for j in range(len(places)) if mask >> j & 1}
        asked = sum(v for v, one in zip(visas, reach, strict=True) if one and one <= chosen)
        if asked > sum(places[j] for j in chosen):
            return False
    return True


@st.composite
def served_programmes(draw):
    n, m = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    places = draw(st.lists(st.integers(0, 5), min_size=m, max_size=m))
    reach = draw(st.lists(st.sets(st.integers(0, m - 1)), min_size=n, max_size=n))
    bounds = draw(st.lists(st.integers(0, 4), min_size=n, max_size=n))
    groups = st.tuples(st.integers(0, 8), st.sets(st.integers(0, n - 1), min_size=1))
    limits = draw(st.lists(groups, max_size=3))
    return bounds, limits, reach, places


def programme(bounds, limits, reach, places):
    groups = [(value, np.array(sorted(group))) for value, group in limits]
    return Programme.of(np.array(bounds), groups, [service(reach, places)])


def allowed(bounds, limits, reach, places):
    for visas in product(*(range(bound + 1) for bound in bounds)):
        within = all(sum(visas[n] for n in group) <= value for value, group in limits)
        if within and hall(visas, reach, places):
            yield visas


def test_two_clinics_that_both_reach_everyone_serve_80():
    one = service([{0, 1}], [40, 40])
    assert Solver(Programme(np.array([200]), services=[one])).maximum().visas == 80


@settings(max_examples=150)
@given(served_programmes())
def test_the_maximum_is_that_of_all_allocations(case):
    most = max(sum(visas) for visas in allowed(*case))
    found = Solver(programme(*case)).maximum()
    assert found.proven
    assert found.visas == most


@settings(max_examples=100)
@given(served_programmes())
def test_the_split_reaches_the_maximum_and_can_be_served(case):
    whole = programme(*case)
    solver = Solver(whole)
    split = fair_split(solver, whole.bounds)
    assert tuple(split) in set(allowed(*case))


@given(served_programmes(), st.data())
def test_visas_hold_exactly_where_hall_says_so(case, data):
    bounds, _, reach, places = case
    visas = np.array([data.draw(st.integers(0, bound)) for bound in bounds])
    assert service(reach, places).holds(visas) == hall(visas, reach, places)


def test_a_full_set_names_the_sites_that_stop_a_home():
    """Home 0 reaches only clinic 0 (full); home 1 reaches both, so clinic 1 still takes it."""
    one = service([{0}, {0, 1}], [3, 9])
    assert [sites.tolist() for sites in one.full(np.array([3, 4]))] == [[True, False]]
    value, homes = one.hall(np.array([True, False]))
    assert (value, homes.tolist()) == (3, [0])


def test_visas_already_given_take_their_places():
    one = replace(service([{0}], [5]), taken=np.array([4]))
    assert one.holds(np.array([1]))
    assert not one.holds(np.array([2]))


def test_places_that_are_taken_leave_the_rest_to_the_split():
    """Five places, four of them taken: the split gives the one that is left (it looked for it without end once)."""
    one = replace(service([{0}, {0}], [5]), taken=np.array([4]))
    whole = Programme(np.array([3, 3]), services=[one])
    solver = Solver(whole)
    assert solver.maximum().visas == 1
    assert fair_split(solver, whole.bounds).sum() == 1
