"""What changes nothing wherever it is applied is noted, and nothing else is."""

import pytest

from localvip.ordinance.read import read_rules

SHARE = "{id: a, section: p, limit: 5% of residents, in each: area}"


@pytest.fixture
def told(read):
    """Return the codes and lines of the notices of an ordinance's ``body``."""

    def of(body):
        return [(one.code, one.place.line) for one in read(body).notices]

    return of


def caps(*lines):
    return "caps:\n" + "".join(f"  - {line}\n" for line in lines)


@pytest.fixture
def one_each(read, tmp_path):
    def of(limit):
        body = caps(f"{{id: a, section: p, limit: {limit}}}")
        read(body)
        program = tmp_path / "program.yaml"
        program.write_text(program.read_text() + "sponsors: [{id: one, at most: 1 per sponsor}]\n")
        return [one.code for one in read_rules([tmp_path / "t.yaml"]).notices]

    return of


@pytest.mark.parametrize(
    "limit",
    [
        "100% of sponsors",
        "100% of residents",
        "1 per adults",
        "60% of residents plus 40% of adults",
        "the greater of 5 visas and 100% of sponsors",
        "the lesser of 100% of adults and 2 visas per sponsors",
    ],
)
def test_a_cap_above_all_sponsors_never_binds(one_each, limit):
    assert one_each(limit) == ["never-binds"]


@pytest.mark.parametrize(
    "limit",
    [
        "99% of sponsors",
        "1 per households",
        "5000 visas",
        "the lesser of 100% of sponsors and 10 visas",
        "100% of sponsors per year",
        "unlimited",
    ],
)
def test_a_cap_that_may_bind_somewhere_is_not_noted(one_each, limit):
    assert one_each(limit) == []


def test_a_program_that_gives_more_visas_each_moves_the_edge(told):
    assert told(caps("{id: a, section: p, limit: 100% of sponsors}")) == []


@pytest.mark.parametrize(
    ("second", "line"),
    [
        ("{id: b, section: q, limit: 6% of residents, in each: area}", 11),
        ("{id: b, section: q, limit: 5% of residents, in each: area}", 11),
        ("{id: b, section: q, limit: 5% of residents plus 1 visa, in each: area, counts: [permanent]}", 11),
        ("{id: b, section: q, limit: 4% of residents, in each: area}", 10),
        ("{id: b, section: q, limit: 8% of residents, in each: area, sunset: 2028-12-31}", 11),
        ("{id: b, section: q, limit: 8% of residents, in each: area, while: residents > 5}", 11),
    ],
)
def test_of_two_caps_on_the_same_groups_the_looser_never_binds(told, second, line):
    assert told(caps(SHARE, second)) == [("never-binds", line)]


@pytest.mark.parametrize(
    "second",
    [
        "{id: b, section: q, limit: 6% of residents}",
        "{id: b, section: q, limit: 6% of adults, in each: area}",
        "{id: b, section: q, limit: 6% of residents per year, in each: area}",
        "{id: b, section: q, limit: 6% of residents, in each: area, where: residents > 5}",
        "{id: b, section: q, limit: 4% of residents, in each: area, sunset: 2028-12-31}",
        "{id: b, section: q, limit: 4% of residents, in each: area, while: residents > 5}",
        "{id: b, section: q, limit: 4% of residents, in each: area, counts: [permanent]}",
        "{id: b, section: q, limit: 4% of residents, in each: area, existing: exempt}",
        "{id: b, section: q, limit: {2027-01-01: 6% of residents, 2029-01-01: 4% of residents}, in each: area}",
    ],
)
def test_caps_that_may_each_bind_are_not_noted(told, second):
    assert told(caps(SHARE, second)) == []


def test_a_cap_that_a_zone_sets_aside_dominates_nothing(told):
    zone = "zones:\n  - {id: z, section: r, boundary: {layer: zones}, notwithstanding: [a]}\n"
    second = "{id: b, section: q, limit: 6% of residents, in each: area}"
    assert told(caps(SHARE, second) + zone) == []


def test_an_exception_to_what_is_never_in_force_with_it_has_no_object(told):
    early = "{id: a, section: p, limit: 5 visas, sunset: 2027-12-31}"
    zone = "zones:\n  - {id: z, section: r, boundary: {layer: zones}, notwithstanding: [a], effective: "
    assert told(caps(early) + zone + "2028-01-01}\n") == [("no-object", 12)]
    assert told(caps(early) + zone + "2027-12-31}\n") == []


def test_what_is_set_aside_twice_is_noted(told):
    zone = "zones:\n  - {id: z, section: r, boundary: {layer: zones}, notwithstanding: [a, {id: a, base: kept}]}\n"
    assert told(caps(SHARE) + zone) == [("twice", 12)]
