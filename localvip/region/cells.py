"""Cells: pieces of one area in one jurisdiction of each level, one district of each kind, on one side of each cut.

Cells are a table, not objects. Their units add up to their areas to the last micro-unit, and every sponsor read
is in one cell or in the ledger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from localvip.problem import Bug, Notice, Place
from localvip.region.apportion import MICRO, Int64s
from localvip.region.ledger import Account, Entry, account
from localvip.region.locate import NO_LOCATION, OUTSIDE, owning_cells
from localvip.region.model import LAND, SPONSORS, Region
from localvip.region.overlay import Cut, Pieces, divide_by_cut, divide_by_layer, sliver_notices

UNITS = {LAND: "km2"}


@dataclass(frozen=True)
class Cells:
    """The cells of a region, a row a cell, sorted by area.

    ``table``: ``area`` (id), a column of ids (or None) for each level and district, a boolean for each cut, the
    counts in int64 micro-units (``land`` in whole m2) and ``sponsors`` in whole people. ``position``: each cell's
    area by position. ``shapes``: on the region's plane. ``accounts`` close; ``Bug`` is raised where one doesn't.
    """

    table: pd.DataFrame
    position: Int64s
    shapes: npt.NDArray[np.object_]
    accounts: tuple[Account, ...]
    notices: tuple[Notice, ...]


def make_cells(region: Region, cuts: Sequence[Cut] = ()) -> Cells:
    """Return the overlay of areas, levels, districts and cuts, in that order, with sponsors located.

    A cut later in the order moves nothing across an earlier border. Raises ``Refused`` where two jurisdictions of
    one level overlap, ``Bug`` where an account doesn't close.
    """
    pieces = _divided(region, cuts)
    table = pd.DataFrame({"area": region.areas.index.to_numpy()[pieces.area], **pieces.labels})
    names = [*region.counts.columns, *([SPONSORS] if _counted(region) else [])]
    for column, name in enumerate(names):
        table[name] = pieces.units[:, column]
    found = _count_account(region, table)
    if not _counted(region):
        table[SPONSORS], sponsors = _located(region, pieces)
    else:
        sponsors = _estimated(region, table)
    notices = (*sliver_notices(pieces), *_stacked(region))
    return Cells(table, pieces.area, pieces.shapes, (*found, sponsors), notices)


def _counted(region: Region) -> bool:
    """Return whether sponsors are counts an area; otherwise they are points."""
    return not isinstance(region.sponsors, gpd.GeoDataFrame)


def _divided(region: Region, cuts: Sequence[Cut]) -> Pieces:
    units = region.counts.to_numpy(dtype=np.int64)
    if not isinstance(region.sponsors, gpd.GeoDataFrame):
        units = np.column_stack([units, region.sponsors])
    shapes = region.areas.geometry.to_numpy()
    pieces = Pieces(np.arange(len(shapes), dtype=np.int64), shapes, units, {})
    for layer in (*region.levels.values(), *region.districts.values()):
        if layer.constant is None:
            pieces = divide_by_layer(pieces, layer.name, layer.shapes, layer.file)
        else:
            constant = np.full(len(pieces.area), layer.constant, dtype=object)
            pieces = Pieces(pieces.area, pieces.shapes, pieces.units, {**pieces.labels, layer.name: constant})
    for cut in cuts:
        pieces = divide_by_cut(pieces, cut)
    return pieces


def _count_account(region: Region, table: pd.DataFrame) -> list[Account]:
    """Return an account of every count; raise ``Bug`` where an area's cells don't add up to it."""
    names = list(region.counts.columns)
    sums = table.groupby("area", sort=False)[names].sum().reindex(region.counts.index)
    wrong = [name for name in names if not (sums[name] == region.counts[name]).all()]
    if wrong:
        raise Bug(f"Cells don't add up to their areas in: {', '.join(wrong)}.")
    return [
        account(name, UNITS.get(name, name), int(region.counts[name].sum()), _by_level(region, table, name), MICRO)
        for name in names
    ]


def _by_level(region: Region, table: pd.DataFrame, name: str) -> list[Entry]:
    """Split an account by the first level: in one of its jurisdictions, or outside all of them."""
    first = next(iter(region.levels), None)
    if first is None:
        return [Entry("in the region", int(table[name].sum()))]
    inside = table[first].notna()
    return [
        Entry(f"in a {first}", int(table.loc[inside, name].sum())),
        Entry(f"outside every {first}", int(table.loc[~inside, name].sum())),
    ]


def _located(region: Region, pieces: Pieces) -> tuple[Int64s, Account]:
    assert isinstance(region.sponsors, gpd.GeoDataFrame)  # noqa: S101 (checked by the caller)
    points = region.sponsors.geometry.to_numpy()
    owner = owning_cells(points, pieces.shapes, pieces.area, region.areas.geometry.to_numpy())
    counts = np.bincount(owner[owner >= 0], minlength=len(pieces.area)).astype(np.int64)
    entries = [
        Entry("located in a cell", int(counts.sum())),
        Entry("outside every area", int((owner == OUTSIDE).sum()), used=False),
        Entry("without a location", int((owner == NO_LOCATION).sum()), used=False),
    ]
    return counts, account("sponsors", "sponsors", len(points), entries)


def _estimated(region: Region, table: pd.DataFrame) -> Account:
    read = int(np.asarray(region.sponsors).sum())
    return account("sponsors", "sponsors", read, [Entry("located in a cell", int(table[SPONSORS].sum()))])


def _stacked(region: Region) -> tuple[Notice, ...]:
    """Return a notice where more than 50 sponsors share one point: a geocoder's fallback looks like that."""
    if not isinstance(region.sponsors, gpd.GeoDataFrame) or region.sponsors.empty:
        return ()
    xy = shapely.get_coordinates(region.sponsors.geometry.to_numpy())
    _, counts = np.unique(xy, axis=0, return_counts=True)
    most = int(counts.max(initial=0))
    if most <= 50:  # noqa: PLR2004
        return ()
    return (Notice(Place("sponsors"), "stacked", f"{most} sponsors share one point: is it a geocoder's default?"),)
