"""A region of four square kilometres, written to a folder; each test spoils one thing of it."""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
import yaml

from localvip.problem import Refused
from localvip.region.cells import make_cells
from localvip.region.loading.load import read_region
from localvip.region.point_layers import delimited, formats, parquet, vector
from localvip.region.readers.postgis import NAMING

UTM = "EPSG:32617"
WEST, SOUTH = 500_000, 4_500_000


def box(x0, y0, x1, y1):
    """A rectangle in metres from the region's south-west corner."""
    return shapely.box(WEST + x0, SOUTH + y0, WEST + x1, SOUTH + y1)


def point(x, y):
    return shapely.Point(WEST + x, SOUTH + y)


class Folder:
    """The region's manifest (as a dict) and tables, ready to be spoiled and written."""

    def __init__(self, path: Path):
        self.path = path
        self.afterwards = []  # done to the folder once it is written
        squares = [box(0, 0, 1000, 1000), box(1000, 0, 2000, 1000)]
        squares += [box(0, 1000, 1000, 2000), box(1000, 1000, 2000, 2000)]
        columns = {
            "ID": ["a", "b", "c", "d"],
            "NAME": ["Alder", "Birch", "Cedar", "Dogwood"],
            "POP": [1000, 400, 0, 30],
            "HOMES": [400.0, 200.0, 0.0, 12.0],
            "POOR": [0.1, 0.25, 0.0, 1.0],
        }
        self.areas = gpd.GeoDataFrame(columns, geometry=squares, crs=UTM)
        halves = [box(0, 0, 1000, 2000), box(1000, 0, 2000, 2000)]
        self.towns = gpd.GeoDataFrame(
            {"TOWN": ["w", "e"], "NAME": ["West", "East"]}, geometry=halves, crs=UTM
        )
        wards = [box(0, 0, 2000, 500), box(0, 500, 2000, 1500)]
        self.wards = gpd.GeoDataFrame({"WARD": ["1", "2"]}, geometry=wards, crs=UTM)
        homes = [point(100, 100), point(1000, 500), point(1500, 700), point(1500, 1700), point(9000, 0)]
        self.sponsors = gpd.GeoDataFrame({"SID": list("vwxyz")}, geometry=homes, crs=UTM)
        self.clinics = gpd.GeoDataFrame(
            {"CID": ["k", "m"], "STATUS": ["OPEN", "SHUT"], "BEDS": [10, 20]},
            geometry=[point(500, 500), point(1500, 500)],
            crs=UTM,
        )
        self.manifest = {
            "localvip": "1",
            "region": "Four squares",
            "crs": UTM,
            "areas": {
                "file": "areas.parquet",
                "id": "ID",
                "name": "NAME",
                "columns": {
                    "residents": "POP",
                    "households": "HOMES",
                    "poverty_rate": {"column": "POOR", "unit": "share", "of": "residents"},
                },
            },
            "levels": {
                "municipality": {"file": "towns.gpkg", "layer": "towns", "id": "TOWN", "name": "NAME"},
                "county": {"constant": "Square County"},
            },
            "districts": {"ward": {"file": "wards.geojson", "id": "WARD"}},
            "sponsors": {"file": "sponsors.geojson", "id": "SID"},
            "layers": {"clinics": {"file": "clinics.parquet", "id": "CID", "where": "STATUS = 'OPEN'"}},
        }

    def write(self) -> Path:
        """Write the manifest and the tables; return the folder."""
        text = yaml.safe_dump(self.manifest, sort_keys=False)
        (self.path / "region.yaml").write_text(text, encoding="utf-8")
        self.areas.to_parquet(self.path / "areas.parquet")
        self.clinics.to_parquet(self.path / "clinics.parquet")
        self.towns.to_file(self.path / "towns.gpkg", layer="towns", driver="GPKG", engine="pyogrio")
        write_geojson(self.path / "wards.geojson", self.wards)
        write_geojson(self.path / "sponsors.geojson", self.sponsors)
        for spoil in self.afterwards:
            spoil(self.path)
        return self.path

    def areas_as(self, name: str, **options):
        """Keep the areas in a file of another format, which the ending of its name says."""
        self.manifest["areas"]["file"] = name
        drivers = {".shp": "ESRI Shapefile", ".fgb": "FlatGeobuf"}
        driver = drivers[Path(name).suffix]
        self.afterwards.append(
            lambda path: self.areas.to_file(path / name, driver=driver, engine="pyogrio", **options)
        )

    def join(self, text: str, **keys):
        """Keep the people of the areas in a CSV table, joined by id."""
        self.areas = self.areas.drop(columns="POP")
        self.manifest["areas"]["join"] = [{"file": "people.csv", "id": "GEO", **keys}]
        self.afterwards.append(lambda path: (path / "people.csv").write_bytes(text.encode()))


def write_geojson(path, frame):
    """Write ``frame`` in longitude and latitude, without the warnings of a driver."""
    lonlat = frame.to_crs(4326)
    path.write_text(json.dumps(json.loads(lonlat.to_json(drop_id=True))), encoding="utf-8")


@pytest.fixture
def folder(tmp_path) -> Folder:
    (tmp_path / "squares").mkdir()
    return Folder(tmp_path / "squares")


@pytest.fixture
def bad_region(tmp_path, monkeypatch):
    """Return what lays out the region of a defect: the good one of tests/bad, with the files that differ."""
    for name in NAMING:
        monkeypatch.delenv(name, raising=False)
    regions = Path(__file__).parents[1] / "bad" / "regions"

    def lay(name):
        folder = tmp_path / "squares"
        shutil.copytree(regions / "good", folder)
        shutil.copytree(regions / name, folder, dirs_exist_ok=True)
        return folder

    return lay


@pytest.fixture
def square():
    return box


@pytest.fixture
def spot():
    return point


class Crowd:
    """Sponsors over the four squares and around them, some of them on borders, in a file of any format."""

    many = 500

    def __init__(self, folder: Folder):
        self.folder = folder

    def frame(self):
        random = np.random.default_rng(3)
        xy = np.round(random.uniform(-200, 2200, (self.many, 2)), -2)
        known = {
            "SID": [f"s{n:04d}" for n in range(self.many)],
            "AGE": random.integers(18, 90, self.many),
            "TENURE": random.choice(["own", "rent"], self.many),
            "KIND": random.choice(["temporary", "permanent"], self.many),
            "SINCE": pd.to_datetime("2020-01-01") + pd.to_timedelta(random.integers(0, 999, self.many), "D"),
        }
        return gpd.GeoDataFrame(known, geometry=[point(*one) for one in xy], crs=UTM)

    def write(self, frame, kind="parquet"):
        """Write sponsors in a format and name the file in the manifest; return the folder."""
        ending = {"geoarrow": "parquet", "xy": "parquet"}.get(kind, kind)
        path = self.folder.path / f"people.{ending}"
        spec = {"file": path.name, "id": "SID"}
        if kind in ("xy", "csv"):
            table = pd.DataFrame(frame.drop(columns="geometry")).assign(
                E=frame.geometry.x, N=frame.geometry.y
            )
            table.to_parquet(path) if kind == "xy" else table.to_csv(path, index=False)
            spec |= {"x": "E", "y": "N", "crs": "EPSG:32617"}
        elif kind in ("parquet", "geoarrow"):
            encoding = "geoarrow" if kind == "geoarrow" else "WKB"
            frame.to_parquet(path, geometry_encoding=encoding, row_group_size=100)
        elif kind == "shp":
            frame.drop(columns="SINCE").to_file(path, engine="pyogrio", encoding="UTF-8")
        else:
            frame.to_file(path, engine="pyogrio", **({"SPATIAL_INDEX": "NO"} if kind == "fgb" else {}))
        self.folder.manifest["sponsors"] = spec
        return self.folder.write()

    def cells(self, frame, kind="parquet"):
        region = read_region(self.write(frame, kind))
        return region, make_cells(region)

    def refused(self, frame, kind="parquet"):
        with pytest.raises(Refused) as error:
            read_region(self.write(frame, kind))
        return [str(one) for one in error.value.problems]

    def brute_force(self, cells, region, frame):
        """Return the owner of each point by testing it against every area, then every cell of it."""
        areas, found = region.areas.geometry.to_numpy(), []
        for spot in frame.geometry.to_crs(region.plane):
            home = next((n for n, area in enumerate(areas) if area.intersects(spot)), None)
            own = [] if home is None else np.flatnonzero(cells.position == home).tolist()
            holds = [n for n in own if cells.shapes[n].intersects(spot)]
            nearest = sorted(own, key=lambda n: cells.shapes[n].distance(spot))
            found.append((holds or nearest or [-1])[0])
        return found


@pytest.fixture
def crowd(folder) -> Crowd:
    return Crowd(folder)


@pytest.fixture
def streaming(monkeypatch):
    """Read every file of points by batches of a few."""
    monkeypatch.setattr(formats, "FEW_BYTES", 0)
    monkeypatch.setattr(parquet, "AT_ONCE", 64)
    monkeypatch.setattr(vector, "AT_ONCE", 64)
    monkeypatch.setattr(delimited, "BLOCK", 4096)


@pytest.fixture
def edited():
    """Return a function that runs SQL on a GeoPackage without its triggers, which SQLite alone can't run."""

    def run(path, *statements):
        with closing(sqlite3.connect(path)) as database:
            found = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for (name,) in found:
                database.execute('DROP TRIGGER "{}"'.format(name.replace('"', '""')))
            for statement in statements:
                database.execute(statement)
            database.commit()

    return run


@pytest.fixture
def server():
    """Return a function that runs SQL on the server, on which the schema ``town`` is made anew, empty."""
    if not os.environ.get("LOCALVIP_POSTGIS"):
        word = 'no PostGIS server: eval "$(.ci/postgis FOLDER)" starts one'
        if os.environ.get("CI"):
            pytest.fail(word)
        pytest.skip(word)
    psycopg = pytest.importorskip("psycopg")

    def run(statement):
        with psycopg.connect(autocommit=True) as connection:
            connection.execute(statement)

    run("drop schema if exists town cascade")
    run("create schema town")
    yield run
    run("drop schema town cascade")
