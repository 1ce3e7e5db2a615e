"""One cap moves, the rest of the law stays."""

from hypothesis import given, settings
from hypothesis import strategies as st

from localvip.capacity.sensitivity import curve, swings

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


def test_a_cap_that_holds_back_a_single_visa_has_a_curve(town):
    """599 of 600: 101 % of it is 604, so all have one."""
    found = curve(measured(town, "{id: total, limit: 599 visas}"), (0, 50, 100, 200))
    assert (found.points, found.kink) == (((0, 0), (50, 299), (100, 599), (101, 600), (200, 600)), 101)


def test_what_a_quarter_more_or_less_in_each_cap_moves(town):
    """Shares 5 + 10 + 15 = 30 under a total of 20: shares of 3 + 7 + 11 = 21 still fill it."""
    capacity = measured(town, SHARE, "{id: total, limit: 20 visas}")
    named = {capacity.limits.bounds[one.bound].provision.id: one for one in swings(capacity)}
    assert list(named) == ["total", "share"]
    assert (named["total"].tighter, named["total"].looser) == (15, 25)
    assert (named["share"].tighter, named["share"].looser) == (20, 20)


def test_a_cap_that_counts_no_land_is_not_moved(town):
    nowhere = "{id: nowhere, limit: 5 visas, where: residents > 900}"
    capacity = measured(town, nowhere, "{id: total, limit: 20 visas}")
    assert [capacity.limits.bounds[one.bound].provision.id for one in swings(capacity)] == ["total"]


@given(
    st.lists(st.integers(0, 12), min_size=3, max_size=3),
    st.integers(0, 30),
    st.integers(0, 20),
)
@settings(max_examples=15, deadline=None)
def test_swings_are_what_the_law_so_moved_allows(town, shares, total, pair):
    """Each is held to the capacity of the law with its numbers written a quarter lower, or higher."""

    def law(percent=100, moved=None):
        def value(name, visas):
            return visas * (percent if name == moved else 100) // 100

        caps = [
            f"{{id: {at.lower()}, limit: {value('own', n)} visas, where: residents = {people}}}"
            for (at, people), n in zip(PEOPLE.items(), shares, strict=True)
        ]
        return (
            f"{{id: total, limit: {value('total', total)} visas}}",
            f"{{id: pair, limit: {value('pair', pair)} visas, where: residents > 150}}",
            *caps,
        )

    capacity = measured(town, *law())
    for one in swings(capacity):
        name = capacity.limits.bounds[one.bound].provision.id
        if name in ("total", "pair"):
            tighter, looser = (measured(town, *law(p, name)).maximum.visas for p in (75, 125))
            assert (one.tighter, one.looser) == (tighter, looser), name
