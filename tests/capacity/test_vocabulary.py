"""Every name that the region lacks is told at once, each at its line; and no name that it has."""

import pytest

from localvip.capacity.vocabulary import name_problems, sponsor_units, unknown_amounts

AREAS = {"a": {"residents": 100, "poverty_rate": 0.4}, "b": {"residents": 200, "poverty_rate": 0.1}}
WRONG = """
caps:
  - {id: wards, section: "1", limit: 5 visas, in each: district wrad}
  - {id: counties, section: "2", limit: 5 visas, in each: jurisdiction county}
  - {id: homes, section: "3", limit: 1 per 2 households}
  - {id: poor, section: "4", limit: 5 visas, where: povrty_rate > 30%}
  - {id: bare, section: "5", limit: 5 visas, while: poverty_rate > 30}
amenities:
  - {id: clinic, section: "6", within: 5 km of clincs}
zones:
  - {id: z, section: "7", boundary: {layer: zone}, notwithstanding: [poor]}
  - {id: w, section: "8", boundary: {where: poverty_rate = 'x'}, notwithstanding: [poor]}
sponsors:
  - {id: owners, section: "9", where: tenure = 'owner'}
"""
RIGHT = """
caps:
  - {id: towns, section: "1", limit: 5 visas, in each: jurisdiction}
  - {id: wards, section: "2", limit: 5% of residents plus 1 per library plus 1 per 2 km2, in each: district ward}
  - {id: poor, section: "3", limit: 1 per 2 sponsors, where: poverty_rate > 30% AND jurisdiction = 'Town'}
amenities:
  - {id: clinic, section: "6", within: 5 km of clinics, where: residents > 5}
zones:
  - {id: z, section: "7", boundary: {layer: clinics, within: 1 km of clinics}, notwithstanding: [poor]}
sponsors:
  - {id: owners, section: "9", where: tenure = 'owner'}
fees:
  - {id: levy, section: "10", amount: 3% of income, where: tenure = 'owner'}
"""


@pytest.fixture(scope="module")
def region(town):
    return town.region(
        AREAS,
        districts={"ward": {"w": (-9, -9, 9, 9)}},
        layers={"clinics": {"north": (0, 0, 1, 1)}, "libraries": {"main": (0.5, 0.5)}},
        one={"libraries": "library"},
        sponsors=[(0.5, 0.5, {"tenure": "owner", "income": 40_000.0})],
    )


def test_every_name_that_is_missing_is_told_at_its_line(town):
    bare = town.region(AREAS)
    problems = name_problems(town.rulebook(WRONG), bare)
    told = {problem.place.line - 8: f"{problem.message} {problem.hint}" for problem in problems}
    wanted = {
        3: "district 'wrad'. It has: none.",
        4: "level 'county'",
        5: "no count 'households'",
        6: "Did you mean 'poverty_rate'?",
        7: "Did you mean 30%?",
        9: "no layer 'clincs'. It has: none.",
        11: "no layer 'zone'",
        12: "compares a text with a number",
        14: "sponsor rule 'owners' picks sponsors, but the region only counts them."
        " Give the region a file of sponsors, or write share: instead of where:.",
    }
    assert {line: wanted[line] in told.get(line, "") for line in wanted} == dict.fromkeys(wanted, True), told
    assert len(told) == len(wanted)


def test_a_jurisdiction_that_is_not_there_is_told(town):
    text = town.ordinance.format(title="Twon") + 'caps: [{id: a, section: "1", limit: 5 visas}]\n'
    (problem,) = name_problems(town.rulebook(text), town.region(AREAS))
    assert "Did you mean 'Town'?" in problem.hint


def test_names_that_are_there_are_no_problem(town, region):
    assert list(name_problems(town.rulebook(RIGHT), region)) == []
    assert unknown_amounts(town.rulebook(RIGHT), region) == []


def test_a_share_of_what_is_not_there_is_noted(town):
    text = 'fees: [{id: levy, section: "10", amount: 3% of income}]\n'
    (notice,) = unknown_amounts(town.rulebook(text), town.region(AREAS))
    assert (notice.code, "no 'income'" in notice.message) == ("unknown-amount", True)


def test_what_is_known_of_sponsors(town, region):
    assert sponsor_units(region) == {"tenure": "text", "income": ""}
    assert sponsor_units(town.region(AREAS)) == {}
