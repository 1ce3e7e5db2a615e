"""Read a Shapefile: a set of files that is whole or isn't read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
from pyproj import CRS

from localvip.problem import listed
from localvip.region.paths import LARGER, most_bytes
from localvip.region.readers.dbf import Table, check_fields, table_of
from localvip.region.readers.encoding import HINT, known_encoding
from localvip.region.readers.fault import DAMAGED, LayerError, first_line

NEEDED = (".shp", ".shx", ".dbf", ".prj")
PROJECTION, CODE_PAGE = ".prj", ".cpg"
DRIVER = "ESRI Shapefile"
AT_ONCE = 1 << 20
KIND, FLAT = 32, 10  # where the kind of shapes stands; it grows by tens with heights and measures
HEAD = bytes.fromhex("0000270a") + bytes(20)  # the code of the format, five unused numbers


def parts_of(path: Path, most: int | None = None) -> dict[str, Path]:
    """Return the files of the set that ``path`` belongs to, by ending; those that aren't there are left out.

    Raises ``LayerError`` where one of them is a link to another folder, no regular file, or over ``most`` bytes (left
    out: 256 MiB) or what is allowed.
    """
    found, largest = {}, most_bytes(most)
    for ending in (*NEEDED, CODE_PAGE):
        names = {path.with_suffix(ending), path.with_suffix(ending.upper())}
        part = path if ending == path.suffix.lower() else next((one for one in names if one.exists()), None)
        if part is None:
            continue
        if part.resolve().parent != path.parent or not part.is_file():
            raise LayerError(f"{part.name!r} is no regular file beside {path.name!r}.")
        if part.stat().st_size > largest:
            raise LayerError(f"{part.name!r} is larger than {largest // 2**20:,} MiB.", LARGER)
        found[ending] = part
    return found


@dataclass(frozen=True)
class Checked:
    """A set that is whole: the ``encoding`` of its texts, and how many features it holds."""

    encoding: str
    features: int


def files_of(path: Path, most: int | None = None) -> tuple[Path, ...]:
    """Return ``path`` and what belongs to it: the other ``parts_of`` a set if it is a Shapefile; raises as it."""
    return tuple(parts_of(path, most).values()) if path.suffix.lower() == ".shp" else (path,)


def read_shapefile(path: Path, encoding: str | None, crs: CRS | None = None) -> gpd.GeoDataFrame:
    """Return the features in file order; raises ``LayerError`` as ``check_shapefile`` does, and for damaged shapes."""
    checked = check_shapefile(path, parts_of(path), encoding, crs)
    try:
        return pyogrio.read_dataframe(path, encoding=checked.encoding, use_arrow=False)
    except DAMAGED as error:
        raise LayerError(f"{path.name!r} is a damaged Shapefile.", first_line(error)) from None


def check_shapefile(
    path: Path, parts: dict[str, Path], encoding: str | None, crs: CRS | None = None
) -> Checked:
    """Return the encoding that the region file or the ``.cpg`` file names, and the number of features.

    Raises ``LayerError`` for a set without ``.shx``, ``.dbf`` or (where the region file gives no ``crs``) ``.prj``,
    parts that are cut off or don't hold the same number of features, an encoding that no one names, that two name
    differently, or that the texts are not in, and numbers that are none.
    """
    missing = [one for one in NEEDED if one not in parts and not (one == PROJECTION and crs)]
    if missing:
        hint = f"A Shapefile is read whole: {', '.join(NEEDED)}."
        raise LayerError(f"{path.name!r} has no {' and no '.join(missing)} file beside it.", hint)
    chosen = _encoding(path.name, parts, encoding)
    table = _checked_sizes(parts)
    if PROJECTION in parts:
        _check_crs(parts[PROJECTION])
    try:
        driver = pyogrio.read_info(path, encoding=chosen)["driver"]
    except DAMAGED as error:
        raise LayerError(f"{path.name!r} is a damaged Shapefile.", first_line(error)) from None
    if driver != DRIVER:
        raise LayerError(f"{path.name!r} is damaged, or no Shapefile.")
    return Checked(chosen, check_fields(table, chosen))


def _encoding(name: str, parts: dict[str, Path], declared: str | None) -> str:
    page = parts[CODE_PAGE].read_bytes()[:64].decode("ascii", "replace") if CODE_PAGE in parts else None
    if declared is None and page is None:
        raise LayerError(f"nothing says in which encoding the texts of {name!r} are (no .cpg file).", HINT)
    named = [known_encoding(one) for one in (declared, page) if one is not None]
    if len(set(named)) > 1:
        message = f"{name!r}: the region file says {named[0]}, its .cpg file {named[1]}."
        raise LayerError(message, "Delete the one that is wrong.")
    return named[0]


def _check_crs(part: Path) -> None:
    try:
        part.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise LayerError(f"{part.name!r} is no text of a CRS.", "Copy it again.") from None


def _checked_sizes(parts: dict[str, Path]) -> Table:
    """Refuse parts that don't have the length they announce: GDAL reads a cut one as features without shape."""
    for ending in (".shp", ".shx"):
        with parts[ending].open("rb") as stream:
            head = stream.read(100)
        announced = int.from_bytes(head[24:28], "big") * 2
        if len(head) < 100 or not head.startswith(HEAD) or announced != parts[ending].stat().st_size:
            raise LayerError(f"{parts[ending].name!r} is cut off, or no {ending} file.", "Copy it again.")
    table = table_of(parts[".dbf"])
    shapes = (parts[".shx"].stat().st_size - 100) // 8
    if table.rows != shapes:
        names = listed(parts[ending].name for ending in (".dbf", ".shx"))
        raise LayerError(f"{names} hold {table.rows} rows and {shapes} shapes.", "Copy the set again.")
    _check_records(parts, table.rows)
    return table


def _check_records(parts: dict[str, Path], records: int) -> None:
    """Refuse an index that leads to no shape, or to one of another kind: GDAL reads it as a feature without shape."""
    shapes = np.memmap(parts[".shp"], np.uint8, mode="r")
    kind = shapes[KIND]
    for first in range(0, records, AT_ONCE):
        some = min(AT_ONCE, records - first)
        words = np.fromfile(parts[".shx"], ">i4", 2 * some, offset=100 + 8 * first)
        index = words.reshape(-1, 2).astype(np.int64) * 2  # of 16 bits
        start = index[index.any(axis=1), 0]  # nothing at all says that there is no shape
        astray = (start < 100) | (start + 12 > len(shapes))
        if astray.any() or not np.isin(shapes[start + 8] % FLAT, (0, kind % FLAT)).all():
            raise LayerError(
                f"{parts['.shx'].name!r} leads to what is no shape of {parts['.shp'].name!r}.",
                "Copy both again.",
            )
