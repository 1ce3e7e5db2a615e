"""A made region and its rules, in files: areas, zones and sponsors, and an ordinance of provisions that nest."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from benchmarks.made import areas, points, zones

CRS = 32617
AT_ONCE = 1_000_000
ZONES = 20
AREA_CAPS = range(5, 25)
CITY_CAPS = range(9)
CHANGE = -4
PROGRAM = """localvip: 1
program: VIP
effective: 2026-01-01
sponsors: [{id: one-each, at most: 1 per sponsor}]
"""
REGION = f"""localvip: 1
region: Made
crs: EPSG:{CRS}
areas:
  file: areas.parquet
  id: ID
  columns:
    residents: POP
    poverty_rate: {{column: POOR, unit: share, of: residents}}
levels: {{county: {{constant: Made}}}}
layers: {{zones: {{file: zones.parquet, id: ZID}}}}
sponsors: {{file: sponsors.parquet, id: ID}}
"""


def write_county(folder: Path, number: int, many: int) -> None:
    """Write a region of about ``number`` areas and ``many`` sponsors, with ``town.yaml`` beside it."""
    polygons = areas(number)
    random = np.random.default_rng(7)
    table = {
        "ID": [f"a{n:06d}" for n in range(len(polygons))],
        "POP": random.integers(0, 5000, len(polygons)),
        "POOR": random.uniform(0, 0.5, len(polygons)).round(3),
    }
    gpd.GeoDataFrame(table, geometry=polygons, crs=CRS).to_parquet(folder / "areas.parquet")
    names = {"ZID": [f"z{n:02d}" for n in range(ZONES)]}
    round_zones = zones(polygons, ZONES)
    gpd.GeoDataFrame(names, geometry=round_zones, crs=CRS).to_parquet(folder / "zones.parquet")
    _write_sponsors(folder / "sponsors.parquet", polygons, many)
    (folder / "region.yaml").write_text(REGION, encoding="utf-8")
    (folder / "program.yaml").write_text(PROGRAM, encoding="utf-8")
    (folder / "town.yaml").write_text(ordinance(), encoding="utf-8")


def _write_sponsors(path: Path, polygons: np.ndarray, many: int) -> None:
    """Write GeoParquet a part at a time: points of an age, some of them outside every area."""
    crs = gpd.GeoSeries([], crs=CRS).crs.to_json_dict()
    column = {"encoding": "WKB", "geometry_types": ["Point"], "crs": crs}
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    fields = [("ID", pa.string()), ("AGE", pa.int16()), ("geometry", pa.binary())]
    schema = pa.schema(fields, metadata={"geo": json.dumps(geo)})
    random = np.random.default_rng(8)
    with pq.ParquetWriter(path, schema) as file:
        for start in range(0, many, AT_ONCE):
            number = min(AT_ONCE, many - start)
            shapes = shapely.to_wkb(shapely.points(*points(polygons, number, seed=start)))
            ids = np.char.add("s", np.char.zfill(np.arange(start, start + number).astype(str), 9))
            ages = random.integers(16, 90, number).astype(np.int16)
            file.write_table(
                pa.table([pa.array(ids), pa.array(ages), pa.array(shapes, pa.binary())], schema=schema)
            )


def area_cap(number: int) -> tuple[int, int]:
    """Return the percent of residents of a cap in each area, and below which percent of poverty it binds."""
    return number - 4, number + 1


def city_cap(number: int) -> int:
    """Return the percent of residents of a cap on the whole region."""
    return number + 6


def zone_cap(number: int) -> int:
    """Return the percent of residents of a zone's cap."""
    return 1 + number % 7


def ordinance(more: int = 0) -> str:
    """Return an ordinance of 50 provisions; ``more``: percent that are added to its first cap on the whole region."""
    lines = ["localvip: 1", "ordinance: Made ordinance", "jurisdiction: Made", "number: 1-2027"]
    lines += ["authority: Charter 1", "under: program.yaml", "effective: 2027-01-01", "caps:"]
    for n in AREA_CAPS:
        percent, poor = area_cap(n)
        limit = f"limit: {percent}% of residents, in each: area, where: poverty_rate < {poor}%"
        lines.append(f"  - {{id: area-{n}, section: '1.{n}', {limit}}}")
    for n in CITY_CAPS:
        percent = city_cap(n) + (more if n == 0 else 0)
        lines.append(f"  - {{id: city-{n}, section: '2.{n}', limit: {percent}% of residents}}")
    lines.append("zones:")
    aside = ", ".join(f"area-{n}" for n in AREA_CAPS)
    for n in range(ZONES):
        lines += [f"  - id: zone-{n}", f"    section: '3.{n}'"]
        lines += [f"    boundary: {{layer: zones, ids: [z{n:02d}]}}", f"    notwithstanding: [{aside}]"]
        lines.append(f"    caps: [{{id: cap-{n}, section: '3.{n}.1', limit: {zone_cap(n)}% of residents}}]")
    lines.append("sponsors: [{id: adults, section: '4', where: AGE >= 18}]")
    return "\n".join(lines) + "\n"
