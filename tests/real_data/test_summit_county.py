"""The main job on the real Akron and Summit County, against a plain geopandas notebook of the same job.

The recomputation below shares no code with localvip: overlay by ``geopandas.overlay``, numbers by pandas, the
maximum by hand. The rules nest (tract inside city, zone apart), so the most visas are sums of minima.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import floor
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from localvip.pipeline import Request, evaluate
from localvip.publication import report

ROOT = Path(__file__).parents[2]
DAY = date(2028, 1, 1)
PLANE = "+proj=laea +lat_0=41.13 +lon_0=-81.54 +datum=WGS84 +units=m +no_defs"

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def capacity(summit: Path):
    request = Request((ROOT / "rules/akron.yaml",), ROOT / "sample_regions/summit_county_2018", summit, DAY)
    return evaluate(request)[0]


@pytest.fixture(scope="module")
def pieces(summit: Path) -> pd.DataFrame:
    """Tracts inside Akron, cut at 5 km around open hospitals, with people, homes and sponsors by land."""
    tracts = gpd.read_parquet(summit / "summit_oh_tracts_2018.parquet").to_crs(PLANE).sort_values("GEOID")
    places = gpd.read_parquet(summit / "summit_oh_places_tiger2019.parquet").to_crs(PLANE)
    hospitals = gpd.read_parquet(summit / "summit_oh_hospitals_hifld.parquet").to_crs(PLANE)
    reach = hospitals[hospitals["STATUS"] == "OPEN"].buffer(5000, quad_segs=32).union_all()
    tracts["tract_m2"] = tracts.area
    # 40% of 78% of residents, made whole along the ids: each running sum to the nearest person.
    exact = [Fraction(int(p)) * Fraction("0.78") * Fraction("0.40") for p in tracts["pop2010"]]
    running = [floor(sum(exact[: n + 1]) + Fraction(1, 2)) for n in range(len(exact))]
    tracts["sponsors"] = np.diff([0, *running])
    akron = places.loc[places["NAME"] == "Akron", ["geometry"]]
    inside = gpd.overlay(tracts, akron, how="intersection", keep_geom_type=True)
    inside["share"] = inside.area / inside["tract_m2"]
    inside["near"] = inside.intersection(reach).area / inside.area
    return inside.drop(columns="geometry")


def test_everyone_is_counted(capacity):
    residents = next(a for a in capacity.case.cells.accounts if a.name == "residents")
    assert residents.read == 541_781 * residents.scale
    assert sum(entry.amount for entry in residents.entries) == residents.read


def test_akron_is_area_weighted(capacity, pieces):
    mine = capacity.case.cells.table.loc[capacity.governed, "residents"].sum() / 1e6
    assert round(mine) == 197_446
    assert mine == pytest.approx((pieces["pop2010"] * pieces["share"]).sum(), abs=0.1)


def test_the_maximum_is_that_of_a_plain_recomputation(capacity, pieces):
    whole = capacity.case.cells.table.loc[capacity.governed, "residents"].sum() / 1e6
    people = pieces["pop2010"] * pieces["share"]
    units = people * 0.4253
    homes = np.floor(units * pieces["fraction_vacant_housing_2018"] / 2)
    households = np.floor(people * 0.4012)
    tract_share = np.maximum(2, np.floor(people * 0.05))
    zone = pieces["fraction_poverty_2018"] >= 0.30
    stock = pieces["fraction_vacant_housing_2018"] < 0.25
    # Sponsors of a tract are made whole where it leaves the city, then where it leaves the reach of a clinic.
    inside = np.rint(pieces["sponsors"] * pieces["share"])
    near = np.rint(inside * pieces["near"])
    tract = np.minimum(near, households)
    tract = np.where(stock, np.minimum(tract, homes), tract)
    tract = np.minimum(tract, np.where(zone, np.floor(people * 0.20), tract_share))
    city = min(floor(0.02 * whole), int(tract[~zone].sum()))
    zone_cap = min(floor(0.12 * people[zone].sum()), int(tract[zone].sum()))
    assert capacity.maximum.proven
    assert capacity.maximum.visas == city + zone_cap


def test_the_report_shows_the_number_of_its_tables(summit, tmp_path):
    request = Request((ROOT / "rules/akron.yaml",), ROOT / "sample_regions/summit_county_2018", summit, DAY)
    capacity, files = report(request, tmp_path / "akron")
    page = (tmp_path / "akron/report.html").read_text(encoding="utf-8")
    areas = pd.read_csv(tmp_path / "akron/areas.csv", dtype={"id": str})
    assert f"{capacity.maximum.visas:,} visas in force" in page
    assert areas["capacity"].sum() == capacity.maximum.visas
    assert len(areas) == 135
    assert all(file.stat().st_size for file in files)
