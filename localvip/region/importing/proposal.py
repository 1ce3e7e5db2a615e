"""What a file holds, and the region file that could describe it: proposed to a reader, never used unread."""

from __future__ import annotations

import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from localvip.problem import Place, Problem, Refused, listed, visible
from localvip.region.importing.draft import Draft, crs_code, described
from localvip.region.importing.meaning import (
    COUNTS,
    IDS,
    LATITUDES,
    LONGITUDES,
    NAMES,
    SPONSORS,
    capacities_in,
    counts_in,
    first_named,
    id_in,
    incomes_in,
    is_rate,
    is_summed,
    rates_in,
)
from localvip.region.readers.delimited import Dialect, numbers_of, read_rows
from localvip.region.readers.fault import DAMAGED, LayerError
from localvip.region.readers.geopackage import layers_of
from localvip.region.readers.read import read_layer

MOST_RATES = 8


def inspect_file(path: Path, layer: str | None = None, encoding: str | None = None) -> str:
    """Return what ``path`` holds as comments, then the region file (or the part of one) that could describe it.

    Where the file's polygons have an id and residents, the whole is a region file that reads once the reader has said
    who could sponsor: that, and the jurisdictions, stand in comments that are marked. Raises ``Refused`` where the
    file can't be read.
    """
    try:
        if path.suffix.lower() == ".csv":
            return _about_table(path, encoding or "utf-8")
        kinds = layers_of(path) if path.suffix.lower() == ".gpkg" and path.is_file() else {}
        if layer is None and len(kinds) > 1:
            about = [f"{name}: {kind}" for name, kind in sorted(kinds.items())]
            return _commented([f"{path.name} holds several layers; name one with --layer.", *about])
        return _about_layer(path, read_layer(path, layer, encoding), layer, encoding)
    except LayerError as error:
        raise Refused([Problem(Place(path.name), "file", error.message, error.hint)]) from None
    except (OSError, *DAMAGED) as error:
        said = getattr(error, "strerror", None) or "it is damaged"
        raise Refused([Problem(Place(path.name), "file", f"can't be read: {said}.")]) from None


def _commented(lines: list[str]) -> str:
    return "\n".join(f"# {line}".rstrip() for line in lines) + "\n"


def _about_layer(path: Path, frame: gpd.GeoDataFrame, layer: str | None, encoding: str | None) -> str:
    table = frame.drop(columns="geometry")
    kinds = frame.geometry.geom_type.fillna("no shape").value_counts().sort_index()
    shapes = ", ".join(f"{count:,} {kind}" for kind, count in kinds.items())
    crs = f"{crs_code(frame.crs)} {frame.crs.name}"
    about = [f"{path.name}: {len(frame):,} features ({shapes or 'none'}), {crs}", *_about_columns(table)]
    key, name = id_in(table), first_named(NAMES, table.columns)
    polygons = len(frame) > 0 and set(kinds.index) <= {"Polygon", "MultiPolygon"}
    counts = counts_in(table) if polygons else {}
    if key is None or "residents" not in counts:
        origin = {"file": path.name, "layer": layer, "encoding": encoding, "id": key, "name": name}
        return _commented([*about, "", *_part(path, table, origin, polygons=polygons)])
    columns = {**counts, **rates_in(table, counts)}
    draft = Draft(
        region=path.stem,
        crs=crs_code(frame.crs),
        file=path.name,
        id=key,
        name=name,
        columns=columns,
        maybe=incomes_in(table) | _other_rates(table, columns),
        layer=layer,
        encoding=encoding,
        comments=[*about, "", "Proposed: read every line before use.", *_doubts(table, columns)],
    )
    return draft.text()


def _part(path: Path, table: pd.DataFrame, origin: dict[str, str | None], *, polygons: bool) -> list[str]:
    """Return the lines that describe a file that isn't the areas of a region."""
    if origin["id"] is None:
        return ["No column could be an id: one value each, none missing."]
    given = {key: value for key, value in origin.items() if value}
    stem = re.sub(r"\W", "_", path.stem)
    if polygons:
        return [
            "No column of residents is known by its name. Jurisdictions that laws bind are a level, other land that",
            "rules name is a district or a layer; name it as laws do, such as municipality or ward.",
            f"levels: {{municipality: {described(given)}}}",
            f"districts: {{ward: {described(given)}}}",
            f"layers: {{{stem}: {described(given)}}}",
        ]
    sized = given | ({"capacity": described(found)} if (found := capacities_in(table)) else {})
    layer = ["As a layer that rules can name:", f"layers: {{{stem}: {described(sized, bare=('capacity',))}}}"]
    people = {key: value for key, value in given.items() if key != "name"}
    sponsors = ["As those who could sponsor, if that is what they are:", f"sponsors: {described(people)}"]
    meant = first_named(SPONSORS, [path.stem, str(origin["id"])])
    return [*sponsors, *layer] if meant else [*layer, *sponsors]


def _about_columns(table: pd.DataFrame) -> list[str]:
    width = max((len(visible(str(name))) for name in table.columns), default=0)
    return [f"  {visible(str(name)):<{width}}  {_facts(str(name), table[name])}" for name in table.columns]


def _facts(name: str, values: pd.Series) -> str:
    missing = int(values.isna().sum())
    gaps = f", {missing:,} missing" if missing else ""
    if pd.api.types.is_bool_dtype(values):
        return f"yes or no, {int(values.sum()):,} yes{gaps}"
    if not pd.api.types.is_numeric_dtype(values):
        return f"text, {values.nunique():,} different{gaps}"
    known: npt.NDArray[np.float64] = values.dropna().to_numpy(dtype=np.float64)
    if not len(known):
        return f"number{gaps}"
    kind = "whole number" if (np.trunc(known) == known).all() else "number"
    total = f", total {known.sum():.15g}" if is_summed(name, known) else ""
    return f"{kind}, {known.min():.10g} to {known.max():.10g}{total}{gaps}"


def _other_rates(table: pd.DataFrame, columns: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Return columns that look like shares by their numbers alone, a few of them."""
    taken = {keys["column"] for keys in columns.values()}
    found: dict[str, dict[str, str]] = {}
    for name in map(str, table.columns):
        values = table[name]
        if name in taken or not pd.api.types.is_float_dtype(values) or not re.fullmatch(r"[A-Za-z]\w*", name):
            continue
        known = values.dropna().to_numpy(dtype=np.float64)
        if is_rate(known) and known.max() <= 1 and len(found) < MOST_RATES:
            found[name.casefold()] = {"column": name, "unit": "share", "of": "residents"}
    return found


def _doubts(table: pd.DataFrame, columns: dict[str, dict[str, str]]) -> list[str]:
    """Return what was chosen among several, and what was filled."""
    lines = []
    for name, keys in columns.items():
        pattern = COUNTS.get(name, keys["column"].casefold())
        others = [str(one) for one in table.columns if re.fullmatch(pattern, str(one).casefold())]
        others = [one for one in others if one != keys["column"]]
        if others:
            lines.append(f"{name} could also be {listed(others)}.")
        if "missing" in keys:
            gaps = int(table[keys["column"]].isna().sum())
            lines.append(f"{gaps:,} areas have no {name}; `missing: 0` says that no one lives there.")
    return lines


def _about_table(path: Path, encoding: str) -> str:
    with path.open("rb") as stream:
        start = stream.readline(65536)
    separator = max(",;\t", key=lambda sign: start.count(sign.encode()))
    header, rows = read_rows(path, Dialect(separator, encoding=encoding))
    table = pd.DataFrame(rows, columns=header, dtype=object)
    about = [f"{path.name}: {len(rows):,} rows, separated by {separator!r}"]
    for name in header:
        numbers = numbers_of(table[name])
        whole = len(rows) > 0 and all(isinstance(one, float) for one in numbers.tolist())
        about.append(
            f"  {visible(name)}: {_facts(name, numbers.astype('float64') if whole else table[name])}"
        )
    return _commented([*about, "", *_use(path, header, separator)])


def _use(path: Path, header: list[str], separator: str) -> list[str]:
    x, y = first_named(LONGITUDES, header), first_named(LATITUDES, header)
    key = first_named(IDS + r"|geo_id|com", header) or header[0]
    if x and y:
        keys = described({"file": path.name, "id": key, "x": x, "y": y, "crs": "EPSG:4326"})
        return [
            "As a layer of points that rules can name, if those are degrees:",
            f"layers: {{{path.stem}: {keys}}}",
            "As those who could sponsor, if that is what they are:",
            f"sponsors: {keys}",
        ]
    sign = {",": {}, ";": {"separator": ";"}, "\t": {"separator": "tab"}}[separator]
    return [
        "Joined to areas by id:",
        f"areas: {{join: [{described({'file': path.name, 'id': key, **sign})}]}}",
    ]
