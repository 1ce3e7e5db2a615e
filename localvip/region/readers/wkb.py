"""Coordinates of points as Arrow arrays hold them, without an object a point where all of them are plain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from shapely import GeometryType

from localvip.region.readers.fault import LayerError

Float64s = npt.NDArray[np.float64]
Int64s = npt.NDArray[np.int64]
Geometries = npt.NDArray[np.object_]
PLAIN = np.dtype([("order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])
LITTLE_ENDIAN = 1
HEAD, COLLECTION, MOST_INNER = 5, 7, 100  # bytes of WKB before what it holds
# How a collection begins in WKB of either byte order, without and with heights or measures.
INNER = re.compile(
    rb"(?s)\x01(?:\x07\x00|\xef\x03|\xd7\x07|\xbf\x0b)\x00.|\x00.\x00(?:\x00\x07|\x03\xef|\x07\xd7|\x0b\xbf)"
)


@dataclass(frozen=True)
class Coordinates:
    """Points one after another: NaN twice where one is missing. ``faults``: rows that hold no point, and why.

    ``raised``: how many have a height, which is left out. ``single``: how many are multipoints of one point.
    """

    x: Float64s
    y: Float64s
    faults: Sequence[tuple[int, str]] = ()
    raised: int = 0
    single: int = 0


def coordinates(columns: Sequence[pa.Array]) -> Coordinates:
    """Return the coordinates in one column of shapes (WKB, or GeoArrow points), or in two of numbers.

    Raises ``LayerError`` for two columns that hold other than numbers, for WKB that is none, and for GeoArrow lines
    and areas.
    """
    if len(columns) == 2:
        return _of_numbers(columns[0], columns[1])
    (shapes,) = columns
    if isinstance(shapes, pa.ExtensionArray):
        shapes = shapes.storage
    if pa.types.is_struct(shapes.type):
        return _of_struct(shapes)
    if not is_bytes(shapes.type):
        raise LayerError("its shapes are no points.")
    return _of_wkb(shapes)


def _numbers(column: pa.Array) -> Float64s:
    return np.asarray(column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False), dtype=np.float64)


def _of_numbers(east: pa.Array, north: pa.Array) -> Coordinates:
    if not all(pa.types.is_integer(one.type) or pa.types.is_floating(one.type) for one in (east, north)):
        raise LayerError("its columns of coordinates hold no numbers.", "Store numbers as numbers.")
    return checked(_numbers(east), _numbers(north))


def _of_struct(shapes: pa.Array) -> Coordinates:
    names = [shapes.type.field(n).name for n in range(shapes.type.num_fields)]
    if names[:2] != ["x", "y"]:
        raise LayerError("its shapes are no points.")
    x, y = (_numbers(pc.struct_field(shapes, name)) for name in ("x", "y"))
    found = checked(x, y)
    return Coordinates(x, y, found.faults, int((~np.isnan(x)).sum()) if "z" in names else 0)


def _of_wkb(shapes: pa.Array) -> Coordinates:
    plain = _plain(shapes)
    if plain is not None:
        return checked(plain["x"].astype(np.float64), plain["y"].astype(np.float64))
    if shapes.null_count and (plain := _plain(shapes.drop_null())) is not None:
        there = shapes.is_valid().to_numpy(zero_copy_only=False)
        x, y = np.full(len(shapes), np.nan), np.full(len(shapes), np.nan)
        x[there], y[there] = plain["x"], plain["y"]
        return checked(x, y)
    refuse_nested(shapes, "it")
    try:
        return of_shapes(shapely.from_wkb(shapes.to_numpy(zero_copy_only=False)))
    except shapely.GEOSException:
        raise LayerError("it holds a shape that is none.") from None
    except NotImplementedError:
        raise LayerError("it holds curves, where points are needed.") from None


def _plain(shapes: pa.Array) -> npt.NDArray[np.void] | None:
    """Return the bytes of ``shapes`` as records where all are flat points in the usual byte order, else ``None``."""
    if shapes.null_count or not len(shapes):
        return None
    offset, held = _bytes_of(shapes)
    if (np.diff(offset) != PLAIN.itemsize).any():
        return None
    records = np.frombuffer(held, PLAIN, count=len(shapes), offset=int(offset[0]))
    usual = (records["order"] == LITTLE_ENDIAN).all() and (records["kind"] == 1).all()
    return records if usual else None


def is_bytes(kind: pa.DataType) -> bool:
    """Return whether a column of this ``kind`` holds bytes, as one of shapes in WKB does."""
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def _bytes_of(shapes: pa.Array) -> tuple[npt.NDArray[Any], pa.Buffer]:
    """Return where each of ``shapes`` starts in their bytes and the last ends, and the bytes."""
    _, ends, held = shapes.buffers()
    wide = pa.types.is_large_binary(shapes.type)
    offset = np.frombuffer(ends, np.int64 if wide else np.int32)
    return offset[shapes.offset : shapes.offset + len(shapes) + 1], held


def kinds_of(shapes: pa.Array) -> Int64s:
    """Return the number of the kind of each of some shapes in WKB, heights left out; 0 where there is none."""
    offset, held = _bytes_of(shapes)
    there = np.flatnonzero(np.diff(offset) >= HEAD)
    kinds = np.zeros(len(shapes), dtype=np.int64)
    if len(there):
        start = offset[there].astype(np.int64)[:, None] + np.arange(HEAD, dtype=np.int64)
        head = np.frombuffer(held, np.uint8)[start].astype(np.int64)
        little = head[:, 0] == LITTLE_ENDIAN
        kinds[there] = np.where(little, head[:, 1] + 256 * head[:, 2], head[:, 4] + 256 * head[:, 3]) % 1000
    return kinds


def refuse_nested(shapes: pa.Array, source: str) -> None:
    """Raise ``LayerError`` for WKB of collections in collections, so many that GEOS would crash."""
    for row in np.flatnonzero(kinds_of(shapes) == COLLECTION).tolist():
        if len(INNER.findall(shapes[row].as_py())) > MOST_INNER:
            raise LayerError(f"{source} holds over {MOST_INNER} collections in one another.", "Split them.")


def of_shapes(shapes: Geometries) -> Coordinates:
    """Return the coordinates of ``shapes``; a multipoint of one point is that point."""
    raised = int(shapely.has_z(shapes).sum())
    kinds = shapely.get_type_id(shapes)
    single = (kinds == GeometryType.MULTIPOINT) & (shapely.get_num_geometries(shapes) == 1)
    if single.any():
        shapes = np.where(single, shapely.get_geometry(shapes, 0), shapes)
    located = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    shapes = np.where(located, shapes, np.array(None))  # an empty point has no x to ask for
    other = located & ~single & (kinds != GeometryType.POINT)
    faults = [
        (row, f"is a {GeometryType(int(kinds[row])).name.lower()}, where a point is needed.")
        for row in np.flatnonzero(other).tolist()
    ]
    found = checked(shapely.get_x(shapes), shapely.get_y(shapes))
    return Coordinates(found.x, found.y, [*faults, *found.faults], raised, int(single.sum()))


def checked(x: Float64s, y: Float64s) -> Coordinates:
    """Return the coordinates with a fault for each point that is there and not finite."""
    endless = ~(np.isfinite(x) & np.isfinite(y))
    if not endless.any():
        return Coordinates(x, y)
    endless &= ~(np.isnan(x) & np.isnan(y))
    message = "has coordinates that are not finite, or do not fit its CRS."
    return Coordinates(x, y, [(row, message) for row in np.flatnonzero(endless).tolist()])
