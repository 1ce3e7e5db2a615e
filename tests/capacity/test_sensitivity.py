"""One cap moves, the rest of the law stays."""

from localvip.capacity.sensitivity import curve

PEOPLE = {"Ash": 100, "Birch": 200, "Cedar": 300}
SHARE = "{id: share, limit: 5% of residents, in each: area}"


def measured(town, *caps):
    """Three areas of 100, 200 and 300 people, all of them sponsors."""
    region = town.region(
        {name: {"residents": people} for name, people in PEOPLE.items()}, sponsors=[100, 200, 300]
    )
    return town.measure(region, f"caps: [{', '.join(caps)}]")


def test_capacity_rises_with_the_cap_until_another_rule_takes_over(town):
    """Shares allow 5 + 10 + 15 = 30; the town's ceiling allows 20: from 150 % on, the shares alone hold."""
    capacity = measured(town, SHARE, "{id: total, limit: 20 visas}")
    found = curve(capacity)
    assert capacity.limits.bounds[found.bound].provision.id == "total"
    assert dict(found.points)[0] == 0 and dict(found.points)[50] == 10 and dict(found.points)[100] == 20
    assert found.kink == 150 and dict(found.points)[150] == dict(found.points)[400] == 30


def test_the_kink_is_one_of_the_points_and_one_percent_less_gives_less(town):
    capacity = measured(town, SHARE, "{id: total, limit: 19 visas}")
    found = curve(capacity)
    assert found.kink == 158 and dict(found.points)[158] == 30
    assert dict(curve(capacity, (157, 400)).points)[157] == 29


def test_a_kink_beyond_what_is_tried_is_told_as_none(town):
    capacity = measured(town, SHARE, "{id: total, limit: 1 visa}")
    assert curve(capacity).kink is None


def test_without_a_cap_that_holds_back_there_is_no_curve(town):
    assert curve(measured(town, "{id: share, limit: unlimited, in each: area}")) is None


def test_a_cap_that_holds_nothing_back_has_no_curve(town):
    assert curve(measured(town, "{id: total, limit: 1000 visas}")) is None
