"""Read a layer of geodata safely: allow-listed formats, known CRS, ids as text.

A file is opened by the format that its first bytes and its ending both name, never by guess: GDAL would
read a virtual format hidden behind any ending, and with it any file of the machine.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import shapely

from localvip.problem import SHOWN_AT_MOST, listed

MAGIC = {".parquet": b"PAR1", ".gpkg": b"SQLite format 3\x00"}
MOST_FEATURES = 20_000_000
CURVED = ("Curve", "Circular", "Surface")
WGS84 = "OGC:CRS84"
GEOJSON_CRS = {"urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326"}


class LayerError(ValueError):
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

    Raises ``LayerError`` for another format, a damaged file, a layer that must be named or is not there, and
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
        raise LayerError(f"{path.name!r} is in no format that is read.", hint)
    try:
        _check_magic(path, ending)
        frame = readers[ending](path, layer)
    except OSError as error:
        raise LayerError(f"{path.name!r} can't be read: {error.strerror}.") from None
    except shapely.GEOSException as error:
        raise LayerError(f"{path.name!r} holds a shape that is none.", _first_line(error)) from None
    return _with_geometry(frame, path.name)


def _with_geometry(frame: gpd.GeoDataFrame, name: str) -> gpd.GeoDataFrame:
    """Return ``frame`` with its shapes in ``geometry``, whatever the file calls them."""
    if frame.crs is None:
        hint = "Write the coordinate reference system into the file: its numbers alone say nothing."
        raise LayerError(f"{name!r} has no CRS.", hint)
    if not (frame.crs.is_geographic or frame.crs.is_projected):
        hint = "Use one with an EPSG code, such as EPSG:3734."
        raise LayerError(f"{name!r} is in the CRS {frame.crs.name!r}, which is nowhere on the ground.", hint)
    if frame.geometry.name != "geometry" and "geometry" in frame.columns:
        raise LayerError(f"{name!r} has a column 'geometry' that isn't its shapes.", "Rename it.")
    return frame.rename_geometry("geometry") if frame.geometry.name != "geometry" else frame


def _check_magic(path: Path, ending: str) -> None:
    with path.open("rb") as stream:
        start = stream.read(16)
    if not start:
        raise LayerError(f"{path.name!r} is empty.")
    if ending in MAGIC and not start.startswith(MAGIC[ending]):
        raise LayerError(f"{path.name!r} is damaged, or no {ending[1:]} file.", "Export it again.")


def _read_parquet(path: Path, layer: str | None) -> gpd.GeoDataFrame:
    if layer is not None:
        raise LayerError(f"{path.name!r} holds no layer {layer!r}: a GeoParquet file is one layer.")
    try:
        rows = pq.read_metadata(path).num_rows
        if rows > MOST_FEATURES:
            raise LayerError(f"{path.name!r} has {rows:,} features; at most {MOST_FEATURES:,} are read.")
        return gpd.read_parquet(path)
    except LayerError:
        raise
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RuntimeError) as error:
        raise LayerError(f"{path.name!r} is damaged, or no GeoParquet file.", _first_line(error)) from None


def _read_geopackage(path: Path, layer: str | None) -> gpd.GeoDataFrame:
    source = f'GPKG:"{path}"'  # by this driver alone; the quotes let a folder have a colon
    try:
        kinds = {str(name): str(kind) for name, kind in pyogrio.list_layers(source)}
        return pyogrio.read_dataframe(source, layer=_chosen_layer(path.name, kinds, layer))
    except RuntimeError as error:
        raise LayerError(f"{path.name!r} is a damaged GeoPackage.", _first_line(error)) from None


def _chosen_layer(file: str, kinds: dict[str, str], layer: str | None) -> str:
    """Return the layer to read; ``kinds``: the layers that are there, with the type of their shapes."""
    there = f"It holds: {listed(kinds)}." if kinds else "It holds none."
    if layer is None and len(kinds) > 1:
        raise LayerError(f"{file!r} holds several layers.", f"Name one: {listed(kinds)}.")
    chosen = layer or next(iter(kinds), None)
    if chosen not in kinds:
        raise LayerError(f"{file!r} has no layer {chosen!r}." if chosen else f"{file!r} has no layer.", there)
    if kinds[chosen] == "None":
        raise LayerError(f"layer {chosen!r} of {file!r} has no shapes, only a table.", there)
    if any(word in kinds[chosen] for word in CURVED):
        hint = "Convert curves to straight segments first."
        raise LayerError(f"layer {chosen!r} of {file!r} holds curves ({kinds[chosen]}).", hint)
    return chosen


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:160]


def _read_geojson(path: Path, layer: str | None) -> gpd.GeoDataFrame:
    """Read a FeatureCollection by the JSON parser and shapely, without GDAL: sees doubled keys and NaN."""
    if layer is not None:
        raise LayerError(f"{path.name!r} holds no layer {layer!r}: a GeoJSON file is one layer.")
    try:
        content = json.loads(
            path.read_bytes().decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_no_constant
        )
    except LayerError as refused:
        raise LayerError(f"{path.name!r}: {refused.message}", refused.hint) from None
    except (ValueError, RecursionError) as error:
        raise LayerError(f"{path.name!r} is no valid GeoJSON.", _first_line(error)) from None
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        raise LayerError(f"{path.name!r} is no GeoJSON FeatureCollection.")
    features = content.get("features")
    if not isinstance(features, list) or not all(_is_feature(one) for one in features):
        raise LayerError(f"{path.name!r}: `features` is no list of features.")
    crs = _geojson_crs(path, content)
    shapes = _shapes(path.name, features)
    table = pd.DataFrame([feature.get("properties") or {} for feature in features])
    if "geometry" in table.columns:
        raise LayerError(f"{path.name!r} has a property 'geometry'.", "Rename it: the shapes have that name.")
    return gpd.GeoDataFrame(table, geometry=shapes, crs=crs)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        doubled = next(key for key in keys if keys.count(key) > 1)
        raise LayerError(f"the key {doubled!r} stands twice in one object.")
    return dict(pairs)


def _no_constant(name: str) -> float:
    raise LayerError(f"{name} is no number.", "Leave an unknown value out, or write null.")


def _is_feature(one: object) -> bool:
    return isinstance(one, dict) and isinstance(one.get("properties"), dict | None)


def _shapes(file: str, features: list[dict[str, Any]]) -> list[shapely.Geometry | None]:
    """Return the shape of each feature; raises ``LayerError`` with the numbers of those that have none."""
    shapes: list[shapely.Geometry | None] = []
    broken = []
    for number, feature in enumerate(features, 1):
        geometry = feature.get("geometry")
        try:
            shapes.append(None if geometry is None else shapely.from_geojson(json.dumps(geometry)))
        except (shapely.GEOSException, ValueError, TypeError, RecursionError):
            broken.append(str(number))
    if broken:
        raise LayerError(f"{file!r}: no valid geometry in feature {', '.join(broken[:SHOWN_AT_MOST])}.")
    return shapes


def _geojson_crs(path: Path, content: dict[str, Any]) -> str:
    member = content.get("crs")
    properties = member.get("properties") if isinstance(member, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if member is not None and name not in GEOJSON_CRS:
        hint = "GeoJSON is in longitude and latitude (RFC 7946): convert it, or use a GeoPackage."
        raise LayerError(f"{path.name!r} names the CRS {name!r}.", hint)
    return WGS84


def text_ids(values: pd.Series[Any]) -> tuple[pd.Series[str], bool]:
    """Return ids as text, and whether they stood as numbers (their leading zeros, if any, are lost).

    A missing id is returned as an empty text, any other in Unicode NFC. Whole numbers that an id column with
    gaps made floats lose ``.0``.
    """
    numeric = bool(pd.api.types.is_numeric_dtype(values))
    texts = ["" if missing else _text_id(one) for one, missing in zip(values, values.isna(), strict=True)]
    return pd.Series(texts, index=values.index, dtype=object), numeric


def _text_id(value: object) -> str:
    whole = isinstance(value, float | np.floating) and float(value).is_integer()
    return unicodedata.normalize("NFC", str(int(value) if whole else value).strip())  # type: ignore[call-overload]
