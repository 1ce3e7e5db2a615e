"""Dues exactly as the law says them, taxes and costs by hand, conservation, currencies, the account over years."""

from fractions import Fraction

import numpy as np
import pytest

from localvip.impact.account import fiscal_tables, present_values
from localvip.impact.assumption import read_assumptions
from localvip.impact.course import course
from localvip.impact.draws import central, draws
from localvip.impact.dues import Year, dues, exact_due
from localvip.impact.fiscal import due_lines, nets, year_lines
from localvip.impact.measured import Sheet, measured
from localvip.impact.payments import Line, balances
from localvip.problem import Bug, Refused

AREAS = {
    "a": {"residents": 1000, "median_income": 40_000, "poverty_rate": 0.1},
    "b": {"residents": 2000, "median_income": 60_000, "poverty_rate": 0.4},
}
RULES = """
currency: USD
fees:
  - {id: flat, section: "1", amount: 120.10 USD per visa per year}
  - {id: monthly, section: "2", amount: 5 USD per sponsor per month}
  - {id: levy, section: "3", amount: 3% of sponsor_income}
  - {id: entry, section: "4", amount: 50 USD per visa}
  - {id: form, section: "5", amount: 10 USD per application}
  - {id: breach, section: "6", amount: 1000 USD per violation}
  - {id: match, section: "7", amount: 7 USD per transfer}
  - {id: office, section: "8", amount: 900 USD per year, paid by: program}
amenities:
  - {id: english, section: "9", offers: classes, cost: 400 USD per visa per year}
safeguards:
  - {id: visits, section: "10", kind: inspection, at least: 2 visits per visa per year, cost: 60 USD per visit}
zones:
  - id: zone
    section: "11"
    boundary: {where: poverty_rate >= 30%}
    notwithstanding: [flat]
    fees:
      - {id: credit, section: "11.1", amount: 300 USD per visa per year, paid by: municipality, paid to: sponsor}
"""
VISAS = np.array([[10.0, 4.0]])
ALL, BEGUN = np.array([1.0]), np.array([0.5])  # half of the 14 are first issued in the year


@pytest.fixture(scope="module")
def case(town):
    return town.case(town.region(AREAS), RULES)


def over(town, rules, years, sheet):
    """Return the years of rules in the town, from the fourteen visas of VISAS."""
    return course(town.measure(town.region(AREAS), rules), VISAS, sheet, years)


@pytest.fixture(scope="module")
def sheet():
    assumptions = read_assumptions()
    return Sheet(assumptions, central(assumptions))


def amounts(lines):
    return {line.name: float(line.amount("USD")[0]) for line in lines}


def test_dues_are_what_the_law_says(case, sheet):
    lines = due_lines(Year(2027, case, VISAS, ALL, BEGUN), sheet, case.focus)
    assert amounts(lines) == pytest.approx(
        {
            "flat": 120.10 * 10,  # set aside in the zone, where b lies
            "monthly": 5 * 12 * 14,
            "levy": 0.03 * 0.7 * (10 * 40_000 + 4 * 60_000),
            "entry": 50 * 7,
            "form": 10 * 1.2 * 7,
            "breach": 1000 * 0.02 * 14,
            "match": 7 * 0.1 * 14,
            "office": 900,
            "english": 400 * 14,
            "visits": 60 * 2 * 14,
            "credit": 300 * 4,
        }
    )
    place = {line.name: float(line.to_place("USD")[0]) for line in lines}
    assert place["credit"] == -1200  # an incentive is paid the other way
    assert place["visits"] == -1680
    assert place["flat"] == pytest.approx(1201)


def test_a_flat_due_is_exact(case):
    found = {due.provision.id: exact_due(due, np.array([10, 4])) for due in dues(case)}
    assert found["flat"] == Fraction(1201)
    assert found["credit"] == 1200
    assert found["levy"] is found["entry"] is found["visits"] is None


def test_on_part_of_the_land(case, sheet):
    here = amounts(year_lines(Year(2027, case, VISAS, ALL, BEGUN), sheet, np.array([False, True])))
    assert here["english"] == 1600
    assert "flat" not in here


def test_taxes_and_costs_by_hand(case, sheet):
    told = amounts(year_lines(Year(2027, case, VISAS, ALL, BEGUN), sheet))
    value = {key: float(one.value) for key, one in sheet.assumptions.items()}
    spent = 12 * (value["household.wage_per_month"] - value["household.insurance_per_month"])
    spent *= (1 - value["household.remitted_share"]) * value["fiscal.taxed_spending"]
    assert told["Tax on migrants' spending"] == pytest.approx(14 * spent * 0.01)
    assert told["Tax on migrants' wages"] == 0
    assert told["Property tax in rents"] == pytest.approx(14 * 0.1 * 450 * 12 * 0.12)
    taxed = Sheet(changed := sheet.assumptions.with_changes({"fiscal.income_tax": "2.5%"}), central(changed))
    told_taxed = amounts(year_lines(Year(2027, case, VISAS, ALL, BEGUN), taxed))  # Akron's rate
    assert told_taxed["Tax on migrants' wages"] == pytest.approx(14 * 0.025 * 12_000)
    assert told_taxed["Tax on what sponsors keep"] == pytest.approx(
        14 * 0.025 * 12 * (value["household.earnings_per_month"] - value["household.wage_per_month"])
    )
    assert told["Services at the margin"] == 14 * 250
    assert told["Services at today's average"] == 14 * 3400
    assert not {"Schools", "School seats"} & set(told)  # the program admits no dependants


def test_schools_only_where_dependants_are_admitted(town, sheet):
    program = town.program + "dependants: admitted\n"
    case = town.case(town.region(AREAS), "", program=program)
    told = amounts(year_lines(Year(2027, case, VISAS, ALL, BEGUN), sheet))
    assert told["Schools"] == pytest.approx(14 * 0.6 * 0.6 * 8000)
    assert told["Services at the margin"] == pytest.approx(14 * 1.6 * 250)


def test_money_paid_is_money_received_in_every_draw(case):
    assumptions = read_assumptions()
    sheet = Sheet(assumptions, draws(assumptions, 200, seed=1))
    lines = year_lines(Year(2027, case, np.full((200, 2), 7.0), np.ones(200), np.full(200, 0.4)), sheet)
    found = balances(lines, "USD")
    assert set(found) == {"landlord", "migrant", "municipality", "program", "providers", "sponsor"}
    assert sum(found.values()) == pytest.approx(np.zeros(200), abs=0.01)
    net = nets([lines], "marginal", "USD") - nets([lines], "average", "USD")
    assert net[0] == pytest.approx(
        7
        * 2
        * (sheet["fiscal.average_cost"].numbers - sheet["fiscal.marginal_cost"].numbers)
        * sheet["fiscal.presence"].numbers
    )


def test_a_line_that_is_no_money_a_year_is_our_bug():
    count = measured([1], "visas")
    line = Line("x", "revenue", "f", "sponsor", "municipality", "visas", count, measured([5], "USD"), "")
    with pytest.raises(Bug, match="stands where"):
        line.amount("USD")


def test_another_currency_is_refused(town, sheet):
    case = town.case(town.region(AREAS), "fees: [{id: taxe, amount: 20 EUR per visa per year}]")
    with pytest.raises(Refused, match="is in EUR, the account in USD"):
        year_lines(Year(2027, case, VISAS, ALL, BEGUN), sheet)


def test_unknown_incomes_take_the_assumed_one(town, sheet):
    rule = "fees: [{id: levy, amount: 10% of sponsor_income}]"
    case = town.case(town.region({"a": {"median_income": None}, "b": {"median_income": 50_000}}), rule)
    [line] = due_lines(Year(2027, case, VISAS, ALL, BEGUN), sheet, case.focus)
    assert line.amount("USD") == pytest.approx(0.1 * (10 * 35_000 + 4 * 0.7 * 50_000))


def test_account_over_years(town):
    assumptions = read_assumptions().with_changes({"fiscal.discount_rate": "5%"})
    sheet = Sheet(assumptions, central(assumptions))
    years = over(town, RULES, 5, sheet)
    tables = fiscal_tables(years, sheet)
    totals = tables["fiscal_totals"].set_index(["year", "method", "measure"])["median"]
    net = [totals[2027 + n, "marginal", "net"] for n in range(5)]
    assert totals[2031, "marginal", "added up"] == pytest.approx(sum(net))
    assert totals[2031, "marginal", "present value"] == pytest.approx(
        sum(x / 1.05**n for n, x in enumerate(net))
    )
    assert totals[2031, "marginal", "net for each resident"] == pytest.approx(net[4] / 3000)
    one = tables["fiscal"]
    one = one[(one["year"] == 2031) & (one["method"] != "average")]
    signs = (one["paid_to"] == "municipality") * 1 - (one["paid_by"] == "municipality") * 1
    assert (signs * one["amount"]).sum() == pytest.approx(net[4])
    paid = tables["payments"].set_index(["year", "party"])["median"][2031]
    assert paid["municipality"] == pytest.approx(net[4])
    assert paid.sum() == pytest.approx(0, abs=0.01)
    governments = tables["governments"].set_index(["year", "government"])["median"][2031]
    assert list(governments.index) == ["Town", "general fund"]
    assert governments.sum() == pytest.approx(net[4])


def test_the_levy_that_would_balance_does(town, sheet):
    even = fiscal_tables(over(town, "", 6, sheet), sheet)["break_even"].set_index(["method", "measure"])[
        "median"
    ]
    levy = even["average", "levy that would balance"]
    assert levy > 3000
    assert even["average", "years until the sum stays at 0 or above"] == np.inf
    rule = f"fees: [{{id: f, amount: {levy:.6f} USD per visa per year}}]"
    totals = fiscal_tables(over(town, rule, 6, sheet), sheet)["fiscal_totals"]
    last = totals.set_index(["year", "method", "measure"])["median"]
    assert last[2032, "average", "present value"] == pytest.approx(0, abs=0.01)


def test_the_incomes_of_those_who_sponsor_where_they_are_known(case, sheet):
    year = Year(2027, case, VISAS, ALL, BEGUN, income=np.array([[20_000.0, 30_000]]))
    assert amounts(due_lines(year, sheet, case.focus))["levy"] == pytest.approx(0.03 * (200_000 + 120_000))


def test_present_value_by_hand():
    assert present_values(np.array([[100.0], [110.0]]), np.array([0.1]))[:, 0].tolist() == pytest.approx(
        [100, 100]
    )
