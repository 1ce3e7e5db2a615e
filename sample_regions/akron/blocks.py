"""The blocks of the made region: streets by density, and a row along each bank of the river."""

from __future__ import annotations

import numpy as np
import shapely
from ground import GROUND
from terrain.blocks import Blocks, street_sites, tessellate
from terrain.ground import Floats


def make_blocks() -> Blocks:
    """Blocks over the county, small where many live; a row along each bank makes the river a border."""
    county, middle = GROUND.outline, GROUND.river
    site, size = street_sites(GROUND, (2192000, 2275000, 453000, 616000), 10500.0)
    keep = shapely.contains_xy(county, site) & (shapely.distance(shapely.points(site), middle) > 0.55 * size)
    banks = _bank_sites(middle)
    banks = banks[shapely.contains_xy(county, banks)]
    site = np.vstack([site[keep], banks])
    size = np.concatenate([size[keep], np.full(len(banks), 640.0)])
    return tessellate(GROUND, site, size**2)


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
