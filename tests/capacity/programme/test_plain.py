"""The plain order: within every limit and service, and with room for no one more."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from localvip.capacity.programme.contract import contract
from localvip.capacity.programme.partition import Programme
from localvip.capacity.programme.plain import solution
from localvip.capacity.programme.service import Service

SETS = np.array([[True, False], [False, True], [True, True]])


@st.composite
def programmes(draw):
    count = draw(st.integers(1, 6))
    bounds = np.array(draw(st.lists(st.integers(0, 5), min_size=count, max_size=count)))
    group = st.lists(st.integers(0, count - 1), min_size=1, unique=True).map(
        lambda one: np.array(sorted(one))
    )
    limits = draw(st.lists(st.tuples(st.integers(0, 9), group), max_size=5))
    reach = np.array(draw(st.lists(st.integers(-1, 2), min_size=count, max_size=count)))
    places = np.array(draw(st.lists(st.integers(0, 4), min_size=2, max_size=2)))
    members = [np.flatnonzero(reach == r) for r in range(3)]
    clinics = Service(0, SETS, members, places, np.zeros(3, dtype=np.int64))
    return Programme.of(bounds, limits, draw(st.sampled_from([(), (clinics,)])))


@given(programmes())
def test_what_it_gives_fits_and_no_root_could_have_one_more(case):
    core = contract(case)
    found = solution(core)
    assert core.holds(found)
    for root in range(len(found)):
        assert not core.holds(found + (np.arange(len(found)) == root))
