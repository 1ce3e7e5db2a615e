"""Counts that are the sums of a raster over the areas, and where all that the raster holds went."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from localvip.message import told, word
from localvip.problem import Notice, Place
from localvip.region.apportion import MICRO, Int64s, cumulative_rounding
from localvip.region.ledger import Entry, account
from localvip.region.loading.files import Files
from localvip.region.manifest import Column, Raster
from localvip.region.paths import PathError
from localvip.region.readers.fault import LayerError
from localvip.region.readers.raster import RasterSums

NOISE = 1e-6
FEWEST_CELLS = 1e-3


def with_sums(
    columns: Mapping[str, Column], areas: gpd.GeoDataFrame, values: pd.DataFrame, files: Files
) -> pd.DataFrame:
    """Return ``values`` with each count that is a raster's sum, an area: a cell counts by the part that is covered.

    ``areas``: valid polygons on a plane, in the rows of ``values``. Sums are rounded to a millionth along the rows;
    an account says how much lies in an area and how much outside all of them. Notes a raster that can't be summed.
    """
    for name, column in columns.items():
        if column.raster is None:
            continue
        try:
            sums = files.sums(column.raster, name, areas.geometry)
        except (PathError, LayerError) as error:
            files.problems.add(column.place, "file", f"column {name!r}: {error.message}", error.hint)
            continue
        units = _closed(sums)
        values = values.assign(**{name: units[:-1] / MICRO})
        _tell(name, column.raster, sums, units, files)
    return values


def _closed(sums: RasterSums) -> Int64s:
    """Return micro-units an area and, last, outside all areas: they add up to the raster's total.

    What corners lose or gain when they are moved to the raster's CRS is not outside.
    """
    outside = sums.total - float(sums.inside.sum())
    weights = np.append(sums.inside, outside if outside > NOISE * sums.total else 0.0)
    if not weights.any():
        return np.zeros(len(weights), dtype=np.int64)
    total = np.array([round(sums.total * MICRO)], dtype=np.int64)
    return cumulative_rounding(total, np.zeros(len(weights), dtype=np.int64), weights)


def _tell(name: str, raster: Raster, sums: RasterSums, units: Int64s, files: Files) -> None:
    entries = [
        Entry(told("in an area"), int(units[:-1].sum())),
        Entry(told("outside every area"), int(units[-1]), used=False),
    ]
    title = told("{name} in {file}", name=word(name), file=raster.file)
    files.accounts.append(account(title, word(name), int(units.sum()), entries, MICRO))
    bare = int((sums.cells < FEWEST_CELLS).sum())
    if bare:
        text = told("{n} areas meet no cell with data: they have 0 {name}.", n=bare, name=word(name))
        files.notices.append(Notice(Place(raster.file), "no-cells", text))
