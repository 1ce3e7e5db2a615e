"""Makes the sample region: `python make.py [FOLDER]`. Seeded: the same libraries write the same bytes.

Everything is made from numbers in these files; nothing is read, and no figure is published anywhere.
"""

from __future__ import annotations

import csv
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # terrain
os.environ["OGR_CURRENT_DATE"] = "2027-01-01T00:00:00.000Z"  # GeoPackage stores a date of last change

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry
from survey import (
    GROUND,
    MILE,
    NAMES,
    SEED,
    TOWN,
    density,
    distress,
    quarters,
    river_line,
    roads,
    spot,
    town,
    townships,
)
from terrain.borders import merge
from terrain.ground import Ints
from terrain.people import Totals, make_people, whole, with_margins
from terrain.write import write_gpkg, write_parquet

CRS = "EPSG:32123"
RESIDENTS, IN_TOWN = 7_412, 3_068
TOTALS = Totals(
    adults=5_781,
    households=3_214,
    housing_units=3_902,
    jobs=2_960,
    income=66_000,
    work=((*spot(9, 9), 1.2 * MILE, 30.0), (*spot(20, 10), 1.5 * MILE, 4.0)),
)
CORNERS = ["SW", "SE", "NW", "NE"]
CLINICS = [
    ("Cedar Bluff Clinic", 9.1, 8.8, 12),
    ("Highway 12 Health Post", 20.2, 9.8, 3),
    ("North Fork Clinic", 9.3, 19.5, 2),
]


def make_region(folder: Path) -> None:
    """Writes every file of the region into the folder."""
    areas = _areas()
    write_parquet(areas, folder / "block_groups.parquet", CRS)
    rows = [
        (f"T{number:02d}", name, shape)
        for number, (name, shape) in enumerate(zip(NAMES, townships(), strict=True), 1)
    ]
    write_gpkg(_places(rows), folder / "townships.gpkg", "townships", CRS)
    write_parquet(_places([("3999901", TOWN, town())]), folder / "town.parquet", CRS)
    river = shapely.intersection(river_line().buffer(28, quad_segs=3), GROUND.outline, grid_size=1.0)
    write_parquet(_places([("R1", "North Fork", river)]), folder / "river.parquet", CRS)
    lines = [(f"H{number}", name, line) for number, (name, line) in enumerate(roads().items(), 1)]
    write_parquet(_places(lines), folder / "roads.parquet", CRS)
    clinics = [
        (f"C{number}", row[0], shapely.Point(spot(*row[1:3]))) for number, row in enumerate(CLINICS, 1)
    ]
    beds = np.array([row[3] for row in CLINICS], dtype=np.int32)
    write_parquet(_places(clinics).assign(BEDS=beds), folder / "clinics.parquet", CRS)
    _write_stops(folder / "bus_stops.csv")


def _areas() -> pd.DataFrame:
    """Block groups: four of the town, and each quarter of a township without the town's land."""
    shapes, names = _cover()
    table = with_margins(make_people(GROUND, TOTALS, shapes, _residents(shapes), distress))
    table["hosts"] = whole(table["adults"] * np.exp(-table["median_income"] / 60_000), 1_190)
    rng = np.random.default_rng([SEED, 95])
    table["cars_per_household"] = np.round(
        np.where(np.arange(len(shapes)) < 4, 1.1, 2.0) + rng.normal(0, 0.18, len(shapes)), 2
    )
    table.insert(0, "GEOID", [f"39999{number:07d}" for number in range(9_601_001, 9_601_001 + len(shapes))])
    table.insert(1, "NAME", names)
    return table.assign(geometry=np.array([shapely.normalize(shape) for shape in shapes], dtype=object))


def _cover() -> tuple[list[BaseGeometry], list[str]]:
    """The shapes of the block groups, which share every vertex of every common border, and their names."""
    inside, middle, parts = town(), spot(9, 8.9), quarters()
    cross = [
        shapely.LineString([(middle[0] + dx, middle[1] + dy), (middle[0] - dx, middle[1] - dy)])
        for dx, dy in ((9e3, 0), (0, 9e3))
    ]
    halves = [shapely.intersection(inside, line) for line in cross]
    borders = [inside.boundary, *halves, *(shape.boundary for _, shape in parts)]
    lines = shapely.union_all(borders, grid_size=1.0)
    faces = [
        shapely.normalize(face) for face in shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    ]
    tree, keys = shapely.STRtree([shape for _, shape in parts]), []
    for face in faces:
        inner = face.representative_point()
        wing = (inner.x > middle[0]) + 2 * (inner.y < middle[1])
        keys.append(int(wing) if inside.contains(inner) else 4 + int(tree.nearest(inner)))
    names = [f"{TOWN} {number}" for number in range(1, 5)]
    names += [f"{NAMES[number]} {corner}" for (number, _), corner in zip(parts, CORNERS * 16, strict=True)]
    return list(merge(faces, keys).values()), names


def _residents(shapes: list[BaseGeometry]) -> Ints:
    """Residents of each area: the town's share, and the rest by density and land."""
    land = shapely.area(np.array(shapes))
    middles = shapely.get_coordinates(shapely.centroid(shapes))
    noise = np.exp(np.random.default_rng([SEED, 94]).normal(0, 0.3, len(shapes)))
    farms = density(middles) * land * noise
    return np.concatenate([whole(land[:4] * noise[:4], IN_TOWN), whole(farms[4:], RESIDENTS - IN_TOWN)])


def _write_stops(path: Path) -> None:
    """Bus stops about every two miles of the roads within eleven miles of the town, as a table in degrees."""
    rows = [
        (name, shapely.line_interpolate_point(line, mile * MILE))
        for name, line in roads().items()
        for mile in range(0, int(line.length // MILE) + 1, 2)
    ]
    near = [(name, stop) for name, stop in rows if stop.distance(shapely.Point(spot(9, 9))) < 11 * MILE]
    degrees = gpd.GeoSeries([stop for _, stop in near], crs=CRS).to_crs("EPSG:4326")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["stop_id", "name", "lon", "lat"])
        for number, ((name, _), stop) in enumerate(zip(near, degrees, strict=True), 1):
            writer.writerow([f"B{number:02d}", name, f"{stop.x:.6f}", f"{stop.y:.6f}"])


def _places(rows: list[tuple[str, str, BaseGeometry]]) -> pd.DataFrame:
    """A table of places."""
    return pd.DataFrame(rows, columns=["ID", "NAME", "geometry"])


if __name__ == "__main__":
    make_region(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
