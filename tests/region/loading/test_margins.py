"""Margins of error travel with their columns: signs of the Census Bureau, units, what is refused."""

import pytest

from localvip.problem import Refused
from localvip.region.loading.load import read_region


@pytest.fixture
def region_with(folder):
    def read(margins, column="residents", **keys):
        folder.areas["MARGIN"] = margins
        columns = folder.manifest["areas"]["columns"]
        held = columns[column]
        columns[column] = {**(held if isinstance(held, dict) else {"column": held}), "moe": "MARGIN", **keys}
        return read_region(folder.write())

    return read


def test_a_standard_error_is_the_margin_over_1645(region_with):
    region = region_with([164.5, 1.645, 0, 3.29])
    assert region.margins["residents"].tolist() == pytest.approx([100, 1, 0, 2])
    assert not [name for name in region.areas.columns if "error" in name]


def test_signs_and_gaps(region_with):
    """An estimate held to an official count is exact; what could not be computed is taken as exact, and told."""
    region = region_with([-555555555, -222222222, None, 1.645])
    assert region.margins["residents"].tolist() == pytest.approx([0, 0, 0, 1])
    (notice,) = [one for one in region.notices if one.code == "no-margin"]
    assert "2 areas have no margin of error of residents" in notice.message


def test_a_rate_keeps_its_margin_in_shares(region_with, folder):
    folder.areas["POOR"] = folder.areas["POOR"] * 100
    region = region_with([16.45, 0, 0, 0], "poverty_rate", unit="percent")
    assert region.margins["poverty_rate"].tolist() == pytest.approx([0.1, 0, 0, 0])


@pytest.mark.parametrize("bad", [-5, float("inf")])
def test_a_margin_is_a_number_from_0(region_with, bad):
    with pytest.raises(Refused, match="#b: the margin of error of residents"):
        region_with([1, bad, 1, 1])


def test_words_are_no_margin(region_with):
    with pytest.raises(Refused, match="#c: the margin of error of residents is '\\*\\*'"):
        region_with(["1", "2", "**", "3"])


def test_a_column_that_isnt_there_is_refused(folder):
    folder.manifest["areas"]["columns"]["residents"] = {"column": "POP", "moe": "POPS"}
    with pytest.raises(Refused, match=r"no column 'POPS' in areas.parquet\. Did you mean 'POP'"):
        read_region(folder.write())


def test_a_part_has_no_margin_of_its_own(folder):
    columns = folder.manifest["areas"]["columns"]
    columns["adults"] = {"share": "0.8", "of": "residents", "moe": "POP"}
    with pytest.raises(Refused, match="no margin of error of its own"):
        read_region(folder.write())
