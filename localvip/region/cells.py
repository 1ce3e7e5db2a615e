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
    area by position. ``shapes``: on the region's plane. ``owner``: the cell of each sponsor that is a point (or
    a negative reason); ``None`` where sponsors are counts. ``sites``: the counts of facilities that a layer
    names one by one. ``accounts`` close; ``Bug`` is raised where one doesn't.
    """

    table: pd.DataFrame
    position: Int64s
    shapes: npt.NDArray[np.object_]
    owner: Int64s | None
    sites: tuple[str, ...]
    accounts: tuple[Account, ...]
    notices: tuple[Notice, ...]


def make_cells(region: Region, cuts: Sequence[Cut] = ()) -> Cells:
    """Return the overlay of areas, levels, districts and cuts, in that order, with sponsors located.

    A cut later in the order moves nothing across an earlier border. Raises ``Refused`` where two jurisdictions of
    one level overlap, ``Bug`` where an account doesn't close.
    """
    pieces = _divided(region, cuts)
    table = pd.DataFrame({"area": region.areas.index.to_numpy()[pieces.area], **pieces.labels})
    estimated = not isinstance(region.sponsors, gpd.GeoDataFrame)
    for column, name in enumerate([*region.counts.columns, *([SPONSORS] if estimated else [])]):
        table[name] = pieces.units[:, column]
    accounts = _count_accounts(region, table)
    owner = None if estimated else _owners(region, pieces, region.sponsors)
    if owner is not None:
        table[SPONSORS] = np.bincount(owner[owner >= 0], minlength=len(table)).astype(np.int64)
    sites = _add_sites(region, pieces, table)
    notices = (*sliver_notices(pieces), *_stacked(region))
    return Cells(table, pieces.area, pieces.shapes, owner, sites, (*accounts, _sponsors(table, owner)), notices)


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


def _count_accounts(region: Region, table: pd.DataFrame) -> list[Account]:
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


def _owners(region: Region, pieces: Pieces, points: gpd.GeoDataFrame) -> Int64s:
    areas = region.areas.geometry.to_numpy()
    return owning_cells(points.geometry.to_numpy(), pieces.shapes, pieces.area, areas)


def _sponsors(table: pd.DataFrame, owner: Int64s | None) -> Account:
    located = int(table[SPONSORS].sum())
    if owner is None:
        return account(SPONSORS, SPONSORS, located, [Entry("estimated an area and shared among its cells", located)])
    entries = [
        Entry("located in a cell", located),
        Entry("outside every area", int((owner == OUTSIDE).sum()), used=False),
        Entry("without a location", int((owner == NO_LOCATION).sum()), used=False),
    ]
    return account(SPONSORS, SPONSORS, len(owner), entries)


def _add_sites(region: Region, pieces: Pieces, table: pd.DataFrame) -> tuple[str, ...]:
    """Add a count of facilities a cell, in micro-units, for each layer that names its sites (``one: library``)."""
    names = []
    for layer in region.layers.values():
        if layer.spec.one is not None:
            places = layer.shapes.geometry.representative_point().set_axis(layer.shapes.index)
            owner = _owners(region, pieces, gpd.GeoDataFrame(geometry=places))
            table[layer.spec.one] = np.bincount(owner[owner >= 0], minlength=len(table)).astype(np.int64) * MICRO
            names.append(layer.spec.one)
    return tuple(names)


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
