"""Charges: fees of the law as sums a visa and year, on the land where they are owed."""

from fractions import Fraction

import pytest

from localvip.impact.charges import burdens, charges_in
from localvip.problem import Refused

FEES = """
fees:
  - {id: registration, section: "1", amount: 120 USD per visa per year, paid by: sponsor}
  - {id: monthly, section: "2", amount: 5 USD per visa per month, paid by: migrant}
  - {id: start, section: "3", amount: 80 USD per application, paid by: sponsor}
  - {id: levy, section: "4", amount: 3% of sponsor_income, paid by: sponsor}
  - {id: penalty, section: "5", amount: 500 USD per violation, paid by: sponsor}
  - {id: internal, section: "6", amount: 9 USD per visa per year, paid by: municipality, paid to: program}
safeguards:
  - id: visits
    section: "7"
    kind: inspection
    at least: 2 visits per visa per year
    cost: 60 USD per visit
    paid by: sponsor
zones:
  - id: belt
    section: "8"
    boundary: {where: poverty_rate >= 30%}
    notwithstanding: [registration]
    fees:
      - {id: credit, section: "8.1", amount: 300 USD per visa per year, paid by: municipality, paid to: sponsor}
"""


def sums(charges):
    return {c.title: (c.yearly, c.once, c.rate, c.counted) for c in charges}


def test_every_kind_of_fee_is_a_sum_a_visa(town):
    found = sums(charges_in(town.rulebook(FEES)))
    assert found == {
        "registration": (120, 0, 0, True),
        "monthly": (60, 0, 0, True),
        "start": (0, 80, 0, True),
        "levy": (0, 0, Fraction(3, 100), True),
        "penalty": (0, 500, 0, False),
        "visits": (120, 0, 0, True),
    }


def test_a_zone_sets_fees_aside_and_adds_its_own(town):
    found = charges_in(town.rulebook(FEES), "belt")
    assert "registration" not in sums(found)
    assert next(c for c in found if c.title == "credit").receiver == "sponsor"
    with pytest.raises(Refused, match="Did you mean 'belt'"):
        charges_in(town.rulebook(FEES), "bellt")


def test_burdens_lie_on_the_land_that_the_law_binds(town):
    region = town.region({
        "a": {"residents": 100, "poverty_rate": 0.4},
        "b": {"residents": 100, "poverty_rate": 0.1},
        "c": {"residents": 100, "poverty_rate": 0.1},
    }, towns={"Town": (0, 0, 2, 1), "Other": (2, 0, 3, 1)})  # fmt: skip
    case = town.case(region, FEES)
    land = {one.charge.title: case.cells.table["area"][one.land].tolist() for one in burdens(case)}
    assert land["credit"] == ["a"]
    assert land["registration"] == ["b"]
    assert land["levy"] == ["a", "b"]


def test_defaults_charge_where_there_is_no_ordinance(town):
    act = """
localvip: 1
act: Act
authority: A 1
number: "1"
jurisdiction: {level: municipality, name: Town}
under: program.yaml
effective: 2027-01-01
defaults:
  fees: [{id: state-fee, section: "1", amount: 10 USD per visa per year, paid by: sponsor}]
"""
    assert sums(charges_in(town.rulebook(act)))["state fee"][0] == 10
