"""Whether every layer of a region file says where it comes from, in one way, and with the keys that go with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from localvip.problem import Problems
from localvip.region.manifest import Column, LayerFile, Manifest, Origin, TravelTimes
from localvip.region.plane import CRS_HINT, UNKNOWN_CRS, known_crs

WIDEST = 30
TABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}\.[A-Za-z_][A-Za-z0-9_]{0,62}")


def check_origins(manifest: Manifest, problems: Problems) -> None:
    """Note a layer with no source or two, a table that is not named ``schema.table``, and keys out of place."""
    for what, spec in _origins(manifest):
        if spec.postgis is not None:
            _check_table(what, spec, problems)
        elif isinstance(spec, LayerFile | TravelTimes) and not spec.file:
            problems.add(spec.place, "no-source", f"{what} needs `file` or `postgis`.")
        if isinstance(spec, TravelTimes) and (spec.area is not None) != str(spec.file).lower().endswith(
            ".csv"
        ):
            message = f"{what}: `area` goes with a CSV table, and a CSV table needs it."
            problems.add(spec.place, "travel", message, "Polygons are land from which a site is reached.")
        if spec.encoding is not None and not str(spec.file).lower().endswith(".shp"):
            message = f"{what}: `encoding` goes only with a Shapefile; other formats say it themselves."
            problems.add(spec.place_of("encoding"), "encoding", message)
        if spec.crs is not None and known_crs(spec.crs) is None:
            problems.add(spec.place_of("crs"), "crs", f"{spec.crs!r} {UNKNOWN_CRS}", CRS_HINT)
        if spec.id_width is not None and not 1 <= spec.id_width <= WIDEST:
            message = f"{what}: an id has from 1 to {WIDEST} digits."
            problems.add(spec.place_of("id_width"), "id-width", message)
    _check_joins(manifest, problems)


def columns_read(column: Column) -> tuple[str, ...]:
    """Return the columns of the areas' files that ``column`` is read from: the number and its margin."""
    return tuple(one for one in (column.column, column.moe) if one is not None)


def _origins(manifest: Manifest) -> Iterator[tuple[str, Origin]]:
    yield "areas", manifest.areas
    yield "sponsors", manifest.sponsors
    yield from ((f"level {name!r}", one) for name, one in manifest.levels.items())
    yield from ((f"district {name!r}", one) for name, one in manifest.districts.items())
    yield from ((f"layer {name!r}", one) for name, one in manifest.layers.items())
    times = ((name, one.travel) for name, one in manifest.layers.items())
    yield from ((f"travel of {name!r}", one) for name, one in times if one is not None)
    others = (("visas", manifest.visas), ("weights", manifest.weights))
    yield from ((what, one) for what, one in others if one is not None)


def _check_table(what: str, spec: Origin, problems: Problems) -> None:
    if spec.file != f"postgis:{spec.postgis}":
        problems.add(spec.place, "two-sources", f"{what} has both `file` and `postgis`; it needs one.")
    elif not TABLE.fullmatch(str(spec.postgis)):
        message = f"{what}: {spec.postgis!r} is no table."
        hint = "Write schema.table, such as public.tracts; who connects where is for the environment to say."
        problems.add(spec.place_of("postgis"), "table-name", message, hint)
    elif spec.layer is not None:
        problems.add(spec.place_of("layer"), "layer", f"{what}: a table has no layers.")
    elif spec.crs is not None:
        problems.add(spec.place_of("crs"), "crs", f"{what}: a table says its CRS itself.")


def _check_joins(manifest: Manifest, problems: Problems) -> None:
    for join in manifest.areas.join:
        if not join.file.lower().endswith(".csv"):
            problems.add(
                join.place_of("file"), "join", f"{join.file!r} is joined by id: it must be a CSV file."
            )
        if join.decimal == join.separator:
            message = "a comma can't both separate columns and begin decimals."
            problems.add(join.place_of("decimal"), "join", message, "Write separator: ;")
