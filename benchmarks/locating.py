"""Which area owns each point: ours, and GeoPandas' spatial join with the same rule for borders."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from benchmarks.made import areas, points
from benchmarks.timing import Row, race
from localvip.region.apportion import Int64s
from localvip.region.locate import Geometries, first_owner


def run(number: int, many: int) -> list[Row]:
    """Race over ``many`` points in ``number`` areas; building an index is part of the time."""
    polygons = areas(number)
    made = np.asarray(shapely.points(*points(polygons, many)))
    competitors = {
        "localvip": lambda: first_owner(made, polygons),
        "geopandas.sjoin": lambda: _joined(made, polygons),
    }
    return race(f"{many:,} points in {len(polygons):,} areas", competitors, np.array_equal)


def _joined(made: Geometries, polygons: Geometries) -> Int64s:
    """Return the first owner by ``sjoin``: ``within`` would drop points on borders, so it is ``intersects``."""
    left, right = gpd.GeoDataFrame(geometry=made), gpd.GeoDataFrame(geometry=polygons)
    pairs = gpd.sjoin(left, right, predicate="intersects")
    owner = pairs["index_right"].groupby(level=0).min().reindex(range(len(made)), fill_value=-1)
    return owner.to_numpy(dtype=np.int64)
