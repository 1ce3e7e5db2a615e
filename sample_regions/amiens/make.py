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
from communes import AMIENS, COMMUNES, QUARTERS
from ground import GROUND, SEED, distress, water
from points import make_health, make_libraries, make_parks, make_stops
from shapely.geometry.base import BaseGeometry
from terrain.blocks import Blocks, grow, make_tracts, street_sites, tessellate, way_cost
from terrain.borders import Key, absorb_scraps, make_faces, merge
from terrain.ground import Ints
from terrain.people import Totals, make_people, whole
from terrain.write import write_geojson, write_gpkg, write_parquet

CRS = "EPSG:2154"
DIVIDED = 5000
"""Communes of so many people are divided into areas of about `SIZE`, as INSEE does."""
SIZE = 2300
SCRAP = 20_000.0
"""Faces up to this size (square metres) are merged into a neighbour."""
FRENCH = {
    "residents": "population", "adults": "adultes", "households": "menages", "housing_units": "logements",
    "vacant_units": "logements_vacants", "jobs": "emplois", "poverty_rate": "taux_pauvrete",
    "vacancy_rate": "taux_vacance", "unemployment_rate": "taux_chomage", "median_income": "revenu_median",
}  # fmt: skip
WORK = (
    (648900, 6977600, 1400, 8.0), (646600, 6976800, 900, 2.5), (653900, 6975200, 900, 2.5),
    (648100, 6973000, 900, 3.0), (655900, 6975300, 900, 2.5), (647200, 6981900, 1300, 3.0),
)  # fmt: skip
TOTALS = Totals(
    adults=144_700, households=88_600, housing_units=97_900, jobs=96_500, income=29_000, work=WORK
)


def make_region(folder: Path) -> None:
    """Writes every file of the region into the folder."""
    blocks = make_blocks()
    commune = make_communes(blocks)
    area, codes = make_areas(blocks, commune)
    faces, keys = _cover(blocks, area)
    land = merge(faces, [key[0] for key in keys])
    shapes = [land[number] for number in range(len(codes))]
    write_parquet(_area_table(blocks, area, codes, shapes), folder / "iris.parquet", CRS)
    of_commune = [None if key[0] is None else int(codes[key[0]][:5]) for key in keys]
    names = {int(one.code): one.name for one in COMMUNES}
    _write(merge(faces, of_commune), names, folder / "communes.parquet")
    quarters = {number: f"{number:02d}" for number in range(1, len(QUARTERS) + 1)}
    of_quarter = [None if key[0] is None else _quarter(codes[key[0]]) for key in keys]
    rows = [
        (quarters[number], QUARTERS[number - 1].name, shape)
        for number, shape in merge(faces, of_quarter).items()
    ]
    write_gpkg(_places(rows), folder / "quartiers.gpkg", "quartiers", CRS)
    wet = shapely.union_all([face for face, key in zip(faces, keys, strict=True) if key[0] is None])
    write_parquet(_places([("SOMME", "La Somme", wet)]), folder / "eau.parquet", CRS)
    write_parquet(make_health(), folder / "maisons_de_sante.parquet", CRS)
    write_parquet(make_libraries(), folder / "bibliotheques.parquet", CRS)
    write_parquet(make_parks(), folder / "parcs.parquet", CRS)
    write_geojson(make_stops(), folder / "arrets.geojson", CRS)


def make_blocks() -> Blocks:
    """Blocks over the agglomeration, small where many live."""
    west, south, east, north = (int(edge) for edge in GROUND.outline.bounds)
    site, size = street_sites(GROUND, (west - 1000, east + 1000, south - 1000, north + 1000), 1000.0)
    keep = shapely.contains_xy(GROUND.outline, site)
    wider = replace(GROUND, outline=GROUND.outline.buffer(400))  # borders meet abroad, and so reach the edge
    return tessellate(wider, site[keep], size[keep] ** 2)


def make_communes(blocks: Blocks) -> Ints:
    """The commune of each block (number in COMMUNES): connected, about as large as the real one."""
    cost = way_cost(blocks, (SEED, 63), river=4.0)
    starts = _nearest(blocks, [one.middle for one in COMMUNES])
    goal = np.array([one.km2 for one in COMMUNES])
    effort = 1 / np.sqrt(goal)
    for _ in range(40):
        owner = grow(blocks, cost, starts, effort=effort)
        size = np.bincount(owner, blocks.land, len(goal))
        effort *= (size / size.sum() / (goal / goal.sum())) ** 0.15
    return grow(blocks, cost, starts, effort=effort)


def make_areas(blocks: Blocks, commune: Ints) -> tuple[Ints, list[str]]:
    """The area of each block and the code of each area: the commune's, then the quarter's and a number."""
    area = np.full(len(commune), -1)
    codes: list[str] = []
    for number, one in enumerate(COMMUNES):
        inside = commune == number
        parts = _quarters(blocks, inside) if one.code == AMIENS else np.where(inside, 0, -1)
        people = np.bincount(parts[inside], blocks.people[inside]) / blocks.people[inside].sum()
        for part, share in enumerate(people.tolist()):
            pieces = max(1, round(one.residents * share / SIZE)) if one.residents > DIVIDED else 1
            cut = make_tracts(blocks, pieces, SEED + 100 * number + part, parts == part)
            area[cut >= 0] = len(codes) + cut[cut >= 0]
            first = part + 1 if one.residents > DIVIDED else 0
            codes += [f"{one.code}{first:02d}{piece if first else 0:02d}" for piece in range(1, pieces + 1)]
    return area, codes


def _quarters(blocks: Blocks, inside: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Ints:
    """The quarter of each block of Amiens (number in QUARTERS), -1 elsewhere."""
    starts = _nearest(blocks, [one.middle for one in QUARTERS], inside)
    return grow(blocks, way_cost(blocks, (SEED, 64), river=6.0), starts, inside)


def _nearest(blocks: Blocks, spots: list[tuple[float, float]], inside: object = True) -> Ints:
    """The block nearest to each spot."""
    away = ((blocks.site[:, None] - np.array(spots)[None]) ** 2).sum(axis=2)
    return np.asarray(np.where(np.reshape(inside, (-1, 1)), away, np.inf).argmin(axis=0))


def _cover(blocks: Blocks, area: Ints) -> tuple[list[shapely.Polygon], list[Key]]:
    """Faces that cover the agglomeration once, and the area of each (None: the Somme)."""
    somme = shapely.intersection(water(), GROUND.outline)
    faces, label = make_faces(GROUND, blocks, area, [somme])
    wet = [bool(somme.contains(face.representative_point())) for face in faces]
    keys: list[Key] = [(None if one else number,) for one, number in zip(wet, label.tolist(), strict=True)]
    return faces, absorb_scraps(faces, keys, [not one for one in wet], SCRAP)


def _area_table(blocks: Blocks, area: Ints, codes: list[str], shapes: list[BaseGeometry]) -> pd.DataFrame:
    """The columns of the areas, in the order of their codes; each commune has its published residents."""
    weight = np.bincount(area, blocks.people, len(codes))
    residents = np.zeros(len(codes), dtype=np.int64)
    for one in COMMUNES:
        mine = [number for number, code in enumerate(codes) if code.startswith(one.code)]
        residents[mine] = whole(weight[mine], one.residents)
    table = make_people(GROUND, TOTALS, shapes, residents, distress).rename(columns=FRENCH)
    for name in ("taux_pauvrete", "taux_vacance", "taux_chomage"):
        table[name] = np.round(table[name] * 100, 2)
    table.insert(0, "code", codes)
    table.insert(1, "nom", _names(codes))
    return table.assign(geometry=np.array(shapes, dtype=object))


def _names(codes: list[str]) -> list[str]:
    """What each area is called: its commune, or its quarter and a number."""
    communes = {one.code: one.name for one in COMMUNES}
    quarters = {one.code: one.name for one in QUARTERS}
    found = []
    for code in codes:
        name = quarters[code[5:7]] if code.startswith(AMIENS) else communes[code[:5]]
        found.append(name if code.endswith("0000") else f"{name} {int(code[7:])}")
    return found


def _quarter(code: str) -> int | None:
    """The number of the quarter of an area of Amiens."""
    return int(code[5:7]) if code.startswith(AMIENS) else None


def _write(shapes: dict[int, BaseGeometry], names: dict[int, str], path: Path) -> None:
    """Writes places by code and name."""
    write_parquet(_places([(f"{code}", names[code], shape) for code, shape in shapes.items()]), path, CRS)


def _places(rows: list[tuple[str, str, BaseGeometry]]) -> pd.DataFrame:
    """A table of places."""
    return pd.DataFrame(rows, columns=["code", "nom", "geometry"])


if __name__ == "__main__":
    make_region(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
