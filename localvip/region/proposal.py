"""What a file holds, and the region file that could describe it: proposed to a reader, never used unread."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from localvip.problem import Place, Problem, Refused, listed, visible
from localvip.region.delimited import Dialect, numbers_of, read_rows
from localvip.region.draft import Draft, crs_code
from localvip.region.fault import DAMAGED, LayerError
from localvip.region.geopackage import layers_of
from localvip.region.read import read_layer

# Names that offices and planners give these counts; whoever reads the proposal sees which was taken.
COUNTS = {
    "residents": r"residents|(tot(al)?_?)?pop(ulation)?(_?tot(al)?)?(_?\d{2,4})?|\d{4}_pop|p\d\d_pop|b01003_001e?|pmun",
    "adults": r"adults|over_?18|pop_?18(_?(plus|over|up))?|b09021_001e?",
    "households": r"households|tot_hh|hholds|[cp]\d\d_men|b11001_001e?",
    "housing_units": r"housing_units|hu_tot|hh_units|p\d\d_log|b25001_001e?",
    "vacant_units": r"vacant_units|vac_hu|hh_vacant|p\d\d_logvac|b25002_003e?",
    "jobs": r"jobs|emplois?|p\d\d_emplt",
}
IDS = r"geoid(\d\d)?|code_iris|iris|codgeo|code_?insee|insee_com|code|id|\w*_id|\w+id"
NAMES = r"namelsad|name|nom|nom_iris|nom_com|libgeo|libelle|community|label|\w*_name"
LONGITUDES, LATITUDES = r"x|lon(g|gitude)?|easting", r"y|lat(itude)?|northing"


def inspect_file(path: Path, layer: str | None = None, encoding: str | None = None) -> str:
    """Return what ``path`` holds as comments, then the region file (or the part of one) that could describe it.

    The whole is a region file that reads where the file's polygons have an id and residents. Raises ``Refused``
    where the file can't be read.
    """
    try:
        if path.suffix.lower() == ".csv":
            return _about_table(path, encoding or "utf-8")
        kinds = layers_of(path) if path.suffix.lower() == ".gpkg" and path.is_file() else {}
        if layer is None and len(kinds) > 1:
            about = [f"# {name}: {kind}" for name, kind in sorted(kinds.items())]
            return "\n".join([f"# {path.name} holds several layers; name one with --layer.", *about]) + "\n"
        return _about_layer(path, read_layer(path, layer, encoding), layer, encoding)
    except LayerError as error:
        raise Refused([Problem(Place(path.name), "file", error.message, error.hint)]) from None
    except (OSError, *DAMAGED) as error:
        said = getattr(error, "strerror", None) or "it is damaged"
        raise Refused([Problem(Place(path.name), "file", f"can't be read: {said}.")]) from None


def _about_layer(path: Path, frame: gpd.GeoDataFrame, layer: str | None, encoding: str | None) -> str:
    table = frame.drop(columns="geometry")
    kinds = frame.geometry.geom_type.fillna("no shape").value_counts().sort_index()
    shapes = ", ".join(f"{count:,} {kind}" for kind, count in kinds.items())
    about = [
        f"{path.name}: {len(frame):,} features ({shapes or 'none'}), {crs_code(frame.crs)} {frame.crs.name}"
    ]
    about += _about_columns(table)
    key, name = _id_of(table), _first(NAMES, table.columns)
    polygons = len(frame) > 0 and set(kinds.index) <= {"Polygon", "MultiPolygon"}
    columns = _counts(table) if polygons else {}
    if key is None or "residents" not in columns:
        return (
            "\n".join(f"# {line}".rstrip() for line in [*about, "", *_part(path, key, name, polygons)]) + "\n"
        )
    about += [
        "",
        "Proposed: read every line before use. Rates, incomes and other columns are for you to name.",
    ]
    about += _doubts(table, columns)
    draft = Draft(
        region=path.stem,
        crs=crs_code(frame.crs),
        file=path.name,
        id=key,
        name=name,
        columns=columns,
        layer=layer,
        encoding=encoding,
        comments=about,
    )
    return draft.text()


def _part(path: Path, key: str | None, name: str | None, polygons: bool) -> list[str]:
    """Return the lines that describe a file that isn't the areas of a region."""
    if key is None:
        return ["No column could be an id: one value each, none missing."]
    keys = f"file: {path.name}, id: {key}" + (f", name: {name}" if name else "")
    if polygons:
        return [
            "No column of residents is known by its name. As a level or a district:",
            f"  NAME: {{{keys}}}",
        ]
    return ["As a layer that rules can name:", "layers:", f"  {path.stem}: {{{keys}}}"]


def _about_columns(table: pd.DataFrame) -> list[str]:
    width = max((len(visible(str(name))) for name in table.columns), default=0)
    return [f"  {visible(str(name)):<{width}}  {_facts(table[name])}" for name in table.columns]


def _facts(values: pd.Series) -> str:
    missing = int(values.isna().sum())
    gaps = f", {missing:,} missing" if missing else ""
    if pd.api.types.is_bool_dtype(values):
        return f"yes or no, {int(values.sum()):,} yes{gaps}"
    if not pd.api.types.is_numeric_dtype(values):
        return f"text, {values.nunique():,} different{gaps}"
    known = values.dropna().to_numpy(dtype=np.float64)
    if not len(known):
        return f"number{gaps}"
    kind = "whole number" if (np.trunc(known) == known).all() else "number"
    return f"{kind}, {known.min():.10g} to {known.max():.10g}, total {known.sum():.15g}{gaps}"


def _counts(table: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return the counts that are known by their columns' names and hold nothing that would be refused."""
    found = {}
    for name, pattern in COUNTS.items():
        column = _first(pattern, table.columns)
        if column is None or not pd.api.types.is_numeric_dtype(table[column]):
            continue
        known = table[column].dropna().to_numpy(dtype=np.float64)
        if not len(known) or known.min() < 0 or (name == "residents" and (np.trunc(known) != known).any()):
            continue
        gaps = name == "residents" and table[column].isna().any()
        found[name] = {"column": column, "missing": "0"} if gaps else {"column": column}
    return found


def _doubts(table: pd.DataFrame, columns: dict[str, dict[str, str]]) -> list[str]:
    """Return what was chosen among several, and what was filled."""
    lines = []
    for name, keys in columns.items():
        others = [str(one) for one in table.columns if re.fullmatch(COUNTS[name], str(one).casefold())]
        others.remove(keys["column"])
        if others:
            lines.append(f"{name} could also be {listed(others)}.")
        if "missing" in keys:
            gaps = int(table[keys["column"]].isna().sum())
            lines.append(f"{gaps:,} areas have no {name}; `missing: 0` says that no one lives there.")
    return lines


def _id_of(table: pd.DataFrame) -> str | None:
    unique = [
        str(name)
        for name in table.columns
        if len(table) and table[name].notna().all() and table[name].is_unique and _may_name(table[name])
    ]
    return _first(IDS, unique) or next(iter(unique), None)


def _may_name(values: pd.Series) -> bool:
    return not pd.api.types.is_numeric_dtype(values) or bool((values.to_numpy() % 1 == 0).all())


def _first(pattern: str, names: Iterable[object]) -> str | None:
    """Return the name that fits the earliest alternative of ``pattern``; of several, the first in the file."""
    texts = [str(name) for name in names]
    fits = [name for name in texts if re.fullmatch(pattern, name.casefold())]
    return min(fits, key=lambda name: (len(name), texts.index(name)), default=None) if fits else None


def _about_table(path: Path, encoding: str) -> str:
    with path.open("rb") as stream:
        start = stream.readline(65536)
    separator = max(",;\t", key=lambda sign: start.count(sign.encode()))
    header, rows = read_rows(path, Dialect(separator, encoding=encoding))
    table = pd.DataFrame(rows, columns=header, dtype=object)
    about = [f"{path.name}: {len(rows):,} rows, separated by {separator!r}"]
    for name in header:
        numbers = [one for one in numbers_of(table[name]).tolist() if isinstance(one, float)]
        whole = len(numbers) == len(rows) > 0
        about.append(
            f"  {visible(name)}: " + (f"number, total {sum(numbers):.15g}" if whole else _facts(table[name]))
        )
    return "\n".join(f"# {line}".rstrip() for line in [*about, "", *_use(path, header, separator)]) + "\n"


def _use(path: Path, header: list[str], separator: str) -> list[str]:
    x, y = _first(LONGITUDES, header), _first(LATITUDES, header)
    key = _first(IDS + r"|geo_id|com", header) or header[0]
    if x and y:
        keys = f"file: {path.name}, id: {key}, x: {x}, y: {y}, crs: EPSG:4326"
        return ["As a layer of points, if those are degrees:", "layers:", f"  {path.stem}: {{{keys}}}"]
    sign = {",": "", ";": ', separator: ";"', "\t": ", separator: tab"}[separator]
    return ["Joined to areas by id:", "areas:", "  join:", f"    - {{file: {path.name}, id: {key}{sign}}}"]
