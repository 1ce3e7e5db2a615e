"""Join a CSV table to the areas by id: every row finds its area, or is told of."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd

from localvip.message import told
from localvip.problem import Notice, Place, Problems, did_you_mean, listed
from localvip.region.manifest import Column, Join
from localvip.region.origins import columns_read
from localvip.region.readers.delimited import Dialect, numbers_of, read_rows
from localvip.region.readers.fault import LayerError


def join_table(
    areas: gpd.GeoDataFrame, join: Join, path: Path, columns: Mapping[str, Column], problems: Problems
) -> tuple[gpd.GeoDataFrame, list[Notice]]:
    """Return ``areas`` (index: ids) with the columns of the table, and what a reader should know of the join.

    The columns that ``columns`` reads as numbers hold floats, ``None`` where missing, and any word as it
    stands; all others are text. An area without a row has missing values, with a notice. Notes as problems: an
    id that is missing, stands twice, lacks the prefix or is no area (unless ``elsewhere: left out``), and a
    column that is read and is in both files. Raises ``LayerError`` where nothing can be joined at all.
    """
    table = _table(join, path)
    read = {one: column for column in columns.values() for one in columns_read(column)}
    ids = _ids(table[join.id].tolist(), join, problems)
    here = [key in areas.index for key in ids]
    if not any(here):
        example = f"It has ids such as {ids[0]!r}, the areas such as {areas.index[0]!r}." if ids else ""
        raise LayerError(f"no id in {join.id!r} of {join.file} is an area.", example)
    notices = _strangers(
        [key for key, is_here in zip(ids, here, strict=True) if key and not is_here], join, problems
    )
    kept = table.set_index(pd.Index(ids, dtype=object))[here].drop(columns=join.id)
    for name in sorted(set(read) & set(kept.columns) & set(areas.columns)):
        message = f"column {name!r} is in {join.file} and in the areas' own file."
        problems.add(join.place, "double-column", message, "Rename one: which is meant can't be told.")
    kept = kept[~kept.index.duplicated()].drop(columns=list(set(kept.columns) & set(areas.columns)))
    numeric = [name for name in kept.columns if name in read and not read[name].is_text]
    numbers = {name: numbers_of(kept[name], join.decimal) for name in numeric}
    joined = areas.join(kept.assign(**numbers))
    return joined, [*notices, *_gaps(areas.index.difference(kept.index), join)]


def _table(join: Join, path: Path) -> pd.DataFrame:
    separator = "\t" if join.separator == "tab" else join.separator
    header, rows = read_rows(path, Dialect(separator, join.decimal, join.encoding))
    if join.id not in header:
        hint = did_you_mean(join.id, header) or f"It has: {listed(header)}."
        raise LayerError(f"{join.file} has no column {join.id!r}.", hint)
    table = pd.DataFrame(rows[int(join.labels) :], columns=header, dtype=object)
    return table.replace(dict.fromkeys(join.unknown, "")) if join.unknown else table


def _ids(texts: list[str], join: Join, problems: Problems) -> list[str]:
    """Return the ids without the prefix; note those that are missing, lack it, or stand twice."""
    seen: dict[str, int] = {}
    ids = []
    for row, text in enumerate(texts, 1):
        key = unicodedata.normalize("NFC", text.strip())
        if not key.startswith(join.strip):
            message = f"the id {key!r} doesn't begin with {join.strip!r}."
            hint = "Keep rows of one kind of area in the table."
            problems.add(Place(join.file, item=f"row {row}"), "prefix", message, hint)
        key = key.removeprefix(join.strip)
        if not key:
            problems.add(Place(join.file, item=f"row {row}"), "no-id", f"has no id in {join.id!r}.")
        elif key in seen:
            message = f"stands twice, in rows {seen[key]} and {row}."
            problems.add(Place(join.file, item=key), "double-id", message, "An id names one area.")
        seen[key] = row
        ids.append(key)
    return ids


def _strangers(ids: list[str], join: Join, problems: Problems) -> list[Notice]:
    if join.elsewhere is None:
        hint = "Write `elsewhere: left out` beside the join where the table covers more than the region."
        for key in ids:
            problems.add(Place(join.file, item=key), "unknown-id", "is no area of the region.", hint)
        return []
    text = told("{n} rows are of other areas; the region file leaves them out.", n=len(ids))
    return [Notice(Place(join.file), "elsewhere", text)] if ids else []


def _gaps(ids: pd.Index[str], join: Join) -> list[Notice]:
    text = told("{n} areas have no row, so their values are missing: {ids}.", n=len(ids), ids=listed(ids))
    return [Notice(Place(join.file), "no-row", text)] if len(ids) else []
