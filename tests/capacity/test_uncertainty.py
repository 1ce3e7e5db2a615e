"""Capacity within margins of error: against the normal distribution, and worked by hand."""

from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from localvip.capacity.drawn import Drawn, drawn_values
from localvip.capacity.limits.compiled import compile_case
from localvip.capacity.uncertainty import capacity_range
from localvip.problem import Refused
from localvip.region.manifest import Column, ControlTotal

MICRO = 1_000_000


def within(region, **errors):
    """Return a region whose counts have standard errors, an area each."""
    return replace(region, margins=pd.DataFrame(errors, index=region.areas.index, dtype=float))


def ranged(town, region, rules, draws=400, **more):
    return capacity_range(town.case(region, rules, **more), draws, 7)


def binds(found):
    return {found.bounds[number].provision.id: share for number, share in found.binds.items()}


def test_the_range_is_that_of_the_normal_distribution(town):
    """10% of N(1000, 100): 5 % below 83.55 and 5 % above 116.45, rounded down; of each draw, too."""
    region = within(town.region({"a": {"residents": 1000}}), residents=[100])
    found = ranged(town, region, "caps: [{id: c, limit: 10% of residents}]", draws=4000)
    assert found.estimate == 100
    assert found.median == pytest.approx(99.5, abs=1)
    assert found.low == pytest.approx(83, abs=1)
    assert found.high == pytest.approx(116, abs=1)
    assert binds(found) == {"c": 1.0}


def test_the_probability_that_each_of_two_caps_binds(town):
    """5% of N(1000, 100) is N(50, 5): the fixed cap of 50 is full from 50 up, the share below 51."""
    region = within(town.region({"a": {"residents": 1000}}), residents=[100])
    rules = "caps: [{id: share, limit: 5% of residents}, {id: fixed, limit: 50 visas}]"
    found = binds(ranged(town, region, rules, draws=4000))
    share = NormalDist(50, 5)
    assert found["fixed"] == pytest.approx(1 - share.cdf(50), abs=0.03)
    assert found["share"] == pytest.approx(share.cdf(51), abs=0.03)


def test_a_cap_that_leaves_every_sponsor_free_never_binds(town):
    region = within(town.region({"a": {"residents": 1000}}, sponsors=20), residents=[100])
    found = ranged(town, region, "caps: [{id: c, limit: 50% of residents}]")
    assert (found.low, found.high, binds(found)) == (20, 20, {"c": 0.0})


def test_a_draw_is_never_below_nobody(town):
    region = within(town.region({"a": {"residents": 10}}), residents=[1000])
    found = ranged(town, region, "caps: [{id: c, limit: 100% of residents}]")
    assert found.low == 0
    assert found.high > 1000


def test_without_margins_there_is_no_range(town):
    with pytest.raises(Refused, match="no limit is reckoned from a count with a margin"):
        ranged(town, town.region({"a": {"residents": 10}}), "caps: [{id: c, limit: 10% of residents}]")


def test_a_margin_of_0_leaves_the_estimate(town):
    region = within(town.region({"a": {"residents": 10}, "b": {"residents": 31}}), residents=[0, 0])
    found = ranged(town, region, "caps: [{id: c, limit: 10% of residents, in each: area}]", draws=20)
    assert (found.low, found.median, found.high) == (4, 4, 4)


def test_an_official_count_has_no_margin(town):
    region = within(town.region({"a": {"residents": 1000}}), residents=[100])
    region = replace(region, controls={"municipality": ControlTotal(of={"Town": "900"})})
    rules = "caps: [{id: c, limit: 10% of residents}, {id: d, limit: 50% of residents, in each: area}]"
    found = ranged(town, region, rules)
    assert (found.estimate, found.low, found.high) == (90, 90, 90)


def test_the_same_seed_gives_the_same_draws_whatever_else_has_a_margin(town):
    region = town.region({"a": {"jobs": 50, "residents": 1000}, "b": {"jobs": 60, "residents": 10}})
    one = Drawn(within(region, residents=[100, 5]), 50, 3).change("residents")
    both = Drawn(within(region, residents=[100, 5], jobs=[1, 2]), 50, 3)
    assert (one == both.change("residents")).all()
    assert (one != Drawn(both.region, 50, 4).change("residents")).any()
    assert not (both.change("jobs") == one).any()


def test_parts_move_with_the_count_they_are_a_part_of(town):
    region = town.region(
        {"a": {"residents": 1000, "poor_rate": 0.25}, "b": {"residents": 10, "poor_rate": None}}
    )
    for name, column in (
        ("adults", Column(share="0.8", of="residents")),
        ("poor", Column(rate="poor_rate", of="residents")),
    ):
        region = replace(region, columns={**region.columns, name: column})
        region.counts[name] = 0
        region.unknown[name] = [False, name == "poor"]
    drawn = Drawn(within(region, residents=[100, 5]), 20, 1)
    assert np.allclose(drawn.change("adults"), 0.8 * drawn.change("residents"))
    assert np.allclose(drawn.change("poor"), drawn.change("residents") * [0.25, 0])


def test_cells_of_an_area_move_together_and_an_empty_area_by_land(town):
    """A zone holds a quarter of a (by its land) and all of b, where nobody is counted; the rest is the town's."""
    region = town.region(
        {"a": {"residents": 1000}, "b": {"residents": 0}}, layers={"sez": {"z": (0.75, 0, 2, 1)}}
    )
    region = within(region, residents=[100, 40])
    rules = """
caps: [{id: town, limit: 100% of residents}]
zones: [{id: z, boundary: {layer: sez}, notwithstanding: [town], caps: [{id: own, limit: 100% of residents}]}]
"""
    compiled = compile_case(town.case(region, rules))
    drawn = Drawn(region, 30, 1)
    a, b = drawn.change("residents").T / MICRO
    names = [
        compiled.limits.bounds[compiled.limits.rows[n].bound].provision.id
        for n in compiled.programmes.numbers
    ]
    values = dict(zip(names, drawn_values(compiled, drawn).T, strict=True))
    assert np.abs(values["town"] - (750 + 0.75 * a)).max() <= 1
    assert np.abs(values["own"] - (250 + 0.25 * a + b)).max() <= 1


@given(
    st.lists(st.tuples(st.integers(0, 900), st.floats(0, 300)), min_size=1, max_size=4), st.integers(0, 99)
)
def test_the_parts_of_a_draw_sum_to_the_draw(town, areas, seed):
    """Millionths: 100% of the people in each ward and in all of the town differ by less than a visa a ward."""
    people = {f"a{n}": {"residents": number} for n, (number, _) in enumerate(areas)}
    wards = {"ward": {"s": (-9, -9, 9, 0.3), "n": (-9, 0.3, 9, 9)}}
    region = within(town.region(people, districts=wards), residents=[error for _, error in areas])
    rules = (
        "caps: [{id: w, limit: 100% of residents, in each: district ward}, {id: t, limit: 100% of residents}]"
    )
    values = drawn_values(compile_case(town.case(region, rules)), Drawn(region, 5, seed))
    south, north, whole = values.T
    assert (np.abs(whole - south - north) <= 2).all()
    assert (values >= 0).all()


def test_what_facilities_serve_binds_where_it_is_full(town):
    region = town.region({"a": {"residents": 1000}}, layers={"clinics": {"k": (0.5, 0.5)}})
    rules = """
caps: [{id: share, limit: 5% of residents}]
amenities: [{id: m, within: 9 km of clinics, serves: 50 visas per site}]
"""
    found = ranged(town, within(region, residents=[100]), rules, draws=2000)
    assert binds(found)["m"] == pytest.approx(0.5, abs=0.05)
