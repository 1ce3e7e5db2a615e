"""Blocks: small cells of ground that areas, places, wards and zones are grown from."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import Voronoi

from terrain.ground import Floats, Ground, Ints

FRAME = 400_000.0
"""How far off the corners are that keep the cells finite, in feet."""


@dataclass(frozen=True)
class Blocks:
    """Voronoi cells: their `site` (n, 2), the `pairs` of neighbours (m, 2) and the border `edges` of each."""

    site: Floats
    land: Floats
    """About how large each is, in square units."""
    people: Floats
    pairs: Ints
    edges: Floats
    crosses: NDArray[np.bool_]
    """Whether the way between the two sites of a pair crosses the river."""

    @cached_property
    def neighbours(self) -> list[list[tuple[int, int]]]:
        """For each block its (neighbour, number of the pair), in order."""
        near: list[list[tuple[int, int]]] = [[] for _ in range(len(self.site))]
        for pair, (left, right) in enumerate(self.pairs.tolist()):
            near[left].append((right, pair))
            near[right].append((left, pair))
        return near


def street_sites(
    ground: Ground, frame: tuple[float, float, float, float], side: float
) -> tuple[Floats, Floats]:
    """The middles of a quadtree of the ground, warped and shaken, and the sizes of its squares.

    The squares are small where many live. `frame`: west, east, south, north; `side` of the first squares.
    """
    rng = np.random.default_rng([ground.seed, 50])
    west, east, south, north = frame
    middle = np.stack(np.meshgrid(np.arange(west, east, side), np.arange(south, north, side)), axis=-1)
    middle = middle.reshape(-1, 2) + side / 2
    corners = np.array([(-1, -1), (1, -1), (-1, 1), (1, 1)])
    leaves, sizes = [], []
    while len(middle):
        crowded = ground.density(middle) ** 0.8 * side**2 / ground.km2 > 62
        split = np.full(len(middle), side > 3000 * ground.foot) | (crowded & (side > 700 * ground.foot))
        leaves.append(middle[~split])
        sizes.append(np.full(len(leaves[-1]), side))
        side /= 2
        middle = (middle[split, None] + corners * side / 2).reshape(-1, 2)
    site, size = np.vstack(leaves), np.concatenate(sizes)
    warp = np.stack([ground.field(51, 26000)(site), ground.field(52, 26000)(site)], axis=1)
    return site + 620 * ground.foot * warp + rng.uniform(-0.24, 0.24, site.shape) * size[:, None], size


def tessellate(ground: Ground, site: Floats, land: Floats) -> Blocks:
    """Voronoi cells of the sites; four far points keep every cell of a site finite."""
    x, y = site.mean(axis=0)
    away = FRAME * ground.foot
    far = [(x - away, y), (x + away, y), (x, y - away), (x, y + away)]
    cells = Voronoi(np.vstack([site, far]))
    ridges = sorted(
        (min(pair), max(pair), *ends)
        for pair, ends in zip(cells.ridge_points.tolist(), cells.ridge_vertices, strict=True)
        if max(pair) < len(site) and min(ends) >= 0
    )
    table = np.array(ridges, dtype=np.int64)
    pairs, edges = table[:, :2], cells.vertices[table[:, 2:]]
    met = shapely.intersects(shapely.linestrings(edges), ground.outline)  # others only meet abroad
    pairs, edges = pairs[met], edges[met]
    way = shapely.linestrings(site[pairs])
    people = ground.density(site) * land / ground.km2
    return Blocks(site, land, people, pairs, edges, np.asarray(shapely.intersects(way, ground.river)))


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


def way_cost(blocks: Blocks, seed: tuple[int, int], river: float) -> Floats:
    """The cost of each pair: the length of the way, uneven by a random factor, dearer across the river."""
    rng = np.random.default_rng(seed)
    length = np.hypot(*(blocks.site[blocks.pairs[:, 0]] - blocks.site[blocks.pairs[:, 1]]).T)
    uneven = 0.65 + 0.9 * rng.random(len(length))
    return np.asarray(length * uneven * np.where(blocks.crosses, river, 1.0))


def make_tracts(blocks: Blocks, number: int, seed: int, within: NDArray[np.bool_] | None = None) -> Ints:
    """The tract of each block: connected, on one bank of the river, with fewer people where it is dense.

    `within` are the blocks that are divided; the others get -1.
    """
    rng = np.random.default_rng([seed, 60])
    load = blocks.people * (blocks.people / blocks.land) ** 0.3
    if within is not None:
        load = np.where(within, load, 0.0)
    starts = rng.choice(len(blocks.site), number, replace=False, p=load / load.sum())
    cost = way_cost(blocks, (seed, 61), river=60.0)
    effort = np.ones(number)
    for _ in range(6):
        owner = grow(blocks, cost, starts, within, effort)
        starts = _middles(blocks, owner, number)
        mine = owner >= 0
        carried = np.bincount(owner[mine], load[mine], number)
        effort *= (carried / carried.mean()) ** 0.15
    return grow(blocks, cost, starts, within, effort)


def _middles(blocks: Blocks, owner: Ints, number: int) -> Ints:
    """For each owner the block nearest to the middle of its people."""
    found = np.zeros(number, dtype=np.int64)
    for one in range(number):
        mine = np.flatnonzero(owner == one)
        middle = np.average(blocks.site[mine], axis=0, weights=blocks.people[mine])
        found[one] = mine[((blocks.site[mine] - middle) ** 2).sum(axis=1).argmin()]
    return found
