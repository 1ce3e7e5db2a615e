"""Whether the population areas lie side by side: land that two of them claim would be counted twice."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import shapely

from localvip.problem import Notice, Place, Problems

OVERLAP_SHARE = 1e-6
OVERLAP_M2 = 1.0


def check_coverage(areas: gpd.GeoDataFrame, file: str, problems: Problems) -> list[Notice]:
    """Return a notice of land that several areas claim; refuse each pair that shares much.

    Much is over 1 m2 and a millionth of the smaller area. ``areas``: valid polygons on a plane in metres.
    """
    shapes = areas.geometry.to_numpy()
    little, pairs = 0.0, 0
    for one, other, shared in _overlaps(shapes):
        smaller = min(shapely.area(shapes[one]), shapely.area(shapes[other]))
        if shared > max(OVERLAP_M2, OVERLAP_SHARE * smaller):
            message = f"claims {shared:,.0f} m2 of area {areas.index[one]} too."
            hint = "A home lies in one area: mend the layer."
            problems.add(Place(file, item=str(areas.index[other])), "overlap", message, hint)
        elif shared > 0:
            little, pairs = little + shared, pairs + 1
    if not pairs:
        return []
    text = f"{pairs} pairs of areas overlap by {little:.3g} m2 in all; sponsors there are the smaller id's."
    return [Notice(Place(file), "overlap", text)]


def _overlaps(shapes: np.ndarray) -> Iterator[tuple[int, int, float]]:
    """Yield pairs of positions and the land they share, looking only where borders don't match."""
    edges = shapely.coverage_invalid_edges(shapes)
    suspects = np.flatnonzero(~shapely.is_empty(edges))
    mine, other = shapely.STRtree(shapes).query(shapes[suspects], predicate="intersects")
    both = zip(suspects[mine].tolist(), other.tolist(), strict=True)
    pairs = {(min(one, two), max(one, two)) for one, two in both if one != two}
    for one, two in sorted(pairs):
        yield one, two, float(shapely.area(shapely.intersection(shapes[one], shapes[two])))
