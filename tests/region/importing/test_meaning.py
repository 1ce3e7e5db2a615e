import numpy as np
import pandas as pd
import pytest

from localvip.region.importing.meaning import capacities_in, counts_in, id_in, is_summed, rates_in


@pytest.mark.parametrize(
    "name", ["POP", "Pop2014", "pop2010", "TOT_POP", "2010_POP", "P21_POP", "B01003_001E", "PMUN"]
)
def test_names_of_residents(name):
    assert counts_in(pd.DataFrame({name: [1, 2]})) == {"residents": {"column": name}}


@pytest.mark.parametrize("values", [[-1, 2], [1.5, 2], ["1", "2"], [None, None], [True, False]])
def test_what_would_be_refused_is_not_taken_for_residents(values):
    assert counts_in(pd.DataFrame({"POP": values})) == {}


def test_a_count_by_the_name_of_a_rate_is_no_rate():
    """Unemp14 is a number of people in one file of Chicago and a percent in another."""
    assert rates_in(pd.DataFrame({"Unemp14": [900, 20]}), ["residents"]) == {}
    percent = {"column": "Unemp14", "unit": "percent", "of": "residents"}
    assert rates_in(pd.DataFrame({"Unemp14": [0.6, 51.8]}), ["residents"]) == {"unemployment_rate": percent}


def test_an_id_is_named_so_or_else_the_first_that_could_be_one():
    table = pd.DataFrame({"x": [0.5, 1], "a": ["p", "q"], "b": ["r", "r"], "GEOID": ["1", "2"]})
    assert id_in(table) == "GEOID" and id_in(table.drop(columns="GEOID")) == "a"
    assert id_in(table[["x", "b"]]) is None and id_in(table.iloc[:0]) is None


@pytest.mark.parametrize(
    ("name", "values", "summed"),
    [
        ("HOMES", [4, 5], True),
        ("POOR", [0.1, 0.2], False),
        ("median_income_2018", [9, 10], False),
        ("ZIP", [44067], False),
        ("LATITUDE", [41.0], False),
        ("POPULATION", [-999, 4], False),
    ],
)
def test_only_counts_have_a_total(name, values, summed):
    assert is_summed(name, np.array(values, dtype=float)) is summed


def test_what_sites_hold():
    table = pd.DataFrame({"BEDS": [1, 2], "MEDECINS": [2, None], "SEATS": ["x", "y"]})
    assert capacities_in(table) == {"bed": "BEDS", "doctor": "MEDECINS"}


def test_of_several_years_the_latest_counts():
    table = pd.DataFrame({"Pop2012": [1], "Pop2014": [2], "Pop2013": [3]})
    assert counts_in(table) == {"residents": {"column": "Pop2014"}}
