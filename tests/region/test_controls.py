"""Official counts beside the sum of areas: told in the ledger, with the difference."""

import pytest

from localvip.problem import Refused
from localvip.region.apportion import MICRO
from localvip.region.cells import make_cells
from localvip.region.loading.load import read_region


def test_the_ledger_shows_both_and_the_difference(folder):
    folder.manifest["control totals"] = {"municipality": {"of": {"w": "1010", "e": "400"}}}
    cells = make_cells(read_region(folder.write()))
    west = next(one for one in cells.accounts if one.name.startswith("residents of municipality West"))
    assert west.read == 1010 * MICRO
    assert [entry.amount for entry in west.entries] == [1000 * MICRO, 10 * MICRO]
    east = next(one for one in cells.accounts if "East" in one.name)
    assert [entry.amount for entry in east.entries] == [430 * MICRO, -30 * MICRO]


@pytest.mark.parametrize(
    ("totals", "says"),
    [
        ({"municipality": {"of": {"x": "10"}}}, "level 'municipality' has no 'x'"),
        ({"town": {"of": {"w": "10"}}}, "no level of this region"),
        ({"municipality": {"base": "poverty_rate", "of": {"w": "10"}}}, "not a count"),
        ({"municipality": {"of": {"w": "1,010"}}}, "no whole number"),
    ],
)
def test_what_has_no_meaning_is_refused(folder, totals, says):
    folder.manifest["control totals"] = totals
    with pytest.raises(Refused, match=says):
        read_region(folder.write())
