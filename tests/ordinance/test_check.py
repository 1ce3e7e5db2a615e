import pytest

from localvip.ordinance.read import read_rules
from localvip.problem import Refused

CAPS = "caps:\n  - {id: a, section: x, limit: 200 visas}\n  - {id: b, section: x, limit: 0 visas}\n"


def codes(rulebook):
    return [notice.code for notice in rulebook.notices]


def test_a_sound_ordinance_gives_no_notice(read):
    assert read("caps:\n  - {id: a, section: x, limit: 200 visas}\n").notices == ()


def test_notices_say_what_may_not_be_meant(read):
    rulebook = read(CAPS + "zones:\n  - {id: z, section: y, boundary: {layer: zones}}\n")
    assert [(notice.place.line, notice.code) for notice in rulebook.notices] == [
        (10, "never-binds"),
        (11, "same-section"),
        (11, "zero-in-force"),
        (13, "idle-zone"),
    ]
    assert "0 visas per year" in rulebook.notices[2].message


@pytest.mark.parametrize("limit", ["0 visas per year", "unlimited", "1 visa", "0% of residents"])
def test_only_a_plain_zero_is_noted(read, limit):
    assert codes(read(f"caps:\n  - {{id: a, section: x, limit: {limit}}}\n")) == []


def test_problems_of_every_family_are_told_at_once(read):
    body = (
        "caps:\n  - {id: a, limit: 5% of residnets, where: race = 'x'}\n"
        "zones:\n  - {id: z, section: y, boundary: {layer: zones}, notwithstanding: [b]}\n"
        "unmodelled: [{section: q, text: w}]\n"
    )
    with pytest.raises(Refused) as error:
        read(body)
    assert {problem.code for problem in error.value.problems} == {
        "missing-section",
        "unknown-count",
        "forbidden-ground",
        "unknown-provision",
        "not-accepted",
    }


def test_a_defined_count_is_known_here_and_below(read):
    act = 'definitions: {bed: {text: "A staffed place."}}\n'
    rulebook = read(
        "definitions: {shop: {text: A shop.}}\n"
        "caps:\n  - {id: a, section: x, limit: 1 per shop plus 2 per bed}\n",
        act,
    )
    assert rulebook.ordinances[0].provision("a").limit.steps[0][1].bases == {"shop", "bed"}


def test_the_program_needs_no_sections_or_number(read):
    assert read().program.number == ""


def test_dates_at_the_edges_are_inside(read):
    dates = "effective: 2027-01-01, sunset: 2030-12-31"
    body = f"caps:\n  - {{id: a, section: x, limit: {{2027-01-01: 5 visas}}, {dates}}}\n"
    assert read(body).notices == ()


def test_a_law_and_a_provision_may_hold_for_one_day(read, tmp_path):
    dates = "effective: 2027-01-01, sunset: 2027-01-01"
    body = f"caps:\n  - {{id: a, section: x, limit: 5 visas, {dates}}}\n"
    assert read(body).notices == ()
    file = tmp_path / "t.yaml"
    file.write_text(file.read_text().replace("2030-12-31", "2027-01-01"))
    assert read_rules([file]).ordinances[0].sunset == read_rules([file]).ordinances[0].effective


def test_a_service_needs_no_reach(read):
    assert read("amenities:\n  - {id: a, section: x, offers: evening classes}\n").notices == ()
