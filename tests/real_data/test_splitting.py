"""Weights, official counts and margins on the real Akron and Summit County; its files have no margins: made here."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from localvip.capacity.uncertainty import capacity_range
from localvip.pipeline import Request, evaluate
from localvip.region.apportion import MICRO
from localvip.region.cells import make_cells
from localvip.region.loading.load import read_region

ROOT = Path(__file__).parents[2]
SUMMIT = ROOT / "sample_regions/summit_county_2018/region.yaml"
OFFICIAL = 199_110  # Akron, Census 2010
TOTALS = """
control totals:
  municipality: {of: {"3901000": 199110}, source: Census 2010}
"""

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def described(tmp_path_factory) -> Path:
    """Return the region with the official count of Akron."""
    file = tmp_path_factory.mktemp("summit") / "region.yaml"
    shutil.copy(SUMMIT, file)
    text = file.read_text(encoding="utf-8")
    file.write_text(text + TOTALS, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def capacity(described, summit):
    return evaluate(Request((ROOT / "rules/akron.yaml",), described, summit, date(2028, 1, 1)))[0]


def test_the_ledger_holds_the_official_count_and_the_difference(capacity):
    akron = next(one for one in capacity.case.cells.accounts if "Akron, official" in one.name)
    summed, difference = akron.entries
    assert akron.read == OFFICIAL * MICRO
    assert summed.amount / MICRO == pytest.approx(197_446, abs=0.5)
    assert difference.amount / MICRO == pytest.approx(OFFICIAL - 197_446, abs=0.5)


def test_the_range_holds_the_estimate_and_its_draws_are_fast_enough(capacity):
    region = capacity.case.region
    errors = np.sqrt(region.counts["residents"].to_numpy() / MICRO) * 6
    margins = pd.DataFrame({"residents": errors}, index=region.areas.index)
    found = capacity_range(replace(capacity.case, region=replace(region, margins=margins)), draws=50)
    assert found.estimate == capacity.maximum.visas
    assert found.low <= found.median <= found.high
    assert all(0 <= share <= 1 for share in found.binds.values())


def test_weights_of_block_groups_against_a_plain_reckoning(summit, tmp_path):
    """Each tract's people by the share of its block groups' centres in Akron; without a centre, by land."""
    file = tmp_path / "region.yaml"
    line = "weights: {file: summit_oh_blockgroup_popcenters_2020.parquet, id: GEOID, column: pop2020}\n"
    file.write_text(SUMMIT.read_text(encoding="utf-8") + line, encoding="utf-8")
    cells = make_cells(read_region(file, summit))
    table = cells.table
    found = table[table["municipality"] == "3901000"].groupby("area")["residents"].sum() / MICRO

    tracts = gpd.read_parquet(summit / "summit_oh_tracts_2018.parquet").to_crs(26917).set_index("GEOID")
    places = gpd.read_parquet(summit / "summit_oh_places_tiger2019.parquet").to_crs(26917)
    akron = places.loc[places["GEOID"] == "3901000"].geometry.union_all()
    centres = gpd.read_parquet(summit / "summit_oh_blockgroup_popcenters_2020.parquet").to_crs(26917)
    homes = centres.sjoin(tracts[["geometry"]], predicate="within")
    inside = homes[homes.within(akron)].groupby("GEOID_right")["pop2020"].sum()
    share = (inside / homes.groupby("GEOID_right")["pop2020"].sum()).fillna(0.0)
    land = tracts.intersection(akron).area / tracts.area
    divided = (land > 1e-3) & (land < 1 - 1e-3)
    weighed = tracts.loc[divided & tracts.index.isin(share.index), "pop2010"]
    expected = weighed * share.reindex(weighed.index)
    assert len(expected) == 25
    assert found.reindex(expected.index).fillna(0.0).tolist() == pytest.approx(expected.tolist(), abs=0.01)
    assert found.sum() == pytest.approx(202_986.6, abs=0.1)  # by land 197,446; the official count is 199,110
