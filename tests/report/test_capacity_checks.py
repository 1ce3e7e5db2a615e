"""For each headline of a capacity report, what a critic and a supporter would check, with the report's own figures."""

from dataclasses import replace

import pytest

from localvip.report.capacity_checks import checks
from localvip.report.prospect_model import YearRow
from localvip.report.tables import tell_capacity


@pytest.fixture
def told(town):
    region = town.region({"a": {"residents": 100}, "b": {"residents": 200}}, sponsors=50)
    capacity = town.measure(
        region, 'caps: [{id: c, section: "2", title: Share, limit: 5% of residents, in each: area}]'
    )
    return tell_capacity(capacity, capacity.case.rulebook, "localvip", "en")


def test_each_headline_has_its_check(told):
    assert [one.headline for one in checks(told)] == [item.label for item in told.headlines]


def test_a_check_tells_the_figures_of_the_report(told):
    maximum, sponsors, residents = checks(told)
    [held] = [row.held_back for row in told.provisions if row.held_back]
    assert maximum.critic == f"How firmly 2 Share holds: without it the law allows {held} visas more."
    assert told.headlines[0].value in sponsors.supporter
    assert "has most for its size, 50.0 for each 1,000 residents" in residents.critic


def test_a_withheld_area_is_not_named(told):
    first, second = told.areas
    hidden = replace(told, areas=(replace(first, capacity=99, withheld=True), second))
    assert f"{second.name or second.id} has most" in checks(hidden)[2].critic


def test_the_pace_is_read_from_later_years(told):
    pace = replace(told.headlines[0], label="First issued in the year")
    years = (YearRow(2027, 15, 3, 3, 0, 12), YearRow(2028, 2, 0, 3, 1, 0))
    [check] = checks(replace(told, headlines=(pace,), years=years))
    assert check.critic == "What later years bring. From 2028 on, 1 visa stay above a limit."
    assert check.supporter == "How many wait for the pace alone: 12 visas in 2027."
