"""The surplus: its parts add up to the whole in every draw, whatever is paid between them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localvip.impact.economy import crowded, months_paid
from localvip.impact.surplus import PARTIES, Surplus, consumers_part, surplus
from localvip.problem import Bug

FEES = """
caps: [{id: share, section: "1", limit: 20% of adults, in each: area}]
fees:
  - {id: f, section: "2", amount: 300 USD per visa per year, paid by: sponsor}
  - {id: l, section: "3", amount: 2% of sponsor_income, paid by: sponsor}
  - {id: m, section: "4", amount: 50 USD per application, paid by: migrant, paid to: program}
  - {id: e, section: "5", amount: 400 USD per visa per year, paid by: employer}
  - {id: c, section: "6", amount: 100 USD per visa per year, paid by: municipality, paid to: sponsor}
safeguards:
  - id: i
    section: "7"
    kind: inspection
    at least: 2 visits per visa per year
    cost: 60 USD per visit
    paid by: sponsor
"""


def test_the_parts_add_up_to_the_whole_in_every_draw(impact_of):
    one = impact_of(FEES, n=200)
    found = surplus(one.setting, one.drawn, one.uptake)
    assert set(found.parts) == set(PARTIES)
    assert sum(found.parts.values()) == pytest.approx(found.whole, rel=1e-9)
    assert (found.whole > 0).all()


def test_fees_move_the_surplus_and_dont_change_it(impact_of):
    rules = 'caps: [{id: few, section: "1", limit: 30 visas}]\n'
    fee = 'fees: [{id: f, section: "2", amount: 500 USD per visa per year, paid by: sponsor}]'
    plain, charged = impact_of(rules), impact_of(rules + fee)
    before, after = (surplus(o.setting, o.drawn, o.uptake) for o in (plain, charged))
    assert after.whole == pytest.approx(before.whole)
    assert before.parts["sponsors"] - after.parts["sponsors"] == pytest.approx([500 * 30])
    gained = after.parts["municipality and program"] - before.parts["municipality and program"]
    assert gained == pytest.approx([500 * 30])


def test_what_services_cost_is_used_up(impact_of):
    rules = 'caps: [{id: few, section: "1", limit: 30 visas}]\n'
    visits = "safeguards: [{id: i, section: '7', kind: inspection, at least: 2 visits per visa per year, "
    visits += "cost: 60 USD per visit, paid by: sponsor}]"
    before, after = (
        surplus(o.setting, o.drawn, o.uptake) for o in (impact_of(rules), impact_of(rules + visits))
    )
    assert before.whole - after.whole == pytest.approx([120 * 30])


def test_what_a_municipality_pays_for_each_visa_is_its_own_and_used_up(impact_of):
    rules = 'caps: [{id: few, section: "1", limit: 30 visas}]\n'
    classes = "amenities:\n  - {id: e, section: '8', offers: English, cost: 400 USD per visa per year}\n"
    hall = "  - {id: h, section: '9', offers: a hall, cost: 9000 USD per year}"
    found = [
        surplus(o.setting, o.drawn, o.uptake) for o in (impact_of(rules), impact_of(rules + classes + hall))
    ]
    parts = [one.parts["municipality and program"] for one in found]
    assert parts[0] - parts[1] == pytest.approx([400 * 30])
    assert found[0].whole - found[1].whole == pytest.approx([400 * 30])


def test_the_triangle_is_the_integral_of_demand(impact_of):
    one = impact_of()
    market = one.uptake.total[:, None]
    steps = (np.arange(20_000) + 0.5) / 20_000 * market[0, 0]
    pay = np.array(
        [crowded(one.drawn, np.array([[n]]), one.setting.market_adults)[0, 0] for n in steps[::100]]
    )
    full = months_paid(one.drawn)[0] * one.drawn["household.earnings_per_month"][0]
    exact = full * (pay.mean() - one.uptake.crowding[0, 0]) * market[0, 0]
    assert consumers_part(one.setting, one.drawn, one.uptake, market)[0] == pytest.approx(exact, rel=1e-2)


@settings(max_examples=25)
@given(st.floats(0, 1), st.integers(0, 20_000), st.integers(200, 2500))
def test_the_parts_close_for_any_assumptions(impact_of, workless, home, earnings):
    changes = {"household.home_income": home, "household.earnings_per_month": earnings}
    one = impact_of(FEES, changes={**changes, "household.workless_share": f"{workless:.4f}"})
    assert surplus(one.setting, one.drawn, one.uptake).whole.shape == (1,)


def test_parts_that_dont_close_are_our_mistake():
    with pytest.raises(Bug, match="don't add up"):
        Surplus({"migrants": np.array([1.0, 2.0])}, np.array([1.0, 2.5]))
