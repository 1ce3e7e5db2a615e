"""Wages of similar workers: known answers, both sides of the disagreement, and who pays whom."""

import numpy as np
import pytest

from localvip.impact.assumption import read_assumptions
from localvip.impact.draws import central, draws
from localvip.impact.labour import (
    labour_table,
    similar_wage_bill,
    similar_workers,
    studies_table,
    wage_change,
)


def test_a_tenth_more_workers_at_minus_0_3_lowers_wages_by_2_8_percent():
    change = wage_change(np.array([-0.3, 0.0]), np.array([10.0]), np.array([100.0]))
    assert change == pytest.approx([-0.02819, 0], abs=1e-5)


def test_nobody_similar_means_no_change():
    assert wage_change(np.array([-0.3]), np.array([10.0]), np.array([0.0])) == [0]


def test_the_bill_is_the_sum_of_markets():
    drawn, visas, adults = central(read_assumptions()), np.array([[10.0, 40.0]]), np.array([1000.0, 500.0])
    parts = [similar_wage_bill(drawn, visas[:, [m]], adults[[m]])[0] for m in (0, 1)]
    assert similar_wage_bill(drawn, visas, adults)[0] == pytest.approx(sum(parts))
    assert similar_workers(drawn, adults)[0] == pytest.approx([150, 75])


def test_the_range_spans_loss_and_gain():
    drawn = draws(read_assumptions(), 400, 2)
    table = labour_table(drawn, np.full((400, 1), 50.0), np.array([1000.0]), "USD").set_index(
        ["measure", "who"]
    )
    wages = table.loc[("change of wages", "similar native workers")]
    assert wages["low"] < -0.03 and wages["low"] < wages["median"] < wages["high"]
    assert table["unit"].notna().all()


def test_studies_disagree_and_unseen_numbers_are_marked():
    table = studies_table(read_assumptions(), 7, 100).set_index("study")
    assert table.loc["card_1990", "low"] > -0.01
    assert table.loc["borjas_2017", "median"] < -0.05
    assert table.loc["borjas_2003", "seen"] and not table.loc["ottaviano_peri_2012", "seen"]
    assert (table["low"] <= table["median"]).all() and (table["median"] <= table["high"]).all()
