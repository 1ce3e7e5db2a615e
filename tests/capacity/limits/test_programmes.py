"""Programmes of a case: what is left out for speed changes no maximum."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localvip.capacity import blocks
from localvip.capacity.limits.compiled import compile_case
from localvip.capacity.programme.solve import Solver

AREAS = {
    "a": {"residents": 100, "poverty_rate": 0.1},
    "b": {"residents": 260, "poverty_rate": 0.3},
    "c": {"residents": None, "poverty_rate": 0.2},
    "d": {"residents": 90, "poverty_rate": None},
}
WARDS = {"ward": {"n": (0, 0, 1.5, 1), "s": (1.5, 0, 3, 1)}}


@pytest.fixture(scope="module")
def region(town):
    return town.region(AREAS, districts=WARDS, sponsors=[20, 30, 40, 10])


def compiled(town, region, *caps, classes=""):
    lines = "".join(f"  - {{id: c{n}, {cap}}}\n" for n, cap in enumerate(caps))
    return compile_case(town.case(region, f"caps:\n{lines}", program=town.program + classes))


CAPS = st.builds(
    "limit: {0}{1}{2}".format,
    st.sampled_from(
        ["5% of residents", "9% of residents", "12% of residents, rounding: up", "6 visas", "9 visas"]
    ),
    st.sampled_from(["", ", in each: area", ", in each: district ward"]),
    st.sampled_from(["", ", where: poverty_rate < 25%", ", counts: [temporary]", ", counts: [permanent]"]),
)


@settings(max_examples=40)
@given(caps=st.lists(CAPS, min_size=1, max_size=6))
def test_the_maximum_alone_is_that_of_all_limits(town, region, caps):
    """Limits on single cells are bounds of blocks of cells, reckoned without an index or a sum: here of two cells."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", 2)
        _same(town, region, caps)


def _same(town, region, caps):
    case = compiled(town, region, *caps, classes="classes: [temporary, permanent]\n")
    for programmes in (case.programmes, replace(case.programmes, known=True)):
        assert programmes.maximum() == Solver(programmes.programme()).maximum()
        for bound in range(len(case.limits.bounds)):
            whole = Solver(programmes.programme(without=bound)).maximum()
            assert programmes.maximum(without=bound).visas == whole.visas


def test_caps_that_group_alike_share_their_index_and_their_sums(town, region):
    case = compiled(
        town,
        region,
        "limit: 5% of residents, in each: area",
        "limit: 9 visas, in each: area",
        "limit: 7% of residents, in each: area",
        "limit: 7% of residents, in each: area, where: poverty_rate < 25%",
    )
    first, second, third, other = case.programmes.programme().partitions
    assert first.index is second.index is third.index is not other.index
    five, _, seven, _ = (family.source.tallies for family in case.limits.families)
    assert five["residents"] is seven["residents"]


def test_known_limits_alone_are_numbered_in_order(town, region):
    case = compiled(town, region, "limit: 10% of residents, in each: area", "limit: 50 visas")
    known = replace(case.programmes, known=True)
    assert case.programmes.numbers.tolist() == [0, 1, 2, 3, 4]
    assert known.numbers.tolist() == [0, 1, 3, 4]
    assert known.programme().values.tolist() == [10, 26, 9, 50]


def test_used_counts_the_visas_under_each_limit(town, region):
    case = compiled(town, region, "limit: 10% of residents, in each: district ward", "limit: 50 visas")
    cells = case.case.cells
    visas = np.arange(1, len(cells.table) + 1)
    expected = [int(visas[row.members].sum()) for row in case.limits.rows]
    assert case.programmes.used(visas, case.limits).tolist() == expected
