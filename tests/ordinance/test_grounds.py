import pytest

from localvip.ordinance.grounds import ground_of


@pytest.mark.parametrize(
    ("name", "ground"),
    [
        ("race", "race"),
        ("percent_white", "race"),
        ("blackResidents", "race"),
        ("skin_colour", "colour"),
        ("ethnicity", "ethnic origin"),
        ("hispanic_share", "ethnic origin"),
        ("religious_group", "religion"),
        ("share_muslims", "religion"),
        ("nationality", "nationality"),
        ("foreign_born", "nationality"),
        ("country_of_birth", "nationality"),
        ("SEX", "sex"),
        ("female_heads", "sex"),
        ("men", "sex"),
        ("disabled_adults", "disability"),
    ],
)
def test_a_forbidden_ground_is_known_by_its_name(name, ground):
    assert ground_of(name) == ground


@pytest.mark.parametrize(
    "name",
    [
        "residents",
        "adults",
        "poverty_rate",
        "median_income",
        "vacancy_rate",
        "racetrack_km",
        "colorado_share",
        "menu",
        "traces",
        "essex",
        "employment",
        "mental_hospitals",
        "embrace_index",
        "sextant_layer",
        "whitewater",
        "tenure",
        "rooms",
        "churchill_ward",
    ],
)
def test_other_names_are_free(name):
    assert ground_of(name) == ""
