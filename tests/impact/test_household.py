"""The chapter's households, exactly, and that no payment is lost."""

from dataclasses import replace
from fractions import Fraction

import pytest

from localvip.impact.amount import Amount
from localvip.impact.assumption import read_assumptions
from localvip.impact.charges import Charge
from localvip.impact.household import MIGRANT, SPONSOR, arrangement, household_year
from localvip.problem import Bug

USD = "USD"


def agreed(charges=(), income=40_000, **amounts):
    one = arrangement(read_assumptions(), Fraction(income), charges)
    changed = {name: replace(one.amounts[name], value=Fraction(value)) for name, value in amounts.items()}
    return replace(one, amounts={**one.amounts, **changed})


def month(year, number):
    rows = [one for one in year.payments if one.month == number]
    return sum(p.amount.value * ((p.receiver == SPONSOR) - (p.payer == SPONSOR)) for p in rows)


def anthony():
    """Return Anthony's year as the chapter tells it: no fine, no month without work, a spare room."""
    one = agreed(earnings=Fraction(20_000, 11), lodging=0, travel=1000, fine=0)
    return household_year(replace(one, workless_share=Fraction(0), first_months=Fraction(1)))


def test_anthony_breaks_even_in_the_first_month_but_for_the_flight():
    assert month(anthony(), 1) == -1000


def test_anthony_keeps_about_8_000():
    year = anthony()
    later = sum(p.amount.value for p in year.payments if p.line == "earnings" and p.month > 1)
    assert later == 20_000
    assert year.total("wage").value == 12_000
    assert later - year.total("wage").value == 8000
    assert year.sponsor_gain == Amount(Fraction(8000), USD, "year")


def test_bishal_earns_many_times_what_he_could_at_home():
    year = anthony()
    for at_home in (1000, 500):
        assert year.total("wage").value / at_home >= 5
    assert year.migrant_gain.value == 12_000 - 12 * 120 - 3000


def test_a_typical_sponsor_keeps_about_6_000():
    gain = household_year(agreed()).sponsor_gain
    assert gain.value == Fraction("6127.5")
    assert abs(gain.value - 6000) <= 200


def test_the_family_in_amiens_clears_15_000_euros():
    euros = arrangement(read_assumptions().in_currency("EUR"), Fraction(45_000))
    given = {"earnings": 1300, "wage": 700, "lodging": 250, "insurance": 0, "support": 0}
    yearly = {"travel": 450, "fine": 0}
    amounts = {name: Amount(Fraction(value), "EUR", "month") for name, value in given.items()}
    amounts |= {name: Amount(Fraction(value), "EUR", "year") for name, value in yearly.items()}
    one = replace(
        euros, amounts={**euros.amounts, **amounts}, first_months=Fraction(0), workless_share=Fraction(0)
    )
    year = household_year(one)
    assert year.sponsor_gain.times(4) == Amount(Fraction(15_000), "EUR", "year")
    home = euros.amounts["home_income"].value
    assert 2000 <= year.total("wage").value - home <= 8000


CHARGES = (
    Charge("registration", "6.1", "sponsor", "municipality", USD, yearly=Fraction(120)),
    Charge("host levy", "6.2", "sponsor", "municipality", "", rate=Fraction(3, 100), base="sponsor_income"),
    Charge("credit", "5.4", "municipality", "sponsor", USD, yearly=Fraction(300)),
    Charge("penalty", "9", "sponsor", "municipality", USD, once=Fraction(900), counted=False),
)


def test_fees_levies_and_credits_come_off_exactly():
    without, under = household_year(agreed()), household_year(agreed(CHARGES))
    assert without.sponsor_gain.value - under.sponsor_gain.value == 120 + 1200 - 300
    assert under.net("municipality").value == 120 + 1200 - 300


@pytest.mark.parametrize("workless", [0, Fraction(1, 3), 1])
def test_nothing_is_lost_between_parties(workless):
    year = household_year(replace(agreed(CHARGES), workless_share=Fraction(workless)))
    assert sum(year.net(party).value for party in year.parties) == 0


def test_a_migrant_without_work_is_supported_and_sends_nothing_home():
    year = household_year(replace(agreed(), workless_share=Fraction(1)))
    assert year.total("support").value == 6000
    assert year.total("wage").value == year.total("remittance").value == 0
    assert year.net(MIGRANT).value == 6000 - 12 * 120


def test_money_is_never_added_to_money_of_another_kind():
    year, monthly, euros = (
        Amount(Fraction(12), USD, "year"),
        Amount(Fraction(1), USD, "month"),
        Amount(Fraction(1), "EUR", "month"),
    )
    for other in (year, euros):
        with pytest.raises(Bug, match="can't be added"):
            monthly + other
    assert year.per_month() == monthly and monthly.per_year() == year
    with pytest.raises(Bug, match="stands where"):
        Amount(Fraction(1), USD, "").per_month()
    one = agreed()
    with pytest.raises(Bug):
        replace(one, amounts={**one.amounts, "wage": year})


def test_the_table_has_a_row_a_payment_with_its_unit():
    table = household_year(agreed()).table()
    assert list(table.columns) == ["month", "line", "payer", "receiver", "amount", "unit"]
    assert set(table["unit"]) == {"USD per month"}
    assert table.loc[table["line"] == "wage", "amount"].sum() == pytest.approx(11_640)
