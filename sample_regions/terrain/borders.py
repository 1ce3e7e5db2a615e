"""Borders: from labelled blocks to polygons that share every vertex of every common border."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from terrain.blocks import Blocks
from terrain.ground import Floats, Ground, Ints

GRID = 1.0
"""Every coordinate is a whole number of units."""

Point = tuple[int, int]
Key = tuple[int | None, ...]


def make_faces(
    ground: Ground, blocks: Blocks, label: Ints, extra: Sequence[BaseGeometry]
) -> tuple[list[shapely.Polygon], Ints]:
    """The faces between all borders and the label of each; they cover the region once, on whole units.

    `extra` are further outlines (water, zones) that cut the faces.
    """
    arcs = [shapely.LineString(curve(ground, arc, index)) for index, arc in enumerate(_arcs(blocks, label))]
    lines = shapely.union_all([*arcs, ground.outline.exterior], grid_size=GRID)
    coarse = _inside(ground, lines)
    of_coarse = np.array([_majority(face, blocks, label) for face in coarse])
    everything = [lines, *(shape.boundary for shape in extra)]
    fine = _inside(ground, shapely.union_all(everything, grid_size=GRID))
    inner = [face.representative_point() for face in fine]
    owner = of_coarse[shapely.STRtree(coarse).nearest(inner)]
    return fine, owner


def absorb_scraps(
    faces: Sequence[shapely.Polygon], keys: Sequence[Key], dry: Sequence[bool], largest: float
) -> list[Key]:
    """The keys, with those of scraps changed, so that no layer holds slivers.

    A dry face of at most `largest` square units takes the key of the dry neighbour with the longest border.
    An island keeps its own.
    """
    keys, tree = list(keys), shapely.STRtree(faces)
    small = [number for number, face in enumerate(faces) if dry[number] and face.area <= largest]
    for number in sorted(small, key=lambda one: faces[one].area):
        near = [one for one in sorted(tree.query(faces[number]).tolist()) if dry[one] and one != number]
        border = [shapely.intersection(faces[number].boundary, faces[one].boundary).length for one in near]
        if border and max(border) > 0:
            keys[number] = keys[near[int(np.argmax(border))]]
    return keys


def merge(faces: Sequence[shapely.Polygon], keys: Sequence[int | None]) -> dict[int, BaseGeometry]:
    """One geometry per key, in the order of the keys; faces with the key None are left out."""
    parts: dict[int, list[shapely.Polygon]] = defaultdict(list)
    for face, key in zip(faces, keys, strict=True):
        if key is not None:
            parts[key].append(face)
    return {key: shapely.normalize(shapely.coverage_union_all(parts[key])) for key in sorted(parts)}


def _inside(ground: Ground, lines: BaseGeometry) -> list[shapely.Polygon]:
    """The faces of the lines that lie in the outline, in a fixed order."""
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines))).tolist()
    kept = [shapely.normalize(face) for face in faces if ground.outline.contains(face.representative_point())]
    return sorted(kept, key=lambda face: (*face.bounds, face.area))


def _majority(face: shapely.Polygon, blocks: Blocks, label: Ints) -> int:
    """The label that most of a face's blocks carry; for a face without a site, that of the nearest site."""
    west, south, east, north = face.bounds
    x, y = blocks.site.T
    near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
    inside = near[shapely.contains_xy(face, blocks.site[near])]
    if len(inside):
        return int(Counter(label[inside].tolist()).most_common(1)[0][0])
    spot = face.representative_point()
    return int(label[cKDTree(blocks.site).query((spot.x, spot.y))[1]])


def _arcs(blocks: Blocks, label: Ints) -> list[Floats]:
    """The borders between blocks of unlike label as chains of points, cut where not just two meet."""
    apart = label[blocks.pairs[:, 0]] != label[blocks.pairs[:, 1]]
    ends = np.round(blocks.edges[apart]).astype(np.int64)
    links: dict[Point, set[Point]] = defaultdict(set)
    for (ax, ay), (bx, by) in ends.tolist():
        if (ax, ay) != (bx, by):
            links[ax, ay].add((bx, by))
            links[bx, by].add((ax, ay))
    nodes = sorted(point for point, near in links.items() if len(near) != 2)
    seen: set[frozenset[Point]] = set()
    chains = [_walk(links, seen, node, step) for node in nodes for step in sorted(links[node])]
    rings = [
        _walk(links, seen, point, min(links[point])) for point in sorted(links) if len(links[point]) == 2
    ]
    return [np.array(chain, dtype=float) for chain in [*chains, *rings] if len(chain) > 1]


def _walk(
    links: dict[Point, set[Point]], seen: set[frozenset[Point]], start: Point, step: Point
) -> list[Point]:
    """The chain from a start by a first step to the next node or round to it; empty if walked before."""
    if frozenset((start, step)) in seen:
        return []
    chain = [start, step]
    seen.add(frozenset((start, step)))
    while len(links[chain[-1]]) == 2 and chain[-1] != start:
        (onward,) = links[chain[-1]] - {chain[-2]}
        seen.add(frozenset((chain[-1], onward)))
        chain.append(onward)
    return chain


def curve(ground: Ground, chain: Floats, number: int) -> Floats:
    """A softer, slightly uneven version of a chain of points; the ends stay, corners are rounded."""
    foot = ground.foot
    line = np.asarray(shapely.segmentize(shapely.LineString(chain), 700 * foot).coords)
    for _ in range(3):
        line[1:-1] = (line[:-2] + 2 * line[1:-1] + line[2:]) / 4
    line = np.asarray(shapely.simplify(shapely.LineString(line), 40 * foot).coords)
    line = np.asarray(shapely.segmentize(shapely.LineString(line), 900 * foot).coords)
    shake = np.random.default_rng([ground.seed, 70, number]).normal(0, 22 * foot, line.shape)
    shake[[0, -1]] = 0
    return np.round(line + np.clip(shake, -50 * foot, 50 * foot))
