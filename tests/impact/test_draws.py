"""Draws: seeded, inside their ranges, one stream a key."""

from dataclasses import replace

import numpy as np

from localvip.impact.assumption import read_assumptions
from localvip.impact.draws import draws


def test_draws_are_the_same_for_the_same_seed_and_inside_the_range():
    assumptions = read_assumptions()
    first, again, other = draws(assumptions, 200, 7), draws(assumptions, 200, 7), draws(assumptions, 200, 8)
    for key, one in assumptions.items():
        assert first[key].shape == (200,)
        assert (first[key] == again[key]).all()
        if one.distribution in ("triangular", "uniform"):
            assert (first[key] >= float(one.low)).all() and (first[key] <= float(one.high)).all()
            assert (first[key] != other[key]).any()


def test_a_new_assumption_moves_no_other():
    assumptions = dict(read_assumptions())
    key = "household.wage_per_month"
    alone = draws({key: assumptions[key]}, 50, 1)
    assert (alone[key] == draws(assumptions, 50, 1)[key]).all()


def test_a_lognormal_has_its_median_at_the_value():
    one = read_assumptions()["household.fine_per_event"]
    drawn = draws({"k": replace(one, distribution="lognormal")}, 20_000, 3)["k"]
    assert abs(np.median(drawn) / 5000 - 1) < 0.03
    assert abs(np.quantile(drawn, 0.95) / np.quantile(drawn, 0.05) / 10 - 1) < 0.1
