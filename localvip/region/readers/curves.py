"""Curves, which GDAL would make straight by itself: looked for in a file's own bytes, and refused."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely

from localvip.region.readers.batches import open_batches
from localvip.region.readers.fault import DAMAGED, LayerError, first_line
from localvip.region.readers.plain_table import database_of
from localvip.region.readers.wkb import kinds_of

# Numbers of kinds in well-known binary (ISO 13249-3), which FlatGeobuf shares.
CURVED = {8: "CircularString", 9: "CompoundCurve", 10: "CurvePolygon", 11: "MultiCurve", 12: "MultiSurface"}
CURVED |= {13: "Curve", 14: "Surface"}
STRAIGHT = frozenset({"POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON"})
ENVELOPES = (
    0,
    32,
    48,
    48,
    64,
)  # bytes of the box in a GeoPackage's shape, by its code (OGC 12-128r18, 2.1.3)
HEAD = 8
START = HEAD + max(ENVELOPES) + 5
GEOMETRY_TYPE = 2  # the field of FlatGeobuf's header
UNKNOWN = 0
HINT = "Convert curves to straight segments first."
Geometries = npt.NDArray[np.object_]


def refuse_in_geopackage(path: Path, layer: str) -> None:
    """Raise ``LayerError`` where a feature of a GeoPackage's ``layer`` is a curve, whatever the layer says it holds."""
    try:
        with database_of(path) as database:
            known = database.execute(
                "SELECT column_name, geometry_type_name FROM gpkg_geometry_columns WHERE table_name = ?",
                (layer,),
            ).fetchone()
            if known is None or str(known[1]).upper() in STRAIGHT:
                return
            column, table = (name.replace('"', '""') for name in (str(known[0]), layer))
            rows = database.execute(f'SELECT substr("{column}", 1, {START}) FROM "{table}"')  # noqa: S608 (quoted)
            kinds = {_kind(start) for (start,) in rows if start is not None}
    except sqlite3.Error as error:
        raise LayerError(f"{path.name!r} is a damaged GeoPackage.", first_line(error)) from None
    _refuse(f"layer {layer!r} of {path.name!r}", kinds)


def refuse_in_flatgeobuf(path: Path, size: int) -> None:
    """Raise ``LayerError`` where the header of a FlatGeobuf file (of ``size`` bytes) announces curves.

    A header that names no kind, as of polygons and multipolygons mixed, is followed by a look at every shape.
    """
    with path.open("rb") as stream:
        head = stream.read(12 + size)[12:]
    root = _number(head, 0, 4)
    table = root - int.from_bytes(head[root : root + 4], "little", signed=True)
    field = table + 4 + 2 * GEOMETRY_TYPE
    offset = _number(head, field, 2) if field < table + _number(head, table, 2) else 0
    announced = _number(head, root + offset, 1) if offset else UNKNOWN
    _refuse(repr(path.name), {announced} if announced != UNKNOWN else _kinds_in(path))


def _kinds_in(path: Path) -> set[int]:
    """Return the numbers of the kinds of all shapes in a file that GDAL reads; as Arrow it leaves them as they are."""
    kinds: set[int] = set()
    try:
        with open_batches(path, columns=[]) as (_, reader):
            for batch in reader:
                kinds.update(np.unique(kinds_of(batch.column(0))).tolist())
    except DAMAGED as error:
        raise LayerError(f"{path.name!r} is damaged.", first_line(error)) from None
    return kinds


def refuse_in_collections(shapes: Geometries, source: str) -> None:
    """Raise ``LayerError`` where a collection among ``shapes`` holds a curve, which GEOS can't measure."""
    try:
        while len(shapes := shapes[shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION]):
            shapes = shapely.get_parts(shapes)
    except NotImplementedError:
        raise LayerError(f"{source} holds curves in a collection.", HINT) from None


def _refuse(source: str, kinds: set[int]) -> None:
    curved = [name for number, name in CURVED.items() if number in kinds]
    if curved:
        raise LayerError(f"{source} holds curves ({', '.join(curved)}).", HINT)


def _kind(start: bytes) -> int:
    """Return the number of the kind of a shape from the first bytes of its GeoPackage form; 0 for none."""
    code = (start[3] >> 1) & 7 if len(start) > HEAD else 0
    body = start[HEAD + (ENVELOPES[code] if code < len(ENVELOPES) else 0) :]
    if len(body) < 5:
        return 0
    return int.from_bytes(body[1:5], "little" if body[0] == 1 else "big") % 1000


def _number(data: bytes, start: int, length: int) -> int:
    return int.from_bytes(data[max(start, 0) : max(start, 0) + length], "little")
