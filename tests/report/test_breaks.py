from fractions import Fraction

import pytest

from localvip.report.breaks import class_breaks, class_labels, class_of, human_step


def fractions(*values):
    return [Fraction(str(value)) for value in values]


def test_spread_values_make_five_classes_of_human_numbers():
    breaks = class_breaks(fractions(*range(1, 101)))
    assert breaks == tuple(fractions(20, 40, 60, 80))
    assert class_labels(breaks) == ("up to 20", "20–40", "40–60", "60–80", "over 80")


def test_a_value_on_a_break_lies_in_the_class_below():
    breaks = tuple(fractions(20, 40))
    assert [class_of(Fraction(value), breaks) for value in (1, 20, 21, 40, 41)] == [0, 0, 1, 1, 2]


def test_many_areas_at_one_legal_share_still_make_classes():
    breaks = class_breaks(fractions(*[50] * 90, 3, 11, 18, 27, 36, 44))
    assert len(breaks) >= 3
    low, middle, high = (class_of(value, breaks) for value in fractions(3, 27, 50))
    assert low == 0 < middle < high


@pytest.mark.parametrize("values", [[], [0, 0], [7], [7, 7, 7]])
def test_nothing_to_tell_apart_makes_one_class(values):
    assert class_breaks(fractions(*values)) == ()
    assert class_labels(()) == ("above 0",)


@pytest.mark.parametrize(
    "values", [[1, 2], [0.001, 0.002, 5, 7000], [48.9, 49.2, 49.7, 50], list(range(1, 9))]
)
def test_no_class_is_empty(values):
    exact = fractions(*values)
    breaks = class_breaks(exact)
    assert breaks == tuple(sorted(set(breaks)))
    assert {class_of(value, breaks) for value in exact} == set(range(len(breaks) + 1))


def test_human_steps_are_never_smaller_than_asked():
    assert [human_step(Fraction(text)) for text in ("0.9", "1", "1.01", "26", "0.031")] == fractions(
        1, 1, 1.5, 30, 0.04
    )
