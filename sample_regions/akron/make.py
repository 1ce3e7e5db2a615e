"""Makes the sample region: `python make.py [FOLDER]`. Seeded: the same libraries write the same bytes.

Everything is made from numbers in these files; nothing is read. README.md says which are published.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # terrain
os.environ["OGR_CURRENT_DATE"] = "2027-01-01T00:00:00.000Z"  # GeoPackage stores a date of last change

import numpy as np
import pandas as pd
import shapely
from blocks import make_blocks
from ground import GROUND, SEED, distress, water
from people import TOTALS, settle
from points import make_clinics, make_libraries, make_sponsors, make_stations
from shapely.geometry.base import BaseGeometry
from terrain.blocks import Blocks, make_tracts
from terrain.borders import Key, absorb_scraps, make_faces, merge
from terrain.ground import Floats, Ints
from terrain.people import make_people, with_margins
from terrain.write import write_geojson, write_gpkg, write_parquet
from towns import (
    AKRON,
    NOWHERE,
    TOWNS,
    ZONES,
    canal_zone,
    intended_people,
    make_towns,
    make_wards,
    make_zones,
)

CRS = "EPSG:3734"
TRACTS = 148
SCRAP = 350_000.0
"""Faces up to this size (square feet, about 3 hectares) are merged into a neighbour."""
LAND, TOWN, WARD, ZONE = range(4)
TITLES = {"innerbelt": "Innerbelt", "old-port": "Old Port", "canal": "Canal corridor"}


def make_region(folder: Path) -> None:
    """Writes every file of the region into the folder."""
    blocks = make_blocks()
    blocks = replace(blocks, people=intended_people(blocks))
    tract = make_tracts(blocks, TRACTS, SEED)
    faces, keys = _cover(blocks, tract)
    land = merge(faces, [key[LAND] for key in keys])
    tracts = [land[number] for number in range(TRACTS)]
    table = _tract_table(blocks, tract, tracts, _shares(faces, keys))
    order = _reading_order(tracts)
    write_parquet(_name_tracts(table.iloc[order]), folder / "tracts.parquet", CRS)
    _write_places(faces, keys, folder)
    write_parquet(make_sponsors(blocks, tract, tracts, table), folder / "sponsors.parquet", CRS)
    write_parquet(make_clinics(), folder / "clinics.parquet", CRS)
    write_parquet(make_libraries(shapely.union_all(tracts)), folder / "libraries.parquet", CRS)
    write_geojson(make_stations(), folder / "stations.geojson", CRS)


def _cover(blocks: Blocks, tract: Ints) -> tuple[list[shapely.Polygon], list[Key]]:
    """Faces that cover the county, and for each its tract (None: water), town, ward and zone (None: none)."""
    town = make_towns(blocks, tract)
    labels = np.stack([tract, town, make_wards(blocks, tract, town), make_zones(blocks, town)], axis=1)
    kinds, label = np.unique(labels, axis=0, return_inverse=True)
    wet, canal = water(), canal_zone()
    faces, kind = make_faces(GROUND, blocks, label.ravel(), [*wet.values(), canal])
    inner = [face.representative_point() for face in faces]
    in_water = np.array([any(shape.contains(spot) for shape in wet.values()) for spot in inner])
    keys = kinds[kind]
    free = (keys[:, TOWN] == AKRON) & (keys[:, ZONE] == NOWHERE)
    keys[free & np.array([canal.contains(spot) for spot in inner]), ZONE] = ZONES.index("canal")
    rows = [tuple(None if value == NOWHERE else value for value in row) for row in keys.tolist()]
    rows = [(None, *row[1:]) if wet_one else row for row, wet_one in zip(rows, in_water, strict=True)]
    return faces, absorb_scraps(faces, rows, (~in_water).tolist(), SCRAP)


def _shares(faces: list[shapely.Polygon], keys: list[Key]) -> Floats:
    """The share of each tract's land in each town (tracts, towns)."""
    area = np.zeros((TRACTS, len(TOWNS) + 1))
    for face, key in zip(faces, keys, strict=True):
        tract, town = key[LAND], key[TOWN]
        if tract is not None:
            area[tract, -1 if town is None else town] += face.area
    return np.asarray(area[:, :-1] / area.sum(axis=1, keepdims=True))


def _tract_table(blocks: Blocks, tract: Ints, tracts: list[BaseGeometry], shares: Floats) -> pd.DataFrame:
    """The columns of the tracts, in the order of their numbers."""
    targets = np.array([town.residents for town in TOWNS], dtype=float)
    residents = settle(np.bincount(tract, blocks.people).astype(float), shares, targets)
    table = with_margins(make_people(GROUND, TOTALS, tracts, residents, distress))
    return table.assign(geometry=np.array(tracts, dtype=object))


def _reading_order(tracts: list[BaseGeometry]) -> Ints:
    """The tracts from the centre of Akron outwards."""
    return np.argsort(
        shapely.distance(shapely.centroid(tracts), shapely.Point(TOWNS[AKRON].centre)), kind="stable"
    )


def _name_tracts(table: pd.DataFrame) -> pd.DataFrame:
    """The table with codes and names first; the codes are in a range that Summit County does not use."""
    numbers = range(7001, 7001 + len(table))
    table = table.reset_index(drop=True)
    table.insert(0, "GEOID", [f"39153{number}00" for number in numbers])
    table.insert(1, "NAME", [f"Tract {number}" for number in numbers])
    return table


def _write_places(faces: list[shapely.Polygon], keys: list[Key], folder: Path) -> None:
    """Writes municipalities, wards, zones and water."""
    towns = merge(faces, [key[TOWN] for key in keys])
    rows = [(TOWNS[number].geoid, TOWNS[number].name, shape) for number, shape in towns.items()]
    write_parquet(pd.DataFrame(rows, columns=["GEOID", "NAME", "geometry"]), folder / "places.parquet", CRS)
    wards = merge(faces, [key[WARD] for key in keys])
    rows = [(f"{number + 1}", f"Ward {number + 1}", shape) for number, shape in wards.items()]
    write_gpkg(pd.DataFrame(rows, columns=["WARD", "NAME", "geometry"]), folder / "wards.gpkg", "wards", CRS)
    zones = merge(faces, [key[ZONE] for key in keys])
    rows = [(ZONES[number], TITLES[ZONES[number]], shape) for number, shape in zones.items()]
    write_gpkg(
        pd.DataFrame(rows, columns=["zone_id", "NAME", "geometry"]), folder / "zones.gpkg", "zones", CRS
    )
    write_parquet(_water_table(faces, keys), folder / "water.parquet", CRS)


def _water_table(faces: list[shapely.Polygon], keys: list[Key]) -> pd.DataFrame:
    """The river and the lakes: the faces that lie in no tract."""
    names = list(water())
    tree = shapely.STRtree(list(water().values()))
    body = [
        int(tree.nearest(face.representative_point())) if key[LAND] is None else None
        for face, key in zip(faces, keys, strict=True)
    ]
    rows = [(f"W{number + 1}", names[number], shape) for number, shape in merge(faces, body).items()]
    return pd.DataFrame(rows, columns=["ID", "NAME", "geometry"])


if __name__ == "__main__":
    make_region(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
