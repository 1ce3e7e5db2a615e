"""A made city of any number of cells, and an ordinance of any number of caps, in memory."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from localvip.language.document import Document
from localvip.language.source import compose
from localvip.ordinance.law import Law, Ordinance, Program
from localvip.ordinance.load import law_of
from localvip.ordinance.rulebook import Rulebook
from localvip.region.apportion import MICRO
from localvip.region.cells import Cells
from localvip.region.manifest import Column
from localvip.region.model import Jurisdictions, Region

WARD = 50
PLANE = CRS.from_proj4("+proj=laea +lat_0=41 +lon_0=-81.5 +datum=WGS84 +units=m +no_defs")
PROGRAM = "localvip: 1\nprogram: VIP\neffective: 2026-01-01\nsponsors: [{id: one, at most: 1 per sponsor}]\n"
ORDINANCE = """localvip: 1
ordinance: Town
jurisdiction: Town
number: 1-2027
authority: Charter 1
under: program.yaml
effective: 2027-01-01
caps:
"""


def rulebook_of(caps: Sequence[str]) -> Rulebook:
    """Return a program and one ordinance with these caps, each the rest of its line in a rule file."""
    lines = "".join(f"  - {{id: c{n}, section: s{n}, {text}}}\n" for n, text in enumerate(caps))
    program, ordinance = _law(PROGRAM, "program.yaml"), _law(ORDINANCE + lines, "town.yaml")
    assert isinstance(program, Program) and isinstance(ordinance, Ordinance)  # noqa: S101
    return Rulebook(program=program, acts=(), ordinances=(ordinance,), amendments=())


def _law(text: str, name: str) -> Law:
    return law_of(Document(name, "0" * 64, compose(text, name)))


def city_of(number: int) -> tuple[Region, Cells]:
    """Return a city of ``number`` areas, each one cell, in wards of 50; all share one shape: none is drawn."""
    random = np.random.default_rng(4)
    ids = pd.Index(pd.array(np.arange(number).astype("U8"), dtype="string[pyarrow]"), name="area")
    shape = np.full(number, shapely.box(0, 0, 1000, 1000), dtype=object)
    counts = pd.DataFrame({"residents": random.integers(100, 5000, number) * MICRO}, index=ids)
    counts["land"] = MICRO
    sponsors = counts["residents"].to_numpy() // (2 * MICRO)
    ward = (np.arange(number) // WARD).astype(np.int64)
    areas = gpd.GeoDataFrame({"name": ids, "poverty_rate": random.random(number)}, geometry=shape, crs=PLANE)
    areas.index = ids
    region = Region(
        title="Made city",
        crs=PLANE,
        plane=PLANE,
        currency="USD",
        areas=areas,
        columns={
            "residents": Column(column="residents"),
            "poverty_rate": Column(column="poverty_rate", unit="share", of="residents"),
        },
        counts=counts,
        unknown=counts != counts,
        levels={"municipality": Jurisdictions("municipality", "Town", areas.iloc[:0], "")},
        districts={"ward": Jurisdictions("ward", None, _wards(int(ward[-1]) + 1), "wards.geojson")},
        layers={},
        sponsors=sponsors,
        sources=(),
        accounts=(),
        notices=(),
    )
    columns = {"area": ids, "municipality": pd.Categorical.from_codes(np.zeros(number, np.int8), ["Town"])}
    table = pd.DataFrame({**columns, "ward": ward, **dict(counts), "sponsors": sponsors})
    return region, Cells(table, np.arange(number), shape, None, (), (), ())


def _wards(number: int) -> gpd.GeoDataFrame:
    names = np.arange(number).astype(str)
    frame = gpd.GeoDataFrame(
        {"name": names}, geometry=np.full(number, shapely.box(0, 0, 1, 1), dtype=object), crs=PLANE
    )
    return frame.set_index(pd.Index(names))
