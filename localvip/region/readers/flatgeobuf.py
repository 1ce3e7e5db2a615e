"""Read a FlatGeobuf file by GDAL, once its first bytes say that it is one and no other driver claims it."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyogrio

from localvip.region.readers.curves import refuse_in_flatgeobuf
from localvip.region.readers.fault import DAMAGED, LayerError, first_line

LARGEST_HEADER = 10 * 1024 * 1024
DRIVER = "FlatGeobuf"


def check_flatgeobuf(path: Path) -> int:
    """Return the number of features that a file announces.

    Raises ``LayerError`` for a file that another driver of GDAL claims, one that is cut off, and curves
    (each shape is looked at where the header names no kind).
    """
    with path.open("rb") as stream:
        size = int.from_bytes(stream.read(12)[8:], "little")
    # The length's highest byte is then 0, which ends the text that drivers of text formats look at.
    damaged = LayerError(f"{path.name!r} is a damaged FlatGeobuf file.", "Export it again.")
    if not 0 < size <= LARGEST_HEADER:
        raise damaged
    try:
        known = pyogrio.read_info(path)
    except DAMAGED as error:
        raise LayerError(damaged.message, first_line(error)) from None
    if known["driver"] != DRIVER:
        raise damaged
    refuse_in_flatgeobuf(path, size)
    return int(known["features"])


def read_flatgeobuf(path: Path) -> gpd.GeoDataFrame:
    """Return the features in file order.

    Raises ``LayerError`` as ``check_flatgeobuf`` does, and for a file that holds other than the number of features
    it announces.
    """
    announced = check_flatgeobuf(path)
    try:
        frame = pyogrio.read_dataframe(
            path, use_arrow=False
        )  # row by row: a cut is an error, not a short table
    except DAMAGED as error:
        raise LayerError(f"{path.name!r} is a damaged FlatGeobuf file.", first_line(error)) from None
    if len(frame) != announced:
        message = f"{path.name!r} announces {announced} features and holds {len(frame)}."
        raise LayerError(message, "Export it again, with its index.")
    return frame
