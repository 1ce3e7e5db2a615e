"""Applicants in turn, all at once, against one by one."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from localvip.capacity.programme.partition import Programme
from localvip.capacity.programme.service import Service
from localvip.capacity.turns import Desk


@st.composite
def queues(draw):
    n = draw(st.integers(1, 5))
    bounds = np.array(draw(st.lists(st.integers(0, 4), min_size=n, max_size=n)))
    several = st.lists(st.integers(0, n - 1), min_size=1, unique=True).map(sorted)
    limits = draw(st.lists(st.tuples(st.integers(0, 9), several), max_size=5))
    reach = np.array(draw(st.lists(st.integers(-1, 2), min_size=n, max_size=n)))
    members = [np.flatnonzero(reach == r) for r in range(3)]
    places = np.array(draw(st.lists(st.integers(0, 4), min_size=2, max_size=2)))
    sets = np.array([[True, False], [False, True], [True, True]])
    clinics = Service(0, sets, members, places, np.zeros(3, dtype=np.int64))
    services = draw(st.sampled_from([(), (clinics,)]))
    order = np.array(draw(st.lists(st.integers(0, n - 1), max_size=12)), dtype=np.int64)
    return Programme.of(bounds, [(value, np.array(nodes)) for value, nodes in limits], services), order


def one_by_one(programme, order):
    given, kept = np.zeros(len(programme.bounds), dtype=np.int64), []
    for node in order.tolist():
        given[node] += 1
        fits = given[node] <= programme.bounds[node] and (programme.used(given) <= programme.values).all()
        kept.append(bool(fits) and all(service.holds(given) for service in programme.services))
        given[node] -= not kept[-1]
    return kept


@given(queues())
@settings(max_examples=200)
def test_served_in_turn_all_at_once_or_one_by_one(case):
    programme, order = case
    nothing = np.zeros(len(programme.bounds), dtype=np.int64)
    whole = one_by_one(programme, order)
    desk = Desk(programme)
    assert desk.serve(order, nothing).tolist() == whole
    middle = len(order) // 2
    given = np.bincount(order[:middle][whole[:middle]], minlength=len(nothing))
    assert desk.serve(order[middle:], given).tolist() == whole[middle:]
