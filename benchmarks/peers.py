"""Those who also tell which area a point is in: each starts from what it holds best, and returns all pairs.

Points on borders are in several areas; taking the first of them is not part of anyone's time but ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely

from benchmarks.made import Float64s, Geometries

Int64s = npt.NDArray[np.int64]
Pairs = tuple[npt.NDArray[Any], npt.NDArray[Any]]
Peer = Callable[[], Pairs]
Load = Callable[[Geometries, Float64s, Float64s], Peer]
JOIN = "SELECT p.id AS point, a.id AS area FROM p JOIN a ON ST_Intersects(a.shape, ST_Point(p.x, p.y))"


def geopandas_sjoin(polygons: Geometries, x: Float64s, y: Float64s) -> Peer:
    """``within`` would be faster, but loses every point on a border."""
    points, areas = gpd.GeoDataFrame(geometry=shapely.points(x, y)), gpd.GeoDataFrame(geometry=polygons)

    def joined() -> Pairs:
        pairs = gpd.sjoin(points, areas, predicate="intersects")
        return pairs.index.to_numpy(), pairs["index_right"].to_numpy()

    return joined


def shapely_tree(polygons: Geometries, x: Float64s, y: Float64s) -> Peer:
    """Hold the points in the tree, not the areas: faster for many, since each area is prepared once."""
    points = np.asarray(shapely.points(x, y))

    def queried() -> Pairs:
        shapely.prepare(polygons)
        area, point = shapely.STRtree(points).query(polygons, predicate="intersects")
        shapely.destroy_prepared(polygons)
        return point, area

    return queried


def duckdb_spatial(polygons: Geometries, x: Float64s, y: Float64s) -> Peer:
    """DuckDB with its own tables; the extension comes as a package, since installing it needs the network."""
    import duckdb

    connection = duckdb.connect()
    folder = Path(str(files("duckdb_extension_spatial")))
    connection.execute(f"LOAD '{next(folder.rglob('*.duckdb_extension'))}'")
    connection.register("points", _points(x, y))
    connection.register("areas", _areas(polygons))
    connection.execute("CREATE TABLE p AS SELECT * FROM points")
    connection.execute("CREATE TABLE a AS SELECT id, ST_GeomFromWKB(shape) AS shape FROM areas")
    return lambda: _pairs(connection.execute(JOIN).to_arrow_table())


def sedonadb(polygons: Geometries, x: Float64s, y: Float64s) -> Peer:
    """SedonaDB with tables in memory."""
    import sedonadb

    session = sedonadb.connect()
    session.create_data_frame(_points(x, y)).to_memtable().to_view("p")
    session.create_data_frame(_areas(polygons)).to_view("areas")
    session.sql("SELECT id, ST_GeomFromWKB(shape) AS shape FROM areas").to_memtable().to_view("a")
    return lambda: _pairs(session.sql(JOIN).to_arrow_table())


PEERS: Mapping[str, Load] = {
    "geopandas.sjoin": geopandas_sjoin,
    "shapely.STRtree of points": shapely_tree,
    "DuckDB spatial": duckdb_spatial,
    "SedonaDB": sedonadb,
}
NEEDED = {"DuckDB spatial": "duckdb_extension_spatial", "SedonaDB": "sedonadb"}
OBJECTS = ("geopandas.sjoin", "shapely.STRtree of points")  # points as objects: 100 million fill the memory


def installed() -> list[str]:
    """Return the peers whose packages are there (``uv sync --group bench``)."""
    return [name for name in PEERS if name not in NEEDED or find_spec(NEEDED[name])]


def _points(x: Float64s, y: Float64s) -> pa.Table:
    return pa.table({"id": np.arange(len(x), dtype=np.int32), "x": x, "y": y})


def _areas(polygons: Geometries) -> pa.Table:
    return pa.table({"id": np.arange(len(polygons), dtype=np.int32), "shape": shapely.to_wkb(polygons)})


def _pairs(table: pa.Table) -> Pairs:
    return table["point"].to_numpy(), table["area"].to_numpy()
