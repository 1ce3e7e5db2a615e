"""A region of four square kilometres, written to a folder; each test spoils one thing of it."""

import json
import shutil
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
import yaml

from localvip.region.postgis import NAMING

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
