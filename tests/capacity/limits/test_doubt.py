"""Zones whose land the data leave open: their own rules count it, and it is set aside by none; worked by hand."""

import pytest

AREAS = {
    "a": {"residents": 100, "poverty_rate": 0.40},
    "b": {"residents": 200, "poverty_rate": 0.10},
    "c": {"residents": 300, "poverty_rate": None},
}
POOR = """
caps: [{id: city, limit: 10% of residents}]
zones:
  - id: z
    boundary: {where: poverty_rate >= 30%}
    notwithstanding: [city]
    caps: [{id: own, limit: 50% of residents}]
"""


def limits(capacity):
    """Return each limit: its value, the areas it counts, whether it is known."""
    table = capacity.case.cells.table
    return {
        capacity.limits.bounds[row.bound].provision.id: (
            row.value,
            "".join(sorted(set(table["area"].iloc[row.members]))),
            row.known,
        )
        for row in capacity.limits.rows
    }


@pytest.fixture(scope="module")
def region(town):
    return town.region(AREAS, layers={"west": {"w": (0, 0, 2.5, 1)}})


def test_an_unknown_area_counts_in_the_zones_cap_and_isnt_set_aside(town, region):
    capacity = town.measure(region, POOR)
    assert limits(capacity) == {"city": (20, "bc", False), "own": (50, "ac", False)}
    assert capacity.maximum.visas == 70  # b and c share 20 of the city, a and c 50 of the zone
    assert capacity.at_most.visas == 30_000


def test_the_people_concerned_are_told(town, region):
    (notice,) = town.measure(region, POOR).notices
    assert notice.code == "doubtful-zone" and "in 1 areas (300 residents)" in notice.message
    assert notice.place.line == 9 + 4  # its boundary


def test_a_base_that_is_kept_stays_whole(town, region):
    rules = POOR.replace("[city]", "[{id: city, base: kept}]")
    assert limits(town.measure(region, rules))["city"] == (60, "bc", False)


def test_only_the_part_inside_the_shape_is_doubtful(town, region):
    rules = POOR.replace("{where: poverty_rate >= 30%}", "{layer: west, where: poverty_rate >= 30%}")
    capacity = town.measure(region, rules)
    assert "150 residents" in capacity.notices[0].message
    assert limits(capacity)["city"] == (20 + 15, "bc", False)


def test_an_exception_that_is_unknown_makes_its_land_doubtful(town, region):
    rules = POOR.replace(
        "{where: poverty_rate >= 30%}", "{ids: [a, c], except: {where: poverty_rate >= 30%}}"
    )
    assert limits(town.measure(region, rules)) == {"city": (30, "abc", False), "own": (0, "c", False)}


def test_a_part_that_surely_holds_settles_it(town, region):
    rules = POOR.replace("{where: poverty_rate >= 30%}", "[{where: poverty_rate >= 30%}, {ids: [c]}]")
    capacity = town.measure(region, rules)
    assert limits(capacity) == {"city": (20, "b", True), "own": (200, "ac", True)}
    assert not capacity.notices


def test_a_zone_perhaps_set_aside_takes_its_own_rules_into_doubt(town, region):
    rules = """
zones:
  - {id: y, boundary: {ids: [a, c]}, caps: [{id: inner, limit: 10% of residents}]}
  - {id: z, boundary: {where: poverty_rate >= 30%}, notwithstanding: [y], caps: [{id: own, limit: 1 visas}]}
"""
    assert limits(town.measure(region, rules))["inner"] == (0, "c", False)


WHILE = """
caps: [{id: city, limit: 10% of residents}]
zones:
  - id: z
    boundary: {ids: [a, b]}
    while: CONDITION
    notwithstanding: [city]
    caps: [{id: own, limit: 50% of residents}]
"""


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("residents >= 300", {"city": (30, "c", True), "own": (150, "ab", True)}),
        ("poverty_rate = 20%", {"city": (30, "c", True), "own": (150, "ab", True)}),  # 60 of 300
        ("residents > 300", {"city": (60, "abc", True)}),
    ],
)
def test_a_zone_holds_while_the_totals_of_its_land_do(town, region, condition, expected):
    capacity = town.measure(region, WHILE.replace("CONDITION", condition))
    assert limits(capacity) == expected
    assert not capacity.notices


def test_a_zone_whose_while_is_unknown_is_doubtful(town, region):
    rules = WHILE.replace("CONDITION", "poverty_rate > 20%").replace("[a, b]", "[a, c]")
    capacity = town.measure(region, rules)
    assert limits(capacity) == {"city": (20, "abc", False), "own": (0, "ac", False)}
    assert "2 areas (400 residents)" in capacity.notices[0].message
    assert capacity.notices[0].place.line == 9 + 5  # its while


def test_a_zone_that_may_hold_more_land_is_doubtful_even_where_the_rest_passes(town, region):
    rules = POOR.replace("notwithstanding", "while: residents > 50\n    notwithstanding")
    assert limits(town.measure(region, rules)) == {"city": (20, "abc", False), "own": (0, "ac", False)}
