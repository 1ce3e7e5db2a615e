from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from localvip.problem import Problems
from localvip.region.loading.columns import count_units, take_columns
from localvip.region.manifest import Column


def take(values, name="homes", **column):
    """The column of these values, the problems' texts, the notices' texts."""
    table = pd.DataFrame({"X": values}, index=[f"a{n}" for n in range(len(values))])
    problems = Problems()
    taken, notices = take_columns(table, {name: Column(column="X", **column)}, "a.parquet", problems)
    return taken[name].tolist(), [str(p) for p in problems], [str(n) for n in notices]


def test_counts_rates_values_and_text():
    assert take([1, 2])[0] == [1.0, 2.0]
    assert take([0.25, 1.0], unit="share")[0] == [0.25, 1.0]
    assert take([25.0, 100.0], unit="percent")[0] == [0.25, 1.0]
    assert take([41_000.5], unit="USD per year")[0] == [41_000.5]
    assert take(["R1", None], unit="text")[0] == ["R1", None]
    assert take(pd.array([1, None], dtype="Int64"), unit="USD")[0][0] == 1.0


def test_text_that_is_stored_as_numbers_is_read_as_text():
    assert take([3.0, np.nan], unit="text")[0] == ["3", None]


@pytest.mark.parametrize("values", [[None, 5.0], pd.array([None, 5], dtype="Int64"), [None, Decimal(5)]])
def test_a_missing_count_is_not_zero(values):
    taken, problems, notices = take(values)
    assert np.isnan(taken[0]) and taken[1] == 5.0
    assert not problems and not notices


def test_a_missing_count_is_zero_where_the_region_says_so_with_a_notice():
    taken, problems, notices = take([None, 5.0, None], name="residents", missing="0")
    assert taken == [0.0, 5.0, 0.0] and not problems
    assert notices == ["a.parquet: 2 areas have no residents; the region file reads them as 0."]
    assert take([1.0], missing="0")[2] == []


@pytest.mark.parametrize(
    ("values", "column", "said"),
    [
        ([None, 1.0], {"name": "residents"}, "residents is missing. Write `missing: 0`"),
        ([0.5, 1.0], {"name": "residents"}, "residents 0.5 is no whole number."),
        ([-1, 1], {}, "homes -1 is negative."),
        ([-666666666.0, 1], {"unit": "USD per year"}, "homes -666666666 is negative. Leave a value"),
        ([np.inf, 1.0], {"name": "residents"}, "residents inf is more than 10,000,000,000."),
        ([-np.inf, 1.0], {}, "homes -inf is negative."),
        ([12345678901234567890.0, 1], {}, "homes 1.23456789012346e+19 is more than 10,000,000,000."),
        (
            [1.5, 1.0],
            {"unit": "share"},
            "homes 1.5 is more than 1, but its unit is share. Is its unit percent?",
        ),
        ([100.5, 99], {"unit": "percent"}, "homes 100.5 is more than 100, but its unit is percent."),
        (["1,234", "5"], {}, "homes is '1,234', which is no number. Store numbers as numbers."),
        (["x" * 10**6, 1], {}, "homes is 'xxxxxxxxxxxx...xxxxxxxxxxxxx', which is no number."),
        ([True, 1], {}, "homes is True, which is no number."),
        ([[1], 1], {}, "homes is [1], which is no number."),
    ],
)
def test_a_number_that_cannot_be(values, column, said):
    _, problems, _ = take(values, **{"name": "homes", **column})
    assert problems[0].startswith(f"a.parquet#a0: {said}")


@pytest.mark.parametrize("column", [{}, {"unit": "share"}])
def test_a_number_beyond_all_is_told_once(column):
    assert take([3e10, 0.5], **column)[1] == ["a.parquet#a0: homes 30000000000 is more than 10,000,000,000."]


def test_each_row_at_fault_is_named():
    _, problems, _ = take([-1, 2, -3])
    assert [p.split(":")[0] for p in problems] == ["a.parquet#a0", "a.parquet#a2"]


def test_a_bool_column_is_no_count():
    assert len(take([True, False])[1]) == 2


def test_a_total_beyond_the_earth_is_refused():
    assert take([6e9, 6e9])[1] == ["a.parquet: homes is more than 10,000,000,000 in all."]
    assert take([6e9, 6e9], unit="USD per year")[1] == []


def test_percent_that_looks_like_a_share_is_asked_about():
    assert take([0.2, 0.9], unit="percent")[2] == [
        "a.parquet: no homes is over 1 percent. Is its unit share?"
    ]
    assert take([0.2, 1.9], unit="percent")[2] == []
    assert take([0.0, 0.0], unit="percent")[2] == []


def test_an_unknown_column_is_refused_with_the_nearest():
    problems = Problems()
    table = pd.DataFrame({"HOUSEHOLDS": [1], "POP": [2]}, index=["a"])
    columns = {"homes": Column(column="HOUSEHOLD"), "jobs": Column(column="zzz"), "n": Column(column="POP")}
    taken, _ = take_columns(table, columns, "a.parquet", problems)
    assert [p.hint for p in problems] == ["Did you mean 'HOUSEHOLDS'?", "It has: HOUSEHOLDS, POP."]
    assert list(taken) == ["n"]


def test_ids_that_stand_twice_do_not_hide_the_faults_of_their_rows():
    problems = Problems()
    table = pd.DataFrame({"X": [-1, -2]}, index=["a", "a"])
    take_columns(table, {"homes": Column(column="X")}, "a.parquet", problems)
    assert [p.message for p in problems] == ["homes -1 is negative.", "homes -2 is negative."]


def test_counts_become_micro_units_and_know_what_is_unknown():
    columns = {
        "residents": Column(column="P"),
        "homes": Column(column="H"),
        "poverty_rate": Column(column="R", unit="share"),
        "adults": Column(share=Fraction(1, 3), of="residents"),
        "poor": Column(rate="poverty_rate", of="residents"),
    }
    values = pd.DataFrame(
        {"residents": [10.0, 1.0, 4.0], "homes": [2.5, np.nan, 0.0], "poverty_rate": [0.5, 0.1, np.nan]}
    )
    units, unknown = count_units(values, columns)
    assert list(units) == ["residents", "homes", "adults", "poor"]
    assert units["homes"].tolist() == [2_500_000, 0, 0]
    assert units["adults"].tolist() == [3_333_333, 333_333, 1_333_333]
    assert units["poor"].tolist() == [5_000_000, 100_000, 0]
    assert unknown["homes"].tolist() == [False, True, False]
    assert unknown["poor"].tolist() == [False, False, True]
    assert not unknown["adults"].any()
    assert (units.dtypes == np.int64).all()


def test_a_ratio_of_two_counts_is_a_share_and_unknown_where_it_has_no_meaning():
    problems = Problems()
    table = pd.DataFrame({"V": [1, 3, 0, None, 5], "H": [4, 3, 0, 8, 4]}, index=list("abcde"))
    columns = {
        "vacant_units": Column(column="V"),
        "housing_units": Column(column="H"),
        "vacancy_rate": Column(ratio="vacant_units", of="housing_units", unit="share"),
    }
    taken, _ = take_columns(table, columns, "a.parquet", problems)
    assert taken["vacancy_rate"].tolist()[:2] == [0.25, 1.0]
    assert taken["vacancy_rate"].isna().tolist()[2:4] == [True, True]
    assert [str(p) for p in problems] == [
        "a.parquet#e: vacant_units 5 is more than housing_units 4. A share is at most 1."
    ]
