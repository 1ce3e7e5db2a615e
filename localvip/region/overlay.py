"""Divide areas by one layer after another, in a fixed order.

Each piece's units are split inside its parent: a later border never moves people across an earlier one.
Overlay of all layers at once would count land in overlapping zones twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from localvip.message import digits, told
from localvip.problem import Notice, Place, Problems
from localvip.region.apportion import Int64s, cumulative_rounding
from localvip.region.several import several
from localvip.region.weights import Weigher

SLIVER_M2 = 1.0
OVERLAP_SHARE = 1e-6
AT_ONCE = 256
ROUNDING_M2, ROUNDING_SHARE = 1e-3, 1e-9
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

    def key(self) -> tuple[str, bytes, bytes]:
        """Return what is the same for two cuts exactly where they divide and are named alike."""
        shape = b"" if self.shape is None else shapely.to_wkb(self.shape)
        return self.name, shape, b"all" if self.areas is None else self.areas.tobytes()


@dataclass(frozen=True)
class Pieces:
    """Pieces of areas while they are being divided, sorted by area: shapes, units, and labels by layer.

    ``units``: int64, a row a piece, a column a count (micro-units, or whole sponsors). ``labels``: for each
    layer the id a piece lies in (text, or None outside all), for each cut a boolean. ``weights``: what the columns
    of units are shared by, but for ``by_land``, the column of land itself; ``None``: land.
    """

    area: Int64s
    shapes: Geometries
    units: Int64s
    labels: Mapping[str, npt.NDArray[np.generic]]
    slivers: int = 0
    sliver_m2: float = 0.0
    weights: Weigher | None = None
    by_land: int = -1


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
    ids = np.array([*targets.index, None], dtype=object)
    return _split(pieces, division, name, ids)[0]


def divide_by_cut(pieces: Pieces, cut: Cut) -> Pieces:
    """Divide ``pieces`` at the border of ``cut`` and label each part with whether it is inside."""
    chosen = np.ones(len(pieces.area), bool) if cut.areas is None else cut.areas[pieces.area]
    if cut.shape is None:
        return replace(pieces, labels={**pieces.labels, cut.name: chosen})
    near = np.flatnonzero(chosen & _meets(pieces.shapes, cut.shape))
    division = _parts(pieces.shapes[near], np.array([cut.shape], dtype=object))
    parts, parent = _split(_only(pieces, near), division, cut.name, np.array([True, False]))
    return _among(pieces, cut.name, parts, near[parent])


def _meets(shapes: Geometries, other: BaseGeometry) -> npt.NDArray[np.bool_]:
    """Return which shapes have a box that meets the box of ``other``."""
    west, south, east, north = shapely.bounds(other)
    box = shapely.bounds(shapes)
    outside = (box[:, 2] < west) | (box[:, 0] > east) | (box[:, 3] < south) | (box[:, 1] > north)
    return np.asarray(~outside, dtype=np.bool_)


def _only(pieces: Pieces, some: Int64s) -> Pieces:
    labels = {layer: values[some] for layer, values in pieces.labels.items()}
    return replace(
        pieces, area=pieces.area[some], shapes=pieces.shapes[some], units=pieces.units[some], labels=labels
    )


def _among(pieces: Pieces, name: str, parts: Pieces, origin: Int64s) -> Pieces:
    """Return ``parts`` in the place of the pieces ``origin`` that they come from; the others lie outside ``name``."""
    outside = np.ones(len(pieces.area), bool)
    outside[origin] = False
    rest = np.flatnonzero(outside)
    order = np.argsort(np.concatenate([origin, rest]), kind="stable")
    whole = _only(pieces, rest)
    of_rest = {**whole.labels, name: np.zeros(len(rest), bool)}
    return replace(
        parts,
        area=np.concatenate([parts.area, whole.area])[order],
        shapes=np.concatenate([parts.shapes, whole.shapes])[order],
        units=np.concatenate([parts.units, whole.units])[order],
        labels={one: np.concatenate([held, of_rest[one]])[order] for one, held in parts.labels.items()},
    )


def _parts(shapes: Geometries, targets: Geometries) -> Division:
    """Return every part of every shape by target, the part outside all targets last.

    A shape that one target covers still meets every other one: two targets may claim its land.
    """
    shapely.prepare(targets)
    piece, target = shapely.STRtree(targets).query(shapes, predicate="intersects")
    whole = shapely.covers(targets[target], shapes[piece])
    covered = np.zeros(len(shapes), bool)
    covered[piece[whole]] = True
    cut = ~whole
    inside = _overlaid(shapely.intersection, shapes[piece[cut]], targets[target[cut]])
    filled = covered | _filled(shapes, targets, piece[cut], inside)
    rest_of = np.flatnonzero(~filled)
    left = cut & ~filled[piece]
    rest = _outside(shapes, targets, piece[left], target[left], rest_of)
    parent = np.concatenate([piece[whole], piece[cut], rest_of])
    label = np.concatenate([target[whole], target[cut], np.full(len(rest_of), -1)])
    geometry = np.concatenate([shapes[piece[whole]], _polygonal(inside), _polygonal(rest)])
    kept = shapely.area(geometry) > 0
    parent, label, geometry = parent[kept], label[kept], geometry[kept]
    order = np.lexsort((np.where(label < 0, len(targets), label), parent))
    return Division(parent[order], label[order], geometry[order])


def _overlaid(
    operation: Callable[[Geometries, Geometries], Geometries], one: Geometries, other: Geometries
) -> Geometries:
    """Return what ``operation`` makes of each shape and the ``other`` at its place, on all processors."""
    parts = (slice(start, start + AT_ONCE) for start in range(0, len(one), AT_ONCE))
    made = several(lambda part: operation(one[part], other[part]), parts)
    return np.concatenate([one[:0], *made])


def _filled(
    shapes: Geometries, targets: Geometries, piece: Int64s, inside: Geometries
) -> npt.NDArray[np.bool_]:
    """Return which shapes the parts ``inside`` fill but for the rounding: told by land, where no targets overlap."""
    if len(targets) > 1 and not shapely.coverage_is_valid(targets):
        return np.zeros(len(shapes), bool)
    land = shapely.area(shapes)
    left = land - np.bincount(piece, shapely.area(inside), minlength=len(shapes))
    return np.asarray(left <= np.minimum(ROUNDING_SHARE * land, ROUNDING_M2))


def _outside(
    shapes: Geometries, targets: Geometries, piece: Int64s, target: Int64s, rest_of: Int64s
) -> Geometries:
    """Return what is left of each shape of ``rest_of`` once the targets that meet it are taken away."""
    rest = shapes[rest_of].copy()
    order = np.argsort(piece, kind="stable")
    met, first, number = np.unique(piece[order], return_index=True, return_counts=True)
    members = targets[target[order]]
    taken = members[first]
    for i in np.flatnonzero(number > 1):
        taken[i] = shapely.union_all(members[first[i] : first[i] + number[i]])
    some = np.searchsorted(rest_of, met)
    rest[some] = _overlaid(shapely.difference, rest[some], taken)
    return rest


def _polygonal(shapes: Geometries) -> Geometries:
    """Return the polygonal part of each shape: an overlay may leave points and lines where borders touch."""
    mixed = np.flatnonzero(shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION)
    result = shapes.copy()
    for i in mixed:
        parts = shapely.get_parts(shapes[i])
        result[i] = shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
    return result


def _refuse_overlaps(
    pieces: Pieces, division: Division, name: str, targets: gpd.GeoDataFrame, file: str
) -> None:
    """Raise ``Refused`` with each pair of targets that share land, and how much, over all pieces."""
    parts = np.bincount(division.parent, shapely.area(division.shapes), minlength=len(pieces.shapes))
    whole = shapely.area(pieces.shapes)
    shared: defaultdict[tuple[str, str], float] = defaultdict(float)
    for p in np.flatnonzero(parts > whole * (1 + OVERLAP_SHARE) + SLIVER_M2):
        members = np.flatnonzero((division.parent == p) & (division.target >= 0))
        for one, other in combinations(members, 2):
            common = shapely.area(shapely.intersection(division.shapes[one], division.shapes[other]))
            pair = (str(targets.index[division.target[one]]), str(targets.index[division.target[other]]))
            if common > SLIVER_M2:
                shared[pair] += common
    hint = "A home lies in at most one jurisdiction of a level: mend the layer, or make two levels of it."
    problems = Problems()
    for (one_id, other_id), m2 in shared.items():
        message = f"{name} {one_id} and {other_id} claim the same land ({m2:,.0f} m2 of it)."
        problems.add(Place(file, item=other_id), "overlap", message, hint)
    problems.refuse()


def _split(
    pieces: Pieces, division: Division, name: str, ids: npt.NDArray[np.generic]
) -> tuple[Pieces, Int64s]:
    """Return the parts as pieces, each parent's units split among its parts by weight or land, and their parents."""
    land = shapely.area(division.shapes)
    kept = _without_slivers(division.parent, land)
    parent, target, shapes = division.parent[kept], division.target[kept], division.shapes[kept]
    units = _shared(pieces, parent, shapes)
    labels = {layer: values[parent] for layer, values in pieces.labels.items()}
    parts = replace(
        pieces,
        area=pieces.area[parent],
        shapes=shapes,
        units=units,
        labels={**labels, name: ids[target]},
        slivers=pieces.slivers + int((~kept).sum()),
        sliver_m2=pieces.sliver_m2 + float(land[~kept].sum()),
    )
    return parts, parent


def _shared(pieces: Pieces, parent: Int64s, shapes: Geometries) -> Int64s:
    """Return each parent's units split among its parts; where they hold no weight, by land.

    Weights are measured anew at each division, as land is: a later border moves nothing across an earlier one.
    """
    land = shapely.area(shapes)
    by_land = cumulative_rounding(pieces.units, parent, land)
    if pieces.weights is None:
        return by_land
    several = np.flatnonzero(np.bincount(parent)[parent] > 1)
    weight = np.zeros(len(parent))
    weight[several] = pieces.weights.measure(shapes[several], parent[several])
    weight = np.where(np.bincount(parent, weight)[parent] > 0, weight, land)
    units = cumulative_rounding(pieces.units, parent, weight)
    units[:, pieces.by_land] = by_land[:, pieces.by_land]
    return units


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
    text = told(
        "{n} pieces under {most} m2 ({land} m2 in all) joined a neighbour.",
        n=pieces.slivers,
        most=digits(f"{SLIVER_M2:g}"),
        land=digits(f"{pieces.sliver_m2:.2f}"),
    )
    return (Notice(Place("cells"), "slivers", text),)
