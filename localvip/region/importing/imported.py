"""A region built from files of a statistical office: outlines and tables made one file, columns named."""

from __future__ import annotations

import secrets
import shutil
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from localvip.problem import (
    Notice,
    OutputRefused,
    Place,
    Problem,
    Problems,
    Refused,
    did_you_mean,
    listed,
    visible,
)
from localvip.region.importing.draft import Draft, crs_code
from localvip.region.manifest import MANIFEST
from localvip.region.readers.fault import LayerError
from localvip.region.readers.read import read_layer, text_ids

AREAS = "areas.parquet"


@dataclass(frozen=True)
class Request:
    """What to build a region from: outlines, tables of the office, and what begins the ids of its areas.

    ``title``: of the region. ``jurisdiction``: the one municipality that it is, if it is one. ``encoding``: of
    outlines and tables that don't say it.
    """

    outlines: Path
    tables: tuple[Path, ...]
    only: str
    title: str
    jurisdiction: str = ""
    encoding: str | None = None


@dataclass(frozen=True)
class Imported:
    """A region's areas with all columns of the tables, the region file, and what a reader should know."""

    areas: gpd.GeoDataFrame
    draft: Draft
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class Table:
    """A table of the office: numbers by area id, NaN where the office gives none."""

    name: str
    numbers: pd.DataFrame


def read_outlines(request: Request, ids: str, names: str) -> gpd.GeoDataFrame:
    """Return the outlines whose id begins with ``request.only``: index ``id``, ``name`` and ``geometry``.

    ``ids``, ``names``: columns that may hold them, the first that is there counts, capitals or not. Raises
    ``Refused`` for a file that can't be read, without such a column or such an area, and for doubled ids.
    """
    path = request.outlines
    try:
        encoding = request.encoding if path.suffix.lower() == ".shp" else None
        frame = read_layer(path, None, encoding)
    except LayerError as error:
        raise Refused([Problem(Place(path.name), "file", error.message, error.hint)]) from None
    found = {str(name).casefold(): str(name) for name in frame.columns}
    key = next((found[one] for one in ids.split() if one in found), None)
    if key is None:
        hint = f"It has: {listed(found.values())}."
        message = f"has no column of ids; one of {', '.join(ids.split())} is needed."
        raise Refused([Problem(Place(path.name), "outlines", message, hint)])
    name = next((found[one] for one in names.split() if one in found), key)
    keys = text_ids(frame[key])[0]
    here = keys.str.startswith(request.only) & (keys != "")
    if not here.any():
        message = f"no id begins with {request.only!r}."
        hint = did_you_mean(request.only, keys.str[: len(request.only)].unique())
        raise Refused([Problem(Place(path.name), "outlines", message, hint)])
    areas = gpd.GeoDataFrame({"name": text_ids(frame[name])[0][here]}, geometry=frame.geometry[here])
    areas = areas.set_index(keys[here].rename("id")).sort_index()
    doubled = areas.index[areas.index.duplicated()].unique()
    if len(doubled):
        raise Refused(Problem(Place(path.name, item=one), "double-id", "stands twice.") for one in doubled)
    return areas


def read_tables(
    paths: Iterable[Path], read: Callable[[Path, Problems], tuple[Table, list[Notice]]]
) -> tuple[list[Table], list[Notice]]:
    """Return every table by ``read``, and what it says; raises ``Refused`` with all that is wrong with them."""
    problems, tables, notices = Problems(), [], []
    for path in paths:
        try:
            table, said = read(path, problems)
        except LayerError as error:
            problems.add(Place(path.name), "file", error.message, error.hint)
        except OSError as error:
            problems.add(Place(path.name), "file", f"can't be read: {error.strerror}.")
        else:
            tables.append(table)
            notices += said
    problems.refuse()
    return tables, notices


def check_ids(ids: list[str], name: str, problems: Problems) -> None:
    """Note the ids that stand twice in the table ``name``."""
    counts = Counter(one for one in ids if one)
    for key in sorted(one for one, count in counts.items() if count > 1):
        problems.add(Place(name, item=key), "double-id", "stands twice.", "An id names one area.")


def drafted(request: Request, areas: gpd.GeoDataFrame, described: Mapping[str, Mapping[str, str]]) -> Draft:
    """Return the region file of imported areas; raises ``Refused`` where no table counts residents.

    Columns that have no name in it are listed in a comment.
    """
    if "residents" not in described:
        tables = listed(path.name for path in request.tables)
        hint = "Add one that does: B01003 (US), the population by commune or IRIS (France)."
        raise Refused(
            [Problem(Place(tables or "tables"), "no-residents", "no table counts residents.", hint)]
        )
    named = {one for keys in described.values() for one in keys.values()} | {"name", "geometry"}
    others = [str(column) for column in areas.columns if column not in named]
    comments = ["Written by localvip region import; read every line before use."]
    if others:
        comments += textwrap.wrap("Columns without a name here: " + ", ".join(others) + ".", 100)
    return Draft(
        region=request.title,
        crs=crs_code(areas.crs),
        file=AREAS,
        id="id",
        name="name",
        columns=described,
        jurisdiction=request.jurisdiction,
        comments=comments,
    )


def joined(areas: gpd.GeoDataFrame, tables: list[Table]) -> tuple[gpd.GeoDataFrame, tuple[Notice, ...]]:
    """Return the areas with the columns of every table, and what the join leaves out or open.

    Raises ``Refused`` where a table has no row of these areas, or a column of an earlier table.
    """
    problems, notices = Problems(), []
    for table in tables:
        place = Place(table.name)
        here = table.numbers.index.isin(areas.index)
        if not here.any():
            problems.add(place, "no-row", f"has no row of these areas, such as {areas.index[0]!r}.")
            continue
        doubled = sorted(set(table.numbers.columns) & set(areas.columns))
        if doubled:
            problems.add(place, "double-column", f"holds {listed(doubled)}, which an earlier table holds.")
            continue
        gaps = areas.index.difference(table.numbers.index)
        if len(gaps):
            notices.append(Notice(place, "no-row", f"{len(gaps)} areas have no row: {listed(gaps)}."))
        if not here.all():
            notices.append(
                Notice(place, "elsewhere", f"{int((~here).sum()):,} rows of other areas are left out.")
            )
        areas = areas.join(table.numbers[here])
    problems.refuse()
    return areas, tuple(notices)


def write_import(imported: Imported, folder: Path) -> tuple[Path, ...]:
    """Write ``region.yaml`` and ``areas.parquet`` to a new ``folder`` and return their paths.

    The folder appears whole or not at all. Raises ``OutputRefused`` where it is there already or can't be made.
    """
    if folder.exists():
        raise OutputRefused(f"{visible(str(folder))} is there already. Name a new folder.")
    try:
        with _draft_folder(folder) as draft:
            imported.areas.rename_axis("id").reset_index().to_parquet(draft / AREAS)
            (draft / MANIFEST).write_text(imported.draft.text(), encoding="utf-8")
            draft.rename(folder)
    except OSError as error:
        said = error.strerror or error
        raise OutputRefused(f"{visible(str(folder))}: the region could not be written: {said}") from error
    return folder / MANIFEST, folder / AREAS


@contextmanager
def _draft_folder(folder: Path) -> Iterator[Path]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.parent / f".localvip-{secrets.token_hex(6)}.part"
    draft.mkdir()
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)
