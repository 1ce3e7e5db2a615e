"""The layers of a region: read, checked, on the plane, in the form that the manifest gives them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS

from localvip.language.condition import Condition
from localvip.language.evaluate import evaluate
from localvip.language.wording import in_words
from localvip.language.words import QuantityError
from localvip.message import Message, reworded, template, told, word
from localvip.problem import Notice, Place, Problems, did_you_mean
from localvip.region.ledger import Account, Entry, account
from localvip.region.loading.columns import take_columns
from localvip.region.loading.files import Files, named
from localvip.region.loading.repair import usable_polygons
from localvip.region.loading.summed import with_sums
from localvip.region.locating.coverage import check_coverage
from localvip.region.locating.mesh import Mesh
from localvip.region.manifest import Areas, LayerFile, Level, PlaceLayer, Sponsors
from localvip.region.model import Jurisdictions, Layer
from localvip.region.plane import on_plane
from localvip.region.point_layers.points import Points
from localvip.region.point_layers.sweep import swept
from localvip.region.readers.fault import LayerError

SMALLEST_AREA_M2 = 1.0


def areas_of(
    spec: Areas, frame: gpd.GeoDataFrame, files: Files, plane: CRS
) -> tuple[gpd.GeoDataFrame, Mesh | None]:
    """Return the areas by id: ``name``, the declared columns and ``geometry``; and their mesh.

    There is no mesh after a problem with shapes, or with ids that stand twice. Refuses what ``join_table``,
    ``take_columns`` and ``usable_polygons`` refuse.
    """
    frame = files.joined(spec, frame)
    values, notices = take_columns(frame, dict(spec.columns), spec.file, files.problems)
    files.notices.extend(notices)
    before = len(files.problems.found)
    residents = values.get("residents", pd.Series(np.nan, index=frame.index))
    shapes = _polygons(frame, spec.file, files, plane, residents)
    sound = len(files.problems.found) == before
    if sound:
        values = with_sums(spec.columns, shapes, values, files)
    mesh = Mesh(shapes.geometry.to_numpy()) if sound and shapes.index.is_unique else None
    return named(shapes, spec.name)[["name", "geometry"]].join(values), mesh


def check_land(areas: gpd.GeoDataFrame, mesh: Mesh, file: str) -> tuple[list[Notice], Problems]:
    """Return what is to be told of the land of areas, and the problems: those under 1 m2, and those that overlap."""
    problems, hint = Problems(), "Are its coordinates in the CRS that the file names?"
    for key in areas.index[shapely.area(mesh.polygons) < SMALLEST_AREA_M2]:
        problems.add(Place(file, item=key), "too-small", "is smaller than 1 m2.", hint)
    residents = areas.get("residents", pd.Series(np.nan, index=areas.index))
    return check_coverage(mesh, residents, file, problems), problems


def jurisdictions_of(name: str, spec: Level | LayerFile, files: Files, plane: CRS) -> Jurisdictions:
    """Return the polygons of a level or a district by id with their ``name``; empty after a problem."""
    if isinstance(spec, Level) and spec.constant is not None:
        return Jurisdictions(name, spec.constant, _nothing(plane), "")
    file = str(spec.file)
    role = template("level {name}") if isinstance(spec, Level) else template("district {name}")
    frame = files.layer(spec, told(role, name=word(name)))
    if frame is None:
        return Jurisdictions(name, None, _nothing(plane), file)
    shapes = named(_polygons(frame, file, files, plane), spec.name)
    return Jurisdictions(name, None, shapes[["name", "geometry"]], file)


def _nothing(plane: CRS) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"name": []}, geometry=[], crs=plane)


def places_of(name: str, spec: PlaceLayer, files: Files, plane: CRS) -> tuple[Layer, Account] | None:
    """Return a layer on the plane after its ``where``, and the account of its features.

    Refuses a feature without a shape, and a ``where`` that its columns can't answer.
    """
    frame = files.layer(spec, told("layer {name}", name=word(name)))
    if frame is None:
        return None
    frame = on_plane(frame, plane, spec.file, files.problems)
    bad = ~np.isfinite(shapely.bounds(frame.geometry.to_numpy())).all(axis=1)
    for key in frame.index[bad]:
        message = "has no shape, or coordinates that don't fit its CRS."
        files.problems.add(Place(spec.file, item=str(key)), "geometry", message)
    kept = _picked(name, spec, frame, files)
    left = int((~kept).sum())
    entries = [Entry(told("used"), len(frame) - left)]
    if spec.where is not None:
        entries.append(Entry(_unlike(spec.where), left, used=False))
    layer = Layer(named(frame, spec.name)[kept], spec)
    return layer, account(told("layer {name}", name=word(name)), told("features"), len(frame), entries)


def _unlike(where: Condition) -> Message:
    return told("not {where}", where=reworded(where.text, in_words(where)))


def _picked(name: str, spec: PlaceLayer, frame: gpd.GeoDataFrame, files: Files) -> npt.NDArray[np.bool_]:
    """Return the features where ``where`` is true; all of them after a problem with a column."""
    everything = np.ones(len(frame), bool)
    wanted = {"capacity": set(spec.capacity.values()), "where": set(spec.where.names if spec.where else ())}
    missing = [(key, one) for key in wanted for one in sorted(wanted[key] - set(frame.columns))]
    for key, column in missing if len(frame) else []:
        message = f"layer {name!r}: {spec.file} has no column {column!r}."
        files.problems.add(spec.place_of(key), "unknown-column", message, did_you_mean(column, frame.columns))
    if missing or spec.where is None:
        return everything
    try:
        return evaluate(spec.where, {one: frame[one].to_numpy() for one in spec.where.names}).true
    except (QuantityError, ValueError, TypeError) as error:
        message = f"layer {name!r}: {spec.where.text!r} does not fit the columns of {spec.file}: {error}"
        files.problems.add(spec.place_of("where"), "condition", message)
        return everything


def points_of(spec: Sponsors, areas: Mesh | None, files: Files, plane: CRS) -> Points | None:
    """Return sponsors, or visas in force, located in ``areas``; ``None`` after a problem with their file.

    Refuses what ``swept`` refuses; after any problem nothing is located.
    """
    source = files.points(spec)
    if source is None:
        return None
    try:
        points, notices = swept(source, areas, plane, files.problems)
    except LayerError as error:
        files.problems.add(spec.place, "file", f"{spec.role}: {error.message}", error.hint)
        return None
    files.notices.extend(notices)
    return points


def _polygons(
    frame: gpd.GeoDataFrame, file: str, files: Files, plane: CRS, residents: pd.Series[float] | None = None
) -> gpd.GeoDataFrame:
    if frame.empty:
        files.problems.add(Place(file), "empty", "holds no feature.")
    shapes = on_plane(frame, plane, file, files.problems)
    mended, notices = usable_polygons(shapes, file, files.problems, residents)
    files.notices.extend(notices)
    return mended
