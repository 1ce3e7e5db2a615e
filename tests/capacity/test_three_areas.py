"""Three areas whose capacity is worked out by hand, line by line.

    area  adults  5 % of adults     density (4, 8 or 40 visas per km2)   least of both
    a     100     5                 8                                    5
    b     200     10                4                                    4
    c     300     15                40                                   15
                  30                52                                   24

The three together may have 20 (a zone's total), so the capacity is 20: the least of 24 and 20.
"""

import pytest

AREAS = {
    "a": {"adults": 100, "residents": 130, "zoning": "R8"},
    "b": {"adults": 200, "residents": 260, "zoning": "R4"},
    "c": {"adults": 300, "residents": 390, "zoning": "R40"},
}
RULES = """
caps:
  - {id: share, limit: 5% of adults, in each: area}
  - {id: density-8, limit: 8 visas per km2, in each: area, where: zoning = 'R8'}
  - {id: density-4, limit: 4 visas per km2, in each: area, where: zoning = 'R4'}
  - {id: density-40, limit: 40 visas per km2, in each: area, where: zoning = 'R40'}
zones:
  - {id: centre, boundary: {ids: [a, b, c]}, caps: [{id: total, limit: 20 visas}]}
"""


@pytest.fixture(scope="module")
def three(town):
    return town.measure(town.region(AREAS, sponsors=[100, 200, 300]), RULES)


def test_every_limit(three, town):
    assert town.values(three) == {
        ("share", "a"): 5,  # 0.05 x 100
        ("share", "b"): 10,  # 0.05 x 200
        ("share", "c"): 15,  # 0.05 x 300
        ("density-8", "a"): 8,  # each area is 1 km2
        ("density-4", "b"): 4,
        ("density-40", "c"): 40,
        ("total", "centre"): 20,
    }


def test_capacity(three):
    # min(5, 8) + min(10, 4) + min(15, 40) = 24, of which the zone's total leaves 20.
    assert (three.maximum.visas, three.maximum.proven) == (20, True)
    assert three.at_most == three.maximum
    assert three.issues is None


def test_ceilings(three, ceilings):
    # Each area alone: the least of its own limits; the total of 20 doesn't bind any of them alone.
    assert ceilings(three) == {"a": 5, "b": 4, "c": 15}


def test_held_back(three, town):
    assert town.held_back(three) == {
        "share": 0,  # 8 + 4 + 40 = 52, still 20 under the total
        "density-8": 0,
        "density-4": 0,  # 5 + 10 + 15 = 30, still 20: it binds area b and holds back nothing
        "density-40": 0,
        "total": 4,  # 24 - 20
    }


def test_the_split_goes_by_sponsors_until_an_area_is_full(three, town):
    # Visa k of an area comes at (k - 1/2) / sponsors. b is full at 4 (7/400); 16 are left.
    # a: 3/600, 9/600, 15/600, 21/600, 27/600 ...; c: 1/600, 3/600, ... 23/600 (its 12th), 25/600 ...
    # Up to 23/600 a has 4 and c has 12, which are the 16; a's 5th and c's 13th come later.
    assert town.by_area(three) == {"a": 4, "b": 4, "c": 12}


def test_which_limits_are_full_and_what_they_do(three, town):
    full = [town_row.group for town_row, used in zip(three.limits.rows, three.full, strict=True) if used]
    assert full == ["b", "centre"]
    names = {n: three.limits.bounds[three.limits.rows[n].bound].provision.id for n in three.effects}
    found = {names[n]: (effect.raises, effect.always) for n, effect in three.effects.items()}
    # One more in the total gives a visa and one fewer loses one; density of b moves visas elsewhere only.
    assert found == {"total": (True, True), "density-4": (False, False)}


def test_the_working_can_be_done_again(three):
    words = [row.working for row in three.limits.rows]
    assert words == [
        "5% of 100 adults = 5",
        "5% of 200 adults = 10",
        "5% of 300 adults = 15",
        "8 for each of 1 km2 = 8",
        "4 for each of 1 km2 = 4",
        "40 for each of 1 km2 = 40",
        "20 visas",
    ]


def test_the_ledger(three):
    accounts = {
        one.name: (one.read, [(e.reason, e.amount) for e in one.entries]) for one in three.case.cells.accounts
    }
    million = 1_000_000
    assert accounts["adults"] == (
        600 * million,
        [("in a municipality", 600 * million), ("outside every municipality", 0)],
    )
    assert accounts["residents"][0] == 780 * million
    assert accounts["land"][0] == 3 * million  # m2
    assert accounts["sponsors"][0] == 600 == sum(amount for _, amount in accounts["sponsors"][1])


def test_without_density_the_total_still_binds(town):
    rules = "\n".join(line for line in RULES.splitlines() if "density" not in line)
    capacity = town.measure(town.region(AREAS, sponsors=[100, 200, 300]), rules)
    # 5 + 10 + 15 = 30, of which the total leaves 20.
    assert (capacity.maximum.visas, town.held_back(capacity)) == (20, {"share": 0, "total": 10})


CITY = """
caps:
  - {{id: city, limit: 10% of adults}}
zones:
  - id: z
    boundary: {{ids: [c]}}
    notwithstanding: [{{id: city, base: {base}}}]
    caps: [{{id: own, limit: 9 visas}}]
"""


@pytest.mark.parametrize(
    ("base", "city", "capacity"),
    [
        # Area c's 300 adults leave the base: 10 % of 300 = 30 for a and b; c has its own 9.
        ("removed", 30, 39),
        # They stay in the base: 10 % of 600 = 60, all of which a and b may have; c has its own 9.
        ("kept", 60, 69),
    ],
)
def test_a_zone_sets_the_city_cap_aside(town, ceilings, base, city, capacity):
    found = town.measure(town.region(AREAS), CITY.format(base=base))
    assert town.values(found) == {("city", "Town"): city, ("own", "z"): 9}
    assert found.maximum.visas == capacity
    assert ceilings(found) == {"a": city, "b": city, "c": 9}
    # Without `city` only the sponsors bound a and b (10,000 each); without `own` they bound c.
    assert town.held_back(found) == {"city": 20_000 - city, "own": 10_000 - 9}


def test_an_area_cut_by_the_city_line(town, ceilings):
    # The city line runs at 1.25 km: area a lies inside, a quarter of b, nothing of c.
    region = town.region(AREAS, towns={"Town": (0, 0, 1.25, 1)}, sponsors=[100, 200, 300])
    capacity = town.measure(
        region, "caps: [{id: city, limit: 7% of adults}, {id: share, limit: 5% of adults, in each: area}]"
    )
    assert town.values(capacity) == {
        ("city", "Town"): 10,  # 0.07 x (100 + 200 / 4) = 10.5
        ("share", "a"): 5,
        ("share", "b"): 2,  # 0.05 x 50 = 2.5
    }
    assert capacity.maximum.visas == 7
    assert ceilings(capacity) == {"a": 5, "b": 2, "c": 0}  # c is not governed: no cap, no capacity
    table = capacity.case.cells.table
    assert table[["area", "adults", "sponsors"]].to_numpy().tolist() == [
        ["a", 100_000_000, 100],
        ["b", 50_000_000, 50],
        ["b", 150_000_000, 150],
        ["c", 300_000_000, 300],
    ]
    adults = next(one for one in capacity.case.cells.accounts if one.name == "adults")
    assert [(e.reason, e.amount) for e in adults.entries] == [
        ("in a municipality", 150_000_000),
        ("outside every municipality", 450_000_000),
    ]
    assert capacity.governed.tolist() == [True, True, False, False]
