from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localvip.language.quantity import (
    AtMost,
    Each,
    Serves,
    Term,
    parse_at_most,
    parse_each,
    parse_limit,
    parse_serves,
    parse_share,
    parse_unit_share,
    parse_within,
)
from localvip.language.words import QuantityError

COUNTS = {name: Fraction(n) for name, n in {"residents": 1001, "adults": 800, "households": 400}.items()}
COUNTS |= {"vacant_units": Fraction(31), "library": Fraction(3), "land": Fraction(2)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2000 visas", 2000),
        ("1 visa", 1),
        ("0", 0),
        ("0 visas", 0),
        ("5% of residents", Fraction(1001, 20)),
        ("5 % of residents", Fraction(1001, 20)),
        ("5\u00a0%\u00a0of\u00a0residents", Fraction(1001, 20)),
        ("0.7% of residents", Fraction(7007, 1000)),
        ("100% of adults", 800),
        ("1 visa per 4 households", 100),
        ("1 per households", 400),
        ("1.5 per 2.5 households", 240),
        ("3 visas per km2", 6),
        ("1 per 2 km2", 1),
        ("1 per ha", 200),
        ("1 per 1000 m2", 2000),
        ("1 per sq mi", 2 / Fraction("2.589988110336")),
        ("1 per acre", 2 / Fraction("0.0040468564224")),
        ("1 per 2 vacant_units plus 5 per library", Fraction(61, 2)),
        ("the greater of 1 visa and 0.5% of adults", 4),
        ("the lesser of 40 visas and 1% of residents", Fraction(1001, 100)),
        ("the lesser of 9 visas and 1% of residents and 2% of adults plus 1 visa", 9),
        ("unlimited", None),
    ],
)
def test_a_limit_is_read_exactly(text, value):
    limit = parse_limit(text)
    assert limit.value(COUNTS) == value
    assert limit.text == text
    assert limit.unlimited == (value is None)
    assert not limit.per_year


@pytest.mark.parametrize("text", ["50 visas per year", "0.5% of residents per year", "0 visas per year"])
def test_per_year_bounds_new_visas(text):
    assert parse_limit(text).per_year
    assert parse_limit(text).value(COUNTS) == parse_limit(text.removesuffix(" per year")).value(COUNTS)


def test_the_bases_of_a_limit_are_what_it_is_reckoned_from():
    limit = parse_limit("the greater of 1 visa and 2% of adults plus 3 per ha")
    assert (limit.choice, limit.bases) == ("greater", {"adults", "land"})
    assert parse_limit("unlimited").bases == frozenset()


def test_a_tenth_of_a_percent_is_no_float():
    wrong = [
        n
        for n in range(1, 3000)
        if int(n * (0.7 / 100)) != n * parse_limit("0.7% of residents").sums[0].terms[0].rate // 1
    ]
    assert 1000 in wrong


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("200", "200 what? A number needs its unit. Write 200 visas."),
        ("20", "Write 20 visas, or 20% of residents."),
        ("120% of residents", "120% is more than 100%. A share lies between 0% and 100%."),
        ("100.0000001% of residents", "more than 100%"),
        ("0.05 of residents", "Write 5% of"),
        ("5 of residents", "Write the number with %"),
        ("five percent of residents", "'five' is not a number"),
        ("5 percent of residents", "'percent' cannot follow 5"),
        ("3 visas per", "missing at the end"),
        ("1 per visas", "is a word of the language"),
        ("1 per 2 year", "single calendar years"),
        ("5 visas per year per year", "left over"),
        ("5% of residents per month", "'per month' cannot follow"),
        ("5 visas plus", "is not a number"),
        ("the lesser of 5 visas or 6 visas", "needs two numbers"),
        ("1 per 4-households", "is not a number"),
        ("2% of re-sidents", "cannot be the name of a count"),
        ("5 Visas", "'Visas' cannot follow 5"),
        ("\t5 visas", "is not a number"),
    ],
)
def test_what_is_no_limit_is_refused_in_words(text, part):
    with pytest.raises(QuantityError) as error:
        parse_limit(text)
    assert part in str(error.value)


def test_eighteen_digits_are_read_and_nineteen_are_not():
    assert parse_limit("9" * 18 + " visas").value({}) == 10**18 - 1
    with pytest.raises(QuantityError, match="19 digits"):
        parse_limit("9" * 19 + " visas")


@given(
    st.text(st.sampled_from("0159.,%-_ \u00a0ofpervisayhgtlskm2in'\n"), max_size=30) | st.text(max_size=20)
)
def test_no_text_does_more_than_parse_or_be_refused(text):
    for parse in (
        parse_limit,
        parse_serves,
        parse_within,
        parse_each,
        parse_share,
        parse_at_most,
        parse_unit_share,
    ):
        try:
            parse(text)
        except QuantityError as error:
            assert error.message


@given(st.integers(0, 10**9), st.integers(1, 10**6), st.integers(0, 10**9))
def test_a_ratio_is_proportional(rate, count, households):
    limit = parse_limit(f"{rate} visas per {count} households")
    assert limit.value({"households": Fraction(households)}) == Fraction(rate * households, count)


def test_the_other_quantities_of_places():
    assert parse_share("40% of adults") == Term(Fraction(2, 5), "adults")
    assert parse_serves("40 visas per bed") == Serves(Fraction(40), "bed")
    assert parse_within("30 mi of clinics").metres == Fraction("48280.32")
    assert parse_within("100 ft of canal").metres == Fraction("30.48")
    way = parse_within("7.5 minutes of clinics")
    assert (way.minutes, way.metres, way.layer) == (Fraction("7.5"), 0, "clinics")
    assert parse_each("area") == Each("area")
    assert parse_each("jurisdiction") == Each("jurisdiction")
    assert parse_each("jurisdiction county") == Each("jurisdiction", "county")
    assert parse_each("district quartier") == Each("district", "quartier")
    assert parse_at_most("1 per household") == AtMost(1, "household")
    assert parse_at_most("2 visas per sponsor") == AtMost(2, "sponsor")
    assert parse_unit_share("0.78") == parse_unit_share("78%") == Fraction(39, 50)


@pytest.mark.parametrize(
    ("parse", "text", "part"),
    [
        (parse_each, "ward", "'ward' is not a group"),
        (parse_each, "area x", "left over"),
        (parse_each, "district", "name of a district is missing"),
        (parse_within, "5 km clinics", "'of' is missing"),
        (parse_within, "5 leagues of clinics", "is not a length"),
        (parse_serves, "40 per bed", "a count of visas"),
        (parse_share, "40 of adults", "40% of adults"),
        (parse_share, "140% of adults", "more than 100%"),
        (parse_at_most, "1.5 per sponsor", "not a whole number"),
        (parse_at_most, "1 per town", "is not who is bounded"),
        (parse_unit_share, "1.2", "more than 1"),
        (parse_unit_share, "120%", "more than 100%"),
    ],
)
def test_what_is_no_such_quantity_is_refused_in_words(parse, text, part):
    with pytest.raises(QuantityError) as error:
        parse(text)
    assert part in str(error.value)
