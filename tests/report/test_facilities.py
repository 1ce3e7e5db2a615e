"""Facilities that serve: places, what the split takes of them, which are full."""

import pytest

from localvip.report.facilities import facility_rows, most_used
from localvip.report.prospect_model import FacilityRow
from localvip.report.speech import speaking

RULES = """
amenities:
  - {id: care, section: "4", title: A clinic in reach, within: 1 km of clinics, serves: 3 visas per site}
"""


@pytest.fixture(scope="module")
def row(town):
    areas = {"a": {"residents": 100}, "b": {"residents": 100}, "c": {"residents": 100, "at": (9, 0, 10, 1)}}
    clinics = {"north": (0.5, 0.5), "far": (9.5, 0.5)}
    region = town.region(areas, sponsors=[10, 10, 2], layers={"clinics": clinics})
    (row,) = facility_rows(town.measure(region, RULES))
    return row


def test_places_are_taken_where_people_reach_them_and_the_rest_is_left(row):
    assert (row.name, row.kind, row.sites, row.places) == ("4 A clinic in reach", "clinics", 2, 6)
    assert (row.taken, row.full) == (
        5,
        1,
    )  # three near north, and the two sponsors of c; far has one place left


def test_the_title_says_how_full_they_are(row):
    with speaking("en"):
        assert most_used([row]) == "Clinics: 5 of 6 places are taken in the split shown"
        unknown = FacilityRow("4", "T", "clinics", 2, None, 5, 0)
        assert most_used([unknown]) == "The region doesn’t say how many places its facilities have"
