import pytest

from localvip.language.condition import parse_arithmetic, parse_condition
from localvip.language.names import check_names

UNITS = {
    "built": "date",
    "poverty_rate": "share",
    "residents": "count",
    "ward": "text",
    "income": "USD per year",
    "rooms": "",
}


def said(text):
    return [str(error) for error in check_names(parse_condition(text), UNITS)]


@pytest.mark.parametrize(
    "text",
    [
        "poverty_rate >= 30%",
        "poverty_rate > 0",
        "poverty_rate IN (10%, 20%)",
        "poverty_rate BETWEEN 5% AND 7.5%",
        "residents > 30 AND ward = '3'",
        "residents / rooms > 10%",
        "area = '0101' OR jurisdiction LIKE 'Ak%'",
        "income < 40000",
        "ward IS NULL",
        "built < DATE('2020-01-01')",
        "poverty_rate > 2 * poverty_rate",
    ],
)
def test_sound_conditions_pass(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("povrty_rate > 3%", "There is no column 'povrty_rate'. Did you mean 'poverty_rate'?"),
        ("zzz > 3", "Known: area, built, income, jurisdiction"),
        ("poverty_rate >= 30", "poverty_rate is a share, but 30 has no %. Did you mean 30%?"),
        ("30 <= poverty_rate", "Did you mean 30%?"),
        ("poverty_rate >= 0.3", "Did you mean 30%?"),
        ("poverty_rate > 1", "Did you mean 1%?"),
        ("poverty_rate IN (10, 20%)", "Did you mean 10%?"),
        ("residents > 30%", "residents is no share (count), so 30% has no meaning. Write 30."),
        ("rooms > 30%", "(a count)"),
        ("ward = 3", "ward compares a text with a number"),
        ("ward IN (1, 2)", "ward compares a text with a number"),
        ("residents = '3'", "residents compares a text with a number"),
        ("residents LIKE '3%'", "residents compares a text with a number"),
        ("ward + 1 > 2", "ward is a text"),
    ],
)
def test_names_and_units_are_checked(text, part):
    assert any(part in one for one in said(text)), said(text)


def test_every_name_of_a_value_is_checked():
    errors = check_names(parse_arithmetic("residents * ward + nothing"), UNITS)
    assert [error.message for error in errors] == [
        "There is no column 'nothing'.",
        "ward is a text; + - * / need numbers.",
    ]
