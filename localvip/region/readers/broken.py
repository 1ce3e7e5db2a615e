"""Which features of a file have bytes for a shape that make none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pyogrio
import shapely

from localvip.problem import SHOWN_AT_MOST


def broken_features(path: Path, layer: str | None) -> str:
    """Return the numbers (from 1) of the features of a GeoParquet or GDAL file whose shapes can't be made.

    A second look at a file whose reading failed: at most 50 numbers, ``?`` where none is found by itself.
    """
    bytes_ = np.array(
        _in_parquet(path) if path.suffix.lower() == ".parquet" else _by_gdal(path, layer), dtype=object
    )
    held = np.array([one is not None for one in bytes_], dtype=np.bool_)
    made = shapely.from_wkb(bytes_, on_invalid="ignore")
    numbers = np.flatnonzero(held & shapely.is_missing(made)) + 1
    return ", ".join(map(str, numbers[:SHOWN_AT_MOST])) or "?"


def _in_parquet(path: Path) -> list[bytes | None]:
    known = json.loads((pq.read_schema(path).metadata or {}).get(b"geo", b"{}"))
    column = str(known.get("primary_column", "geometry"))
    held: list[bytes | None] = pq.read_table(path, columns=[column])[column].to_pylist()
    return held


def _by_gdal(path: Path, layer: str | None) -> Any:  # noqa: ANN401 (pyogrio types nothing)
    source = f'GPKG:"{path}"' if path.suffix.lower() == ".gpkg" else path
    return pyogrio.raw.read(source, layer=layer, columns=[])[2]
