"""Cells: pieces of an area in one jurisdiction a level and one district a kind, on one side of each cut.

Cells are a table, not objects. Their units add up to their areas to the last micro-unit, and every sponsor
that was read is in one cell or in the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from localvip.message import template, told, word
from localvip.problem import Bug, Notice, Place, Problems, Refused
from localvip.region.apportion import MICRO, Int64s
from localvip.region.controls import control_accounts
from localvip.region.ledger import Account, Entry, account
from localvip.region.locating.locate import NO_LOCATION, OUTSIDE
from localvip.region.model import LAND, SPONSORS, VISAS, Jurisdictions, Region
from localvip.region.overlay import Cut, Pieces, divide_by_cut, divide_by_layer, sliver_notices
from localvip.region.point_layers.held import Held
from localvip.region.point_layers.owning import owned, owned_by_class, owning_cells
from localvip.region.point_layers.points import Points
from localvip.region.point_layers.sweep import STACKED, located
from localvip.region.weights import unweighed

Int32s = npt.NDArray[np.int32]
UNITS = {LAND: "km2"}
BY_AREA = template("estimated an area and shared among its cells")


@dataclass(frozen=True)
class Cells:
    """The cells of a region, a row a cell, sorted by area.

    ``table``: ``area`` (id), ids (missing: outside) for each level and district, a boolean for each cut, the
    counts in int64 micro-units (``land`` in whole m2) and ``sponsors`` in whole people. ``position``: the
    area of each by position. ``shapes``: on the region's plane. ``owner``: the cell of each sponsor that is a
    point (or a negative reason); ``None`` where sponsors are counts. ``sites``: the counts of facilities that
    a layer names one by one. ``accounts`` close; ``Bug`` is raised where one doesn't. ``visas``: whole visas in
    force a cell by class (an empty text: of no class); empty where the region doesn't give them.
    """

    table: pd.DataFrame
    position: Int64s
    shapes: npt.NDArray[np.object_]
    owner: Int32s | None
    sites: tuple[str, ...]
    accounts: tuple[Account, ...]
    notices: tuple[Notice, ...]
    visas: Mapping[str, Int64s] = field(default_factory=dict)


def make_cells(region: Region, cuts: Sequence[Cut] = ()) -> Cells:
    """Return the overlay of areas, levels, districts and cuts, in that order, with sponsors located.

    A cut later in the order moves nothing across an earlier border. The region remembers the cells of its last cuts:
    they are not to be changed. Raises ``Refused`` where jurisdictions of one level overlap (all of them together),
    ``Bug`` where an account doesn't close.
    """
    key = tuple(cut.key() for cut in cuts)
    return region.memory.recall(("cells", key), lambda: _made(region, cuts))


def _made(region: Region, cuts: Sequence[Cut]) -> Cells:
    units = _units(region)
    pieces = region.memory.recall("pieces", lambda: _divided(region, units))
    for cut in cuts:
        pieces = divide_by_cut(pieces, cut)
    table = pd.DataFrame({"area": region.areas.index.to_numpy()[pieces.area], **pieces.labels})
    parts = dict(zip(units.columns, pieces.units.T, strict=True))
    for name in (name for name in parts if name != VISAS):
        table[name] = parts[name]
    accounts = _count_accounts(region, table)
    owner = None
    if isinstance(region.sponsors, Points):
        owner = _owners(region, pieces, region.sponsors)
        table[SPONSORS] = owned(owner, len(table))
    sites = _add_sites(region, pieces, table)
    accounts.append(_people(SPONSORS, int(table[SPONSORS].sum()), owner))
    visas, held = _visas(region, pieces, parts.get(VISAS))
    notices = (*sliver_notices(pieces), *_unweighed(region, pieces), *_stacked(region))
    notices += tuple(_missed(region, table, owner))
    accounts.extend([*held, *control_accounts(region, table)])
    return Cells(table, pieces.area, pieces.shapes, owner, sites, tuple(accounts), notices, visas)


def _units(region: Region) -> pd.DataFrame:
    """Return all that is shared among the pieces of an area: counts, and sponsors and visas that are counted."""
    units = region.counts
    for name, held in ((SPONSORS, region.sponsors), (VISAS, region.visas)):
        if isinstance(held, np.ndarray):
            units = units.assign(**{name: held})
    return units


def _divided(region: Region, units: pd.DataFrame) -> Pieces:
    """Return the areas divided by levels and districts, before any cut."""
    shapes = region.areas.geometry.to_numpy()
    pieces = Pieces(
        np.arange(len(shapes), dtype=np.int64),
        shapes,
        units.to_numpy(dtype=np.int64),
        {},
        weights=region.weights,
        by_land=list(units.columns).index(LAND),
    )
    problems = Problems()
    for layer in (*region.levels.values(), *region.districts.values()):
        try:
            pieces = _by_jurisdiction(pieces, layer)
        except Refused as refused:
            problems.extend(refused.problems)
    problems.refuse()
    return pieces


def _by_jurisdiction(pieces: Pieces, layer: Jurisdictions) -> Pieces:
    if layer.constant is None:
        return divide_by_layer(pieces, layer.name, layer.shapes, layer.file)
    constant = np.full(len(pieces.area), layer.constant, dtype=object)
    return replace(pieces, labels={**pieces.labels, layer.name: constant})


def _count_accounts(region: Region, table: pd.DataFrame) -> list[Account]:
    """Return an account of every count; raise ``Bug`` where an area's cells don't add up to it."""
    names = list(region.counts.columns)
    sums = table.groupby("area", sort=False)[names].sum().reindex(region.counts.index)
    wrong = [name for name in names if not (sums[name] == region.counts[name]).all()]
    if wrong:
        raise Bug(f"Cells don't add up to their areas in: {', '.join(wrong)}.")
    read = {name: int(region.counts[name].sum()) for name in names}
    return [
        account(word(n), word(UNITS.get(n, n)), read[n], _by_level(region, table, n), MICRO) for n in names
    ]


def _by_level(region: Region, table: pd.DataFrame, name: str) -> list[Entry]:
    """Split an account by the first level: in one of its jurisdictions, or outside all of them."""
    first = next(iter(region.levels), None)
    if first is None:
        return [Entry(told("in the region"), int(table[name].sum()))]
    inside = table[first].notna()
    return [
        Entry(told("in a {level}", level=word(first)), int(table.loc[inside, name].sum())),
        Entry(told("outside every {level}", level=word(first)), int(table.loc[~inside, name].sum())),
    ]


def _owners(region: Region, pieces: Pieces, points: Points) -> Int32s:
    return owning_cells(points, pieces.shapes, pieces.area, len(region.areas))


def _people(name: str, located: int, owner: Int32s | None) -> Account:
    """Return the account of sponsors or visas: ``located`` in cells, of those that ``owner`` has as points."""
    if owner is None:
        return account(word(name), word(name), located, [Entry(told(BY_AREA), located)])
    entries = [
        Entry(told("located in a cell"), located),
        Entry(told("outside every area"), int(np.count_nonzero(owner == OUTSIDE)), used=False),
        Entry(told("without a location"), int(np.count_nonzero(owner == NO_LOCATION)), used=False),
    ]
    return account(word(name), word(name), len(owner), entries)


def _visas(region: Region, pieces: Pieces, counted: Int64s | None) -> tuple[dict[str, Int64s], list[Account]]:
    """Return the visas in force a cell, by class (an empty text: of none), and their account."""
    if counted is not None:
        return {"": counted}, [_people(VISAS, int(counted.sum()), None)]
    if region.visas is None or isinstance(region.visas, np.ndarray):
        return {}, []
    owner, cells = _owners(region, pieces, region.visas), len(pieces.area)
    visas = owned_by_class(region.visas, region.visa_class, owner, cells)
    return visas, [_people(VISAS, sum(int(one.sum()) for one in visas.values()), owner)]


def _unweighed(region: Region, pieces: Pieces) -> tuple[Notice, ...]:
    if region.weights is None:
        return ()
    divided = np.flatnonzero(np.bincount(pieces.area) > 1)
    residents = region.counts["residents"].to_numpy()
    return tuple(unweighed(region.weights, region.areas.geometry, divided, residents))


def _add_sites(region: Region, pieces: Pieces, table: pd.DataFrame) -> tuple[str, ...]:
    """Add to ``table`` the sites a cell, in micro-units, of each layer that names one (``one: library``)."""
    names = []
    for layer in region.layers.values():
        if layer.spec.one is not None:
            sites = layer.shapes.set_geometry(layer.shapes.geometry.representative_point())
            points = located(Held(sites, layer.spec.file), region.areas, region.plane)
            table[layer.spec.one] = owned(_owners(region, pieces, points), len(table)) * MICRO
            names.append(layer.spec.one)
    return tuple(names)


def _stacked(region: Region) -> tuple[Notice, ...]:
    """Return a notice where more than 50 sponsors share one point: a geocoder's fallback looks like that."""
    most = region.sponsors.stacked if isinstance(region.sponsors, Points) else 0
    if most <= STACKED:
        return ()
    text = told("{n} sponsors share one point: is it a geocoder's default?", n=most)
    return (Notice(Place("sponsors"), "stacked", text),)


def _missed(region: Region, table: pd.DataFrame, owner: Int32s | None) -> list[Notice]:
    """Return a notice of each layer that lies wholly outside the areas: a wrong file or CRS looks like that."""
    layers = (*region.levels.values(), *region.districts.values())
    missed = [layer.name for layer in layers if table[layer.name].isna().all()]
    if owner is not None and (owner == OUTSIDE).any() and not (owner >= 0).any():
        missed.append(SPONSORS)
    return [
        Notice(Place(name), "missed", told("none of it lies in an area: is the file's CRS right?"))
        for name in missed
    ]
