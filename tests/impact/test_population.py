"""Foreign-born shares before and after, the chapter's benchmarks, contact on the focus, the baseline."""

import numpy as np
import pytest

from localvip.impact.assumption import read_assumptions
from localvip.impact.baseline import baseline_table
from localvip.impact.draws import central
from localvip.impact.measured import Sheet
from localvip.impact.population import contact_of, population_table

AREAS = {
    "a": {"residents": 100, "foreign_born": 10, "poverty_rate": 0.2},
    "b": {"residents": 200, "foreign_born": 20, "poverty_rate": None},
    "c": {"residents": 300, "foreign_born": 70, "poverty_rate": 0.1},
    "d": {"residents": 400, "foreign_born": 0, "poverty_rate": 0.1},
}
VISAS = np.array([[20.0, 0, 0, 80]])


@pytest.fixture(scope="module")
def sheet():
    assumptions = read_assumptions()
    return Sheet(assumptions, central(assumptions))


def test_shares_before_and_after_beside_the_chapter(town, sheet):
    told = population_table(town.case(town.region(AREAS), ""), VISAS, sheet).set_index(["area", "measure"])[
        "median"
    ]
    assert told["", "foreign-born share before"] == pytest.approx(0.1)
    assert told["", "foreign-born share after"] == pytest.approx(200 / 1100)
    assert told["a", "foreign-born share after"] == pytest.approx(30 / 120)
    assert told["", "foreign-born share: United Arab Emirates"] == pytest.approx(0.9)
    assert told["", "foreign-born share: United States"] == pytest.approx(0.1, abs=1e-4)
    assert told["", "foreign-born share: Singapore"] == pytest.approx(0.4, abs=1e-4)
    assert told["", "foreign-born share: Toronto"] == 0.5


def test_without_a_count_of_foreign_born_the_share_is_not_known(town, sheet):
    case = town.case(town.region({"a": {"residents": 100}, "b": {"residents": 100}}), "")
    told = population_table(case, np.array([[5.0, 5]]), sheet).set_index(["area", "measure"])["median"]
    assert told["", "residents after"] == 210
    assert np.isnan(told["", "foreign-born share after"])
    assert set(contact_of(case, np.array([[5.0, 0]]), sheet)["group"]) == {"migrants"}


def test_contact_of_the_foreign_born(town, sheet):
    told = contact_of(town.case(town.region(AREAS), ""), VISAS, sheet).set_index(["index", "group", "stage"])[
        "median"
    ]
    assert told["dissimilarity", "foreign born", "before"] == pytest.approx(0.444444, abs=1e-6)
    assert told["dissimilarity", "foreign born", "after"] < 0.3
    assert told["residents with a host in their area", "foreign born", "after"] == pytest.approx(0.5)


def test_baseline(town):
    table = baseline_table(town.case(town.region(AREAS), "")).set_index(["area", "measure"])
    assert table.loc[("a", "residents"), ["value", "unit"]].tolist() == [100, "residents"]
    assert table.loc[("a", "land"), ["value", "unit"]].tolist() == [pytest.approx(1), "km2"]
    assert table.loc[("a", "foreign_born of residents"), "value"] == pytest.approx(0.1)
    assert np.isnan(table.loc[("b", "poverty_rate"), "value"])
