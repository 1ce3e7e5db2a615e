"""Read a layer of geodata safely: allow-listed formats, known CRS, ids as text.

A file is opened by the format that its first bytes and its ending both name, never by guess: GDAL would
read a virtual format hidden behind any ending, and with it any file of the machine.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import shapely
from pyproj import CRS

from localvip.region.readers.broken import broken_features
from localvip.region.readers.curves import refuse_in_collections
from localvip.region.readers.fault import LayerError, first_line
from localvip.region.readers.flatgeobuf import read_flatgeobuf
from localvip.region.readers.geojson import read_geojson
from localvip.region.readers.geopackage import read_geopackage
from localvip.region.readers.geoparquet import read_geoparquet
from localvip.region.readers.shapefile import read_shapefile

MAGIC = {
    ".parquet": b"PAR1",
    ".gpkg": b"SQLite format 3\x00",
    ".fgb": b"fgb\x03fgb",
    ".shp": bytes.fromhex("0000270a"),
}
KINDS = {
    ".parquet": "a GeoParquet file",
    ".geojson": "a GeoJSON file",
    ".fgb": "a FlatGeobuf file",
    ".shp": "a Shapefile",
    ".csv": "a CSV file",
}
MOST_FEATURES = 20_000_000
UNDEFINED = "Undefined"  # how GeoPackage calls the CRS of a layer that has none


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_layer(
    path: Path, layer: str | None, encoding: str | None = None, crs: CRS | None = None
) -> gpd.GeoDataFrame:
    """Return every feature of a file in file order, with its CRS.

    Formats: GeoParquet, GeoPackage, GeoJSON, FlatGeobuf, Shapefile (``encoding``: of its texts). ``crs``: of a file
    that doesn't say its own. Raises ``LayerError`` for another format, a damaged file, a layer that must be named or
    is not there, two columns called alike, curves, and a file without a CRS or in another than ``crs``.
    """
    readers: dict[str, Callable[[], gpd.GeoDataFrame]] = {
        ".parquet": lambda: _read_parquet(path),
        ".gpkg": lambda: read_geopackage(path, layer),
        ".geojson": lambda: read_geojson(path),
        ".fgb": lambda: read_flatgeobuf(path),
        ".shp": lambda: read_shapefile(path, encoding, crs),
    }
    try:
        check_file(path, layer, readers)
        frame = readers[path.suffix.lower()]()
    except OSError as error:
        raise LayerError(f"{path.name!r} can't be read: {error.strerror}.") from None
    except shapely.GEOSException as error:
        message = f"{path.name!r}: no valid geometry in feature {broken_features(path, layer)}."
        raise LayerError(message, first_line(error)) from None
    check_columns(map(str, frame.columns), path.name)
    refuse_in_collections(frame.geometry.to_numpy(), repr(path.name))
    return on_the_ground(frame, path.name, crs)


def check_columns(columns: Iterable[str], name: str) -> None:
    """Raise ``LayerError`` where two columns of the file ``name`` are called alike."""
    twice = [one for one, times in Counter(columns).items() if times > 1]
    if twice:
        raise LayerError(f"{name!r} has a column that stands twice: {twice[0]!r}.", "Rename one.")


def on_the_ground(frame: gpd.GeoDataFrame, name: str, crs: CRS | None = None) -> gpd.GeoDataFrame:
    """Return ``frame`` with its shapes in ``geometry``, whatever the source calls them, in ``crs`` if it has none.

    Raises ``LayerError`` for shapes without a CRS, in one that is nowhere on the ground, or in another than ``crs``.
    """
    own = frame.crs  # each time that it is asked, a frame makes a column first
    if own is None or own.name.startswith(UNDEFINED):
        if crs is None:
            hint = (
                "Its numbers alone say nothing: write `crs: EPSG:3734` beside `file` if you know which it is."
            )
            raise LayerError(f"{name!r} has no CRS.", hint)
        own, frame = crs, frame.set_crs(crs, allow_override=True)
    elif crs is not None and not own.equals(crs, ignore_axis_order=True):
        message = f"{name!r} is in the CRS {own.name!r}, the region file says {crs.name!r}."
        raise LayerError(message, "Leave `crs` out where the file says its own.")
    check_ground(own, name)
    if frame.geometry.name != "geometry" and "geometry" in frame.columns:
        raise LayerError(f"{name!r} has a column 'geometry' that isn't its shapes.", "Rename it.")
    return frame.rename_geometry("geometry") if frame.geometry.name != "geometry" else frame


def check_ground(crs: CRS, name: str) -> None:
    """Raise ``LayerError`` where the ``crs`` of the file ``name`` isn't on the ground: neither degrees nor a plane."""
    if not (crs.is_geographic or crs.is_projected):
        hint = "Use one with an EPSG code, such as EPSG:3734."
        raise LayerError(f"{name!r} is in the CRS {crs.name!r}, which is nowhere on the ground.", hint)


def check_file(path: Path, layer: str | None, endings: Collection[str]) -> None:
    """Raise ``LayerError`` for a file that is in no format of these ``endings``, damaged, or holds no ``layer``."""
    ending = path.suffix.lower()
    if ending not in endings:
        hint = f"Formats that are read: {', '.join(sorted(endings))}."
        raise LayerError(f"{path.name!r} is in no format that is read.", hint)
    if layer is not None and ending != ".gpkg":
        raise LayerError(f"{path.name!r} holds no layer {layer!r}: {KINDS[ending]} is one layer.")
    with path.open("rb") as stream:
        start = stream.read(16)
    if not start:
        raise LayerError(f"{path.name!r} is empty.")
    if ending in MAGIC and not start.startswith(MAGIC[ending]):
        raise LayerError(f"{path.name!r} is damaged, or no {ending[1:]} file.", "Export it again.")


def _read_parquet(path: Path) -> gpd.GeoDataFrame:
    try:
        rows = pq.read_metadata(path).num_rows
        if rows > MOST_FEATURES:
            raise LayerError(f"{path.name!r} has {rows:,} features; at most {MOST_FEATURES:,} are read.")
        with np.errstate(invalid="ignore"):  # a corner that is no number is told of by its feature
            return read_geoparquet(path)
    except LayerError:
        raise
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RuntimeError) as error:
        raise LayerError(f"{path.name!r} is damaged, or no GeoParquet file.", first_line(error)) from None


def text_ids(values: pd.Series[Any]) -> tuple[pd.Series[str], bool]:
    """Return ids as text, and whether they stood as numbers (their leading zeros, if any, are lost).

    A missing id is returned as an empty text, any other in Unicode NFC. Whole numbers that an id column with
    gaps made floats lose ``.0``.
    """
    numeric = bool(pd.api.types.is_numeric_dtype(values))
    if isinstance(values.dtype, pd.StringDtype):
        texts = [one.strip() for one in values.fillna("").tolist()]
        texts = [one if one.isascii() else unicodedata.normalize("NFC", one) for one in texts]
    else:
        texts = ["" if missing else _text_id(one) for one, missing in zip(values, values.isna(), strict=True)]
    return pd.Series(texts, index=values.index, dtype=object), numeric


def _text_id(value: object) -> str:
    whole = isinstance(value, float | np.floating) and float(value).is_integer()
    return unicodedata.normalize("NFC", str(int(value) if whole else value).strip())  # type: ignore[call-overload]
