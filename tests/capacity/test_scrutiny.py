"""What the data show of rules, on towns small enough to see it by eye."""

import pytest

from localvip.capacity.scrutiny import scrutiny

AREAS = {"a": {"residents": 100, "poverty_rate": 0.4}, "b": {"residents": 200, "poverty_rate": 0.1}}
CAP = '  - {{id: {0}, section: "1", limit: {1}}}\n'


@pytest.fixture
def told(town):
    """Return what is noted of a law in two areas of 100 and 200 people, 50 sponsors each: code by line."""

    def of(text, areas=AREAS, **made):
        region = town.region(areas, **{"sponsors": 50, **made})
        return {one.place.line - 8: (one.code, one.message) for one in scrutiny(town.measure(region, text))}

    return of


def codes(found):
    return {line: code for line, (code, _) in found.items()}


def caps(*limits):
    return "caps:\n" + "".join(CAP.format("abc"[n], limit) for n, limit in enumerate(limits))


def test_a_cap_that_binds_is_not_noted(told):
    assert told(caps("10% of residents")) == {}


def test_a_cap_above_all_sponsors_is_never_reached(told):
    found = told(caps("100 visas"))
    assert codes(found) == {2: "never-reached"}
    assert found[2][1].startswith("cap 'a' (section 1) allows more visas than there are sponsors")
    assert codes(told(caps("99 visas"))) == {}


def test_a_cap_inside_a_tighter_one_is_redundant_and_the_tighter_is_named(told):
    found = told(caps("10 visas", "5% of residents, in each: area", "20 visas, in each: area"))
    assert codes(found) == {3: "binds-nowhere", 4: "redundant"}
    assert "cap 'a' (section 1) allows no more" in found[4][1]


def test_of_two_equal_caps_the_later_is_redundant(told):
    assert codes(told(caps("10 visas", "10 visas"))) == {3: "redundant"}


def test_a_cap_that_others_keep_from_binding_together_binds_nowhere(told):
    """Two areas of 5 and 10 leave 15; a ceiling of 16 is not inside either, and never felt."""
    found = told(caps("5% of residents, in each: area", "16 visas"))
    assert codes(found) == {3: "binds-nowhere"}
    assert found[3][1] == (
        "cap 'b' (section 1) binds nowhere on 2027-01-01: capacity would be the same without it."
    )


def test_a_cap_that_picks_no_land_is_noted(told):
    assert codes(told(caps("5 visas, where: poverty_rate > 90%"))) == {2: "picks-nothing"}


def test_a_trigger_that_is_false_everywhere_is_told_from_land_that_is_not_there(told):
    assert codes(told(caps("5 visas, while: residents > 9000"))) == {2: "not-triggered"}


def test_a_pace_is_not_inside_a_bound_on_visas_in_force(told):
    assert codes(told(caps("10 visas", "20 visas per year"))) == {}


def test_an_amenity_in_reach_of_all_bounds_nothing(told):
    text = "amenities:\n  - {id: c, section: x, within: 9 km of clinics}\n"
    assert codes(told(text, layers={"clinics": {"n": (1, 0.5)}})) == {2: "reaches-all"}
    assert codes(told(text.replace("9 km", "1 km"), layers={"clinics": {"n": (0, 0.5)}})) == {}


def test_what_bounds_nothing_is_noted_at_the_words_that_say_how_much(told):
    cap = "caps:\n  - id: a\n    section: x\n    limit: 100 visas\n"
    assert codes(told(cap)) == {4: "never-reached"}
    amenity = "amenities:\n  - id: c\n    section: x\n    within: 9 km of clinics\n"
    found = told(amenity, layers={"clinics": {"n": (1, 0.5)}})
    assert found == {
        4: ("reaches-all", "amenity 'c' (section x) reaches every home here: it bounds nothing.")
    }


def zone(boundary, rest="caps: [{id: zc, section: z1, limit: 5 visas}]"):
    return f"zones:\n  - {{id: z, section: z, boundary: {{{boundary}}}, {rest}}}\n"


def test_zones_without_land_or_people(told):
    nowhere = zone("where: poverty_rate > 90%", "fees: [{id: f, section: z1, amount: 9 USD per visa}]")
    assert codes(told(nowhere)) == {2: "zone-without-land"}
    empty = {**AREAS, "a": {"residents": 0, "poverty_rate": 0.4}}
    found = told(zone("where: poverty_rate > 30%"), empty)
    assert found[2][0] == "zone-without-people"
    assert told(zone("where: poverty_rate > 30%")) == {}


def test_an_exception_from_a_cap_that_holds_elsewhere_only_has_no_object(told):
    own = "caps: [{id: yc, section: y1, limit: 9 visas}]"
    other = f"  - {{id: y, section: y, boundary: {{where: poverty_rate < 30%}}, {own}}}\n"
    text = zone("where: poverty_rate > 30%", "notwithstanding: [yc]") + other
    found = told(text)
    assert codes(found) == {2: "no-object"}
    assert "holds nowhere in it" in found[2][1]
