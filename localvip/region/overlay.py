"""Divide areas by one layer after another.

Areas are divided by one layer after another, in
a fixed order, and each piece's units are split inside its parent: a later border never moves people across an
earlier one. Overlay of all layers at once would count land in overlapping zones twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from localvip.problem import Notice, Place, Problem, Refused
from localvip.region.apportion import Int64s, cumulative_rounding

SLIVER_M2 = 1.0
OVERLAP_SHARE = 1e-6
Geometries = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Cut:
    """A line that cells must not cross: the land inside ``shape``, or whole ``areas`` by position, or both.

    ``shape`` is on the region's plane; ``None`` means everywhere. ``areas`` is a boolean an area; ``None``
    means all. A piece is inside when it is inside both.
    """

    name: str
    shape: BaseGeometry | None = None
    areas: npt.NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class Pieces:
    """Pieces of areas while they are being divided, sorted by area: shapes, units, and labels by layer.

    ``units``: int64, a row a piece, a column a count (micro-units, or whole sponsors). ``labels``: for each
    layer the id a piece lies in (text, or None outside all), for each cut a boolean.
    """

    area: Int64s
    shapes: Geometries
    units: Int64s
    labels: Mapping[str, npt.NDArray[np.generic]]
    slivers: int = 0
    sliver_m2: float = 0.0


@dataclass(frozen=True)
class Division:
    """How pieces fall into targets: ``parent`` (sorted) and ``target`` (-1: outside all) of each part."""

    parent: Int64s
    target: Int64s
    shapes: Geometries


def divide_by_layer(pieces: Pieces, name: str, targets: gpd.GeoDataFrame, file: str) -> Pieces:
    """Divide ``pieces`` by the polygons of one layer (index: ids, sorted) and label each part with its id.

    Raises ``Refused`` where two polygons of the layer claim the same land: a cell lies in at most one.
    """
    division = _parts(pieces.shapes, targets.geometry.to_numpy())
    _refuse_overlaps(pieces, division, name, targets, file)
    ids = np.append(targets.index.to_numpy(dtype=object), None)
    return _split(pieces, division, name, ids)


def divide_by_cut(pieces: Pieces, cut: Cut) -> Pieces:
    """Divide ``pieces`` at the border of ``cut`` and label each part with whether it is inside."""
    chosen = np.ones(len(pieces.area), bool) if cut.areas is None else cut.areas[pieces.area]
    if cut.shape is None:
        return replace(pieces, labels={**pieces.labels, cut.name: chosen})
    division = _parts(pieces.shapes, np.array([cut.shape], dtype=object), chosen)
    return _split(pieces, division, cut.name, np.array([True, False]))


def _parts(shapes: Geometries, targets: Geometries, chosen: npt.NDArray[np.bool_] | None = None) -> Division:
    """Return every part of every shape by target, the part outside all targets last."""
    shapely.prepare(targets)
    piece, target = shapely.STRtree(targets).query(shapes, predicate="intersects")
    if chosen is not None:
        piece, target = piece[chosen[piece]], target[chosen[piece]]
    whole = shapely.covers(targets[target], shapes[piece])
    covered = np.zeros(len(shapes), bool)
    covered[piece[whole]] = True
    cut = ~whole & ~covered[piece]
    inside = shapely.intersection(shapes[piece[cut]], targets[target[cut]])
    rest_of = np.flatnonzero(~covered)
    rest = _outside(shapes, targets, piece[cut], target[cut], rest_of)
    parent = np.concatenate([piece[whole], piece[cut], rest_of])
    label = np.concatenate([target[whole], target[cut], np.full(len(rest_of), -1)])
    geometry = np.concatenate([shapes[piece[whole]], _polygonal(inside), _polygonal(rest)])
    kept = shapely.area(geometry) > 0
    parent, label, geometry = parent[kept], label[kept], geometry[kept]
    order = np.lexsort((np.where(label < 0, len(targets), label), parent))
    return Division(parent[order], label[order], geometry[order])


def _outside(
    shapes: Geometries, targets: Geometries, piece: Int64s, target: Int64s, rest_of: Int64s
) -> Geometries:
    """Return what is left of each shape of ``rest_of`` once the targets that meet it are taken away."""
    rest = shapes[rest_of].copy()
    met = pd.Series(target).groupby(piece).agg(list)
    position = {int(p): i for i, p in enumerate(rest_of)}
    for p, members in met.items():
        i = position[int(str(p))]
        rest[i] = shapely.difference(rest[i], shapely.union_all(targets[members]))
    return rest


def _polygonal(shapes: Geometries) -> Geometries:
    """Return the polygonal part of each shape: an overlay may leave points and lines where borders touch."""
    mixed = np.flatnonzero(shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION)
    result = shapes.copy()
    for i in mixed:
        parts = shapely.get_parts(shapes[i])
        result[i] = shapely.union_all(parts[shapely.get_dimensions(parts) == 2])  # noqa: PLR2004
    return result


def _refuse_overlaps(
    pieces: Pieces, division: Division, name: str, targets: gpd.GeoDataFrame, file: str
) -> None:
    parts = np.bincount(division.parent, shapely.area(division.shapes), minlength=len(pieces.shapes))
    whole = shapely.area(pieces.shapes)
    problems = []
    for p in np.flatnonzero(parts > whole * (1 + OVERLAP_SHARE) + SLIVER_M2):
        members = sorted({str(targets.index[t]) for t in division.target[division.parent == p] if t >= 0})
        message = f"{name} {' and '.join(members)} claim the same land ({parts[p] - whole[p]:,.0f} m2 of it)."
        hint = "A home lies in at most one jurisdiction of a level: mend the layer, or make two levels of it."
        problems.append(Problem(Place(file, item=members[-1]), "overlap", message, hint))
    if problems:
        raise Refused(problems)


def _split(pieces: Pieces, division: Division, name: str, ids: npt.NDArray[np.generic]) -> Pieces:
    """Return the parts as pieces, each parent's units split among its parts by land."""
    land = shapely.area(division.shapes)
    kept = _without_slivers(division.parent, land)
    parent, target, shapes = division.parent[kept], division.target[kept], division.shapes[kept]
    units = np.column_stack(
        [cumulative_rounding(column, parent, land[kept]) for column in pieces.units.T]
    ).astype(np.int64)
    labels = {layer: values[parent] for layer, values in pieces.labels.items()}
    return Pieces(
        area=pieces.area[parent],
        shapes=shapes,
        units=units,
        labels={**labels, name: ids[target]},
        slivers=pieces.slivers + int((~kept).sum()),
        sliver_m2=pieces.sliver_m2 + float(land[~kept].sum()),
    )


def _without_slivers(parent: Int64s, land: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Return which parts stay: under 1 m2 a part joins its siblings; the largest of each parent stays."""
    largest = np.zeros(len(land), bool)
    order = np.lexsort((-land, parent))
    first = np.r_[True, parent[order][1:] != parent[order][:-1]] if len(order) else np.zeros(0, bool)
    largest[order[first]] = True
    kept: npt.NDArray[np.bool_] = (land >= SLIVER_M2) | largest
    return kept


def sliver_notices(pieces: Pieces) -> tuple[Notice, ...]:
    """Return one notice of the slivers that joined their neighbours, if any."""
    if not pieces.slivers:
        return ()
    text = f"{pieces.slivers} pieces under {SLIVER_M2:g} m2 ({pieces.sliver_m2:.2f} m2 in all) joined a neighbour."
    return (Notice(Place("cells"), "slivers", text),)
