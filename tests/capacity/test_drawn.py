"""Counts drawn within their margins: what moves, by how much, and what each limit then comes to."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from localvip.capacity.drawn import Drawn, drawn_values
from localvip.capacity.limits.compiled import compile_case
from localvip.region.manifest import Column, ControlTotal

MICRO = 1_000_000
AREAS = {
    "a": {"jobs": 9, "residents": 1000},
    "b": {"jobs": 8, "residents": None},
    "c": {"jobs": 7, "residents": 50},
}


def within(region, **errors):
    return replace(region, margins=pd.DataFrame(errors, index=region.areas.index, dtype=float))


@pytest.fixture(scope="module")
def region(town):
    return within(town.region(AREAS), residents=[100, 100, 0])


class Moved(Drawn):
    """Draws set by hand: micro-units that each draw adds to the residents of each area."""

    changes = np.array([[0, 0, 0], [100, 0, 0], [-100, 0, 50]], dtype=float) * MICRO

    def varies(self, base):
        return base == "residents"

    def change(self, base):
        assert base == "residents"
        return self.changes


def values(town, region, *caps, **more):
    """Return what each limit comes to in each of three draws, limit by limit."""
    lines = "".join(f"  - {{id: c{n}, {cap}}}\n" for n, cap in enumerate(caps))
    compiled = compile_case(town.case(region, f"caps:\n{lines}", **more))
    found = drawn_values(compiled, Moved(region, 3, 0))
    assert found.dtype == np.int64
    return found.T.tolist()


def test_counts_with_a_margin_vary_and_no_others(region):
    drawn = Drawn(region, 5, 1)
    assert drawn.varies("residents") and not drawn.varies("jobs") and not drawn.varies("land")
    assert drawn.change("residents").shape == (5, 3)
    with pytest.raises(KeyError):
        drawn.change("jobs")


def test_a_draw_is_the_estimate_and_a_whole_number_of_micro_units_from_the_seed_and_the_name(region):
    dice = np.random.default_rng([7, *b"residents"]).standard_normal((6, 3))
    expected = np.rint(np.maximum(np.array([1000, 0, 50]) * MICRO + dice * [100 * MICRO, 0, 0], 0))
    change = Drawn(region, 6, 7).change("residents")
    assert change.tolist() == (expected - np.array([1000, 0, 50]) * MICRO).tolist()


def test_a_count_that_isn_t_known_or_has_no_error_stays(region):
    change = Drawn(region, 50, 1).change("residents")
    assert (change[:, 0] != 0).all()
    assert not change[:, 1:].any()


def test_nobody_is_drawn_below_none(town):
    region = within(town.region({"a": {"residents": 1}}), residents=[1000])
    change = Drawn(region, 200, 3).change("residents")
    assert change.min() == -MICRO
    assert 60 < (change == -MICRO).sum() < 140


def test_a_part_moves_by_its_share_and_not_where_it_is_unknown(town):
    region = town.region(
        {"a": {"residents": 1000, "own_rate": 0.25}, "b": {"residents": 10, "own_rate": None}}
    )
    parts = {"adults": Column(share="0.8", of="residents"), "owners": Column(rate="own_rate", of="residents")}
    region = replace(region, columns={**region.columns, **parts})
    for name in parts:
        region.counts[name] = 0
        region.unknown[name] = [False, name == "owners"]
    drawn = Drawn(within(region, residents=[100, 5]), 4, 1)
    whole = drawn.change("residents")
    assert np.allclose(drawn.change("adults"), 0.8 * whole)
    assert np.allclose(drawn.change("owners"), whole * [0.25, 0])


def test_limits_are_rounded_down_in_each_draw(town, region):
    assert values(town, region, "limit: 10% of residents, in each: area") == [
        [100, 110, 90],
        [0, 0, 0],
        [5, 5, 10],
    ]
    assert values(town, region, "limit: 10% of residents") == [[105, 115, 100]]
    assert values(town, region, "limit: 7% of residents, rounding: up") == [[74, 81, 70]]  # 73.5, 80.5, 70


def test_limits_that_no_drawn_count_enters_keep_their_values(town, region):
    found = values(town, region, "limit: 50% of jobs", "limit: 3 visas", "limit: 10% of residents")
    assert found == [[12, 12, 12], [3, 3, 3], [105, 115, 100]]


def test_only_the_drawn_term_of_a_sum_moves(town, region):
    assert values(town, region, "limit: 10% of residents plus 50% of jobs, in each: area") == [
        [104, 114, 94],
        [4, 4, 4],
        [8, 8, 13],
    ]


def test_limits_on_pace_are_left_out(town, region):
    assert values(town, region, "limit: 1 visas per year", "limit: 2 visas") == [[2, 2, 2]]


def test_cells_share_the_draw_of_their_area_by_its_people(town, region):
    """The ward's border halves area a: each half moves by half of the draw."""
    wards = {"ward": {"w": (0, 0, 0.5, 1), "e": (0.5, 0, 3, 1)}}
    halves = within(town.region(AREAS, districts=wards), residents=[100, 100, 0])
    assert values(town, halves, "limit: 10% of residents, in each: district ward") == [
        [55, 60, 55],
        [50, 55, 45],
    ]


def test_where_nobody_is_counted_cells_share_the_draw_by_land(town):
    areas = {"a": {"residents": 0}, "b": {"residents": 100}, "c": {"residents": 100}}
    wards = {"ward": {"w": (0, 0, 0.25, 1), "e": (0.25, 0, 3, 1)}}
    empty = within(town.region(areas, districts=wards), residents=[1, 1, 1])
    found = values(town, empty, "limit: 100% of residents, in each: district ward")
    # a quarter of +100 in the west; never below none
    assert found == [[200, 275, 175], [0, 25, 0]]


def test_an_official_count_has_no_margin_and_its_parts_have(town, region):
    official = replace(region, controls={"municipality": ControlTotal(of={"Town": "2000"})})
    found = values(town, official, "limit: 10% of residents", "limit: 10% of residents, where: area <> 'c'")
    assert found == [[200, 200, 200], [100, 110, 90]]
