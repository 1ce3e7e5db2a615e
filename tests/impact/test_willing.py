"""Willingness: calibrated to the chapter, rising with the gain, falling with income."""

import numpy as np
import pytest

from localvip.impact.assumption import read_assumptions
from localvip.impact.draws import draws
from localvip.impact.willing import deviates, half_ratio, willing_share


def at(gain, income, half=0.2, slope=1.5):
    return willing_share(*(np.array([float(value)]) for value in (gain, income, half, slope)))[0]


def test_the_base_share_is_willing_at_the_base_gain_in_every_draw():
    drawn = draws(read_assumptions(), 50, 1)
    income = drawn["uptake.base_income"][:, None] * np.exp(drawn["uptake.base_spread"][:, None] * deviates())
    half, slope = half_ratio(drawn)[:, None], drawn["uptake.slope"][:, None]
    found = willing_share(drawn["uptake.base_gain"][:, None], income, half, slope).mean(axis=1)
    assert found == pytest.approx(drawn["uptake.base_share"], abs=1e-9)


def test_half_are_willing_where_the_gain_is_that_part_of_income():
    assert at(10_000, 50_000, half=0.2) == pytest.approx(0.5)


@pytest.mark.parametrize("gain", [0, -1, -10_000])
def test_nobody_sponsors_at_a_loss(gain):
    assert at(gain, 50_000) == 0


def test_the_poor_are_far_more_willing():
    assert at(6000, 15_000) > 3 * at(6000, 120_000)
    gains = [at(gain, 50_000) for gain in (1000, 3000, 6000, 20_000)]
    assert gains == sorted(gains) and gains[-1] < 1
