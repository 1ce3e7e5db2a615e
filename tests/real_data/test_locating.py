"""Real areas: the index owns every point as Shapely's test does, those on borders and beside them too."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from localvip.region.locating.index import UNDECIDED, build_index
from localvip.region.locating.locate import Locator

pytestmark = pytest.mark.real_data


@pytest.mark.parametrize(
    ("file", "crs"),
    [
        ("chicago/chicago_tracts_sdoh2014.parquet", 26916),
        ("amiens_somme_fr/somme_communes.parquet", 2154),
        ("akron_summit_oh/summit_oh_places_tiger2019.parquet", 3734),
    ],
)
def test_an_index_of_real_areas_changes_no_answer(real_data: Path, file: str, crs: int) -> None:
    areas = np.asarray(shapely.make_valid(gpd.read_parquet(real_data / file).to_crs(crs).geometry.to_numpy()))
    random, corner = np.random.default_rng(1), shapely.get_coordinates(areas)
    west, south, east, north = shapely.total_bounds(areas)
    some, share = random.integers(0, len(corner) - 1, 3000), random.random((3000, 1))
    edge = corner[some] * share + corner[some + 1] * (1 - share)
    anywhere = random.uniform([west, south], [east, north], (20_000, 2))
    x, y = np.concatenate([anywhere, corner[some], edge, np.nextafter(edge, np.inf)]).T.copy()
    index = build_index(areas, 1 << 16)
    assert (index.owners(x, y)[: len(anywhere)] == UNDECIDED).mean() < 0.001
    assert (Locator(areas, index).owners(x, y) == Locator(areas, None).owners(x, y)).all()
