"""Rows of provisions: an act's defaults are among them where they bind, and only there."""

from datetime import date

import pytest

from localvip.capacity.limits.case import Terms, open_case
from localvip.capacity.limits.grounds import cuts_of
from localvip.capacity.measure import measure_capacity
from localvip.region.cells import make_cells
from localvip.report.provision_rows import provision_rows

DAY = date(2027, 1, 1)
ACT = """
localvip: 1
act: Home Rule
effective: 2026-01-01
defaults: {caps: [{id: silent, section: "10", title: Where a place is silent, limit: 10 visas, in each: jurisdiction}]}
"""


@pytest.fixture
def rows(town):
    def of(whole):
        region = town.region(
            {"a": {"residents": 100}, "b": {"residents": 200}},
            sponsors=[25, 25],
            towns={"Town": (0, 0, 1, 1), "Quiet": (1, 0, 2, 1)},
        )
        head = town.ordinance.format(title="Town").replace("program.yaml", "town1.yaml")
        rulebook = town.rulebook(f"{head}caps: [{{id: own, section: '1', limit: 20 visas}}]", ACT)
        cells = make_cells(region, cuts_of(rulebook, region))
        capacity = measure_capacity(open_case(rulebook, region, cells, Terms(DAY, whole=whole)))
        return {row.id: row for row in provision_rows(capacity, rulebook, DAY)}

    return of


def test_the_default_of_an_act_is_told_with_what_it_holds_back(rows):
    silent = rows(whole=True)["silent"]
    assert (silent.title, silent.law, silent.status) == ("Where a place is silent", "Home Rule", "in force")
    assert (silent.groups, silent.full, silent.held_back) == (1, 1, 15)


def test_it_is_left_out_where_only_an_ordinance_is_reckoned(rows):
    assert "silent" not in rows(whole=False) and rows(whole=False)["own"].held_back == 5
