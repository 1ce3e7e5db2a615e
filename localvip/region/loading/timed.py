"""How long the way to the sites of a layer takes: polygons, one or more a site, or a table of areas and sites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
from pyproj import CRS

from localvip.message import told, word
from localvip.problem import Notice, Place, did_you_mean, listed
from localvip.region.loading.files import Files
from localvip.region.loading.repair import usable_polygons
from localvip.region.manifest import TravelTimes
from localvip.region.model import Layer
from localvip.region.plane import on_plane
from localvip.region.readers.delimited import numbers_of
from localvip.region.readers.read import text_ids
from localvip.region.travel import Travel

Geometries = npt.NDArray[np.object_]
HINT = "Minutes are numbers from 0."


def with_travel(layers: Mapping[str, Layer], areas: gpd.GeoDataFrame, files: Files) -> dict[str, Layer]:
    """Return ``layers`` with the travel times to their sites, where the region file gives them (see ``_travel``)."""
    return {
        name: layer
        if layer.spec.travel is None
        else replace(layer, travel=_travel(name, layer.spec.travel, layer.shapes.index, (areas, files)))
        for name, layer in layers.items()
    }


def _travel(
    name: str, spec: TravelTimes, sites: pd.Index[str], within: tuple[gpd.GeoDataFrame, Files]
) -> Travel | None:
    """Return the travel times to ``sites`` of the layer ``name``; ``None`` after a problem.

    ``areas``: on the plane, by id. Refuses minutes that are missing, negative or no number, a polygon that can't be
    used, an area that isn't there, and a file none of whose sites is the layer's. Tells of rows for other sites, of
    sites without a row, and of areas (with their residents) that no row names.
    """
    areas, files = within
    before = len(files.problems.found)
    found = _polygons(name, spec, areas.crs, files) if spec.area is None else _table(name, spec, areas, files)
    if found is None or len(files.problems.found) > before:
        return None
    known = np.isin(found.site, np.asarray(sites, dtype=object))
    if not known.any():
        message = f"travel of {name!r}: no site in {spec.site!r} of {spec.file} is one of the layer's."
        hint = f"It has {listed(set(found.site), 3)}; the layer has {listed(sites, 3)}."
        files.problems.add(spec.place, "travel-sites", message, hint)
        return None
    _tell(name, spec, (found.site[known], sites, int((~known).sum())), files)
    return Travel(found.site[known], found.minutes[known], found.land[known], found.stepped)


def _tell(name: str, spec: TravelTimes, of: tuple[Geometries, pd.Index[str], int], files: Files) -> None:
    found, sites, others = of
    place = Place(spec.file)
    if others:
        text = told("{n} rows are of sites that the layer {name} doesn't use.", n=others, name=word(name))
        files.notices.append(Notice(place, "elsewhere", text))
    lost = sorted(set(sites) - set(found))
    if lost:
        text = told(
            "{n} sites of {name} have no travel times: no home reaches them ({sites}).",
            n=len(lost),
            name=word(name),
            sites=listed(lost),
        )
        files.notices.append(Notice(place, "no-travel", text))


def _polygons(name: str, spec: TravelTimes, plane: CRS, files: Files) -> Travel | None:
    frame = files.features(spec, told("travel of {name}", name=word(name)))
    if frame is None or not _has(spec, [str(one) for one in frame.columns], files):
        return None
    frame = frame.set_axis(pd.Index([f"row {n}" for n in range(1, len(frame) + 1)], dtype=object))
    minutes = _minutes(frame[spec.minutes], spec, files)
    flat, notices = usable_polygons(
        on_plane(frame, plane, spec.file, files.problems), spec.file, files.problems
    )
    files.notices.extend(notices)
    ids = text_ids(frame[spec.site])[0].reindex(flat.index)
    return Travel(
        ids.to_numpy(),
        np.asarray(minutes.reindex(flat.index), dtype=np.float64),
        flat.geometry.to_numpy(),
        stepped=True,
    )


def _table(name: str, spec: TravelTimes, areas: gpd.GeoDataFrame, files: Files) -> Travel | None:
    rows = files.rows(spec, told("travel of {name}", name=word(name)))
    if rows is None or not _has(spec, list(rows.columns), files):
        return None
    given = rows[rows[spec.minutes].str.strip() != ""]
    rows = given.set_axis(pd.Index([f"row {n}" for n in given.index + 1], dtype=object))
    ids = rows[str(spec.area)].str.strip()
    for key in rows.index[~ids.isin(areas.index)]:
        message = f"{ids[key]!r} is no area of the region."
        files.problems.add(
            Place(spec.file, item=str(key)), "unknown-area", message, did_you_mean(ids[key], areas.index)
        )
    minutes = _minutes(numbers_of(rows[spec.minutes].str.strip()), spec, files)
    away = areas.index.difference(pd.Index(ids))
    if len(away):
        text = told(
            "{n} areas have no travel time to any site: they reach none ({ids}).",
            n=len(away),
            ids=listed(away),
        )
        files.notices.append(Notice(Place(spec.file), "unreachable", text))
    land = areas.geometry.reindex(ids.to_numpy()).to_numpy()
    return Travel(
        rows[spec.site].str.strip().to_numpy(dtype=object),
        np.asarray(minutes, dtype=np.float64),
        land,
        stepped=False,
    )


def _has(spec: TravelTimes, columns: list[str], files: Files) -> bool:
    missing = [one for one in (spec.site, spec.minutes, spec.area) if one is not None and one not in columns]
    for one in missing:
        hint = did_you_mean(one, columns) or f"It has: {listed(columns)}."
        files.problems.add(spec.place, "unknown-column", f"{spec.file} has no column {one!r}.", hint)
    return not missing


def _minutes(values: pd.Series[float], spec: TravelTimes, files: Files) -> pd.Series[float]:
    minutes = pd.to_numeric(values, errors="coerce").astype("float64")
    for key in values.index[~(np.isfinite(minutes) & (minutes >= 0))]:
        shown = repr(values[key]) if isinstance(values[key], str) else f"{values[key]:g}"
        message = f"{spec.minutes} is {shown}."
        files.problems.add(Place(spec.file, item=str(key)), "minutes", message, HINT)
    return minutes
