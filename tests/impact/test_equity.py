"""Gini, fifths and gains: hand values, PySAL's value on real incomes, conservation."""

import numpy as np
import pytest

from localvip.impact.equity import (
    bottom_share,
    fifths,
    fifths_ratio,
    gains_by_fifth,
    gini,
    incomes_before_after,
)

# Median income of the first twelve Chicago community areas (CMAP Community Data Snapshot).
INCOMES = [61759, 50458, 31663, 70223, 34396, 33515, 44588, 66130, 51689, 98636, 54915, 41650]
# inequality 1.1.2 (PySAL): Gini(np.array(INCOMES, float)).g
PYSAL_GINI = 0.1852617639793503
INCOME = [10.0, 20.0, 30.0, 40.0, 100.0]
PEOPLE = np.array([100.0, 100.0, 100.0, 100.0, 100.0])


def test_gini_by_hand_and_by_pysal():
    assert gini(INCOME) == pytest.approx(0.4)
    assert gini([16, 26, 30, 40, 100]) == pytest.approx(0.343396, abs=1e-6)
    assert gini(INCOMES) == pytest.approx(PYSAL_GINI, abs=1e-9)
    assert np.isnan(gini([0, 0]))
    with pytest.raises(ValueError, match="0 or more"):
        gini([-1, 2])


def test_people_alike_may_be_counted_together_in_any_order():
    draws = np.array([[10, 20, 10, 40.0], [40, 10, 20, 10]])
    assert gini(draws) == pytest.approx([float(gini([10, 20, 40], [2, 1, 1]))] * 2)


def test_fifths_split_a_group_that_spans_them():
    assert fifths_ratio(INCOME) == pytest.approx(10)
    assert bottom_share([10, 30], [1, 1], 0.75) == pytest.approx((10 + 15) / 40)
    parts = fifths([30, 10, 99], [2, 3, 0])
    assert parts[1] == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0, 0])
    assert parts[0] == pytest.approx([0, 0, 0, 1 / 2, 1 / 2])
    assert parts[2].sum() == 0


def test_fifths_share_out_all_gains_in_every_draw():
    sponsors = np.array([[5.0, 4, 3, 2, 1], [50, 40, 30, 20, 10]])
    gain = np.array([[6.0], [7.0]])
    table = gains_by_fifth(INCOME, PEOPLE, sponsors, gain, "USD")
    shares = table[table["measure"] == "share of the gain"]
    assert shares["median"].sum() == pytest.approx(1)
    one = gains_by_fifth(np.array([INCOME[::-1]]), PEOPLE, sponsors[:1, ::-1], gain[:1], "USD")
    assert one[one["measure"] == "sponsors"]["median"].tolist() == pytest.approx([5, 4, 3, 2, 1])
    gained = one[one["measure"] == "gain"]
    assert gained["median"].sum() == pytest.approx(15 * 6)
    assert set(gained["unit"]) == {"USD per year"}
    assert one[one["measure"] == "gain per sponsor"]["median"].tolist() == pytest.approx([6] * 5)


def test_incomes_before_and_after():
    sponsors = np.array([[100.0, 100, 0, 0, 0]])
    table = incomes_before_after(INCOME, PEOPLE, sponsors, np.array([[6.0] * 5]))
    told = table.set_index(["index", "stage"])["median"]
    assert told["Gini", "before"] == pytest.approx(0.4)
    assert told["Gini", "after"] == pytest.approx(0.343396, abs=1e-6)
    assert told["S80/S20", "after"] == pytest.approx(100 / 16)
