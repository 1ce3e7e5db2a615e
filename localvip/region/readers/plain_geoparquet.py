"""GeoParquet as nearly everyone writes it: one column of shapes as WKB, in a CRS that the file says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import geopandas as gpd
import pyarrow as pa
from pyproj import CRS

from localvip.region.readers.wkb import is_bytes

PLAIN = frozenset({"encoding", "crs", "geometry_types", "bbox"})
MARK = {"ARROW:extension:name": "geoarrow.wkb"}


def plain_frame(table: pa.Table) -> gpd.GeoDataFrame | None:
    """Return what ``geopandas.read_parquet`` makes of a plain file with this ``table``; ``None`` for any other.

    ``read_parquet`` opens a file as one of a data set, and has PROJ read its CRS anew: 25 ms a file on WGS 84.
    """
    known: Mapping[bytes, bytes] = table.schema.metadata or {}
    try:
        geo = json.loads(known[b"geo"])
        ((name, told),) = geo["columns"].items()
        crs = told["crs"]
        plain = bool(geo["version"]) and geo["primary_column"] == name and told["encoding"] == "WKB"
        index = json.loads(known.get(b"pandas", b"{}")).get("index_columns", [])
    except (KeyError, ValueError, TypeError, AttributeError):
        return None
    at = table.schema.get_field_index(name)
    if not plain or not told.keys() <= PLAIN or not isinstance(crs, dict) or at < 0:
        return None
    if b"PANDAS_ATTRS" in known or not is_bytes(table.schema.field(at).type):
        return None
    if any(isinstance(one, str) for one in index):  # a column of the table, which moves the others
        return None
    schema = table.schema.set(at, table.schema.field(at).with_metadata(MARK))
    frame = gpd.GeoDataFrame.from_arrow(pa.Table.from_arrays(table.columns, schema=schema), geometry=name)
    return frame.set_crs(_crs(json.dumps(crs)))


@lru_cache(maxsize=16)
def _crs(text: str) -> CRS:
    content: dict[str, Any] = json.loads(text)
    return CRS.from_json_dict(content)
