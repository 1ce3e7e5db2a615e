"""All tables from the real Akron, Chicago and Amiens: what must be true of them whatever the assumptions say."""

import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from localvip.impact.assumption import read_assumptions
from localvip.impact.consequences import consequences
from localvip.impact.draws import draws
from localvip.impact.measured import Sheet
from localvip.pipeline import Request, evaluate

HERE = Path(__file__).parents[1] / "impact" / "regions"
ROOT = Path(__file__).parents[2]
TABLES = {
    "baseline", "population", "services", "catchments", "fiscal", "fiscal_totals", "governments", "break_even",
    "payments", "contact", "quotients", "access", "protection", "safeguards",
}  # fmt: skip
DRAWS = 50


def impact_of(request, seed=1):
    """Return the capacity, its visas as draws (all in use in the last, half in the first) and the tables."""
    capacity, _ = evaluate(request)
    currency = capacity.case.region.currency
    assumptions = read_assumptions().in_currency(currency)
    sheet = Sheet(assumptions, draws(assumptions, DRAWS, seed), currency)
    visas = capacity.split[None, :] * np.linspace(0.5, 1, DRAWS)[:, None]
    return capacity, visas, consequences(capacity, visas, sheet, seed)


def held(capacity, visas, tables):
    """Check what holds of every place: the tables, their units, money that closes, people that add up."""
    assert set(tables) == TABLES
    assert all("unit" in table.columns or table.empty for table in tables.values())
    people = tables["population"].set_index(["area", "measure"])
    assert people.loc[("", "migrants"), "high"] == pytest.approx(visas.sum(axis=1)[47])
    fees = tables["fiscal"].set_index(["year", "line"])
    last = fees.index.get_level_values(0).max()
    return fees.loc[last], people


def due(line, most):
    """Return what a law asks for one unit; of at ``most`` so many units, over half are reached in ten years."""
    assert line["amount"] == pytest.approx(line["unit_value"] * line["units"])
    assert most / 2 < line["units"] < most
    return line["unit_value"]


def rules_beside_the_program(tmp_path, name):
    for path in (ROOT / "rules" / "programs" / "vip.yaml", HERE / name):
        shutil.copy(path, tmp_path / path.name)
    return tmp_path / name


@pytest.mark.real_data
def test_akron(summit):
    rules, region = (
        ROOT / "rules" / "akron.yaml",
        ROOT / "sample_regions" / "summit_county_2018" / "region.yaml",
    )
    capacity, visas, tables = impact_of(Request((rules,), region, summit, date(2028, 1, 1)))
    lines, people = held(capacity, visas, tables)
    assert (
        lines.loc["A clinic within reach" if "A clinic within reach" in lines.index else "Visits", "units"]
        > 0
    )
    assert np.isnan(people.loc[("", "foreign-born share after"), "median"])  # the vintage has no such count
    assert due(lines.loc["Visits"], 2 * capacity.maximum.visas) == 60
    assert not tables["access"].empty


@pytest.mark.real_data
def test_chicago(real_data, tmp_path):
    rules = rules_beside_the_program(tmp_path, "chicago.yaml")
    capacity, visas, tables = impact_of(
        Request((rules,), HERE / "chicago" / "region.yaml", real_data / "chicago")
    )
    lines, people = held(capacity, visas, tables)
    assert due(lines.loc["registration"], capacity.maximum.visas) == 250
    before = people.loc[("", "foreign-born share before"), "median"]
    assert before == pytest.approx(558_984 / 2_708_500, abs=1e-4)
    assert before < people.loc[("", "foreign-born share after"), "low"]
    assert set(tables["contact"]["group"]) == {"foreign born"}


@pytest.mark.real_data
def test_amiens_in_euros(real_data, tmp_path):
    rules = rules_beside_the_program(tmp_path, "amiens.yaml")
    capacity, visas, tables = impact_of(
        Request((rules,), HERE / "somme" / "region.yaml", real_data / "amiens_somme_fr")
    )
    lines, _ = held(capacity, visas, tables)
    assert capacity.maximum.visas == int(0.015 * 136_449)
    assert set(lines["unit"]) == {"EUR per year"}
    assert due(lines.loc["aide"], capacity.maximum.visas) == 200
    assert lines.loc["aide", "paid_by"] == "municipality"
