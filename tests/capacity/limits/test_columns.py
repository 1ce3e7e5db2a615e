"""What `while` sees of a group: sums of counts, means of shares by the count they are of, and what is unknown."""

import numpy as np
import pytest

from localvip.capacity.limits.columns import area_column, group_columns

AREAS = {
    "a": {"residents": 100, "poverty_rate": 0.4, "median_income": 20_000, "name_of": "x"},
    "b": {"residents": 300, "poverty_rate": 0.2, "median_income": 60_000, "name_of": "y"},
    "c": {"residents": 0, "poverty_rate": 0.9, "median_income": 60_000, "name_of": "y"},
    "d": {"residents": None, "poverty_rate": 0.5, "median_income": 60_000, "name_of": "y"},
    "e": {"residents": 50, "poverty_rate": None, "median_income": 60_000, "name_of": "y"},
}


@pytest.fixture(scope="module")
def seen(town):
    """Return the reader of one column over groups of areas: ``None`` where a group's value is unknown."""
    case = town.case(town.region(AREAS), "caps: [{id: c, section: '1', limit: 5 visas}]")

    def of(name, group, groups):
        number = np.array([group.get(area, -1) for area in case.cells.table["area"]])
        values = group_columns(case.region, case.cells, [name], number, groups)[name]
        return [None if np.isnan(value) else round(float(value), 9) for value in values]

    return of


def test_a_count_of_a_group_is_its_sum(seen):
    assert seen("residents", {"a": 0, "b": 0, "e": 1}, 3) == [400, 50, 0]


def test_a_share_of_a_group_is_its_mean_by_residents(seen):
    """(100 x 0.4 + 300 x 0.2) / 400 = 0.25; where nobody lives c's 0.9 weighs nothing."""
    assert seen("poverty_rate", {"a": 0, "b": 0, "c": 0}, 1) == [0.25]


def test_a_group_without_people_has_no_mean(seen):
    assert seen("poverty_rate", {"a": 0, "c": 1}, 2) == [0.4, None]


@pytest.mark.parametrize("name", ["residents", "poverty_rate"])
def test_one_unknown_count_leaves_its_group_unknown_and_no_other(seen, name):
    known = AREAS["a"][name]
    assert seen(name, {"a": 1, "b": 0, "d": 0}, 2) == [None, known]


def test_an_unknown_share_leaves_its_group_unknown(seen):
    assert seen("poverty_rate", {"a": 1, "b": 0, "e": 0}, 2) == [None, 0.4]


@pytest.mark.parametrize("name", ["median_income", "name_of"])
def test_what_neither_adds_up_nor_has_a_mean_is_named(seen, name):
    with pytest.raises(KeyError, match=name):
        seen(name, {"a": 0}, 1)


def test_land_is_told_in_square_kilometres_of_each_area(town):
    region = town.region(
        {"a": {"residents": 1, "at": (0, 0, 2, 1)}, "b": {"residents": 1, "at": (2, 0, 2.5, 1)}}
    )
    assert area_column(region, "land").tolist() == [2.0, 0.5]
    assert area_column(region, "area").tolist() == ["a", "b"]
