"""Read a layer of geodata safely: allow-listed formats, known CRS, ids as text.

A file is opened by the format that its first bytes and its ending both name, never by guess: GDAL would read a
virtual format hidden behind any ending, and with it any file of the machine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

MAGIC = {".parquet": b"PAR1", ".gpkg": b"SQLite format 3\x00"}
WGS84 = "OGC:CRS84"
GEOJSON_CRS = {"urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326"}


class LayerRefused(ValueError):
    """A file that can't be read as a layer; ``message`` and ``hint`` say why in plain words."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_layer(path: Path, layer: str | None) -> gpd.GeoDataFrame:
    """Return every feature of a GeoParquet, GeoPackage or GeoJSON file, in file order, with its CRS.

    Raises ``LayerRefused`` for another format, a damaged file, a layer that must be named or is not there, and
    a file without a CRS.
    """
    readers: dict[str, Callable[[Path, str | None], gpd.GeoDataFrame]] = {
        ".parquet": _read_parquet,
        ".gpkg": _read_geopackage,
        ".geojson": _read_geojson,
    }
    ending = path.suffix.lower()
    if ending not in readers:
        hint = f"Formats that are read: {', '.join(sorted(readers))}."
        raise LayerRefused(f"{path.name!r} is in no format that is read.", hint)
    _check_magic(path, ending)
    frame = readers[ending](path, layer)
    if frame.crs is None:
        hint = "Write the coordinate reference system into the file: its numbers alone say nothing."
        raise LayerRefused(f"{path.name!r} has no CRS.", hint)
    return frame


def _check_magic(path: Path, ending: str) -> None:
    with path.open("rb") as stream:
        start = stream.read(16)
    if not start:
        raise LayerRefused(f"{path.name!r} is empty.")
    if ending in MAGIC and not start.startswith(MAGIC[ending]):
        raise LayerRefused(f"{path.name!r} is damaged, or no {ending[1:]} file.", "Export it again.")


def _read_parquet(path: Path, layer: str | None) -> gpd.GeoDataFrame:
    if layer is not None:
        raise LayerRefused(f"{path.name!r} holds no layer {layer!r}: a GeoParquet file is one layer.")
    try:
        return gpd.read_parquet(path)
    except (OSError, ValueError, TypeError) as error:
        raise LayerRefused(f"{path.name!r} is damaged, or no GeoParquet file.", _first_line(error)) from None


def _read_geopackage(path: Path, layer: str | None) -> gpd.GeoDataFrame:
    try:
        layers = [str(name) for name in pyogrio.list_layers(f"GPKG:{path}")[:, 0]]
        if layer is None and len(layers) > 1:
            raise LayerRefused(f"{path.name!r} holds several layers.", f"Name one: {', '.join(layers)}.")
        if layer is not None and layer not in layers:
            raise LayerRefused(f"{path.name!r} has no layer {layer!r}.", f"It holds: {', '.join(layers)}.")
        return pyogrio.read_dataframe(f"GPKG:{path}", layer=layer or layers[0])
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, RuntimeError) as error:
        raise LayerRefused(f"{path.name!r} is a damaged GeoPackage.", _first_line(error)) from None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:160]


def _read_geojson(path: Path, layer: str | None) -> gpd.GeoDataFrame:
    """Read a FeatureCollection by the JSON parser and shapely, without GDAL: sees doubled keys and NaN."""
    if layer is not None:
        raise LayerRefused(f"{path.name!r} holds no layer {layer!r}: a GeoJSON file is one layer.")
    try:
        content = json.loads(
            path.read_bytes().decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_no_constant
        )
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise LayerRefused(f"{path.name!r} is no valid GeoJSON.", _first_line(error)) from None
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        raise LayerRefused(f"{path.name!r} is no GeoJSON FeatureCollection.")
    features = content.get("features")
    if not isinstance(features, list) or not all(isinstance(f, dict) for f in features):
        raise LayerRefused(f"{path.name!r}: `features` is no list of features.")
    shapes = [_shape(path, number, feature) for number, feature in enumerate(features, 1)]
    table = pd.DataFrame([feature.get("properties") or {} for feature in features])
    return gpd.GeoDataFrame(table, geometry=shapes, crs=_geojson_crs(path, content))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        doubled = next(key for key in keys if keys.count(key) > 1)
        raise LayerRefused(f"the key {doubled!r} stands twice in one object.")
    return dict(pairs)


def _no_constant(name: str) -> float:
    raise LayerRefused(f"{name} is no number.", "Leave an unknown value out, or write null.")


def _shape(path: Path, number: int, feature: dict[str, Any]) -> shapely.Geometry | None:
    geometry = feature.get("geometry")
    if geometry is None:
        return None
    try:
        return shapely.from_geojson(json.dumps(geometry))
    except (shapely.GEOSException, ValueError, TypeError, RecursionError):
        raise LayerRefused(f"{path.name!r}: feature {number} has no valid geometry.") from None


def _geojson_crs(path: Path, content: dict[str, Any]) -> str:
    member = content.get("crs")
    name = member.get("properties", {}).get("name") if isinstance(member, dict) else None
    if member is not None and name not in GEOJSON_CRS:
        hint = "GeoJSON is in longitude and latitude (RFC 7946): convert it, or use a GeoPackage."
        raise LayerRefused(f"{path.name!r} names the CRS {name!r}.", hint)
    return WGS84


def text_ids(values: pd.Series[Any]) -> tuple[pd.Series[str], bool]:
    """Return ids as text, and whether they stood as numbers (their leading zeros, if any, are lost).

    A missing id is returned as an empty text. Whole numbers that an id column with gaps made floats lose ``.0``.
    """
    numeric = bool(pd.api.types.is_numeric_dtype(values))
    missing = values.isna()
    if numeric:
        whole = values.where(~missing, 0)
        as_text = (
            whole.astype("int64").astype(str) if np.all(np.mod(whole, 1) == 0) else whole.astype(str)
        )
    else:
        as_text = values.astype(object).where(~missing, "").astype(str).str.strip()
    return as_text.where(~missing, "").astype(object), numeric
