"""Blocks: small cells of ground that tracts, places, wards and zones are grown from."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
import shapely
from ground import KM2_FT2, SEED, Floats, density, outline, river_line, smooth_field
from numpy.typing import NDArray
from scipy.spatial import Voronoi

Ints = NDArray[np.int64]
FRAME = 400_000.0


@dataclass(frozen=True)
class Blocks:
    """Voronoi cells: their `site` (n, 2), the `pairs` of neighbours (m, 2) and the border `edges` of each."""

    site: Floats
    land: Floats
    """About how large each is, in square feet."""
    people: Floats
    pairs: Ints
    edges: Floats
    crosses: NDArray[np.bool_]
    """Whether the way between the two sites of a pair crosses the river."""

    @property
    def neighbours(self) -> list[list[tuple[int, int]]]:
        """For each block its (neighbour, number of the pair), in order."""
        near: list[list[tuple[int, int]]] = [[] for _ in range(len(self.site))]
        for pair, (left, right) in enumerate(self.pairs.tolist()):
            near[left].append((right, pair))
            near[right].append((left, pair))
        return near


def make_blocks() -> Blocks:
    """Blocks over the county, small where many live; a row along each bank makes the river a border."""
    county, middle = outline(), river_line()
    site, size = _street_sites()
    keep = shapely.contains_xy(county, site) & (shapely.distance(shapely.points(site), middle) > 0.55 * size)
    banks = _bank_sites(middle)
    banks = banks[shapely.contains_xy(county, banks)]
    site = np.vstack([site[keep], banks])
    size = np.concatenate([size[keep], np.full(len(banks), 640.0)])
    return _tessellate(site, size**2, middle)


def _street_sites() -> tuple[Floats, Floats]:
    """The middles of a quadtree of the ground, warped and shaken, and the sizes of its squares in feet."""
    rng = np.random.default_rng([SEED, 50])
    side = 10500.0
    middle = np.stack(
        np.meshgrid(np.arange(2192000, 2275000, side), np.arange(453000, 616000, side)), axis=-1
    )
    middle = middle.reshape(-1, 2) + side / 2
    leaves, sizes = [], []
    while len(middle):
        crowded = density(middle) ** 0.8 * side**2 / KM2_FT2 > 62
        split = np.full(len(middle), side > 3000) | (crowded & (side > 700))
        leaves.append(middle[~split])
        sizes.append(np.full(len(leaves[-1]), side))
        side /= 2
        middle = (middle[split, None] + np.array([(-1, -1), (1, -1), (-1, 1), (1, 1)]) * side / 2).reshape(
            -1, 2
        )
    site, size = np.vstack(leaves), np.concatenate(sizes)
    warp = np.stack([smooth_field(51, 26000)(site), smooth_field(52, 26000)(site)], axis=1)
    return site + 620 * warp + rng.uniform(-0.24, 0.24, site.shape) * size[:, None], size


def _bank_sites(middle: shapely.LineString) -> Floats:
    """Pairs of sites on both sides of the river, so that a row of cell borders runs down its middle."""
    steps = np.arange(0, middle.length, 620.0)
    here = shapely.get_coordinates(shapely.line_interpolate_point(middle, steps))
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(middle, steps + 60))
    along = ahead - here
    length = np.hypot(along[:, 0], along[:, 1])
    keep = length > 1
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)[keep] / length[keep, None] * 330
    return np.vstack([here[keep] + across, here[keep] - across])


def _tessellate(site: Floats, land: Floats, middle: shapely.LineString) -> Blocks:
    """Voronoi cells of the sites; four far points keep every cell of a site finite."""
    x, y = site.mean(axis=0)
    far = [(x - FRAME, y), (x + FRAME, y), (x, y - FRAME), (x, y + FRAME)]
    cells = Voronoi(np.vstack([site, far]))
    ridges = sorted(
        (min(pair), max(pair), *ends)
        for pair, ends in zip(cells.ridge_points.tolist(), cells.ridge_vertices, strict=True)
        if max(pair) < len(site) and min(ends) >= 0
    )
    table = np.array(ridges, dtype=np.int64)
    pairs, edges = table[:, :2], cells.vertices[table[:, 2:]]
    met = shapely.intersects(
        shapely.linestrings(edges), outline()
    )  # neighbours that only meet abroad are none
    pairs, edges = pairs[met], edges[met]
    way = shapely.linestrings(site[pairs])
    people = density(site) * land / KM2_FT2
    return Blocks(site, land, people, pairs, edges, np.asarray(shapely.intersects(way, middle)))


def grow(
    blocks: Blocks,
    cost: Floats,
    starts: Ints,
    within: NDArray[np.bool_] | None = None,
    effort: Floats | None = None,
) -> Ints:
    """The number of the start that reaches each block at the least cost, or -1; its land is connected.

    `within` are the blocks that may be reached, `effort` multiplies the cost for each start.
    """
    factor = np.ones(len(starts)) if effort is None else effort
    owner = np.full(len(blocks.site), -1, dtype=np.int64)
    near = blocks.neighbours
    todo = [(0.0, int(block), number) for number, block in enumerate(starts)]
    heapq.heapify(todo)
    while todo:
        so_far, block, number = heapq.heappop(todo)
        if owner[block] >= 0:
            continue
        owner[block] = number
        for other, pair in near[block]:
            if owner[other] < 0 and (within is None or within[other]):
                heapq.heappush(todo, (so_far + float(cost[pair] * factor[number]), other, number))
    return owner


def way_cost(blocks: Blocks, seed: int, river: float) -> Floats:
    """The cost of each pair: the length of the way, uneven by a random factor, dearer across the river."""
    rng = np.random.default_rng([SEED, seed])
    length = np.hypot(*(blocks.site[blocks.pairs[:, 0]] - blocks.site[blocks.pairs[:, 1]]).T)
    uneven = 0.65 + 0.9 * rng.random(len(length))
    return np.asarray(length * uneven * np.where(blocks.crosses, river, 1.0))


def make_tracts(blocks: Blocks, number: int) -> Ints:
    """The tract of each block: connected, on one bank of the river, with fewer people in the city."""
    rng = np.random.default_rng([SEED, 60])
    load = blocks.people * (blocks.people / blocks.land) ** 0.3
    starts = rng.choice(len(blocks.site), number, replace=False, p=load / load.sum())
    cost = way_cost(blocks, 61, river=60.0)
    effort = np.ones(number)
    for _ in range(6):
        owner = grow(blocks, cost, starts, effort=effort)
        starts = _middles(blocks, owner, number)
        carried = np.bincount(owner, load, number)
        effort *= (carried / carried.mean()) ** 0.15
    return grow(blocks, cost, starts, effort=effort)


def _middles(blocks: Blocks, owner: Ints, number: int) -> Ints:
    """For each owner the block nearest to the middle of its people."""
    found = np.zeros(number, dtype=np.int64)
    for one in range(number):
        mine = np.flatnonzero(owner == one)
        middle = np.average(blocks.site[mine], axis=0, weights=blocks.people[mine])
        found[one] = mine[((blocks.site[mine] - middle) ** 2).sum(axis=1).argmin()]
    return found
