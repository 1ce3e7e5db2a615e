"""Visas grow towards their number, no faster than the law's pace, and are issued anew as they end."""

import numpy as np
import pytest

from localvip.impact.assumption import read_assumptions
from localvip.impact.course import course, expected
from localvip.impact.draws import central
from localvip.impact.measured import Sheet


def test_part_of_the_way_each_year_and_no_faster_than_the_pace():
    assert expected(np.array([100.0]), np.array([0.5]), np.inf, 3).ravel().tolist() == [50, 75, 87.5]
    assert expected(np.array([100.0]), np.array([0.5]), 30, 4).ravel().tolist() == [30, 60, 87.5, 93.75]


@pytest.mark.parametrize(
    ("rules", "second"), [("", 15.0), ("caps: [{id: pace, limit: 6 visas per year}]", 12.0)]
)
def test_visas_in_force_and_issued(town, rules, second):
    assumptions = read_assumptions().with_changes({"uptake.yearly_step": "50%", "household.stay_years": 2})
    capacity = town.measure(town.region({"a": {"residents": 100}, "b": {"residents": 100}}), rules)
    years = course(capacity, np.array([[15.0, 5.0]]), Sheet(assumptions, central(assumptions)), 2)
    everywhere = np.array([True, True])
    held = [float(year.in_force(everywhere).numbers[0]) for year in years]
    assert held[1] == second
    assert years[1].in_force(~everywhere).numbers[0] == 0
    assert float(years[1].issued(everywhere).numbers[0]) == pytest.approx(held[1] - held[0] + held[0] / 2)
    assert [year.number for year in years] == [2027, 2028]
