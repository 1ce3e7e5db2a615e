"""The whole job as a good analyst would write it in a notebook, with geopandas and pandas alone.

It knows what it need not find out: that these caps nest (an area, a zone, the whole), and that nothing is wrong with
the files. ``python -m benchmarks.notebook FOLDER`` prints its answers.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from benchmarks.county import AREA_CAPS, CHANGE, CITY_CAPS, area_cap, city_cap, zone_cap
from benchmarks.timing import Stopwatch, most_memory


def cells_of(folder: Path) -> pd.DataFrame:
    """Return a row for each part of an area in one zone or in none: its area, poverty, zone, residents and adults."""
    areas = gpd.read_parquet(folder / "areas.parquet")
    zones = gpd.read_parquet(folder / "zones.parquet")
    sponsors = gpd.read_parquet(folder / "sponsors.parquet", columns=["AGE", "geometry"])
    sponsors = sponsors[sponsors["AGE"] >= 18]

    areas["land"] = areas.area
    cells = gpd.overlay(areas, zones, how="identity", keep_geom_type=True)
    cells["residents"] = cells["POP"] * cells.area / cells["land"]
    cells = cells.sort_values(["ID", "ZID"]).reset_index(drop=True)

    pairs = gpd.sjoin(sponsors[["geometry"]], cells[["geometry"]], predicate="intersects")
    owner = pairs["index_right"].groupby(level=0).min()  # a border belongs to the smaller id
    cells["adults"] = owner.value_counts().reindex(cells.index, fill_value=0)
    return pd.DataFrame(cells)[["ID", "POOR", "ZID", "residents", "adults"]]


def capacity(cells: pd.DataFrame, more: int = 0) -> int:
    """Return the most visas under the 50 provisions, ``more`` percent added to the first cap on the whole."""
    outside = cells[cells["ZID"].isna()]
    by_area = outside.groupby("ID").agg({"POOR": "first", "residents": "sum", "adults": "sum"})
    most = by_area["adults"]
    for percent, poor in map(area_cap, AREA_CAPS):
        cap = np.floor(by_area["residents"] * percent / 100 + 1e-6)
        most = most.where(by_area["POOR"] >= poor / 100, np.minimum(most, cap))
    by_zone = cells.groupby("ZID")[["residents", "adults"]].sum()
    percents = [zone_cap(int(name[1:])) for name in by_zone.index]
    in_zones = np.minimum(by_zone["adults"], np.floor(by_zone["residents"] * percents / 100 + 1e-6))
    city = [cells["residents"].sum() * (city_cap(n) + (0 if n else more)) // 100 for n in CITY_CAPS]
    return int(min([most.sum() + in_zones.sum(), *city]))


def main(folder: Path) -> dict[str, float]:
    """Return its answers, that after one number was changed, and the seconds of the cell that was run again for it."""
    cells, last = cells_of(folder), Stopwatch()
    answers = {"adults": int(cells["adults"].sum()), "visas": capacity(cells)}
    changed = last.time(lambda: capacity(cells, more=CHANGE))
    return {**answers, "changed": changed, "wall": last.wall, "cpu": last.cpu, "MiB": most_memory()}


if __name__ == "__main__":
    gc.set_threshold(50_000)  # as the process it races does
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
