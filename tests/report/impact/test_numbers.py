"""Numbers with a range: two digits, money and shares as their readers write them, unknown in words."""

import math
from fractions import Fraction

import pandas as pd
import pytest

from localvip.report.impact.numbers import UNKNOWN, Spread, digits, said, significant, spread_of
from localvip.report.speech import speaking

THIN = "\N{NARROW NO-BREAK SPACE}"
HARD = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("number", "unit", "english", "french"),
    [
        (8275.88, "USD per visa per year", "$8,300", f"8{THIN}300{THIN}$"),
        (-1_235_940, "EUR per year", f"−{THIN}€1.2{HARD}million", f"−1,2{THIN}M€"),
        (5.5e9, "USD", f"$5.5{HARD}billion", f"5,5{THIN}Md$"),
        (0, "USD per year", "$0", f"0{THIN}$"),
        (1234, "CHF", f"CHF{HARD}1,200", f"1{THIN}200{THIN}CHF{HARD}"),
        (0.0128642, "share", "1.3%", f"1,3{THIN}%"),
        (-0.000158989, "share of income", "−0.02%", f"−0,02{THIN}%"),
        (1, "share", "100%", f"100{THIN}%"),
        (16190.7, "visit per year", "16,000", f"16{THIN}000"),
        (0.4, "visas", "0", "0"),
        (math.nan, "share", "not known", "non connu"),
        (math.inf, "years", "no end", "sans fin"),
    ],
)
def test_a_number_in_words(number, unit, english, french):
    assert said(number, unit) == english
    with speaking("fr"):
        assert said(number, unit) == french


def test_rounding_keeps_two_digits_and_is_exact():
    assert [significant(x) for x in (0.0942, 99.6, -1249, 0)] == [Fraction(94, 1000), 100, -1200, 0]
    assert digits(24_950, 4) == "24,950"


def test_a_whole_number_that_no_draw_changes_is_told_to_the_last_digit():
    assert Spread(6708, 6708, 6708, "visas").said == "6,708"
    moved = Spread(6107.5, 6609.8, 6703.4, "visas")
    assert (moved.said, moved.span) == ("6,600", "6,100 to 6,700")


def test_a_range_with_equal_ends_is_one_number():
    assert Spread(0.811, 0.812, 0.813, "share").span == "81%"
    assert UNKNOWN.span == "not known" and not UNKNOWN.known


def test_a_row_is_found_by_its_labels_and_is_unknown_where_there_is_none():
    rows = [("a", 1, 2, 3, "visas"), ("b", 4, 5, 6, "visas")]
    frame = pd.DataFrame(rows, columns=["area", "low", "median", "high", "unit"])
    assert spread_of(frame, area="b") == Spread(4, 5, 6, "visas")
    assert spread_of(frame, area="c") is UNKNOWN
