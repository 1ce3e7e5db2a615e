"""A region over each of the real files: the totals that their SOURCE.md gives are met exactly."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from localvip.pipeline import Request, evaluate
from localvip.problem import Refused
from localvip.region.cells import make_cells
from localvip.region.loading.load import read_region

REGIONS = Path(__file__).parent / "regions"
MICRO = 1_000_000
AKRON = "3901000"
CENSUS_2000 = {"residents": 542_899, "households": 217_788, "housing_units": 230_880, "vacant_units": 13_092}
CHICAGO = {
    "residents": 2_708_500,
    "residents_2010": 2_695_598,
    "unemployed": 118_758,
    "labour_force": 1_473_983,
}
CHICAGO |= {
    "households": 1_066_450,
    "housing_units": 1_214_266,
    "vacant_units": 147_635,
    "foreign_born": 558_984,
}
OFFICIAL = {
    "akron_tracts_2018": (135, {"residents": 541_781}),
    "akron_tracts_2000": (131, CENSUS_2000),
    "akron_block_groups_2000": (477, CENSUS_2000),
    "chicago_community_areas": (77, CHICAGO),
    "chicago_community_areas_2014": (77, {"residents": 2_733_835}),
    "chicago_tracts": (791, {"residents": 2_710_501}),
    "amiens_communes": (779, {"residents": 565_413}),
}
# Square kilometres by the offices' own figures; outlines are simplified and some hold water.
LAND = {"akron": 1_088, "chicago": 590, "amiens": 6_170}
PLACES = {"akron": "municipality, name: Akron", "chicago": "municipality, name: Chicago"}
PLACES |= {"amiens": "department, name: Somme"}
RULES = """
caps:
  - {id: share, section: "1", limit: 5% of residents, in each: area}
  - {id: total, section: "2", limit: 2% of residents}
"""

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def region(real_data):
    return cache(lambda name: read_region(REGIONS / f"{name}.yaml", real_data))


def test_every_region_is_checked():
    assert {path.stem for path in REGIONS.glob("*.yaml")} == set(OFFICIAL)


@pytest.mark.parametrize("name", OFFICIAL)
def test_totals_are_the_official_ones_and_cells_keep_them(region, name):
    areas, totals = OFFICIAL[name]
    assert len(region(name).areas) == areas
    assert {key: int(region(name).counts[key].sum()) for key in totals} == {
        key: people * MICRO for key, people in totals.items()
    }
    table = make_cells(region(name)).table
    assert {key: int(table[key].sum()) for key in totals} == {key: n * MICRO for key, n in totals.items()}


@pytest.mark.parametrize("name", OFFICIAL)
def test_land_is_measured_in_square_kilometres_whatever_the_file_is_in(region, name):
    land = region(name).counts["land"].sum() / MICRO
    assert land == pytest.approx(LAND[name.partition("_")[0]], rel=0.05)


@pytest.mark.parametrize(
    ("name", "people"), [("akron_tracts_2018", 197_446), ("akron_block_groups_2000", 216_196)]
)
def test_akron_by_land(region, name, people):
    table = make_cells(region(name)).table
    inside = table.loc[table["municipality"] == AKRON, "residents"].sum() / MICRO
    assert round(inside) == people


@pytest.mark.parametrize("name", OFFICIAL)
def test_each_region_evaluates(real_data, town, tmp_path, name):
    place = f"{{level: {PLACES[name.partition('_')[0]]}}}"
    (tmp_path / "program.yaml").write_text(town.program, encoding="utf-8")
    law = town.ordinance.format(title="Place").replace("jurisdiction: Place", f"jurisdiction: {place}")
    (tmp_path / "law.yaml").write_text(law + RULES, encoding="utf-8")
    request = Request((tmp_path / "law.yaml",), REGIONS / f"{name}.yaml", real_data, date(2027, 1, 1))
    capacity, *_ = evaluate(request)
    residents = capacity.case.cells.table.loc[capacity.governed, "residents"].sum()
    assert capacity.maximum.proven and capacity.maximum.visas == int(residents) // MICRO * 2 // 100


def test_communes_without_people_are_refused_until_the_region_file_says_none_live_there(real_data, tmp_path):
    text = (REGIONS / "amiens_communes.yaml").read_text(encoding="utf-8")
    (tmp_path / "region.yaml").write_text(text.replace(", missing: 0", ""), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_region(tmp_path, real_data)
    assert len(refused.value.problems) == 8
    assert all("residents is missing. Write `missing: 0`" in str(one) for one in refused.value.problems)


def test_the_communes_of_amiens_metropole(region, real_data):
    import geopandas as gpd

    communes = gpd.read_parquet(real_data / "amiens_somme_fr/somme_communes.parquet")
    members = communes.loc[communes["epci_code"] == "248000531", "code"]
    counts = region("amiens_communes").counts["residents"]
    assert len(members) == 39 and counts[members].sum() == 184_392 * MICRO
    assert counts["80021"] == 136_449 * MICRO
