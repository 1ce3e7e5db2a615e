"""Signs of risk by hand: visits, exits, room, expected fines; what no law asks for is 0, not unknown."""

import numpy as np
import pytest

from localvip.impact.assumption import read_assumptions
from localvip.impact.draws import central
from localvip.impact.measured import Sheet
from localvip.impact.protection import protection_table

AREAS = {"a": {"residents": 1}, "b": {"residents": 1}, "z": {"at": (40, 0, 41, 1), "residents": 1}}
VISAS = np.array([[30.0, 10.0, 5.0]])
RULES = """
safeguards:
  - {id: visits, section: "1", kind: inspection, at least: 2 visits per visa per year}
  - {id: line, section: "2", kind: complaint_line}
  - {id: room, section: "3", kind: floor_area, at least: 100 sq ft per person}
"""


@pytest.fixture(scope="module")
def sheet():
    assumptions = read_assumptions()
    return Sheet(assumptions, central(assumptions))


def signs(case, visas, sheet):
    return protection_table(case, visas, sheet).set_index("indicator")


def test_by_hand(town, sheet):
    region = town.region(AREAS, towns={"Town": (0, 0, 1, 1), "Vale": (1, 0, 100, 1)})
    vale = town.ordinance.format(title="Vale").replace("program.yaml", "program.yaml")
    table = signs(town.case(region, RULES, vale), VISAS, sheet)["median"]
    assert table["visits asked for by law"] == pytest.approx(2 * 30 / 45)
    assert table["inspectors for 1,000 visas"] == pytest.approx(1000 * 2 * 30 / 600 / 45)
    # Areas a and b lie within 15 km of each other, z of neither.
    assert table["other sponsors within reach"] == pytest.approx((40 * 39 + 5 * 4) / 45)
    assert table["visas with few other sponsors within reach"] == pytest.approx(5 / 45)
    assert table["visas under a rule on a complaint line"] == pytest.approx(30 / 45)
    assert table["floor area asked for by law"] == pytest.approx(100 * 0.09290304 * 30 / 45)
    assert table["wage, of the general minimum of a full year"] == pytest.approx(12_000 / 15_000)
    assert table["fines expected for a visa"] == pytest.approx(0.015 * 5000)
    assert table["support without work expected in all"] == pytest.approx(45 * 500 * 12 * 0.03)


def test_units(town, sheet):
    units = signs(town.case(town.region(AREAS), RULES), VISAS, sheet)["unit"]
    assert units["visits asked for by law"] == "visit per visa per year"
    assert units["inspectors for 1,000 visas"] == "inspector"
    assert units["other sponsors within reach"] == "sponsor"
    assert units["floor area asked for by law"] == "m2 per person"
    assert units["fines expected in all"] == "USD per year"
    assert units["fines expected for a visa"] == "USD per visa per year"


def test_no_law_asks_for_anything(town, sheet):
    table = signs(town.case(town.region(AREAS), ""), VISAS, sheet)["median"]
    assert table["visits asked for by law"] == table["floor area asked for by law"] == 0
    assert np.isnan(
        signs(town.case(town.region(AREAS), ""), VISAS * 0, sheet)["median"]["other sponsors within reach"]
    )
