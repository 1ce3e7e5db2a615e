"""Read GeoJSON by the JSON parser and shapely, without GDAL."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from localvip.problem import SHOWN_AT_MOST
from localvip.region.readers.fault import LayerError, first_line

WGS84 = "OGC:CRS84"
GEOJSON_CRS = {"urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326"}


def read_geojson(path: Path) -> gpd.GeoDataFrame:
    """Return the features of a FeatureCollection in file order; a doubled key and NaN are seen and refused."""
    try:
        content = json.loads(
            path.read_bytes().decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_no_constant
        )
    except LayerError as refused:
        raise LayerError(f"{path.name!r}: {refused.message}", refused.hint) from None
    except (ValueError, RecursionError) as error:
        raise LayerError(f"{path.name!r} is no valid GeoJSON.", first_line(error)) from None
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
    for text in (*keys, *(one for _, one in pairs if isinstance(one, str))):
        text.encode()  # half of a letter (an escape such as ud800 alone) is no text
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
    if member is not None and not (isinstance(name, str) and name in GEOJSON_CRS):
        hint = "GeoJSON is in longitude and latitude (RFC 7946): convert it, or use a GeoPackage."
        raise LayerError(f"{path.name!r} names the CRS {name!r}.", hint)
    return WGS84
