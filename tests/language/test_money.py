from fractions import Fraction

import pytest

from localvip.language.money import (
    Order,
    parse_measure,
    parse_money,
    parse_order,
    parse_reserve,
)
from localvip.language.words import QuantityError


def test_money_is_an_amount_of_a_currency_or_a_share():
    fee = parse_money("250.50 USD per visa per year")
    assert (fee.amount, fee.currency, fee.per) == (Fraction("250.5"), "USD", ("visa", "year"))
    assert parse_money("1000 EUR per violation").per == ("violation",)
    assert parse_money("90 EUR per month").per == ("month",)
    levy = parse_money("3% of sponsor_income")
    assert (levy.share, levy.base, levy.currency) == (Fraction(3, 100), "sponsor_income", "")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("250", "currency is missing"),
        ("250 usd", "three capitals"),
        ("250 USD per visa per visa", "'visa' is not what is paid for"),
        ("250 USD per year per visa", "left over"),
        ("250 USD a year", "left over"),
        ("300% of sponsor_income", "more than 100%"),
        ("-1 USD", "negative"),
        ("USD 250", "is not a number"),
        ("$250", "has a currency sign"),
        ("1,200 EUR", "Write 1200"),
    ],
)
def test_what_is_no_money_is_refused_in_words(text, part):
    with pytest.raises(QuantityError) as error:
        parse_money(text)
    assert part in str(error.value)


def test_a_measure_has_a_unit_and_what_it_is_for():
    assert (parse_measure("9 m2 per person").unit, parse_measure("9 m2 per person").per) == (
        "m2",
        ("person",),
    )
    assert parse_measure("2 visits per visa per year").per == ("visa", "year")
    assert parse_measure("100 sq ft per person").unit == "sq ft"
    with pytest.raises(QuantityError, match="unit of a safeguard"):
        parse_measure("9 sqm")


def test_a_reserve_and_an_order():
    reserve = parse_reserve("30% where sponsor_income < 40000")
    assert (reserve.share, reserve.where.names) == (Fraction(3, 10), {"sponsor_income"})
    assert parse_order("sponsor_income up") == Order("sponsor_income", up=True)
    assert not parse_order("sponsor_income down").up
    for text, part in (("30% of visas", "'where' is missing"), ("30 where a = 1", "'%' is missing")):
        with pytest.raises(QuantityError, match=part):
            parse_reserve(text)
