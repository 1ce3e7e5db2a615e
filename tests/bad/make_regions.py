# ruff: noqa: E501
"""Write ``regions/`` and ``regions.csv``: a small region, and beside it one folder for each defect.

    python tests/bad/make_regions.py

``good`` is four squares near Akron; a defect's folder holds only the files that differ from it. ``row``: the defect's
number in the list of geodata defects that localvip is held to (empty: not in it). ``ends``: ``refused``, or ``read``
with a notice or an entry of the accounts. Nothing here is drawn by chance.
"""

from __future__ import annotations

import csv
import io
import json
import math
import shutil
import sqlite3
import struct
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import rasterio
import shapely

FOLDER = Path(__file__).parent / "regions"
WEST, SOUTH, SIDE = -81.5, 41.0, 0.01
MANIFEST = """\
localvip: 1
region: Four squares
crs: EPSG:4326
areas:
  file: areas.geojson
  id: ID
  name: NAME
  columns:
    residents: POP
    households: HOMES
    poverty_rate: {column: POOR, unit: share, of: residents}
levels:
  municipality: {file: towns.geojson, id: TOWN, name: NAME}
  county: {constant: Square County}
districts:
  ward: {file: wards.geojson, id: WARD}
sponsors: {file: sponsors.csv, id: SID, x: lon, y: lat, crs: EPSG:4326}
layers:
  clinics: {file: clinics.csv, id: CID, x: lon, y: lat, crs: EPSG:4326, where: STATUS = 'OPEN'}
"""
SPONSORS = """\
SID,lon,lat
v,-81.499,41.001
w,-81.495,41.004
x,-81.485,41.007
y,-81.485,41.017
"""
CLINICS = "CID,STATUS,BEDS,lon,lat\nk,OPEN,10,-81.495,41.005\nm,SHUT,20,-81.485,41.005\n"
PEOPLE = "GEO,POP\na,1000\nb,400\nc,0\nd,30\n"
PROGRAM = (
    "localvip: 1\nprogram: Squares\neffective: 2027-01-01\nsponsors: [{id: one, at most: 1 per sponsor}]\n"
)
LAW = """\
localvip: 1
ordinance: West
jurisdiction: West
number: 1-2027
authority: A charter, art. 1
under: program.yaml
effective: 2027-01-01
caps:
  - {id: one, section: "1", limit: 5% of residents}
  - {id: two, section: "2", limit: 6% of residents}
zones:
"""
Files = dict[str, bytes]
Edit = Callable[[Files], None]


class Case(NamedTuple):
    """One defect: where it is listed, its folder, how reading ends, and what is said where."""

    row: str
    name: str
    ends: str
    code: str
    place: str
    words: str
    edits: tuple[Edit, ...]


def square(x0: float, y0: float, x1: float, y1: float) -> list[list[float]]:
    """Return a closed ring from corners in sides of a square, with a corner at each whole side between them."""
    xs, ys = ([lo, *range(math.floor(lo) + 1, math.ceil(hi)), hi] for lo, hi in ((x0, x1), (y0, y1)))
    corners = [(x, y0) for x in xs] + [(x1, y) for y in ys[1:]]
    corners += [(x, y1) for x in reversed(xs[:-1])] + [(x0, y) for y in reversed(ys[:-1])]
    return [[round(WEST + x * SIDE, 12), round(SOUTH + y * SIDE, 12)] for x, y in corners]


def feature(ring: list[list[float]], **properties: Any) -> dict[str, Any]:
    """Return a GeoJSON feature of one polygon."""
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(features: list[dict[str, Any]], **members: Any) -> bytes:
    """Return a FeatureCollection, a feature a line."""
    head = {"type": "FeatureCollection", **members}
    lines = ",\n".join(json.dumps(one) for one in features)
    return (json.dumps(head)[:-1] + ', "features": [\n' + lines + "\n]}\n").encode()


def good() -> Files:
    """Return the files of the region that nothing is wrong with."""
    names = [("a", "Alder", 1000, 400.0, 0.1), ("b", "Birch", 400, 200.0, 0.25)]
    names += [("c", "Cedar", 0, 0.0, 0.0), ("d", "Dogwood", 30, 12.0, 1.0)]
    rings = [square(0, 0, 1, 1), square(1, 0, 2, 1), square(0, 1, 1, 2), square(1, 1, 2, 2)]
    areas = [
        feature(ring, ID=key, NAME=name, POP=people, HOMES=homes, POOR=poor)
        for ring, (key, name, people, homes, poor) in zip(rings, names, strict=True)
    ]
    towns = [
        feature(square(0, 0, 1, 2), TOWN="w", NAME="West"),
        feature(square(1, 0, 2, 2), TOWN="e", NAME="East"),
    ]
    wards = [feature(square(0, 0, 2, 0.5), WARD="1"), feature(square(0, 0.5, 2, 1.5), WARD="2")]
    return {
        "region.yaml": MANIFEST.encode(),
        "areas.geojson": collection(areas),
        "towns.geojson": collection(towns),
        "wards.geojson": collection(wards),
        "sponsors.csv": SPONSORS.encode(),
        "clinics.csv": CLINICS.encode(),
    }


def text(file: str, old: str, new: str) -> Edit:
    """Replace a text of a file, which must be there."""

    def edit(files: Files) -> None:
        assert old.encode() in files[file], (file, old)
        files[file] = files[file].replace(old.encode(), new.encode(), 1)

    return edit


def manifest(old: str, new: str) -> Edit:
    """Replace a text of the region file."""
    return text("region.yaml", old, new)


def content(file: str, data: bytes | str) -> Edit:
    """Give a file its content."""
    return lambda files: files.__setitem__(file, data.encode() if isinstance(data, str) else data)


def areas(change: Callable[[list[dict[str, Any]]], Any], **members: Any) -> Edit:
    """Change the features of the areas."""

    def edit(files: Files) -> None:
        features = json.loads(files["areas.geojson"])["features"]
        change(features)
        files["areas.geojson"] = collection(features, **members)

    return edit


def value(row: int, column: str, new: Any) -> Edit:
    """Change one value of an area."""
    return areas(lambda features: features[row]["properties"].__setitem__(column, new))


def shape(row: int, kind: str, coordinates: Any) -> Edit:
    """Change the shape of an area."""
    return areas(
        lambda features: features[row].__setitem__("geometry", {"type": kind, "coordinates": coordinates})
    )


def frame(
    change: Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame] = lambda one: one,
) -> Callable[[Files], gpd.GeoDataFrame]:
    """Return what makes a table of the areas."""

    def make(files: Files) -> gpd.GeoDataFrame:
        features = json.loads(files["areas.geojson"])["features"]
        return change(gpd.GeoDataFrame.from_features(features, crs=4326))

    return make


AREAS = frame()


def stored(name: str, make: Callable[[Files], gpd.GeoDataFrame] = AREAS, **options: Any) -> Edit:
    """Keep the areas in a file of another format."""

    def edit(files: Files) -> None:
        table = make(files)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            if path.suffix == ".parquet":
                table.to_parquet(path, compression="brotli")
            else:
                driver = {".gpkg": "GPKG", ".shp": "ESRI Shapefile", ".fgb": "FlatGeobuf"}[path.suffix]
                kept = {"layer": "areas"} | options if driver == "GPKG" else options
                pyogrio.write_dataframe(table, path, driver=driver, **kept)
            if path.suffix == ".gpkg":
                _small(path)
            files.update({one.name: one.read_bytes() for one in Path(folder).iterdir()})
        del files["areas.geojson"]
        files["region.yaml"] = files["region.yaml"].replace(b"areas.geojson", name.encode())

    return edit


def _small(path: Path) -> None:
    """Write a GeoPackage anew with small pages: it shrinks from 98 to 20 kB."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA page_size=512")
        database.execute("VACUUM")


def without(*names: str) -> Edit:
    """Leave files out."""
    return lambda files: [files.pop(name) for name in names] and None


def cut(name: str, length: int) -> Edit:
    """Keep the first bytes of a file (negative: all but the last)."""
    return lambda files: files.__setitem__(name, files[name][:length])


def joined(table: str, keys: str = "") -> tuple[Edit, ...]:
    """Keep the people of the areas in a CSV table, joined by id."""
    drop = areas(lambda features: [one["properties"].pop("POP") for one in features])
    line = f"  join: [{{file: people.csv, id: GEO{keys}}}]\n"
    return drop, content("people.csv", table), manifest("  columns:\n", line + "  columns:\n")


def raster(keys: str, crs: str | None = "EPSG:4326", cell: float = 1.0, bands: int = 1) -> tuple[Edit, ...]:
    """Name a raster of two by two cells in the region file."""

    def edit(files: Files) -> None:
        cells = np.ones((bands, 2, 2), np.float32)
        cells[0, 0, 0] = cell
        corner = rasterio.transform.from_origin(WEST, SOUTH + 2 * SIDE, SIDE, SIDE)
        kind = {"count": bands, "height": 2, "width": 2, "dtype": "float32", "crs": crs, "transform": corner}
        with rasterio.MemoryFile() as memory:
            with memory.open(driver="GTiff", **kind) as file:
                file.write(cells)
            files["people.tif"] = memory.read()

    return edit, manifest("sponsors:", f"{keys}\nsponsors:")


def reshaped(change: Callable[[np.ndarray], Any]) -> Callable[[Files], gpd.GeoDataFrame]:
    """Return what makes a table of the areas with other shapes."""
    return frame(
        lambda table: table.set_geometry(gpd.GeoSeries(change(table.geometry.to_numpy().copy()), crs=4326))
    )


def first(make: Callable[[Any], Any]) -> Callable[[np.ndarray], Any]:
    """Return what changes the first shape."""

    def change(shapes: np.ndarray) -> np.ndarray:
        shapes[0] = make(shapes[0])
        return shapes

    return change


def moved(where: int, to: float) -> Callable[[Any], Any]:
    """Return what moves one corner's longitude."""

    def change(shape: Any) -> Any:
        xy = shapely.get_coordinates(shape)
        xy[where, 0] = to
        return shapely.set_coordinates(shape, xy)

    return change


def broken_wkb(files: Files) -> None:
    """Keep the areas in GeoParquet, the second with a ring that isn't closed."""
    stored("areas.parquet")(files)
    table = pq.read_table(pa.BufferReader(files["areas.parquet"]))
    column = table.schema.get_field_index("geometry")
    shapes = table["geometry"].to_pylist()
    shapes[1] = shapes[1][:-1] + b"\x01"
    sink = io.BytesIO()
    pq.write_table(
        table.set_column(column, table.schema.field(column), pa.array(shapes)), sink, compression="brotli"
    )
    files["areas.parquet"] = sink.getvalue()


def drop_triggers(database: sqlite3.Connection) -> None:
    """Take the triggers out of a GeoPackage: they call functions that SQLite alone doesn't have."""
    found = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in found:
        database.execute(f'DROP TRIGGER "{name}"')


def curved(files: Files) -> None:
    """Keep the areas in a GeoPackage, the first of them a polygon whose ring is an arc."""
    stored("areas.gpkg")(files)
    arc = [
        (WEST, SOUTH),
        (WEST + SIDE, SOUTH),
        (WEST + SIDE, SOUTH + SIDE),
        (WEST, SOUTH + SIDE),
        (WEST, SOUTH),
    ]
    ring = struct.pack("<BII", 1, 8, len(arc)) + b"".join(struct.pack("<dd", *corner) for corner in arc)
    shape = b"GP\x00\x01" + struct.pack("<i", 4326) + struct.pack("<BII", 1, 10, 1) + ring
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "areas.gpkg"
        path.write_bytes(files["areas.gpkg"])
        with closing(sqlite3.connect(path)) as database:
            drop_triggers(database)
            database.execute("UPDATE areas SET geom = ? WHERE fid = 1", (shape,))
            database.execute("UPDATE gpkg_geometry_columns SET geometry_type_name = 'GEOMETRY'")
            database.execute("PRAGMA writable_schema = 1")
            database.execute(
                "UPDATE sqlite_master SET sql = replace(sql, 'POLYGON', 'GEOMETRY') WHERE name = 'areas'"
            )
            database.commit()
        _small(path)
        files["areas.gpkg"] = path.read_bytes()


def asked(*statements: str) -> Edit:
    """Keep the areas in a GeoPackage in which some statements of SQL were run, without its triggers."""

    def edit(files: Files) -> None:
        stored("areas.gpkg")(files)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "areas.gpkg"
            path.write_bytes(files["areas.gpkg"])
            with closing(sqlite3.connect(path)) as database:
                drop_triggers(database)
                for statement in statements:
                    database.execute(statement)
                database.commit()
            files["areas.gpkg"] = path.read_bytes()

    return edit


def nested(inner: bytes, times: int) -> Edit:
    """Keep clinics in GeoParquet: one collection that holds another that holds another, and at last ``inner``."""

    def edit(files: Files) -> None:
        table = gpd.GeoDataFrame({"CID": ["k"]}, geometry=[shapely.Point(WEST, SOUTH)], crs=4326)
        sink = io.BytesIO()
        table.to_parquet(sink)
        held = pq.read_table(pa.BufferReader(sink.getvalue()))
        column = held.schema.get_field_index("geometry")
        shapes = pa.array([struct.pack("<BII", 1, 7, 1) * times + inner])
        sink = io.BytesIO()
        pq.write_table(held.set_column(column, held.schema.field(column), shapes), sink, compression="brotli")
        files["clinics.parquet"] = sink.getvalue()
        files["region.yaml"] = files["region.yaml"].replace(
            LAYER.encode(), b"clinics: {file: clinics.parquet, id: CID}"
        )

    return edit


def arcs(files: Files) -> None:
    """Keep the areas in a FlatGeobuf file whose header names no kind, the first of them bounded by an arc."""
    shapes = np.array(AREAS(files).geometry.to_wkb().tolist(), dtype=object)
    ring = struct.pack("<BII6d", 1, 8, 3, WEST, SOUTH, WEST + SIDE, SOUTH, WEST, SOUTH)
    shapes[0] = struct.pack("<BII", 1, 10, 1) + ring
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "areas.fgb"
        known = {
            "field_data": [np.arange(len(shapes))],
            "fields": ["ID"],
            "crs": "EPSG:4326",
            "SPATIAL_INDEX": "NO",
        }
        pyogrio.raw.write(path, shapes, geometry_type="Unknown", driver="FlatGeobuf", **known)
        files["areas.fgb"] = path.read_bytes()
    del files["areas.geojson"]
    files["region.yaml"] = files["region.yaml"].replace(b"areas.geojson", b"areas.fgb")


def wide_ids(files: Files) -> None:
    """Keep the sponsors in Parquet, with ids of 64 bits without a sign."""
    known = {"SID": pa.array([2**64 - 1 - n for n in range(4)], pa.uint64())}
    known |= {"lon": [-81.499, -81.495, -81.485, -81.485], "lat": [41.001, 41.004, 41.007, 41.017]}
    sink = io.BytesIO()
    pq.write_table(pa.table(known), sink, compression="brotli")
    files["sponsors.parquet"] = sink.getvalue()
    del files["sponsors.csv"]
    files["region.yaml"] = files["region.yaml"].replace(b"sponsors.csv", b"sponsors.parquet")


def two_layers(files: Files) -> None:
    """Keep the areas in a GeoPackage of two layers."""
    table = frame()(files)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "areas.gpkg"
        for name in ("areas", "towns"):
            pyogrio.write_dataframe(table, path, driver="GPKG", layer=name)
        _small(path)
        files["areas.gpkg"] = path.read_bytes()
    del files["areas.geojson"]
    files["region.yaml"] = files["region.yaml"].replace(b"areas.geojson", b"areas.gpkg")


def zipped(files: Files) -> None:
    """Keep the areas in an archive that calls itself GeoJSON."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        content = files["areas.geojson"] + b" " * 1_000_000
        archive.writestr(zipfile.ZipInfo("areas.geojson"), content, zipfile.ZIP_DEFLATED)
    files["areas.geojson"] = sink.getvalue()


def flipped(name: str, where: int) -> Edit:
    """Change a byte of a file."""

    def edit(files: Files) -> None:
        data = bytearray(files[name])
        data[where] ^= 0xFF
        files[name] = bytes(data)

    return edit


def dbf(old: bytes, new: bytes) -> Edit:
    """Replace bytes of the table beside a Shapefile by as many others, which must be there."""

    def edit(files: Files) -> None:
        assert old in files["areas.dbf"] and len(old) == len(new), old
        files["areas.dbf"] = files["areas.dbf"].replace(old, new, 1)

    return edit


def scribble(crossings: int) -> list[list[float]]:
    """Return a ring of over 1,000 corners, the last of which cross."""
    turn = np.linspace(0, 2 * np.pi, 1001, endpoint=False)
    ring = np.column_stack([WEST + SIDE * (0.5 + np.cos(turn) / 2), SOUTH + SIDE * (0.5 + np.sin(turn) / 2)])
    ring[[crossings, crossings + 2]] = ring[[crossings + 2, crossings]]
    return np.round(np.vstack([ring, ring[:1]]), 6).tolist()


def law(zones: str) -> tuple[Edit, ...]:
    """Put a law with zones beside the region."""
    return content("program.yaml", PROGRAM), content("law.yaml", LAW + zones)


def case(row: str, name: str, said: tuple[str, str, str, str], *edits: Edit | tuple[Edit, ...]) -> Case:
    """Return a case; ``said``: how reading ends, the code, the place and words of the message."""
    return Case(
        row,
        name,
        *said,
        tuple(one for part in edits for one in (part if isinstance(part, tuple) else (part,))),
    )


def refused(code: str, place: str, words: str) -> tuple[str, str, str, str]:
    """Return what is said of a defect that is refused."""
    return "refused", code, place, words


def read(code: str, place: str, words: str) -> tuple[str, str, str, str]:
    """Return what is said of a defect that is read; ``code`` is ``account`` where an account says it."""
    return "read", code, place, words


A = "areas.geojson"
CRS = "crs: EPSG:4326\nareas"
COUNTS = "residents: POP"
FILE = "file: areas.geojson"
LAYER = "clinics: {file: clinics.csv, id: CID, x: lon, y: lat, crs: EPSG:4326, where: STATUS = 'OPEN'}"
POINT = "sponsors: {file: sponsors.csv, id: SID, x: lon, y: lat, crs: EPSG:4326}"
NULL = {"type": "Polygon", "coordinates": []}
TIE = [[WEST, SOUTH], [WEST + SIDE, SOUTH + SIDE], [WEST + SIDE, SOUTH], [WEST, SOUTH + SIDE], [WEST, SOUTH]]
SPIKE = [*square(0, 0, 1, 1)[:3], [WEST + SIDE, SOUTH + 1.5 * SIDE], *square(0, 0, 1, 1)[2:]]
PARQUET = manifest(FILE, "file: areas.parquet")
HIDDEN = {
    "vrt": "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
    "gdalg": json.dumps(
        {"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read /etc/passwd"}
    ),
    "kml": "<kml><Document/></kml>",
    "wfs": "<wfs:FeatureCollection xmlns:wfs='http://www.opengis.net/wfs'/>",
}
CASES = [
    case("G1", "no-crs", refused("file", "region.yaml:5:3", "'areas.parquet' has no CRS. Its numbers alone"),
         stored("areas.parquet", frame(lambda one: one.set_crs(None, allow_override=True)))),
    case("G1", "no-crs-declared", read("", "", ""),
         stored("areas.parquet", frame(lambda one: one.set_crs(None, allow_override=True))),
         manifest("file: areas.parquet", "file: areas.parquet\n  crs: EPSG:4326")),
    case("G1", "crs-declared-twice", refused("file", "region.yaml:5:3", "'areas.parquet' is in the CRS 'WGS 84', the region file says"),
         stored("areas.parquet"), manifest("file: areas.parquet", "file: areas.parquet\n  crs: EPSG:32617")),
    case("G2", "crs-differ", read("reprojected", "region.yaml:3:6", "not the region's EPSG:32617: areas.geojson, towns.geojson, wards"),
         manifest(CRS, "crs: EPSG:32617\nareas")),
    case("G3", "metres-in-geojson", refused("degrees", "areas.geojson#a", "are no degrees of longitude and latitude"),
         shape(0, "Polygon", [[[500000, 4500000], [501000, 4500000], [501000, 4501000], [500000, 4500000]]])),
    case("G3", "degrees-in-metres", refused("too-small", "areas.parquet#a", "is smaller than 1 m2."),
         stored("areas.parquet", frame(lambda one: one.set_crs(32617, allow_override=True)))),
    case("G4", "crs-urn-unknown", refused("file", "region.yaml:5:3", "'areas.geojson' names the CRS 'urn:x'."),
         areas(len, crs={"type": "name", "properties": {"name": "urn:x"}})),
    case("G4", "crs-unknown", refused("crs", "region.yaml:3:6", "'EPSG:999999' is no coordinate reference system"),
         manifest(CRS, "crs: EPSG:999999\nareas")),
    case("G4", "crs-of-a-layer-unknown", refused("crs", "region.yaml:", "'Ohio' is no coordinate reference system"),
         manifest("y: lat, crs: EPSG:4326}", "y: lat, crs: Ohio}")),
    case("G5", "swapped-in-range", refused("swapped", "sponsors.csv", "with longitude and latitude swapped they do"),
         manifest("SID, x: lon, y: lat", "SID, x: lat, y: lon")),
    case("G5", "swapped-out-of-range", refused("degrees", "sponsors.csv#v", "Are longitude and latitude swapped?"),
         text("sponsors.csv", "-81.499,41.001", "41.001,-181.499"), text("sponsors.csv", "41.001,-181.499", "41.001,-120")),
    case("G6", "area-in-web-mercator", read("reprojected", "region.yaml:3:6", "reprojected from EPSG:3857"),
         stored("areas.parquet", frame(lambda one: one.to_crs(3857)))),
    case("G7", "antimeridian", refused("antimeridian", "areas.geojson#a", "does it cross the antimeridian? Split it"),
         shape(0, "Polygon", [[[-179, 40], [179, 40], [179, 41], [-179, 41], [-179, 40]]])),
    case("G8", "null-geometry", refused("geometry", "areas.geojson#b", "has no shape."),
         areas(lambda features: features[1].__setitem__("geometry", None))),
    case("G8", "empty-geometry", refused("geometry", "areas.geojson#b", "has no shape."), shape(1, "Polygon", [])),
    case("G8", "null-town", refused("geometry", "towns.geojson#w", "has no shape."),
         content("towns.geojson", collection([{"type": "Feature", "properties": {"TOWN": "w", "NAME": "W"}, "geometry": None}]))),
    case("G8", "null-clinic", refused("geometry", "clinics.csv#k", "has no shape"), text("clinics.csv", "-81.495,41.005", ",")),
    case("G8", "sponsor-without-location", read("account", "sponsors", "1 without a location"),
         text("sponsors.csv", "-81.495,41.004", ",")),
    case("G9", "bow-tie", refused("invalid-geometry", "areas.geojson#a", "is no valid polygon: Self-intersection"), shape(0, "Polygon", [TIE])),
    case("G9", "spike", read("mended", "areas.geojson#a", "m2; its 1,000 residents stay."), shape(0, "Polygon", [SPIKE])),
    case("G10", "scribble", refused("invalid-geometry", "areas.geojson#a", "is no valid polygon: Self-intersection"),
         shape(0, "Polygon", [scribble(500)])),
    case("G11", "ring-not-closed", refused("file", "region.yaml:5:3", "no valid geometry in feature 1, 3."),
         shape(0, "Polygon", [TIE[:3]]), shape(2, "Polygon", [TIE[:2]])),
    case("G11", "ring-not-closed-in-wkb", refused("file", "region.yaml:5:3", "no valid geometry in feature 2."), broken_wkb),
    case("G12", "coordinate-nan", refused("geometry", "areas.parquet#a", "has coordinates that are not finite"),
         stored("areas.parquet", reshaped(first(moved(1, np.nan))))),
    case("G12", "coordinate-inf", refused("geometry", "areas.parquet#a", "has coordinates that are not finite"),
         stored("areas.parquet", reshaped(first(moved(1, np.inf))))),
    case("G12", "coordinate-beyond-numbers", refused("file", "region.yaml:5:3", "no valid geometry in feature 1."),
         text(A, "-81.5, 41.0", "1e999, 41.0")),
    case("G13", "heights", read("flattened", "areas.geojson", "4 shapes have heights, which are left out."),
         areas(lambda features: [corner.append(7) for one in features for corner in one["geometry"]["coordinates"][0]])),
    case("G14", "curves", refused("file", "region.yaml:5:3", "layer 'areas' of 'areas.gpkg' holds curves (CurvePolygon)."), curved),
    case("G15", "sponsor-polygon", refused("geometry", "sponsors.geojson#v", "is a polygon, where a point is needed."),
         manifest(POINT, "sponsors: {file: sponsors.geojson, id: SID}"), without("sponsors.csv"),
         content("sponsors.geojson", collection([feature(square(0, 0, 1, 1), SID="v")]))),
    case("G15", "sponsor-multipoint", read("multipoint", "sponsors.geojson", "1 multipoints of one point each are read as points."),
         manifest(POINT, "sponsors: {file: sponsors.geojson, id: SID}"), without("sponsors.csv"),
         content("sponsors.geojson", collection([{"type": "Feature", "properties": {"SID": "v"},
                 "geometry": {"type": "MultiPoint", "coordinates": [[-81.495, 41.004]]}}]))),
    case("G15", "sponsor-of-two-points", refused("geometry", "sponsors.geojson#v", "is a multipoint, where a point is needed."),
         manifest(POINT, "sponsors: {file: sponsors.geojson, id: SID}"), without("sponsors.csv"),
         content("sponsors.geojson", collection([{"type": "Feature", "properties": {"SID": "v"},
                 "geometry": {"type": "MultiPoint", "coordinates": [[-81.495, 41.004], [-81.494, 41.004]]}}]))),
    case("G15", "area-line", refused("geometry", "areas.geojson#b", "is a linestring, where a polygon is needed."),
         shape(1, "LineString", square(1, 0, 2, 1))),
    case("G15", "area-point", refused("geometry", "areas.geojson#b", "is a point, where a polygon is needed."), shape(1, "Point", [-81.485, 41.005])),
    case("G15", "area-collection", refused("geometry", "areas.geojson#b", "is a geometrycollection, where a polygon"),
         areas(lambda features: features[1].__setitem__("geometry", {"type": "GeometryCollection", "geometries": [features[1]["geometry"]]}))),
    case("G16", "overlap", refused("overlap", "areas.geojson#b", "m2 of area a too. A home lies in one area: mend the layer."),
         shape(1, "Polygon", [square(0.9, 0, 2, 1)])),
    case("G16", "overlap-of-a-hair", read("overlap", "areas.geojson", "where less than one of their residents live by land"),
         shape(1, "Polygon", [square(1 - 5e-8, 0, 2, 1)])),
    case("G16", "overlapping-towns", refused("overlap", "towns.geojson#w", "municipality e and w claim the same land"),
         text("towns.geojson", "[-81.49, 41.0]", "[-81.489, 41.0]")),
    case("G17", "gap", read("gaps", "areas.geojson", "km2 among areas of 1,430 residents: no one is counted there."),
         areas(lambda features: [one.__setitem__("geometry", {"type": "Polygon", "coordinates": [ring]}) for one, ring in
                                 zip(features, (square(0, 0, 2, 1), square(2, 0, 3, 2), square(1, 2, 3, 3), square(0, 1, 1, 3)), strict=True)])),
    case("G17", "slivers", read("slivers", "cells", "joined a neighbour."),
         content("towns.geojson", collection([feature(square(0, 0, 1 - 5e-8, 2), TOWN="w", NAME="West"), feature(square(1 - 5e-8, 0, 2, 2), TOWN="e", NAME="East")]))),
    case("G18", "area-id-twice", refused("double-id", "areas.geojson#a", "stands twice, in rows 1 and 2. An id names one feature."), value(1, "ID", "a")),
    case("G18", "sponsor-id-twice", refused("double-id", "sponsors.csv#v", "stands twice, in rows 1 and 2."), text("sponsors.csv", "w,", "v,")),
    case("G19", "stacked-sponsors", read("stacked", "sponsors", "51 sponsors share one point: is it a geocoder's default?"),
         content("sponsors.csv", "SID,lon,lat\n" + "".join(f"{n:02},-81.495,41.004\n" for n in range(51)))),
    case("G19", "one-shape-twice", refused("overlap", "areas.geojson#b", "of area a too."), shape(1, "Polygon", [square(0, 0, 1, 1)])),
    case("G20", "ids-as-numbers", refused("numeric-ids", "areas.geojson", "ids in 'ID' are numbers; zeros that led them, if any, are lost. Write `id_width: 5`"),
         *(value(n, "ID", 1001 + n) for n in range(4))),
    case("G20", "ids-as-numbers-with-width", read("id-width", "areas.geojson", "4 ids are led by zeros again, to 5 digits"),
         *(value(n, "ID", 1001 + n) for n in range(4)), manifest("id: ID", "id: ID\n  id_width: 5")),
    case("G20", "ids-as-numbers-in-parquet", read("numeric-ids", "areas.parquet", "are stored as numbers; zeros that led them"),
         *(value(n, "ID", 1001 + n) for n in range(4)), stored("areas.parquet")),
    case("G21", "number-id-missing", refused("no-id", "areas.parquet#row 2", "has no id in 'ID'."),
         *(value(n, "ID", 1001 + n if n != 1 else None) for n in range(4)), stored("areas.parquet")),
    case("G21", "id-missing", refused("no-id", "areas.geojson#row 2", "has no id in 'ID'."), value(1, "ID", None)),
    case("G21", "id-blank", refused("no-id", "areas.geojson#row 2", "has no id in 'ID'."), value(1, "ID", " ")),
    case("G22", "join-text-with-numbers", read("id-width", "areas.geojson", "4 ids are led by zeros again"),
         *(value(n, "ID", 1001 + n) for n in range(4)), manifest("id: ID", "id: ID\n  id_width: 5"),
         *joined("GEO,POP\n01001,1000\n01002,400\n01003,0\n01004,30\n")),
    case("G23", "people-negative", refused("negative", "areas.geojson#a", "residents -1 is negative."), value(0, "POP", -1)),
    case("G23", "people-missing", refused("missing", "areas.geojson#a", "residents is missing. Write `missing: 0`"), value(0, "POP", None)),
    case("G23", "people-missing-said", read("missing-as-0", "areas.geojson", "1 areas have no residents; the region file reads them as 0."),
         value(2, "POP", None), manifest(COUNTS, "residents: {column: POP, missing: 0}")),
    case("G23", "people-nan", refused("missing", "areas.parquet#a", "residents is missing."),
         stored("areas.parquet", frame(lambda one: one.assign(POP=[np.nan, 400, 0, 30])))),
    case("G23", "people-endless", refused("too-large", "areas.parquet#a", "residents inf is more than 10,000,000,000."),
         stored("areas.parquet", frame(lambda one: one.assign(POP=[np.inf, 400, 0, 30])))),
    case("G23", "people-halved", refused("fraction", "areas.geojson#a", "residents 1.5 is no whole number."), value(0, "POP", 1.5)),
    case("G24", "people-in-words", refused("no-number", "areas.geojson#a", "residents is '1,234', which is no number."), value(0, "POP", "1,234")),
    case("G25", "people-too-many", refused("too-large", "areas.geojson#a", "is more than 10,000,000,000."), value(0, "POP", 12345678901234567890)),
    case("G26", "no-people", read("deserted", "region.yaml:5:3", "no area has a resident: every share of residents is 0."),
         *(value(n, "POP", 0) for n in range(4))),
    case("G27", "sponsor-on-a-border", read("account", "sponsors", "4 located in a cell"), text("sponsors.csv", "-81.499,41.001", "-81.49,41.005")),
    case("G28", "sponsor-at-null-island", read("account", "sponsors", "1 outside every area"), text("sponsors.csv", "-81.499,41.001", "0,0")),
    case("G29", "no-sponsors", read("account", "sponsors", "0 located in a cell"), content("sponsors.csv", "SID,lon,lat\n")),
    case("G29", "no-areas", refused("empty", "areas.geojson", "holds no feature."), content(A, collection([]))),
    case("G30", "vertices", refused("geometry", "areas.parquet#a", "has 200,007 vertices; at most 200,000 are read."),
         stored("areas.parquet", reshaped(first(lambda _: shapely.Polygon([(WEST, SOUTH), (WEST + SIDE, SOUTH)] * 100_003))))),
    case("G32", "geopackage-cut", refused("file", "region.yaml:5:3", "'areas.gpkg' "), stored("areas.gpkg"), cut("areas.gpkg", 9000)),
    case("G32", "geopackage-garbled", refused("file", "region.yaml:5:3", "'areas.gpkg' "), stored("areas.gpkg"), flipped("areas.gpkg", 100)),
    case("G32", "parquet-cut", refused("file", "region.yaml:5:3", "'areas.parquet' is damaged"), stored("areas.parquet"), cut("areas.parquet", -9)),
    case("G32", "flatgeobuf-cut", refused("file", "region.yaml:5:3", "'areas.fgb' "), stored("areas.fgb"), cut("areas.fgb", -150)),
    case("G33", "layer-unnamed", refused("file", "region.yaml:5:3", "'areas.gpkg' holds several layers. Name one: areas, towns."), two_layers),
    case("G33", "layer-unknown", refused("file", "region.yaml:5:3", "'areas.gpkg' has no layer 'tracts'. It holds: areas."),
         stored("areas.gpkg"), manifest("file: areas.gpkg", "file: areas.gpkg\n  layer: tracts")),
    case("G34", "geojson-cut", refused("file", "region.yaml:5:3", "'areas.geojson' is no valid GeoJSON."), cut(A, 400)),
    case("G34", "geojson-empty", refused("file", "region.yaml:5:3", "'areas.geojson' is empty."), content(A, "")),
    case("G34", "geojson-deep", refused("file", "region.yaml:5:3", "'areas.geojson' is no valid GeoJSON."), content(A, "[" * 10_000)),
    case("G34", "geojson-nan", refused("file", "region.yaml:5:3", "NaN is no number. Leave an unknown value out"), text(A, '"POP": 1000', '"POP": NaN')),
    case("G34", "geojson-key-twice", refused("file", "region.yaml:5:3", "the key 'POP' stands twice in one object."), text(A, '"POP": 1000', '"POP": 1000, "POP": 1')),
    case("G35", "shapefile-without-dbf", refused("file", "region.yaml:5:3", "'areas.shp' has no .dbf file beside it. A Shapefile is read whole"),
         stored("areas.shp"), without("areas.dbf")),
    case("G35", "shapefile-dbf-cut", refused("file", "region.yaml:5:3", "'areas.dbf' is cut off, or no .dbf file."), stored("areas.shp"), cut("areas.dbf", 90)),
    case("G36", "shapefile-without-shx", refused("file", "region.yaml:5:3", "'areas.shp' has no .shx file beside it."), stored("areas.shp"), without("areas.shx")),
    case("G36", "shapefile-without-cpg", refused("file", "region.yaml:5:3", "nothing says in which encoding the texts of 'areas.shp' are"),
         stored("areas.shp"), without("areas.cpg")),
    case("G1", "shapefile-without-prj", refused("file", "region.yaml:5:3", "'areas.shp' has no .prj file beside it."), stored("areas.shp"), without("areas.prj")),
    case("G1", "shapefile-without-prj-declared", read("", "", ""), stored("areas.shp"), without("areas.prj"),
         manifest("file: areas.shp", "file: areas.shp\n  crs: EPSG:4326")),
    case("G36", "shapefile-cut", refused("file", "region.yaml:5:3", "'areas.shp' is cut off, or no .shp file."), stored("areas.shp"), cut("areas.shp", -20)),
    case("G37", "shapefile-name-cut", refused("unknown-column", "region.yaml:9:16", "there is no column 'POPULATION_2020' in areas.shp. Did you mean 'POPULATION'?"),
         stored("areas.shp", frame(lambda one: one.rename(columns={"POP": "POPULATION"}))), manifest(COUNTS, "residents: POPULATION_2020")),
    case("G38", "geojson-in-latin-1", refused("file", "region.yaml:5:3", "'areas.geojson' is no valid GeoJSON."),
         value(0, "NAME", "Équihen"), lambda files: files.__setitem__(A, files[A].decode("unicode_escape").encode("latin-1"))),
    case("G38", "geojson-in-utf-16", refused("file", "region.yaml:5:3", "'areas.geojson' is no valid GeoJSON."),
         lambda files: files.__setitem__(A, files[A].decode().encode("utf-16"))),
    case("G38", "shapefile-in-latin-1", refused("file", "region.yaml:5:3", "'areas.dbf' holds text that is not in utf-8"),
         value(0, "NAME", "Équihen"), stored("areas.shp", encoding="ISO-8859-1"), content("areas.cpg", "UTF-8")),
    case("G38", "csv-in-latin-1", refused("file", "region.yaml:17:11", "is not UTF-8. Save it as UTF-8."),
         content("sponsors.csv", SPONSORS.replace("v,", "É,").encode("latin-1"))),
    case("G38", "encoding-unknown", refused("file", "region.yaml:5:3", "'rot13' is no encoding that is read."),
         stored("areas.shp"), manifest("file: areas.shp", "file: areas.shp\n  encoding: rot13")),
    case("G38", "encoding-of-geojson", refused("encoding", "region.yaml:6:13", "`encoding` goes only with a Shapefile"),
         manifest(FILE, f"{FILE}\n  encoding: utf-8")),
    case("G39", "property-geometry", refused("file", "region.yaml:5:3", "has a property 'geometry'. Rename it"), value(0, "geometry", "flat")),
    case("G39", "column-in-other-letters", refused("unknown-column", "region.yaml:9:16", "there is no column 'pop' in areas.geojson. Did you mean 'POP'?"),
         manifest(COUNTS, "residents: pop")),
    case("G39", "name-that-is-taken", refused("taken-name", "region.yaml:", "column 'sponsors': the name is taken."), manifest("households: HOMES", "sponsors: HOMES")),
    case("G40", "people-mixed", refused("no-number", "areas.geojson#b", "residents is '400', which is no number."), value(1, "POP", "400")),
    case("G40", "ids-mixed", refused("mixed-ids", "areas.geojson", "ids in 'ID' are numbers and texts mixed."), value(1, "ID", 7)),
    case("G40", "text-mixed", refused("mixed", "areas.geojson", "kind holds numbers and texts mixed."),
         areas(lambda features: [one["properties"].__setitem__("KIND", kind) for one, kind in zip(features, ("x", 1, "y", "z"), strict=True)]),
         manifest("households: HOMES", "households: HOMES\n    kind: {column: KIND, unit: text}")),
    case("G41", "archive", refused("file", "region.yaml:5:3", "'areas.zip' is in no format that is read."), manifest(FILE, "file: areas.zip"),
         zipped, lambda files: files.__setitem__("areas.zip", files.pop(A))),
    case("G41", "archive-in-disguise", refused("file", "region.yaml:5:3", "'areas.geojson' is no valid GeoJSON."), zipped),
    *(case("G42", f"{kind}-in-disguise", refused("file", "region.yaml:5:3", "'areas.geojson' is no "), content(A, data)) for kind, data in HIDDEN.items()),
    case("G42", "vrt-as-geopackage", refused("file", "region.yaml:5:3", "'areas.gpkg' is damaged, or no gpkg file."),
         manifest(FILE, "file: areas.gpkg"), without(A), content("areas.gpkg", HIDDEN["vrt"])),
    case("G42", "path-climbs", refused("file", "region.yaml:5:3", "'../a.parquet' leads out of the region's folder."), manifest(FILE, "file: ../a.parquet")),
    case("G42", "path-absolute", refused("file", "region.yaml:5:3", "'/etc/passwd' leads out of the region's folder."), manifest(FILE, "file: /etc/passwd")),
    case("G42", "path-address", refused("file", "region.yaml:5:3", "is not a plain file name."), manifest(FILE, "file: http://x.org/a.parquet")),
    case("G42", "path-driver", refused("file", "region.yaml:5:3", "'GPKG:towns.gpkg' is not a plain file name."), manifest(FILE, "file: GPKG:towns.gpkg")),
    case("G42", "path-vsicurl", refused("file", "region.yaml:5:3", "leads out of the region's folder."), manifest(FILE, "file: /vsicurl/x.org/a.gpkg")),
    case("G42", "path-table", refused("file", "region.yaml:5:3", "is not a plain file name."), manifest(FILE, "file: postgis:town.areas")),
    case("G43", "csv-degrees-as-words", refused("file", "region.yaml:17:11", "no plain coordinates in row 1 ('81° W', '41° N')"),
         text("sponsors.csv", "-81.499,41.001", "81° W,41° N")),
    case("G43", "csv-decimal-comma", refused("file", "region.yaml:17:11", "no plain coordinates in row 1"),
         text("sponsors.csv", "-81.499,41.001", '"-81,499","41,001"')),
    case("G43", "csv-no-header", refused("file", "region.yaml:17:11", "has no column 'lon'."), text("sponsors.csv", "SID,lon,lat\n", "")),
    case("G43", "csv-ragged", refused("file", "region.yaml:17:11", "the header has 3 fields, row 2 more or fewer."), text("sponsors.csv", "w,-81.495,41.004", "w,-81.495")),
    case("G43", "csv-with-byte-order-mark", read("", "", ""), content("sponsors.csv", b"\xef\xbb\xbf" + SPONSORS.encode())),
    case("G43", "csv-without-crs", refused("table", "region.yaml:17:11", "sponsors.csv is a CSV file: it needs `x`, `y` and `crs`."),
         manifest("id: SID, x: lon, y: lat, crs: EPSG:4326", "id: SID, x: lon, y: lat")),
    case("G44", "zones-overlap", refused("open-overlap", "law.yaml:13:5", "overlaps zone 'first'"),
         law("  - {id: first, section: '3', boundary: {ids: [a, c]}, notwithstanding: [one]}\n"
             "  - {id: second, section: '4', boundary: {ids: [a]}, notwithstanding: [two]}\n")),
    case("G44", "zone-elsewhere", read("zone-without-land", "law.yaml:12:", "covers no land of West"),
         law("  - {id: first, section: '3', boundary: {ids: [b]}, notwithstanding: [one]}\n")),
    # What the region file itself can get wrong.
    case("", "column-unknown", refused("unknown-column", "region.yaml:", "there is no column 'JOBS' in areas.geojson. It has: HOMES, ID, NAME, POOR, POP"),
         manifest("households: HOMES", "jobs: JOBS")),
    case("", "id-unknown", refused("unknown-column", "region.yaml:5:3", "areas.geojson has no column 'GEOID'."), manifest("id: ID", "id: GEOID")),
    case("", "name-unknown", refused("unknown-column", "region.yaml:", "no column 'NAMES'. Did you mean 'NAME'?"), manifest("TOWN, name: NAME", "TOWN, name: NAMES")),
    case("", "where-unknown", refused("unknown-column", "region.yaml:", "clinics.csv has no column 'OPEN'"), manifest("where: STATUS = 'OPEN'", "where: OPEN = 'yes'")),
    case("", "where-mistyped", refused("condition", "region.yaml:", "A number is compared with a text."), manifest("where: STATUS = 'OPEN'", "where: STATUS > 3")),
    case("", "capacity-unknown", refused("unknown-column", "region.yaml:", "no column 'BED'. Did you mean 'BEDS'?"),
         manifest("where: STATUS = 'OPEN'", "capacity: {bed: BED}")),
    case("", "layer-of-one", refused("file", "region.yaml:5:3", "'areas.geojson' holds no layer 'areas'"), manifest(FILE, f"{FILE}\n  layer: areas")),
    case("", "share-over-1", refused("share", "areas.geojson#a", "poverty_rate 1.1 is more than 1, but its unit is"), value(0, "POOR", 1.1)),
    case("", "percent-as-share", refused("share", "areas.geojson#a", "Is its unit percent?"), value(0, "POOR", 34)),
    case("", "percent-over-100", refused("share", "areas.geojson#a", "poverty_rate 101 is more than 100, but its unit is percent."),
         value(0, "POOR", 101), manifest("unit: share", "unit: percent")),
    case("", "percent-small", read("small-percent", "areas.geojson", "is over 1 percent. Is its unit share?"), manifest("unit: share", "unit: percent")),
    case("", "two-names-one-thing", refused("double-name", "region.yaml:", "'municipality' is both a level and a district."), manifest("  ward: {", "  municipality: {")),
    case("", "level-without-source", refused("level-source", "region.yaml:", "level 'county' needs either `file`"), manifest("county: {constant: Square County}", "county: {id: X}")),
    case("", "sponsors-twice", refused("sponsor-source", "region.yaml:", "sponsors has file and column; it needs exactly one."),
         manifest("id: SID, x: lon", "id: SID, column: households, x: lon")),
    case("", "sponsors-of-nothing", refused("sponsor-source", "region.yaml:", "sponsors has no source; it needs exactly one."), manifest(POINT, "sponsors: {rationale: none}")),
    case("", "key-missing", refused("missing-key", "region.yaml:", "'crs'"), manifest(CRS, "areas")),
    case("", "key-unknown", refused("unknown-key", "region.yaml:", "Did you mean 'areas'?"), manifest(CRS, "crs: EPSG:4326\narea: {}\nareas")),
    case("", "file-missing", refused("file", "region.yaml:5:3", "there is no file 'tracts.parquet'. The folder holds: areas.geojson, clinics.csv,"),
         manifest(FILE, "file: tracts.parquet")),
    case("", "file-unnamed", refused("no-source", "region.yaml:5:3", "areas needs `file` or `postgis`."), manifest(f"  {FILE}\n", "")),
    case("", "file-of-no-format", refused("file", "region.yaml:5:3", "'region.yaml' is in no format that is read."), manifest(FILE, "file: region.yaml")),
    case("", "join-unknown-id", refused("unknown-id", "people.csv#e", "is no area of the region. Write `elsewhere: left"), *joined(PEOPLE + "e,9\n")),
    case("", "join-id-twice", refused("double-id", "people.csv#a", "stands twice, in rows 1 and 5."), *joined(PEOPLE + "a,9\n")),
    case("", "join-id-blank", refused("no-id", "people.csv#row 5", "has no id in 'GEO'."), *joined(PEOPLE + ",9\n")),
    case("", "join-without-an-area", refused("missing", "areas.geojson#d", "residents is missing."), *joined(PEOPLE[:-5])),
    case("", "join-prefix-missing", refused("prefix", "people.csv#row 4", "the id 'd' doesn't begin with '1400000US'."),
         *joined("GEO,POP\n1400000USa,1000\n1400000USb,400\n1400000USc,0\nd,30\n", ", strip: 1400000US")),
    case("", "join-prefix-kept", refused("file", "region.yaml:", "It has ids such as '1400000USa', the areas such as 'a'."), *joined("GEO,POP\n1400000USa,1000\n")),
    case("", "join-no-ids", refused("file", "region.yaml:", "people.csv has no column 'GEO'. Did you"), *joined(PEOPLE.replace("GEO", "GEOID"))),
    case("", "join-words", refused("no-number", "areas.geojson#b", "residents is '4 00', which is no number."), *joined(PEOPLE.replace("400", "4 00"))),
    case("", "join-separator", refused("file", "region.yaml:", "people.csv has no column 'GEO'."), *joined(PEOPLE.replace(",", ";"))),
    case("", "join-ragged", refused("file", "region.yaml:", "the header has 2 fields, row 5 more or fewer."), *joined(PEOPLE + "e\n")),
    case("", "join-empty", refused("file", "region.yaml:", "'people.csv' is empty."), *joined("")),
    case("", "join-encoding", refused("file", "region.yaml:", "'klingon' is no encoding that is read."), *joined(PEOPLE, ", encoding: klingon")),
    case("", "join-column-twice", refused("double-column", "region.yaml:", "column 'POP' is in people.csv and in the areas' own file."),
         content("people.csv", PEOPLE), manifest("  columns:\n", "  join: [{file: people.csv, id: GEO}]\n  columns:\n")),
    case("", "join-of-no-table", refused("join", "region.yaml:", "'towns.geojson' is joined by id: it must be a CSV file."),
         manifest("  columns:\n", "  join: [{file: towns.geojson, id: GEO}]\n  columns:\n")),
    case("", "join-missing", refused("file", "region.yaml:", "join: there is no file 'people.csv'."), manifest("  columns:\n", "  join: [{file: people.csv, id: GEO}]\n  columns:\n")),
    case("", "join-two-commas", refused("join", "region.yaml:", "a comma can't both separate columns and begin decimals."), *joined(PEOPLE, ", decimal: ','")),
    case("", "table-name", refused("table-name", "region.yaml:", "areas: 'areas; drop table x' is no table."), manifest(FILE, "postgis: 'areas; drop table x'")),
    case("", "table-and-file", refused("two-sources", "region.yaml:", "areas has both `file` and `postgis`; it needs one."), manifest(FILE, f"{FILE}\n  postgis: town.areas")),
    case("", "table-layer", refused("layer", "region.yaml:", "areas: a table has no layers."), manifest(FILE, "postgis: town.areas\n  layer: x")),
    case("", "table-without-database", refused("file", "region.yaml:5:3", "nothing says which database holds 'town.areas'. Set PGSERVICE"), manifest(FILE, "postgis: town.areas")),
    case("", "geopackage-view-without-end", refused("file", "region.yaml:5:3", "layer 'v' of 'areas.gpkg' is a view. Save it as a table"),
         asked("CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS fid, 'a' AS ID, NULL AS geom FROM c",
               "INSERT INTO gpkg_contents(table_name, data_type, identifier, srs_id, last_change) VALUES ('v', 'features', 'v', 4326, '2026-01-01T00:00:00Z')",
               "INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'POLYGON', 4326, 0, 0)"),
         manifest("  file: areas.gpkg", "  file: areas.gpkg\n  layer: v")),
    case("", "geopackage-column-computed", refused("file", "region.yaml:5:3", "column 'BIG' of 'areas.gpkg' is computed."),
         asked("ALTER TABLE areas ADD COLUMN BIG TEXT AS (hex(zeroblob(100000000)))")),
    case("", "geopackage-text-in-a-number", refused("file", "region.yaml:5:3", "column 'POP' of 'areas.gpkg' holds other than numbers of the type"),
         asked("UPDATE areas SET POP = '4o0' WHERE ID = 'b'")),
    case("", "geopackage-shape-of-nothing", refused("file", "region.yaml:5:3", "layer 'areas' holds 1 shapes that are none."),
         asked("UPDATE areas SET geom = x'00' WHERE ID = 'b'")),
    case("", "flatgeobuf-curve-of-no-kind", refused("file", "region.yaml:5:3", "'areas.fgb' holds curves (CurvePolygon). Convert"), arcs),
    case("", "shapefile-column-twice", refused("file", "region.yaml:5:3", "'areas.shp' has a column that stands twice: 'ID'."),
         stored("areas.shp", encoding="UTF-8"), dbf(b"NAME\0", b"ID\0\0\0")),
    case("", "shapefile-number-in-words", refused("file", "region.yaml:5:3", "'areas.dbf' holds '4o0.0"),
         stored("areas.shp", encoding="UTF-8"), dbf(b"  400", b"  4o0")),
    case("", "shapefile-letter-of-no-encoding", refused("file", "region.yaml:5:3", "'areas.dbf' holds text that is not in cp1252"),
         stored("areas.shp", encoding="ISO-8859-1"), dbf(b"Birch", b"B\x81rch"), content("areas.cpg", "1252")),
    case("", "geojson-half-a-letter", refused("file", "region.yaml:5:3", "'areas.geojson' is no valid GeoJSON. 'utf-8' codec can't encode"),
         text(A, '"Birch"', '"\\ud800"')),
    case("", "geojson-crs-of-a-list", refused("file", "region.yaml:5:3", "'areas.geojson' names the CRS ['x']."),
         areas(list, crs={"properties": {"name": ["x"]}})),
    case("", "sponsor-of-no-coordinates", read("account", "sponsors", "1 without a location"),
         content("sponsors.geojson", json.dumps({"type": "FeatureCollection", "features": [
             {"type": "Feature", "properties": {"SID": "v"}, "geometry": {"type": "Point", "coordinates": []}}]})),
         without("sponsors.csv"), manifest(POINT, "sponsors: {file: sponsors.geojson, id: SID}")),
    case("", "sponsor-ids-of-64-bits", read("numeric-ids", "sponsors.parquet", "ids in 'SID' are stored as numbers"), wide_ids),
    case("", "collections-in-one-another", refused("file", "region.yaml:", "'clinics.parquet' holds over 100 collections in one another."),
         nested(shapely.Point(WEST, SOUTH).wkb, 20_000)),
    case("", "curve-in-a-collection", refused("file", "region.yaml:", "'clinics.parquet' holds curves in a collection."),
         nested(struct.pack("<BII6d", 1, 8, 3, WEST, SOUTH, WEST, SOUTH + SIDE, WEST + SIDE, SOUTH), 2)),
    case("", "sponsor-layer-of-a-csv", refused("file", "region.yaml:17:11", "'sponsors.csv' holds no layer 'x': a CSV file is one layer."),
         manifest("sponsors.csv", "sponsors.csv, layer: x")),
    case("", "sponsor-id-a-coordinate", refused("file", "region.yaml:17:11", "'lon' is a coordinate and can't be an id"), manifest("id: SID", "id: lon")),
    case("", "raster-without-crs", refused("file", "region.yaml:", "weights: 'people.tif' has no CRS."), *raster("weights: {file: people.tif}", crs=None)),
    case("", "raster-negative", refused("file", "region.yaml:", "'people.tif' has a cell that is negative or not finite."), *raster("weights: {file: people.tif}", cell=-1)),
    case("", "raster-nan", refused("file", "region.yaml:", "'people.tif' has a cell that is negative or not finite."), *raster("weights: {file: people.tif}", cell=np.nan)),
    case("", "raster-bands", refused("file", "region.yaml:", "'people.tif' has 2 bands."), *raster("weights: {file: people.tif}", bands=2)),
    case("", "raster-cut", refused("file", "region.yaml:", "'people.tif' "), *raster("weights: {file: people.tif}"), cut("people.tif", 90)),
    case("", "raster-of-nothing", refused("file", "region.yaml:", "'people.tif' is damaged, or no GeoTIFF file."), *raster("weights: {file: people.tif}"), cut("people.tif", 0)),
    case("", "raster-count", refused("file", "region.yaml:9:16", "column 'residents': 'people.tif' has 2 bands."),
         *raster("", bands=2), manifest(COUNTS, "residents: {raster: people.tif}")),
    case("", "raster-unit", refused("raster-unit", "region.yaml:", "the sums of a raster are a count, without a unit."),
         *raster(""), manifest("households: HOMES", "jobs: {raster: people.tif, unit: share}")),
]  # fmt: skip


def main() -> None:
    """Write every folder and the table anew."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2026-01-01T00:00:00.000Z"})  # not in files else
    shutil.rmtree(FOLDER, ignore_errors=True)
    base = good()
    for name, edits in (("good", ()), *((one.name, one.edits) for one in CASES)):
        files = dict(base)
        for edit in edits:
            edit(files)
        (FOLDER / name).mkdir(parents=True)
        for file, data in files.items():
            if name == "good" or base.get(file) != data:
                (FOLDER / name / file).write_bytes(data)
    with FOLDER.with_suffix(".csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("row", "region", "ends", "code", "place", "words"))
        writer.writerows(sorted((one[:6] for one in CASES), key=lambda one: (int(one[0][1:] or 99), one[1])))


if __name__ == "__main__":
    main()
