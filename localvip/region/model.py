"""A region as read: shapes on one equal-area plane, counts in whole units, and where each came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from localvip.problem import Notice
from localvip.region.apportion import Int64s
from localvip.region.ledger import Account
from localvip.region.manifest import Column, ControlTotal, PlaceLayer
from localvip.region.memory import Memory
from localvip.region.point_layers.points import Points
from localvip.region.travel import Travel
from localvip.region.weights import Weigher

LAND = "land"
SPONSORS = "sponsors"
VISAS = "visas in force"


@dataclass(frozen=True)
class SourceFile:
    """A file that was read: its role in the region, its name, SHA-256, and what the manifest says of it."""

    role: str
    name: str
    sha256: str
    licence: str
    vintage: str
    source: str


@dataclass(frozen=True)
class Jurisdictions:
    """The jurisdictions of one level (or the districts of one kind): shapes by id with a ``name``.

    ``constant``: the one jurisdiction that is the whole region; ``shapes`` is then empty.
    """

    name: str
    constant: str | None
    shapes: gpd.GeoDataFrame
    file: str

    def names(self) -> dict[str, str]:
        """Return the name of each id; a constant is its own name."""
        if self.constant is not None:
            return {self.constant: self.constant}
        return {str(key): str(value) for key, value in self.shapes["name"].items()}


@dataclass(frozen=True)
class Layer:
    """Places, lines or land that rules name, by id, after the manifest's ``where``; ``travel``: the way to them."""

    shapes: gpd.GeoDataFrame
    spec: PlaceLayer
    travel: Travel | None = None


@dataclass(frozen=True)
class Region:
    """A region of ``areas`` sorted by id, all shapes on ``plane`` (metres, equal-area).

    ``areas``: index ``id``; ``name``, the declared columns as given (rates as shares 0..1) and ``geometry``.
    ``counts``: int64 micro-units of every count an area, ``land`` in micro-km2 (whole m2); 0 where the
    boolean ``unknown`` says that the number is missing. ``sponsors``: points, or whole ones an area.
    ``visas`` in force: points, ``visa_class`` being the column of their class, or whole ones an area; ``None``: the
    region doesn't tell.
    ``weights``: where people live inside areas. ``margins``: a standard error an area for each column that has a
    margin. ``controls``: official counts by level. ``memory``:
    what was made of this region, of none that replaces it.
    """

    title: str
    crs: CRS
    plane: CRS
    currency: str
    areas: gpd.GeoDataFrame
    columns: Mapping[str, Column]
    counts: pd.DataFrame
    unknown: pd.DataFrame
    levels: Mapping[str, Jurisdictions]
    districts: Mapping[str, Jurisdictions]
    layers: Mapping[str, Layer]
    sponsors: Points | Int64s
    sources: tuple[SourceFile, ...]
    accounts: tuple[Account, ...]
    notices: tuple[Notice, ...]
    visas: Points | Int64s | None = None
    visa_class: str | None = None
    weights: Weigher | None = None
    margins: pd.DataFrame = field(default_factory=pd.DataFrame)
    controls: Mapping[str, ControlTotal] = field(default_factory=dict)
    memory: Memory = field(init=False, repr=False, compare=False, default_factory=Memory)
