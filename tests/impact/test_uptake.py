"""Uptake: the chapter's 100 of 250 million, self-regulating, and told apart where law and where the market stops."""

import numpy as np
import pytest

from localvip.impact import uptake
from localvip.impact.assumption import read_assumptions
from localvip.impact.draws import central
from localvip.impact.economy import sponsor_gain
from localvip.impact.household import arrangement, household_year
from localvip.impact.uptake import Demand, total_uptake

COUNTRY = {"us": {"residents": 320_000, "adults": 250_000, "median_income": 50_000}}


def test_the_formula_is_the_household_table():
    assumptions = read_assumptions()
    exact = household_year(arrangement(assumptions, 40_000)).sponsor_gain
    gain = sponsor_gain(central(assumptions), np.ones((1, 1)))
    assert gain[0, 0] == pytest.approx(float(exact.value), abs=1e-9)


def test_in_the_whole_country_100_of_250_sponsor(impact_of, exact):
    changes = {**exact, "uptake.area_spread": "0.85"}
    one = impact_of(areas=COUNTRY, sponsors=250_000, changes=changes)
    assert one.uptake.total[0] == pytest.approx(100_000, rel=1e-6)
    assert one.uptake.gain.mean() == pytest.approx(6000, rel=1e-6)


def test_the_number_is_where_gain_and_willingness_agree(impact_of):
    one = impact_of(n=20)
    again = Demand(one.setting, one.drawn).at(one.uptake.total[:, None])
    assert again.wishes.sum(axis=1) == pytest.approx(one.uptake.total, rel=1e-6)


def test_the_more_migrants_the_less_is_gained(impact_of):
    steep = impact_of(changes={"uptake.earnings_slope": "0.5"})
    closed = impact_of(
        'caps: [{id: few, section: "1", limit: 30 visas}]', changes={"uptake.earnings_slope": "0.5"}
    )
    assert closed.uptake.total[0] == pytest.approx(30)
    assert closed.uptake.gain.mean() > steep.uptake.gain.mean() + 500


def test_poor_areas_sponsor_most(impact_of):
    visas = impact_of().uptake.visas[0]
    assert visas[0] > visas[1] > visas[2] > 0


def test_law_binds_in_one_place_and_the_market_in_another(impact_of):
    rules = 'caps: [{id: share, section: "1", limit: 30% of adults, in each: area}]'
    one = impact_of(rules)
    assert one.uptake.limit_binds()[0].tolist() == [1, 1, 0]
    assert one.uptake.visas[0, :2] == pytest.approx([300, 300])


def test_fees_lower_uptake_and_credits_raise_it(impact_of):
    def fee(payer, receiver):
        parties = f"paid by: {payer}, paid to: {receiver}"
        return 'caps: [{id: o, section: "1", limit: unlimited}]\nfees:\n' + (
            f'  - {{id: f, section: "2", amount: 1000 USD per visa per year, {parties}}}'
        )

    free = impact_of().uptake.total[0]
    assert impact_of(fee("sponsor", "municipality")).uptake.total[0] < 0.95 * free
    assert impact_of(fee("municipality", "sponsor")).uptake.total[0] > 1.02 * free


def test_a_levy_on_income_keeps_the_rich_away(impact_of):
    rules = 'caps: [{id: o, section: "1", limit: unlimited}]\n'
    rules += 'fees: [{id: l, section: "2", amount: 5% of sponsor_income}]'
    free, levied = impact_of().uptake.visas[0], impact_of(rules).uptake.visas[0]
    assert levied[2] / free[2] < levied[0] / free[0] < 1


def test_services_offered_raise_uptake(impact_of):
    rules = (
        'caps: [{id: o, section: "1", limit: unlimited}]\namenities: [{id: e, section: "2", offers: English}]'
    )
    assert impact_of(rules).uptake.total[0] > impact_of().uptake.total[0]


def test_visas_never_pass_wishes_or_capacity_in_any_draw(impact_of):
    one = impact_of('caps: [{id: share, section: "1", limit: 12% of adults, in each: area}]', n=100)
    assert (one.uptake.visas <= one.uptake.wishes + 1e-9).all()
    assert (one.uptake.total <= one.capacity.maximum.visas + 1e-9).all()
    assert one.uptake.sponsors.sum(axis=(1, 2)) == pytest.approx(one.uptake.total)


def test_a_place_where_nothing_is_gained_has_no_sponsors(impact_of):
    one = impact_of(changes={"household.earnings_per_month": 900})
    assert one.uptake.total[0] == 0
    assert not one.uptake.limit_binds().any()


def test_parts_of_draws_make_the_same_whole(impact_of, monkeypatch):
    whole = impact_of(n=30).uptake
    monkeypatch.setattr("localvip.impact.uptake.AT_ONCE", 100)
    assert (impact_of(n=30).uptake.visas == whole.visas).all()


def test_the_total_alone_is_the_same_and_keeps_no_cell(impact_of):
    one = impact_of('caps: [{id: share, section: "1", limit: 30% of adults, in each: area}]', n=20)
    assert total_uptake(one.setting, one.drawn).tolist() == one.uptake.total.tolist()


def test_halves_known_from_either_side_of_the_root_are_not_asked_for(impact_of, monkeypatch):
    one = impact_of(n=20)
    asked, wishes = [], Demand.wishes
    monkeypatch.setattr(Demand, "wishes", lambda self, visas: asked.append(1) or wishes(self, visas))
    quick = total_uptake(one.setting, one.drawn)
    few = len(asked)
    monkeypatch.setattr(uptake, "_either_side", lambda _, low, high: (low - 1, high + 1))
    assert total_uptake(one.setting, one.drawn).tolist() == quick.tolist()
    assert 2 * few < len(asked) - few


def test_cells_alike_wish_the_same_part_of_their_adults(impact_of):
    areas = {
        name: {"residents": 2 * adults, "adults": adults, "median_income": income}
        for name, adults, income in (("a", 900, 30_000), ("b", 500, 50_000), ("c", 700, 30_000))
    }
    one = impact_of(areas=areas, n=20)
    demand, visas = Demand(one.setting, one.drawn), one.uptake.total[:, None]
    assert len(demand.first) == 2
    assert demand.wishes(visas).tolist() == demand.at(visas).wishes.tolist()
