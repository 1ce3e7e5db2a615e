"""Capacity as a whole: ranges where data are missing, pace, effects, governed land, defaults, floors."""

from datetime import date

import pytest

from localvip.capacity.programme.answer import Answer, Proof
from localvip.problem import Refused

AREAS = {
    "a": {"residents": 100, "jobs": 50},
    "b": {"residents": 200, "jobs": None},
    "c": {"residents": 300, "jobs": 70},
}
TOWNS = {"Town": (0, 0, 2, 1), "Vale": (2, 0, 3, 1)}
ACT = """
localvip: 1
act: Home Rule
jurisdiction: {level: state, name: Ohio}
under: program.yaml
effective: 2026-01-01
"""


@pytest.fixture(scope="module")
def region(town):
    return town.region(AREAS, sponsors=[10, 20, 30])


@pytest.mark.parametrize(
    ("rules", "low", "high"),
    [
        # b's jobs are unknown: at the least none, so 10 % of 120; at the most all 60 sponsors.
        ("caps: [{id: j, limit: 10% of jobs}]", 12, 60),
        ("caps: [{id: j, limit: 10% of jobs, in each: area}]", 5 + 0 + 7, 5 + 20 + 7),
        # Another limit may leave no doubt: the range closes.
        ("caps: [{id: j, limit: 10% of jobs}, {id: r, limit: 1% of residents}]", 6, 6),
        ("caps: [{id: j, limit: 10% of jobs, where: area <> 'b'}]", 12 + 20, 12 + 20),
        # Whether the cap counts b isn't known.
        ("caps: [{id: w, limit: 10 visas, where: jobs > 60}]", 10 + 10, 60),
        ("caps: [{id: w, limit: 10 visas, in each: area, where: jobs > 60}]", 10 + 10 + 10, 10 + 20 + 10),
    ],
)
def test_what_is_unknown_makes_a_range(town, region, rules, low, high):
    capacity = town.measure(region, rules)
    assert (capacity.maximum.visas, capacity.at_most.visas) == (low, high)
    assert capacity.split.sum() == low  # the head line fails closed


def test_land_that_no_ordinance_governs_is_reported_without_capacity(town, ceilings):
    capacity = town.measure(
        town.region(AREAS, towns=TOWNS, sponsors=[10, 20, 30]), "caps: [{id: c, limit: 25 visas}]"
    )
    assert capacity.governed.tolist() == [True, True, False]
    assert (capacity.maximum.visas, town.by_area(capacity)["c"]) == (25, 0)
    assert ceilings(capacity) == {"a": 10, "b": 20, "c": 0}
    assert capacity.bounds.tolist() == [10, 20, 30]


def test_two_towns_each_have_their_own_cap(town):
    region = town.region(AREAS, towns=TOWNS, sponsors=[10, 20, 30])
    vale = town.ordinance.format(title="Vale") + "caps: [{id: c, limit: 4 visas}]"
    capacity = town.measure(region, "caps: [{id: c, limit: 25 visas}]", vale)
    assert capacity.maximum.visas == 29
    assert town.values(capacity) == {("c", "Town"): 25, ("c", "Vale"): 4}


def test_one_cap_of_two_towns_is_shared(town):
    region = town.region(AREAS, towns=TOWNS, sponsors=[10, 20, 30])
    joint = town.ordinance.format(title="Both").replace("jurisdiction: Both", "jurisdiction: [Town, Vale]")
    capacity = town.measure(region, joint + "caps: [{id: c, limit: 25 visas}]")
    assert town.values(capacity) == {("c", "Town and Vale"): 25}
    assert capacity.maximum.visas == 25


def test_pace_is_measured_apart(town, region):
    capacity = town.measure(
        region, "caps: [{id: s, limit: 40 visas}, {id: p, limit: 3 visas per year, in each: area}]"
    )
    assert (capacity.maximum.visas, capacity.issues.visas, capacity.split.sum()) == (40, 9, 40)


def test_a_moratorium_leaves_the_stock(town, region):
    capacity = town.measure(region, "caps: [{id: m, limit: 0 visas per year}]")
    assert (capacity.maximum.visas, capacity.issues.visas) == (60, 0)


def effects(capacity):
    """Return what one visa more and fewer does, by the provision and group of each limit that was asked."""
    rows = capacity.limits.rows
    named = {n: (capacity.limits.bounds[rows[n].bound].provision.id, rows[n].group) for n in capacity.effects}
    return {named[n]: (one.raises, one.always) for n, one in capacity.effects.items()}


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        # Capacity 4: only the joint limit counts.
        ((4, 5, 5), {"all": (True, True)}),
        # a and c hold 3 each, all their sponsors, and b none: one fewer in ab or bc loses one, one more gives none.
        ((9, 3, 3), {"ab": (False, True), "bc": (False, True)}),
        ((6, 3, 3), {"all": (False, True), "ab": (False, True), "bc": (False, True)}),
        ((9, 2, 3), {"ab": (True, True), "bc": (False, True)}),
        ((5, 2, 3), {"all": (False, True), "ab": (False, True), "bc": (False, True)}),
        # The split fills ab and bc, but other splits of 4 don't.
        ((4, 2, 3), {"all": (True, True), "ab": (False, False), "bc": (False, False)}),
    ],
)
def test_effects_are_those_of_the_law_written_one_higher_and_one_lower(town, numbers, expected):
    """Every answer is checked against the capacity of the rules with the one number changed."""
    region = town.region({key: {"residents": 1} for key in "abc"}, sponsors=[3, 3, 3])
    rules = """
caps:
  - {{id: all, limit: {all} visas}}
  - {{id: ab, limit: {ab} visas, where: area <> 'c'}}
  - {{id: bc, limit: {bc} visas, where: area <> 'a'}}
"""
    limits = dict(zip(("all", "ab", "bc"), numbers, strict=True))

    def most(**changed):
        return town.measure(region, rules.format(**{**limits, **changed})).maximum.visas

    capacity = town.measure(region, rules.format(**limits))
    found = {name: effect for (name, _), effect in effects(capacity).items()}
    for name, value in limits.items():
        more = most(**{name: value + 1}) > capacity.maximum.visas
        fewer = most(**{name: value - 1}) < capacity.maximum.visas
        assert found.get(name, (False, False)) == (more, fewer), name
    assert found == expected


def test_a_limit_of_nothing_can_t_be_lower(town, region):
    capacity = town.measure(region, "caps: [{id: c, limit: 0 visas}]")
    assert effects(capacity) == {("c", "Town"): (True, False)}


def test_what_is_held_back_counts_all_groups_of_a_provision(town, region):
    capacity = town.measure(
        region, "caps: [{id: c, limit: 4 visas, in each: area}, {id: city, limit: 30 visas}]"
    )
    assert capacity.maximum.visas == 12
    assert town.held_back(capacity) == {"c": 18, "city": 0}


def test_ceilings_are_each_area_s_own(town, ceilings):
    region = town.region(AREAS, sponsors=[10, 20, 30])
    rules = "caps: [{id: city, limit: 12 visas}, {id: c, limit: 5% of residents, in each: area}]"
    assert ceilings(town.measure(region, rules)) == {"a": 5, "b": 10, "c": 12}


def test_a_town_without_an_ordinance_in_force_falls_back_to_the_defaults(town):
    region = town.region(AREAS, towns=TOWNS, sponsors=[10, 20, 30])
    act = ACT + "defaults: {caps: [{id: d, limit: 1% of residents, in each: jurisdiction}]}"
    ordinance = town.ordinance.format(title="Town").replace("program.yaml", "town.yaml")
    rules = ordinance + "sunset: 2027-12-31\ncaps: [{id: own, limit: 25 visas}]"
    standing = town.measure(region, act, rules)
    assert town.values(standing) == {("own", "Town"): 25, ("d", "Vale"): 3}
    assert standing.maximum.visas == 25  # the report is about the town of the ordinance
    lapsed = town.measure(region, act, rules, on=date(2028, 1, 1))
    assert town.values(lapsed) == {("d", "Town"): 3, ("d", "Vale"): 3}
    assert lapsed.maximum.visas == 3


@pytest.mark.parametrize(
    "rules", ["caps: [{id: c, limit: 0 visas, in each: area}]", "caps: [{id: c, limit: 5 visas}]"]
)
def test_a_floor_of_the_act_is_held_against_all_limits_together(town, region, rules):
    permits = (
        "permits: [{id: fair, section: '4', of: capacity, at least: 1% of residents, in each: jurisdiction}]"
    )
    ordinance = town.ordinance.format(title="Town").replace("program.yaml", "town.yaml")
    with pytest.raises(Refused, match="permits at least 1% of 600 residents = 6"):
        town.measure(region, ACT + permits, ordinance + rules)
    enough = town.measure(region, ACT + permits, ordinance + "caps: [{id: c, limit: 6 visas}]")
    assert enough.maximum.visas == 6


def test_rules_on_no_land_make_no_capacity(town):
    capacity = town.measure(
        town.region(AREAS, towns={"Town": (50, 50, 51, 51)}), "caps: [{id: c, limit: 5 visas}]"
    )
    assert (capacity.maximum.visas, town.values(capacity)) == (0, {})


CLASSES = "classes: [temporary, permanent]\n"


def test_a_pace_for_each_class_adds_up(town, region):
    """Nine permanent and four temporary visas a year are thirteen first issued; the stock is free."""
    rules = """
caps:
  - {id: p, limit: 9 visas per year, counts: [permanent]}
  - {id: t, limit: 4 visas per year, counts: [temporary]}
"""
    capacity = town.measure(region, rules, program=town.program + CLASSES)
    assert (capacity.maximum.visas, capacity.issues.visas) == (60, 13)


def test_what_sites_serve_bounds_the_upper_end_too_where_classes_are_capped(town):
    """Jobs in b are unknown, so the cap on them may be anything; the clinic serves seven in any case."""
    region = town.region(AREAS, sponsors=[10, 20, 30], layers={"clinics": {"k": (0.5, 0.5)}})
    rules = """
caps:
  - {id: p, limit: 9 visas, counts: [permanent]}
  - {id: t, limit: 8 visas, counts: [temporary]}
  - {id: j, limit: 1% of jobs}
amenities: [{id: m, within: 9 km of clinics, serves: 7 visas per site}]
"""
    capacity = town.measure(region, rules, program=town.program + CLASSES)
    assert (capacity.maximum.visas, capacity.at_most.visas) == (1, 7)


def test_what_a_rule_holds_back_by_itself_and_beside_the_others(town):
    region = town.region({"a": {"residents": 100}, "b": {"residents": 100}}, sponsors=[10, 30])
    rules = "caps: [{id: each, section: x, limit: 8 visas, in each: area}, {id: all, section: y, limit: 15 visas}]"
    capacity = town.measure(region, rules)
    named = {capacity.limits.bounds[b].provision.id: b for b in capacity.held_back}
    assert capacity.maximum.visas == 15
    assert {key: capacity.by_itself[b] for key, b in named.items()} == {"each": 40 - 16, "all": 40 - 15}
    assert {key: capacity.held_back[b] for key, b in named.items()} == {"each": 0, "all": 1}


CROSSING = (
    "caps: [{id: x, limit: 11 visas, where: area <> 'c'}, {id: y, limit: 21 visas, where: area <> 'a'}]"
)


def out_of_time(capacity, visas):
    """Let the solver of ``capacity`` stand where branching would have left it, with few ``visas`` and a bound of 60."""
    solver = capacity.compiled.programmes.solver
    found = solver.most
    proof = Proof(found.proof.prices, found.proof.slack + found.visas - visas)
    solver.most = Answer(visas, 60, found.solution * 0, proof)


def test_an_unproven_maximum_is_that_of_the_split_if_it_is_better(town, region):
    proven, capacity = town.measure(region, CROSSING), town.measure(region, CROSSING)
    out_of_time(capacity, 0)
    assert proven.maximum.visas == 10 + 1 + 20
    assert (capacity.maximum.visas, capacity.maximum.at_most) == (capacity.split.sum(), 60)
    assert 0 < capacity.split.sum() <= proven.maximum.visas
    assert (capacity.used <= capacity.limits.values).all()


def test_what_an_unproven_maximum_cant_tell_is_left_out(town, region):
    capacity = town.measure(region, CROSSING)
    out_of_time(capacity, 0)
    assert (capacity.held_back, sorted(capacity.by_itself), capacity.bounding) == ({}, [0, 1], {0, 1})


CLINICS = {"west": (0.5, 0.5), "east": (1.5, 0.5)}
TWO_EACH = "amenities: [{id: m, within: 500 m of clinics, serves: 2 visas per site}]\n"


def served(town, west, east, rules):
    """Return the capacity of so many sponsors beside each of two clinics, a kilometre apart."""
    points = [(0.5, 0.5)] * west + [(1.5, 0.5)] * east
    region = town.region(
        {key: {"residents": 1} for key in "ab"}, sponsors=points, layers={"clinics": CLINICS}
    )
    return town.measure(region, rules)


WEST, EAST, ALL = (
    ("m", f"homes {words}")
    for words in ("that reach only west", "that reach only east", "in reach of any site")
)


@pytest.mark.parametrize(
    ("west", "east", "rules", "visas", "expected"),
    [
        # The third in the west waits for a place; nobody in the east does, but one place fewer turns one away.
        (3, 2, TWO_EACH, 4, {WEST: (True, True), EAST: (False, True), ALL: (True, True)}),
        (2, 2, TWO_EACH, 4, {WEST: (False, True), EAST: (False, True), ALL: (False, True)}),
        (1, 5, TWO_EACH, 3, {EAST: (True, True)}),
        # Under three visas in all the split fills the east, but the west could take one of them over.
        (
            3,
            5,
            TWO_EACH + "caps: [{id: c, limit: 3 visas}]",
            3,
            {EAST: (False, False), ("c", "Town"): (True, True)},
        ),
        # Sites without a place can't have one fewer.
        (
            1,
            1,
            TWO_EACH.replace("2 visas", "0 visas"),
            0,
            {WEST: (True, False), EAST: (True, False), ALL: (True, False)},
        ),
    ],
)
def test_what_one_place_more_or_fewer_at_full_sites_does(town, west, east, rules, visas, expected):
    capacity = served(town, west, east, rules)
    assert capacity.maximum.visas == visas
    nobody = {("m", "homes out of reach"): (False, False)}
    assert effects(capacity) == expected | nobody


def test_a_place_more_is_one_of_the_service_that_is_full(town):
    """Schools serve seven and clinics two, all within reach: of the five sponsors two get a visa."""
    rules = """
amenities:
  - {id: s, within: 9 km of schools, serves: 7 visas per site}
  - {id: m, within: 9 km of clinics, serves: 2 visas per site}
"""
    layers = {"schools": {"hill": (0.5, 0.5)}, "clinics": {"west": (0.5, 0.5)}}
    region = town.region({"a": {"residents": 1}}, sponsors=[5], layers=layers)
    capacity = town.measure(region, rules)
    assert capacity.maximum.visas == 2
    assert effects(capacity) == {ALL: (True, True)}
