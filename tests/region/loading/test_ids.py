import pandas as pd
import pytest

from localvip.problem import Problems
from localvip.region.loading.ids import ids_of
from localvip.region.manifest import Origin


def read(values, file="a.gpkg", width=None, dtype=None):
    problems = Problems()
    spec = Origin(file=file, id_width=width)
    ids, notices = ids_of(pd.Series(values, dtype=dtype), "FIPS", spec, problems)
    return ids.tolist(), [one.message for one in notices], [one.message for one in problems]


@pytest.mark.parametrize("file", ["a.gpkg", "a.geojson"])
def test_texts_stay_as_they_are(file):
    assert read(["01001", "x", None], file) == (["01001", "x", ""], [], [])


def test_numbers_are_told_of_and_refused_in_json_which_knows_texts():
    ids, notices, problems = read([1001, 47001])
    assert ids == ["1001", "47001"] and not problems
    assert notices[0].startswith(
        "ids in 'FIPS' are stored as numbers; zeros that led them, if any, are lost."
    )
    for values, dtype in (([1001, 47001], None), ([1001, None], object)):
        _, notices, problems = read(values, "A.GeoJSON", dtype=dtype)
        assert not notices
        assert problems == ["ids in 'FIPS' are numbers; zeros that led them, if any, are lost."]


@pytest.mark.parametrize("values", [[1001, 47001, None], ["1001", "47001", None]])
def test_a_width_gives_zeros_back_and_missing_ids_stay_missing(values):
    ids, notices, problems = read(values, "a.geojson", width=5)
    assert ids == ["01001", "47001", ""] and not problems
    assert notices == ["1 ids are led by zeros again, to 5 digits, as the region file says."]


def test_a_width_of_one_says_that_no_zero_was_lost():
    assert read([7, 1001], "a.geojson", width=1) == (["7", "1001"], [], [])


def test_numbers_among_texts_are_refused():
    assert read([1001, "01003"])[2] == ["ids in 'FIPS' are numbers and texts mixed."]
