"""A region made of a small table: areas are squares far apart, so that nothing in one reaches another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS

from localvip.region.apportion import MICRO
from localvip.region.manifest import Column, PlaceLayer
from localvip.region.model import LAND, Jurisdictions, Layer, Region
from localvip.region.travel import Travel

APART = 1_000_000.0  # metres between neighbours: farther than any law's distance
PLANE = CRS.from_proj4("+proj=laea +lat_0=0 +lon_0=0 +datum=WGS84 +units=m +no_defs")
COUNT, SHARE, TEXT = "count", "share", "text"


@dataclass(frozen=True)
class Plot:
    """An area: its jurisdictions by level, districts by kind, values by column (``None``: missing), sponsors, km2."""

    id: str
    levels: Mapping[str, str]
    districts: Mapping[str, str]
    known: Mapping[str, Fraction | str | None]
    sponsors: int
    land: Fraction = Fraction(1)


@dataclass(frozen=True)
class Feature:
    """A feature of ``layer``: the land of some plots, and its capacity by unit."""

    layer: str
    id: str
    plots: tuple[str, ...]
    capacity: Mapping[str, int]


def sketch_region(
    title: str, plots: Sequence[Plot], units: Mapping[str, str], features: Iterable[Feature] = ()
) -> Region:
    """Return the region of ``plots``; ``units``: count, share, text or a unit of money, by column.

    Every plot has the same columns. A share is weighted by residents where a group's own share is asked for.
    A feature's land is that of its plots, so a plot is within any distance and any minutes of it, or of none.
    """
    ordered = sorted(plots, key=lambda one: one.id)
    ids = pd.Index([one.id for one in ordered], name="area", dtype=object)
    squares = gpd.GeoSeries([_square(n, one.land) for n, one in enumerate(ordered)], ids, crs=PLANE)
    columns = {name: _column(name, unit, units) for name, unit in units.items()}
    table = {name: _known([one.known[name] for one in ordered], units[name] == TEXT) for name in units}
    areas = gpd.GeoDataFrame({"name": ids, **table}, geometry=squares, index=ids, crs=PLANE)
    counts = {name: _micro([one.known[name] for one in ordered]) for name in units if columns[name].is_count}
    unknown = {name: areas[name].isna().to_numpy() for name in counts}
    nowhere = np.zeros(len(ids), bool)
    return Region(
        title=title,
        crs=PLANE,
        plane=PLANE,
        currency="",
        areas=areas,
        columns=columns,
        counts=pd.DataFrame({**counts, LAND: _micro([one.land for one in ordered])}, index=ids),
        unknown=pd.DataFrame({**unknown, LAND: nowhere}, index=ids),
        levels=_jurisdictions([one.levels for one in ordered], squares),
        districts=_jurisdictions([one.districts for one in ordered], squares),
        layers=_layers(features, squares),
        sponsors=np.array([one.sponsors for one in ordered], dtype=np.int64),
        sources=(),
        accounts=(),
        notices=(),
    )


def _square(position: int, land: Fraction) -> shapely.Polygon:
    side = 1000.0 * math.sqrt(land)
    return shapely.box(position * APART, 0.0, position * APART + side, side)


def _column(name: str, unit: str, units: Mapping[str, str]) -> Column:
    return Column(column=name, unit=unit, of="residents" if unit == SHARE and "residents" in units else None)


def _known(values: Sequence[Fraction | str | None], text: bool) -> npt.NDArray[np.generic]:
    if text:
        return np.array(values, dtype=object)
    return np.array([math.nan if one is None else float(one) for one in values], dtype=np.float64)


def _micro(values: Iterable[Fraction | str | None]) -> npt.NDArray[np.int64]:
    return np.array([0 if one is None else round(Fraction(one) * MICRO) for one in values], dtype=np.int64)


def _jurisdictions(holders: Sequence[Mapping[str, str]], squares: gpd.GeoSeries) -> dict[str, Jurisdictions]:
    found = {}
    for kind in sorted({kind for one in holders for kind in one}):
        named: dict[str, list[shapely.Geometry]] = {}
        for one, square in zip(holders, squares, strict=True):
            if kind in one:
                named.setdefault(one[kind], []).append(square)
        ids = sorted(named)
        shapes = gpd.GeoDataFrame(
            {"name": ids}, geometry=[shapely.union_all(named[key]) for key in ids], index=ids, crs=PLANE
        )
        found[kind] = Jurisdictions(kind, None, shapes, "the table of areas")
    return found


def _layers(features: Iterable[Feature], squares: gpd.GeoSeries) -> dict[str, Layer]:
    named: dict[str, list[Feature]] = {}
    for one in features:
        named.setdefault(one.layer, []).append(one)
    return {name: _layer(name, held, squares) for name, held in named.items()}


def _layer(name: str, features: Sequence[Feature], squares: gpd.GeoSeries) -> Layer:
    units = sorted({unit for one in features for unit in one.capacity})
    ids = pd.Index([one.id for one in features], dtype=object)
    sizes = {unit: [float(one.capacity.get(unit, math.nan)) for one in features] for unit in units}
    shapes = gpd.GeoDataFrame(
        {"name": ids, **sizes},
        geometry=[shapely.union_all(squares[list(one.plots)].to_numpy()) for one in features],
        index=ids,
        crs=PLANE,
    )
    spec = PlaceLayer(file=name, id="id", capacity={unit: unit for unit in units})
    near = np.zeros(len(shapes))
    travel = Travel(shapes.index.to_numpy(), near, shapes.geometry.to_numpy(), stepped=False)
    return Layer(shapes, spec, travel)
