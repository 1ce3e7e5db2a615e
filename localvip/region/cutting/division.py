"""Divide shapes among targets: each part of every shape, and what lies outside all targets.

Where borders cross for sure, parts are put together of the corners there are; where they touch or run along each
other, GEOS decides and cuts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from localvip.region.apportion import Float64s, Int64s
from localvip.region.cutting.crossings import crossings
from localvip.region.cutting.pairs import Pairs, pairs_of
from localvip.region.cutting.rings import Bools, Geometries
from localvip.region.cutting.splicing import Spliced, splice
from localvip.region.several import several

AT_ONCE = 256
MANY = 2000
ROUNDING_M2, ROUNDING_SHARE = 1e-3, 1e-9


@dataclass(frozen=True)
class Division:
    """How shapes fall into targets: ``parent`` (sorted), ``target`` (-1: outside all) and land (m2) of each part."""

    parent: Int64s
    target: Int64s
    shapes: Geometries
    land: Float64s


class _Cut(NamedTuple):
    """Pairs whose shape a target cuts: what lies inside, and outside where it is known to be all that is left."""

    shape: Int64s
    target: Int64s
    inside: Geometries
    outside: Geometries


def divide(shapes: Geometries, targets: Geometries) -> Division:
    """Return every part of every shape by target, the part outside all targets last; parts without land are left out.

    A shape that one target covers still meets every other one: two targets may claim its land.
    """
    shapely.prepare(targets)
    pairs = pairs_of(shapes, targets)
    apart, spliced = _told_by_crossings(pairs)
    unsure = ~apart
    unsure[spliced.pair] = False
    covered, split = _told_by_geos(pairs, np.flatnonzero(unsure))
    whole = np.concatenate([_within(pairs, np.flatnonzero(apart)), covered])
    cut = _all_cut(pairs, spliced, split)
    fit = len(targets) < 2 or len(cut.shape) < 2 or bool(shapely.coverage_is_valid(targets))
    filled = _filled(pairs, cut) if fit else np.zeros(len(shapes), bool)
    filled[pairs.shape[whole]] = True
    rest_of = np.flatnonzero(~filled)
    union = shapely.coverage_union_all if fit else shapely.union_all
    parent = np.concatenate([pairs.shape[whole], cut.shape, rest_of])
    target = np.concatenate([pairs.target[whole], cut.target, np.full(len(rest_of), len(targets))])
    parts = np.concatenate([pairs.both(whole)[0], cut.inside, _rest(pairs, cut, rest_of, union)])
    land = shapely.area(parts)
    order = np.lexsort((target, parent))
    order = order[land[order] > 0]
    target[target == len(targets)] = -1
    return Division(parent[order], target[order], parts[order], land[order])


def _told_by_crossings(pairs: Pairs) -> tuple[Bools, Spliced]:
    """Return which pairs have borders that lie apart for sure, and the parts of those that cross twice."""
    plain = _plain(pairs)
    found = crossings(pairs, plain)
    number = np.bincount(found.pair, minlength=len(pairs.shape))
    doubt = ~plain[pairs.shape]
    doubt[found.doubtful] = True
    met = doubt | (number > 0)
    twice = np.flatnonzero((number == 2) & ~doubt)
    alone = np.bincount(pairs.shape[met], minlength=len(plain)) == 1
    return ~met, splice(found, twice, alone[pairs.shape[twice]])


def _plain(pairs: Pairs) -> Bools:
    """Return which shapes of ``pairs`` are one polygon without a hole, of not too many corners to look at them all."""
    plain = np.zeros(len(pairs.shapes), bool)
    some = np.flatnonzero(np.bincount(pairs.shape, minlength=len(plain)))
    shapes = pairs.shapes[some]
    one = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
    one &= shapely.get_num_interior_rings(shapes) == 0
    plain[some] = one & (shapely.get_num_coordinates(shapes) <= MANY)
    return plain


def _within(pairs: Pairs, apart: Int64s) -> Int64s:
    """Return the pairs of those ``apart`` whose shape lies inside the target: one corner tells."""
    shapes, targets = pairs.both(apart)
    number = shapely.get_num_coordinates(shapes)
    x, y = shapely.get_coordinates(shapes)[np.cumsum(number) - number].T
    return apart[shapely.contains_xy(targets, x, y)]


def _told_by_geos(pairs: Pairs, unsure: Int64s) -> tuple[Int64s, Int64s]:
    """Return which pairs of those ``unsure`` have a shape that the target covers, and which share other land."""
    shapes, targets = pairs.both(unsure)
    meets = shapely.intersects(targets, shapes)
    unsure, shapes, targets = unsure[meets], shapes[meets], targets[meets]
    covered = shapely.covers(targets, shapes)
    split = ~covered
    split[split] = ~shapely.touches(targets[split], shapes[split])
    return unsure[covered], unsure[split]


def _all_cut(pairs: Pairs, spliced: Spliced, split: Int64s) -> _Cut:
    """Return the parts that are ``spliced`` and those that GEOS makes of the pairs ``split``."""
    both = np.concatenate([spliced.pair, split])
    inside = _polygonal(_overlaid(shapely.intersection, *pairs.both(split)))
    unknown = np.full(len(split), None, dtype=object)
    return _Cut(
        pairs.shape[both],
        pairs.target[both],
        np.concatenate([spliced.inside, inside]),
        np.concatenate([spliced.outside, unknown]),
    )


def _overlaid(
    operation: Callable[[Geometries, Geometries], Geometries], one: Geometries, other: Geometries
) -> Geometries:
    """Return what ``operation`` makes of each shape and the ``other`` at its place, on all processors."""
    parts = (slice(start, start + AT_ONCE) for start in range(0, len(one), AT_ONCE))
    made = several(lambda part: operation(one[part], other[part]), parts)
    return np.concatenate([one[:0], *made])


def _filled(pairs: Pairs, cut: _Cut) -> Bools:
    """Return which shapes their parts fill but for the rounding: told by land, since no targets overlap."""
    some = np.unique(cut.shape)
    land = shapely.area(pairs.shapes[some])
    left = land - np.bincount(cut.shape, shapely.area(cut.inside), minlength=len(pairs.shapes))[some]
    filled = np.zeros(len(pairs.shapes), bool)
    filled[some] = left <= np.minimum(ROUNDING_SHARE * land, ROUNDING_M2)
    return filled


def _rest(
    pairs: Pairs, cut: _Cut, rest_of: Int64s, union: Callable[[Geometries], BaseGeometry]
) -> Geometries:
    """Return what is left of each shape of ``rest_of`` once the targets that meet it are taken away."""
    known = ~shapely.is_missing(cut.outside)
    rest = pairs.shapes.copy()
    rest[cut.shape[known]] = cut.outside[known]
    left = ~known & np.isin(cut.shape, rest_of)
    order = np.argsort(cut.shape[left], kind="stable")
    met, first, number = np.unique(cut.shape[left][order], return_index=True, return_counts=True)
    members = pairs.targets[cut.target[left][order]]
    taken = members[first]
    for i in np.flatnonzero(number > 1):
        taken[i] = union(members[first[i] : first[i] + number[i]])
    rest[met] = _polygonal(_overlaid(shapely.difference, rest[met], taken))
    return rest[rest_of]


def _polygonal(shapes: Geometries) -> Geometries:
    """Return the polygonal part of each shape: an overlay may leave points and lines where borders touch."""
    mixed = np.flatnonzero(shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION)
    result = shapes.copy()
    for i in mixed:
        parts = shapely.get_parts(shapes[i])
        result[i] = shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
    return result
