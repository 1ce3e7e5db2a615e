"""Divide areas by one layer after another, in a fixed order.

Each piece's units are split inside its parent: a later border never moves people across an earlier one.
Overlay of all layers at once would count land in overlapping zones twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from localvip.message import digits, told
from localvip.problem import Notice, Place, Problems
from localvip.region.apportion import Float64s, Int64s, cumulative_rounding
from localvip.region.cutting.division import Division, divide
from localvip.region.cutting.rings import Geometries
from localvip.region.weights import Weigher

SLIVER_M2 = 1.0
OVERLAP_SHARE = 1e-6


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


def divide_by_layer(pieces: Pieces, name: str, targets: gpd.GeoDataFrame, file: str) -> Pieces:
    """Divide ``pieces`` by the polygons of one layer (index: ids, sorted) and label each part with its id.

    Raises ``Refused`` where two polygons of the layer claim the same land: a cell lies in at most one.
    """
    division = divide(pieces.shapes, targets.geometry.to_numpy())
    _refuse_overlaps(pieces, division, name, targets, file)
    ids = np.array([*targets.index, None], dtype=object)
    return _split(pieces, np.arange(len(pieces.area)), division, name, ids)


def divide_by_cut(pieces: Pieces, cut: Cut) -> Pieces:
    """Divide ``pieces`` at the border of ``cut`` and label each part with whether it is inside."""
    chosen = np.ones(len(pieces.area), bool) if cut.areas is None else cut.areas[pieces.area]
    if cut.shape is None:
        return replace(pieces, labels={**pieces.labels, cut.name: chosen})
    near = np.flatnonzero(chosen & _meets(pieces.shapes, cut.shape))
    division = divide(pieces.shapes[near], np.array([cut.shape], dtype=object))
    return _split(pieces, near, division, cut.name, np.array([True, False]))


def _meets(shapes: Geometries, other: BaseGeometry) -> npt.NDArray[np.bool_]:
    """Return which shapes have a box that meets the box of ``other``."""
    west, south, east, north = shapely.bounds(other)
    box = shapely.bounds(shapes)
    outside = (box[:, 2] < west) | (box[:, 0] > east) | (box[:, 3] < south) | (box[:, 1] > north)
    return np.asarray(~outside, dtype=np.bool_)


def _refuse_overlaps(
    pieces: Pieces, division: Division, name: str, targets: gpd.GeoDataFrame, file: str
) -> None:
    """Raise ``Refused`` with each pair of targets that share land, and how much, over all pieces."""
    parts = np.bincount(division.parent, division.land, minlength=len(pieces.shapes))
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
    pieces: Pieces, near: Int64s, division: Division, name: str, ids: npt.NDArray[np.generic]
) -> Pieces:
    """Return the pieces, those ``near`` (sorted) in their parts, whose units are shared by weight or land.

    ``ids``: the label of each target, last that of what lies outside all, as every other piece does.
    """
    kept = _without_slivers(division.parent, division.land)
    parent, parts, land = near[division.parent[kept]], division.shapes[kept], division.land[kept]
    divided = np.zeros(len(pieces.area), bool)
    divided[parent] = True
    source = np.repeat(np.arange(len(divided)), np.bincount(parent, minlength=len(divided)) + ~divided)
    at = np.flatnonzero(divided[source])
    shapes, units, label = pieces.shapes[source], pieces.units[source], np.repeat(ids[-1:], len(source))
    shapes[at], units[at], label[at] = parts, _shared(pieces, parent, parts, land), ids[division.target[kept]]
    return replace(
        pieces,
        area=pieces.area[source],
        shapes=shapes,
        units=units,
        labels={**{layer: values[source] for layer, values in pieces.labels.items()}, name: label},
        slivers=pieces.slivers + int((~kept).sum()),
        sliver_m2=pieces.sliver_m2 + float(division.land[~kept].sum()),
    )


def _shared(pieces: Pieces, parent: Int64s, shapes: Geometries, land: Float64s) -> Int64s:
    """Return each parent's units split among its parts; where they hold no weight, by land.

    Weights are measured anew at each division, as land is: a later border moves nothing across an earlier one.
    """
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


def _without_slivers(parent: Int64s, land: Float64s) -> npt.NDArray[np.bool_]:
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
