"""One small region for each defect: refused in words, by the command, with nothing written."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from click.testing import CliRunner

from localvip.cli import main
from localvip.problem import Refused
from localvip.region.cells import make_cells
from localvip.region.load import read_region
from localvip.region.postgis import NAMING

rasterio = pytest.importorskip("rasterio", reason="needs the extra `raster`")

RULES = Path(__file__).parents[2] / "rules" / "akron.yaml"


def areas(column, values):
    def spoil(folder):
        folder.areas[column] = values

    return spoil


def geometry(table, row, make):
    """A defect in the shape of one row; ``make`` gets the good shape."""

    def spoil(folder):
        frame = getattr(folder, table)
        shapes = frame.geometry.to_numpy().copy()
        shapes[row] = make(shapes[row])
        setattr(folder, table, frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs)))

    return spoil


def manifest(*keys, to):
    """A defect in the region file: the value under ``keys``, or with ``None`` the key left out."""

    def spoil(folder):
        inner = folder.manifest
        for key in keys[:-1]:
            inner = inner[key]
        if to is None:
            del inner[keys[-1]]
        else:
            inner[keys[-1]] = to

    return spoil


def double(table, row):
    def spoil(folder):
        frame = getattr(folder, table)
        setattr(folder, table, pd.concat([frame, frame.iloc[[row]]], ignore_index=True))

    return spoil


def metres_as_degrees(folder):
    folder.areas = folder.areas.set_crs(4326, allow_override=True)


def degrees_as_metres(folder):
    folder.areas = folder.areas.to_crs(4326).set_crs(32617, allow_override=True)


def no_crs(folder):
    folder.areas = folder.areas.set_crs(None, allow_override=True)


def swapped(folder):
    lonlat = folder.sponsors.to_crs(4326).geometry.to_numpy()
    turned = shapely.transform(lonlat, lambda xy: xy[:, ::-1])
    folder.sponsors = folder.sponsors.set_geometry(gpd.GeoSeries(turned, crs=4326))


def bow_tie(shape):
    x0, y0, x1, y1 = shape.bounds
    return shapely.Polygon([(x0, y0), (x1, y1), (x1, y0), (x0, y1)])


def shifted(shape):
    return shapely.transform(shape, lambda xy: xy - [100, 0])


def around_the_globe(shape):
    return shapely.box(-179, 40, 179, 41)


def wide_area(folder):
    folder.areas = folder.areas.to_crs(4326)
    geometry("areas", 0, around_the_globe)(folder)


def shapefile(ending=None, to=None, **options):
    """The areas as a Shapefile, one part of which is left out or cut to some bytes."""

    def spoil(folder):
        folder.areas_as("areas.shp", **options)

        def cut(path):
            part = path / f"areas{ending}"
            whole = part.read_bytes()
            part.unlink()
            if to is not None:
                part.write_bytes(whole[:to])

        if ending:
            folder.afterwards.append(cut)

    return spoil


def long_name(folder):
    folder.areas = folder.areas.rename(columns={"POP": "POPULATION_2020"})
    folder.manifest["areas"]["columns"]["residents"] = "POPULATION_2020"
    folder.areas = folder.areas.rename(columns={"POPULATION_2020": "POPULATION"})  # as a Shapefile cuts it
    folder.areas_as("areas.shp", encoding="UTF-8")


def latin(folder):
    folder.areas["NAME"] = ["Équihen", "b", "c", "d"]
    folder.areas_as("areas.shp", encoding="ISO-8859-1")
    folder.afterwards.append(lambda path: (path / "areas.cpg").write_text("UTF-8"))


def cut_flatgeobuf(folder):
    folder.areas_as("areas.fgb")
    folder.afterwards.append(
        lambda path: (path / "areas.fgb").write_bytes((path / "areas.fgb").read_bytes()[:-150])
    )


def joined(text, **keys):
    return lambda folder: folder.join(text, **keys)


def joined_twice(folder):
    """The people stand in the table and in the areas' own file."""
    people = folder.areas["POP"]
    folder.join(PEOPLE)
    folder.areas["POP"] = people


def table(name="town.areas", **keys):
    def spoil(folder):
        del folder.manifest["areas"]["file"]
        folder.manifest["areas"] |= {"postgis": name, **keys}

    return spoil


def raster(crs="EPSG:32617", cell=1.0, bands=1, kept=None):
    """Weights from a raster of two by two cells, with a defect."""

    def spoil(folder):
        def write(path):
            cells = np.ones((bands, 2, 2), np.float32)
            cells[0, 0, 0] = cell
            corner = rasterio.transform.from_origin(500_000, 4_502_000, 1000, 1000)
            kind = {
                "count": bands,
                "height": 2,
                "width": 2,
                "dtype": "float32",
                "crs": crs,
                "transform": corner,
            }
            with rasterio.open(path / "people.tif", "w", driver="GTiff", **kind) as file:
                file.write(cells)
            (path / "people.tif").write_bytes((path / "people.tif").read_bytes()[:kept])

        folder.manifest["weights"] = {"file": "people.tif"}
        folder.afterwards.append(write)

    return spoil


PEOPLE = "GEO,POP\na,1000\nb,400\nc,0\nd,30\n"
US = PEOPLE.replace("\n", "\n1400000US").removesuffix("1400000US")
UNKNOWN = manifest("areas", "columns", "jobs", to="JOBS")
BAD = {
    "no CRS": (no_crs, "'areas.parquet' has no CRS."),
    "metres said to be degrees": (metres_as_degrees, "areas.parquet#a: lies at 500000, 4.5e+06, which are no"),
    "degrees said to be metres": (degrees_as_metres, "areas.parquet#a: is smaller than 1 m2."),
    "across the antimeridian": (wide_area, "areas.parquet#a: is 358 degrees wide: does it cross the antimeridian?"),
    "latitude first": (swapped, "sponsors.geojson: no point lies near the areas, but with longitude and latitude"),
    "unknown CRS": (manifest("crs", to="EPSG:999999"), "squares/region.yaml:3:6: 'EPSG:999999' is no coordinate"),
    "unknown column": (UNKNOWN, "there is no column 'JOBS' in areas.parquet. It has: HOMES, ID, NAME, POOR, POP"),
    "column with a typing slip": (manifest("areas", "columns", "residents", to="POPP"), "Did you mean 'POP'?"),
    "unknown id": (manifest("areas", "id", to="GEOID"), "areas.parquet has no column 'GEOID'."),
    "unknown name": (manifest("levels", "municipality", "name", to="NAMES"), "no column 'NAMES'. Did you mean 'NAME'?"),
    "unknown column in where": (
        manifest("layers", "clinics", "where", to="OPEN = 'yes'"), "clinics.parquet has no column 'OPEN'"),
    "words compared with a number": (
        manifest("layers", "clinics", "where", to="STATUS > 3"), "A number is compared with a text."),
    "unknown capacity": (
        manifest("layers", "clinics", "capacity", to={"bed": "BED"}), "no column 'BED'. Did you mean 'BEDS'?"),
    "unknown layer": (
        manifest("levels", "municipality", "layer", to="cities"),
        "'towns.gpkg' has no layer 'cities'. It holds: towns."),
    "layer of a file of one": (
        manifest("areas", "layer", to="areas"), "'areas.parquet' holds no layer 'areas'"),
    "negative people": (areas("POP", [-1, 2, 3, 4]), "areas.parquet#a: residents -1 is negative."),
    "missing people": (areas("POP", [None, 2, 3, 4]), "areas.parquet#a: residents is missing. Write `missing: 0`"),
    "half a person": (areas("POP", [1.5, 2, 3, 4]), "areas.parquet#a: residents 1.5 is no whole number."),
    "endless people": (areas("POP", [np.inf, 2, 3, 4]), "areas.parquet#a: residents inf is more than 10,000,000,000."),
    "too many people": (areas("POP", [1.2e19, 2, 3, 4]), "areas.parquet#a: residents 1.2e+19 is more than"),
    "people in words": (
        areas("POP", ["1,234", "2", "3", "4"]), "areas.parquet#a: residents is '1,234', which is no number."),
    "share over 1": (areas("POOR", [1.1, 0, 0, 0]), "#a: poverty_rate 1.1 is more than 1, but its unit is"),
    "percent as share": (areas("POOR", [34, 12, 0, 0]), "Is its unit percent?"),
    "percent over 100": (
        lambda folder: (
            areas("POOR", [101, 0, 0, 0])(folder),
            manifest("areas", "columns", "poverty_rate", "unit", to="percent")(folder),
        ),
        "poverty_rate 101 is more than 100, but its unit is percent."),
    "id that stands twice": (double("areas", 0), "areas.parquet#a: stands twice, in rows 1 and 5."),
    "sponsor that stands twice": (double("sponsors", 1), "sponsors.geojson#w: stands twice, in rows 2 and 6."),
    "id that is missing": (areas("ID", ["a", None, "c", "d"]), "areas.parquet#row 2: has no id in 'ID'."),
    "id that is blank": (areas("ID", ["a", " ", "c", "d"]), "areas.parquet#row 2: has no id in 'ID'."),
    "numeric id that is missing": (areas("ID", [1, None, 3, 4]), "areas.parquet#row 2: has no id in 'ID'."),
    "missing shape": (geometry("areas", 1, lambda _: None), "areas.parquet#b: has no shape."),
    "empty shape": (geometry("areas", 1, lambda _: shapely.Polygon()), "areas.parquet#b: has no shape."),
    "missing town": (geometry("towns", 1, lambda _: None), "towns.gpkg#e: has no shape."),
    "missing clinic": (geometry("clinics", 0, lambda _: None), "clinics.parquet#k: has no shape, or coordinates"),
    "line for an area": (
        geometry("areas", 1, lambda shape: shape.exterior), "areas.parquet#b: is a linestring, where a polygon"),
    "point for an area": (geometry("areas", 1, shapely.centroid), "areas.parquet#b: is a point, where a polygon"),
    "polygon for a sponsor": (
        geometry("sponsors", 0, lambda shape: shape.buffer(9)), "sponsors.geojson#v: is a polygon, where a point is"),
    "bow-tie": (geometry("areas", 1, bow_tie), "areas.parquet#b: is no valid polygon: Self-intersection"),
    "overlapping areas": (geometry("areas", 1, shifted), "areas.parquet#b: claims 100,0"),
    "no areas": (lambda folder: setattr(folder, "areas", folder.areas.iloc[:0]), "areas.parquet: holds no feature."),
    "two names, one thing": (
        manifest("districts", "municipality", to={"file": "wards.geojson", "id": "WARD"}),
        "'municipality' is both a level and a district."),
    "level without source": (manifest("levels", "county", to={"id": "X"}), "level 'county' needs either `file`"),
    "sponsors twice": (
        manifest("sponsors", to={"file": "sponsors.geojson", "id": "SID", "column": "households"}),
        "sponsors has file and column; it needs exactly one."),
    "no sponsors": (manifest("sponsors", to={"rationale": "?"}), "sponsors has no source; it needs exactly one."),
    "missing key": (manifest("crs", to=None), "'crs'"),
    "unknown key": (manifest("area", to={}), "Did you mean 'areas'?"),
    "missing file": (
        manifest("areas", "file", to="tracts.parquet"),
        "there is no file 'tracts.parquet'. The folder holds: areas.parquet, clinics.parquet, region.yaml, "
        "sponsors.geojson, towns.gpkg, wards.geojson."),
    "climbing path": (manifest("areas", "file", to="../a.parquet"), "'../a.parquet' leads out of the region's folder."),
    "absolute path": (manifest("areas", "file", to="/etc/passwd"), "'/etc/passwd' leads out of the region's folder."),
    "address": (manifest("areas", "file", to="http://x.org/a.parquet"), "is not a plain file name."),
    "driver prefix": (manifest("areas", "file", to="GPKG:towns.gpkg"), "'GPKG:towns.gpkg' is not a plain file name."),
    "virtual path": (manifest("areas", "file", to="/vsicurl/x.org/a.gpkg"), "leads out of the region's folder."),
    "no .shx": (shapefile(".shx"), "'areas.shp' has no .shx file beside it. A Shapefile is read whole"),
    "no .dbf": (shapefile(".dbf"), "'areas.shp' has no .dbf file beside it."),
    "no .prj": (shapefile(".prj"), "'areas.shp' has no .prj file beside it."),
    "no .cpg": (shapefile(".cpg"), "nothing says in which encoding the texts of 'areas.shp' are"),
    "cut .shp": (shapefile(".shp", -20), "'areas.shp' is cut off, or no .shp file. Copy it again."),
    "cut .dbf": (shapefile(".dbf", 90), "'areas.dbf' is cut off, or no .dbf file."),
    "names that a Shapefile cuts": (long_name, "no column 'POPULATION_2020' in areas.shp. Did you mean 'POPULATION'?"),
    "wrong encoding": (latin, "'areas.dbf' holds text that is not in utf-8"),
    "unknown encoding": (
        lambda folder: (shapefile()(folder), manifest("areas", "encoding", to="rot13")(folder)),
        "'rot13' is no encoding that is read. Name one such as utf-8"),
    "encoding of another format": (manifest("areas", "encoding", to="utf-8"), "`encoding` goes only with a Shapefile"),
    "cut FlatGeobuf": (cut_flatgeobuf, "'areas.fgb' "),
    "no source": (manifest("areas", "file", to=None), "areas needs `file` or `postgis`."),
    "unknown id in join": (joined(PEOPLE + "e,9\n"), "people.csv#e: is no area of the region. Write `elsewhere: left"),
    "id twice in join": (joined(PEOPLE + "a,9\n"), "people.csv#a: stands twice, in rows 1 and 5."),
    "blank id in join": (joined(PEOPLE + ",9\n"), "people.csv#row 5: has no id in 'GEO'."),
    "area without people in join": (joined(PEOPLE[:-5]), "areas.parquet#d: residents is missing."),
    "prefix missing in join": (
        joined(US + "e,9\n", strip="1400000US"), "people.csv#row 5: the id 'e' doesn't begin with '1400000US'."),
    "prefix not stripped": (
        joined(US), "no id in 'GEO' of people.csv is an area. It has ids such as '1400000USa', the areas such as 'a'."),
    "no column of ids in join": (joined(PEOPLE.replace("GEO", "GEOID")), "people.csv has no column 'GEO'. Did you"),
    "words in join": (joined(PEOPLE.replace("400", "4 00")), "areas.parquet#b: residents is '4 00', which is no"),
    "wrong separator in join": (joined(PEOPLE.replace(",", ";")), "people.csv has no column 'GEO'."),
    "ragged join": (joined(PEOPLE + "e\n"), "the header has 2 fields, row 5 more or fewer."),
    "join of nothing": (joined(""), "'people.csv' is empty."),
    "join in another encoding": (joined(PEOPLE, encoding="klingon"), "'klingon' is no encoding that is read."),
    "column in two files": (joined_twice, "column 'POP' is in people.csv and in the areas' own file."),
    "join of no table": (joined(PEOPLE, file="towns.gpkg"), "'towns.gpkg' is joined by id: it must be a CSV file."),
    "missing join": (joined(PEOPLE, file="people2.csv"), "join: there is no file 'people2.csv'."),
    "two commas": (joined(PEOPLE, decimal=","), "a comma can't both separate columns and begin decimals."),
    "table that is no table": (table("areas; drop table x"), "areas: 'areas; drop table x' is no table."),
    "table and file": (table(file="areas.parquet"), "areas has both `file` and `postgis`; it needs one."),
    "layer of a table": (table(layer="x"), "areas: a table has no layers."),
    "no database": (table(), "nothing says which database holds 'town.areas'. Set PGSERVICE"),
    "table by its address": (manifest("areas", "file", to="postgis:town.areas"), "is not a plain file name."),
    "raster without CRS": (raster(crs=None), "weights: 'people.tif' has no CRS."),
    "raster of negative people": (raster(cell=-1), "'people.tif' has a cell that is negative or not finite."),
    "raster of no number": (raster(cell=np.nan), "'people.tif' has a cell that is negative or not finite."),
    "raster of two bands": (raster(bands=2), "'people.tif' has 2 bands."),
    "cut raster": (raster(kept=90), "'people.tif' "),
    "raster that is none": (raster(kept=0), "'people.tif' is damaged, or no GeoTIFF file."),
    "other format": (manifest("areas", "file", to="region.yaml"), "'region.yaml' is in no format that is read."),
}  # fmt: skip


def report(folder, output):
    return CliRunner().invoke(
        main, ["report", str(RULES), str(folder), "-o", str(output), "--on", "2027-01-01"]
    )


@pytest.mark.parametrize("defect", BAD)
def test_a_bad_region_is_refused_in_words_and_nothing_is_written(folder, tmp_path, defect, monkeypatch):
    for name in NAMING:
        monkeypatch.delenv(name, raising=False)
    spoil, words = BAD[defect]
    spoil(folder)
    result = report(folder.write(), tmp_path / "out")
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    assert words in result.stderr
    assert "Traceback" not in result.output and str(tmp_path) not in result.stderr
    assert not list((tmp_path / "out").glob("*")) and result.stdout == ""


def test_towns_that_claim_the_same_land_are_refused_when_cells_are_made(folder):
    geometry("towns", 1, shifted)(folder)
    with pytest.raises(Refused, match=r"towns.gpkg#w: municipality e and w claim the same land \(200,160 m2"):
        make_cells(read_region(folder.write()))


def test_the_good_region_is_not_refused_for_its_data(folder, tmp_path):
    """The rules are Akron's: all that is wrong with the four squares is that Akron isn't there."""
    result = report(folder.write(), tmp_path / "out")
    lines = [line for line in result.stderr.splitlines() if not line.startswith("notice: ")]
    assert lines and all(line.startswith("rules/akron.yaml") for line in lines)


def test_a_json_region_of_strangers_is_not_opened(folder, tmp_path):
    folder.manifest["areas"]["file"] = "sponsors.geojson"
    path = folder.write()
    vrt = "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>"
    (path / "sponsors.geojson").write_text(json.dumps(vrt))
    result = report(path, tmp_path / "out")
    assert result.exit_code == 1 and "root" not in result.stderr
    assert "'sponsors.geojson' is no GeoJSON FeatureCollection." in result.stderr
