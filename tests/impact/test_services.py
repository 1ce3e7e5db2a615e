"""Demand against capacity: by hand, thresholds, what isn't known, schools, inspectors, catchments."""

import numpy as np
import pytest

from localvip.impact.assumption import read_assumptions
from localvip.impact.draws import central, draws
from localvip.impact.measured import Sheet
from localvip.impact.services import catchments_table, services_table, verdict

AREAS = {
    "a": {"residents": 1000, "vacant_units": 10, "physicians": 1, "inspectors": 0},
    "b": {"residents": 2000, "vacant_units": None, "physicians": 9, "inspectors": 1},
}
VISAS = np.array([[100.0, 40.0]])


@pytest.fixture(scope="module")
def sheet():
    assumptions = read_assumptions()
    return Sheet(assumptions, central(assumptions))


def told(table):
    return table.set_index(["service", "area"])


def test_by_hand(town, sheet):
    rules = "safeguards: [{id: v, section: '1', kind: inspection, at least: 1 visit per visa per month}]"
    table = told(services_table(town.case(town.region(AREAS), rules), VISAS, sheet))
    beds = table.loc[("bedrooms", "a")]
    assert (beds["added_median"], beds["capacity"], beds["unit"]) == (
        pytest.approx(10),
        pytest.approx(7.5),
        "room",
    )
    assert beds["verdict"] == "short"
    visits = table.loc[("clinic visits", "a")]
    assert visits["use_median"] == pytest.approx(1100 * 2.5 / 3000)
    assert visits["verdict"] == "tight"
    assert table.loc[("clinic visits", "b"), "verdict"] == "enough"
    assert table.loc[("clinic visits", ""), "use_median"] == pytest.approx(3140 * 2.5 / 30_000)
    assert table.loc[("inspectors", ""), "added_median"] == pytest.approx(140 * 12 / 600)
    assert table.loc[("inspectors", "a"), "verdict"] == "short"  # no inspector at all
    assert table.loc[("water", "a"), "added_median"] == pytest.approx(31)
    assert table.loc[("transit", "a"), "unit"] == "trip per day"


def test_what_a_region_does_not_have_is_not_known(town, sheet):
    table = told(services_table(town.case(town.region(AREAS), ""), VISAS, sheet))
    for service, area in (("water", "a"), ("bedrooms", "b"), ("bedrooms", "")):
        assert table.loc[(service, area), "verdict"] == "capacity not known"
    assert table.loc[("inspectors", ""), "added_median"] == pytest.approx(140 / 600)  # one visit is assumed
    assert "school seats" not in table.index.get_level_values(0)


def test_school_seats_where_dependants_are_admitted(town, sheet):
    areas = {"a": {"residents": 100, "school_seats": 20, "pupils": 10}}
    case = town.case(town.region(areas), "", program=town.program + "dependants: admitted\n")
    seats = told(services_table(case, np.array([[25.0]]), sheet)).loc[("school seats", "a")]
    assert (seats["added_median"], seats["use_median"]) == (pytest.approx(9), pytest.approx(0.95))
    assert seats["verdict"] == "tight"


@pytest.mark.parametrize(
    ("low", "median", "high", "word"),
    [
        (0.1, 0.5, 0.9, "enough"),
        (0.5, 0.8, 0.91, "perhaps enough"),
        (0.92, 0.95, 1, "tight"),
        (0.5, 1.1, 2, "perhaps short"),
        (1.01, 2, np.inf, "short"),
    ],
)
def test_verdict(low, median, high, word):
    assert verdict({"low": low, "median": median, "high": high}, 0.9) == word


def test_only_the_focus_counts(town, sheet):
    region = town.region(AREAS, towns={"Town": (0, 0, 1, 1)})
    table = told(services_table(town.case(region, ""), VISAS, sheet))
    assert "b" not in table.index.get_level_values(1)
    assert table.loc[("water", ""), "added_median"] == pytest.approx(31)


def test_catchments(town):
    region = town.region(
        {"a": {"residents": 100}, "b": {"residents": 100}},
        layers={"clinics": {"one": (0.5, 0.5), "two": (1.5, 0.5)}},
        sponsors=[30, 30],
    )
    capacity = town.measure(
        region, "amenities: [{id: clinic, within: 450 m of clinics, serves: 4 visas per site}]"
    )
    assumptions = read_assumptions()
    sheet = Sheet(assumptions, draws(assumptions, 10, seed=1))
    visas = np.repeat(capacity.split[None, :].astype(float), 10, axis=0)
    table = catchments_table(capacity, visas, sheet)
    whole = table[table["catchment"] == "homes in reach of any site"].iloc[0]
    assert (whole["places"], whole["visas_high"], whole["use"], whole["verdict"]) == (8, 8, 1, "tight")
    assert catchments_table(town.measure(region, ""), np.zeros((1, 2)), sheet).empty
