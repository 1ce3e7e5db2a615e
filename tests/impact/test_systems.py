"""Systems on one place: the chapter's auction, who gains under each, and that each program file gives its number."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from localvip.capacity.limits.case import Terms, open_case
from localvip.capacity.measure import measure_capacity
from localvip.impact.assumption import read_assumptions
from localvip.impact.draws import central, draws
from localvip.impact.surplus import surplus
from localvip.impact.systems import (
    RECEIVERS,
    RIGHTS,
    SYSTEMS,
    Place,
    outcome,
    program_outcome,
    rights_table,
    systems_table,
)
from localvip.ordinance.read import read_rules
from localvip.region.cells import make_cells

PROGRAMS = Path(__file__).parents[2] / "rules" / "programs"
TOWN = Place(np.array([300_000.0]), np.array([234_000.0]))
BY_NAME = {system.name: system for system in SYSTEMS}


def ran(name, drawn=None):
    return outcome(BY_NAME[name], drawn or central(read_assumptions()), TOWN)


def test_the_auction_gives_each_native_2_000():
    found = ran("becker-auction")
    assert found.number[0] == pytest.approx(100_000)
    assert found.gains["all residents"][0] / 300_000 == pytest.approx(2000)
    assert found.gains["migrants"][0] / found.number[0] == pytest.approx(5000)


def test_open_borders_double_a_place_for_the_migrants():
    found = ran("open-borders")
    assert found.number[0] == 300_000
    assert found.gains["migrants"][0] == pytest.approx(300_000 * 11_000 * 0.85)
    assert found.wages[0] < -0.1


def test_closed_borders_change_nothing():
    found = ran("closed")
    assert found.number[0] == found.whole[0] == found.wages[0] == 0


@pytest.mark.parametrize("system", SYSTEMS[1:], ids=lambda system: system.name)
def test_the_division_adds_up_to_what_all_migrants_gain(system):
    drawn = draws(read_assumptions(), 60, 4)
    found = outcome(system, drawn, TOWN)
    assert set(found.gains) == set(RECEIVERS)
    assert found.whole == pytest.approx(found.number * drawn["chapter.gain"], rel=1e-9, abs=1e-6)


def test_the_programs_outcome_keeps_the_whole_of_its_surplus(impact_of):
    one = impact_of(n=20)
    found = surplus(one.setting, one.drawn, one.uptake)
    told = program_outcome(found, one.uptake.total, one.drawn, TOWN)
    assert told.whole == pytest.approx(found.whole, rel=1e-9)


def test_the_table_has_every_system_with_units():
    drawn = central(read_assumptions())
    table = systems_table({s.name: outcome(s, drawn, TOWN) for s in SYSTEMS[1:]}, 300_000, "USD")
    assert set(table["system"]) == {s.name for s in SYSTEMS[1:]}
    assert table["unit"].notna().all() and (table["low"] <= table["high"]).all()


def test_rights_are_told_and_the_gulf_lacks_them():
    table = rights_table().set_index("system")
    assert table.loc["gulf", "rights_kept"] == 0
    assert "own papers" in table.loc["gulf", "missing"]
    assert table.loc["vip", "missing"] == "minimum wage"
    assert set(RIGHTS) < set(table.columns)


RAN = [system for system in SYSTEMS if (PROGRAMS / f"{system.name}.yaml").exists() and system.number]


@pytest.mark.parametrize("system", [*RAN, BY_NAME["closed"]], ids=lambda system: system.name)
def test_each_program_file_runs_to_its_number(system, town):
    region = town.region({"a": {"residents": 300_000, "adults": 234_000}}, sponsors=234_000)
    rulebook = read_rules([PROGRAMS / f"{system.name}.yaml"])
    case = open_case(rulebook, region, make_cells(region), Terms(date(2027, 1, 1), whole=True))
    most = measure_capacity(case).maximum.visas
    expected = float(read_assumptions().value(system.number)) * 300_000 if system.number else 0
    if system.name == "open-borders":
        assert most >= expected
    else:
        assert most == pytest.approx(expected, abs=1)


def test_every_system_but_work_without_a_status_is_a_program_file():
    assert {system.name for system in SYSTEMS if not (PROGRAMS / f"{system.name}.yaml").exists()} == {
        "illegal"
    }
