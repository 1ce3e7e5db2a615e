"""Who may sponsor and how many each: the bound of every cell before any cap."""

import pytest

from localvip.problem import Refused
from localvip.region.point_layers.points import Points

AREAS = {"a": {"adults": 100, "households": 3}, "b": {"adults": 50, "households": None}}
# Five people: three in a, one in b, one on the line between them; and one outside.
PEOPLE = [
    (0.2, 0.5, {"tenure": "owner", "rooms": 3.0}),
    (0.4, 0.5, {"tenure": "tenant", "rooms": 5.0}),
    (0.6, 0.5, {"tenure": None, "rooms": None}),
    (1.5, 0.5, {"tenure": "owner", "rooms": 1.0}),
    (1.0, 0.5, {"tenure": "tenant", "rooms": 4.0}),
    (50.0, 50.0, {"tenure": "owner", "rooms": 9.0}),
]
NOBODY = "localvip: 1\nprogram: VIP\neffective: 2026-01-01\n"


@pytest.fixture(scope="module")
def people(town):
    return town.region(AREAS, sponsors=PEOPLE)


def bounds(capacity):
    return capacity.bounds.tolist()


def test_one_each(town, people):
    capacity = town.measure(people, "status: adopted")
    assert bounds(capacity) == [4, 1]  # the one on the line is a's: the smallest id owns it
    assert capacity.maximum.visas == 5


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("tenure = 'owner'", [1, 1]),
        ("tenure <> 'owner'", [2, 0]),  # who is of no known tenure isn't eligible either way
        ("rooms >= 3", [3, 0]),
        ("tenure = 'owner' or rooms > 3", [3, 1]),
        ("tenure is null", [1, 0]),
    ],
)
def test_who_may_sponsor(town, people, where, expected):
    assert bounds(town.measure(people, f"sponsors: [{{id: s, where: {where}}}]")) == expected


def test_every_rule_must_let_a_sponsor_in(town, people):
    rules = "sponsors: [{id: s, where: tenure = 'tenant'}, {id: t, where: rooms > 4}]"
    assert bounds(town.measure(people, rules)) == [1, 0]


def test_a_rule_bars_nobody_beyond_its_own_land(town):
    region = town.region(AREAS, sponsors=PEOPLE, towns={"Town": (0, 0, 1, 1), "Vale": (1, 0, 2, 1)})
    assert bounds(town.measure(region, "sponsors: [{id: s, where: rooms > 4}]")) == [1, 1]


@pytest.mark.parametrize(("number", "expected"), [("2", [6, 2]), ("3", [6, 2]), ("1", [3, 1])])
def test_the_least_number_each_holds(town, number, expected):
    """The program allows two for each sponsor; a town may allow fewer, not more."""
    program = town.program.replace("at most: 1", "at most: 2")
    region = town.region(AREAS, sponsors=[3, 1])
    assert (
        bounds(town.measure(region, f"sponsors: [{{id: s, at most: {number} per sponsor}}]", program=program))
        == expected
    )


def test_one_a_household_is_a_limit_of_each_area(town):
    region = town.region(AREAS, sponsors=[10, 10])
    capacity = town.measure(region, "sponsors: [{id: h, at most: 2 per household}]")
    assert bounds(capacity) == [10, 10]
    assert town.values(capacity) == {("h", "a"): 6, ("h", "b"): 0}
    assert [row.known for row in capacity.limits.rows] == [True, False]  # b's households are unknown
    assert (capacity.maximum.visas, capacity.at_most.visas) == (6, 16)
    assert capacity.limits.rows[0].working == "2 for each of 3 households = 6"


def test_a_share_of_adults_is_a_limit_of_each_area(town):
    capacity = town.measure(
        town.region(AREAS, sponsors=[99, 99]), "sponsors: [{id: s, share: 2.5% of adults}]"
    )
    assert town.values(capacity) == {("s", "a"): 2, ("s", "b"): 1}
    assert town.held_back(capacity) == {"s": 99 + 99 - 3}
    assert [bound.words for bound in capacity.limits.bounds] == ["2.5% of adults"]
    assert capacity.limits.rows[0].working == "2.5% of 100 adults = 2.5, rounded down to 2"


def test_an_area_cut_by_the_city_line_has_its_households_split(town):
    region = town.region({"a": {"households": 7}}, towns={"Town": (0, 0, 0.5, 1)}, sponsors=[10])
    capacity = town.measure(region, "sponsors: [{id: h, at most: 1 per household}]")
    assert town.values(capacity) == {("h", "a"): 3}  # half of 7 households lie in Town
    assert capacity.maximum.visas == 3


@pytest.mark.parametrize(
    ("region", "rule", "code", "says"),
    [
        ("counts", "{id: s, where: tenure = 'owner'}", "no-sponsors", "write share: instead of where:"),
        ("people", "{id: s, where: tenur = 'owner'}", "condition", "Did you mean 'tenure'?"),
        ("people", "{id: s, where: tenure > 5}", "condition", "compares a text with a number"),
        ("counts", "{id: s, share: 5% of voters}", "unknown-base", "no count 'voters'"),
    ],
)
def test_what_the_region_cant_tell_is_refused(town, people, region, rule, code, says):
    with pytest.raises(Refused) as refused:
        town.measure(people if region == "people" else town.region(AREAS), f"sponsors: [{rule}]")
    (problem,) = refused.value.problems
    assert (problem.place.file, problem.place.line, problem.code) == ("town.yaml", 9, code)
    assert says in str(problem)


def test_a_household_rule_needs_households(town):
    with pytest.raises(Refused, match="the region has no count 'households'"):
        town.measure(town.region({"a": {"adults": 1}}), "sponsors: [{id: s, at most: 1 per household}]")


def test_no_rule_on_how_many_is_refused(town, people):
    with pytest.raises(Refused, match="no file in force says how many visas one sponsor may have"):
        town.measure(people, "status: adopted", program=NOBODY)


def test_a_rule_of_one_town_doesnt_speak_for_the_rest(town):
    """An area that no rule covers has no number of visas for each sponsor: that isn't taken to be one."""
    region = town.region(AREAS, towns={"Town": (0, 0, 1, 1), "Vale": (1, 0, 2, 1)})
    with pytest.raises(Refused, match="no file in force says how many"):
        town.measure(region, "sponsors: [{id: s, at most: 1 per sponsor}]", program=NOBODY)


@pytest.mark.parametrize(
    ("adults", "least", "most"),
    [
        ([100.0, 50.0], [10, 0], 10 + 50),
        ([100.0, None], [10, 0], 10 + 80),  # without adults: every resident
    ],
)
def test_unknown_sponsors_are_from_none_to_every_adult(town, adults, least, most):
    areas = {
        "a": {"residents": 120, "adults": adults[0]},
        "b": {"residents": 80, "adults": adults[1]},
    }
    region = town.region(areas, sponsors=[10, 0])
    region.unknown["sponsors"] = [False, True]
    capacity = town.measure(
        region, "caps: [{id: c, limit: 10% of sponsors, in each: area, where: area = 'a'}]"
    )
    assert bounds(capacity) == least
    assert (capacity.maximum.visas, capacity.at_most.visas) == (1, most - 9)


def test_a_limit_on_unknown_sponsors_is_unknown(town):
    region = town.region({"a": {"residents": 120}, "b": {"residents": 80}}, sponsors=[10, 0])
    region.unknown["sponsors"] = [False, True]
    capacity = town.measure(region, "caps: [{id: c, limit: 50% of sponsors, in each: area}]")
    assert [(row.value, row.known) for row in capacity.limits.rows] == [(5, True), (0, False)]
    assert (capacity.maximum.visas, capacity.at_most.visas) == (5, 85)


def test_a_condition_is_asked_of_each_sponsor_once(town, people, monkeypatch):
    rules = "sponsors: [{id: s, where: rooms >= 2}]"
    first = bounds(town.measure(people, rules))
    monkeypatch.setattr(Points, "batches", lambda *_: pytest.fail("asked again"))
    assert bounds(town.measure(people, rules)) == first
    with pytest.raises(pytest.fail.Exception, match="asked again"):
        town.measure(people, "sponsors: [{id: s, where: rooms >= 3.5}]")
