"""Where people live inside an area: the weights by which its counts are shared among its pieces (dasymetric)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS

from localvip.message import told
from localvip.problem import Notice, Place, Problems, did_you_mean
from localvip.region.apportion import MICRO, Int64s
from localvip.region.manifest import WeightLayer
from localvip.region.readers.raster import sums_inside

Geometries = npt.NDArray[np.object_]
Float64s = npt.NDArray[np.float64]
POLYGONAL = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


@dataclass(frozen=True)
class Weights:
    """Points, or polygons whose weight lies evenly on their land, on the region's plane, with their ``values``."""

    shapes: Geometries
    values: Float64s
    file: str

    def measure(self, parts: Geometries, parent: Int64s) -> Float64s:
        """Return the weight in each of ``parts``; those of one ``parent`` (an index a part) don't overlap.

        A point on the border of two parts of a parent is in the first.
        """
        part, shape = self._tree.query(parts, predicate="intersects")
        if not self._land.any():
            part, shape = _first_of_each(part, shape, parent)
            return _sums(part, self.values[shape], len(parts))
        shapely.prepare(parts)
        whole = shapely.covers(parts[part], self.shapes[shape])
        inside = np.where(whole, self._land[shape], 0.0)
        cut = ~whole
        inside[cut] = shapely.area(shapely.intersection(parts[part[cut]], self.shapes[shape[cut]]))
        return _sums(part, self.values[shape] * inside / self._land[shape], len(parts))

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.shapes)

    @cached_property
    def _land(self) -> Float64s:
        land: Float64s = shapely.area(self.shapes)
        return land


@dataclass(frozen=True)
class RasterWeights:
    """A raster of people that can be summed: a part weighs the sum of its cells, each by the part that is covered."""

    path: Path
    crs: CRS
    file: str

    def measure(self, parts: Geometries, parent: Int64s) -> Float64s:  # noqa: ARG002 (parts share no cell's people)
        """Return the weight in each of ``parts``, polygons in ``crs``; raises ``LayerError`` as ``sums_inside``."""
        return sums_inside(self.path, parts, self.crs)


Weigher = Weights | RasterWeights


def _sums(part: Int64s, values: Float64s, parts: int) -> Float64s:
    return np.asarray(np.bincount(part, values, minlength=parts), dtype=np.float64)


def _first_of_each(part: Int64s, point: Int64s, parent: Int64s) -> tuple[Int64s, Int64s]:
    """Return the pairs without a point's second part in the same parent."""
    pairs = pd.DataFrame({"parent": parent[part], "point": point, "part": part}).sort_values("part")
    first = pairs.drop_duplicates(["parent", "point"])
    return first["part"].to_numpy(dtype=np.int64), first["point"].to_numpy(dtype=np.int64)


def weights_of(spec: WeightLayer, layer: gpd.GeoDataFrame, problems: Problems) -> Weights | None:
    """Return the weights of a layer of points or of polygons; ``None`` after a problem.

    Without a column a point weighs 1 and a polygon its land. Refuses lines, points mixed with polygons, and a
    weight that is missing, negative or no number.
    """
    file, shapes = spec.file, layer.geometry.to_numpy()
    before = len(problems.found)
    kinds = shapely.get_type_id(shapes)
    points, polygons = kinds == shapely.GeometryType.POINT, np.isin(kinds, POLYGONAL)
    if not len(shapes) or not (points.all() or polygons.all()):
        problems.add(Place(file), "weights", "weights are points alone or polygons alone, and at least one.")
    shapes = shapely.make_valid(shapes)
    values = np.where(points, 1.0, shapely.area(shapes))
    if spec.column is not None:
        values = _column(spec, layer, problems)
    if len(problems.found) > before:
        return None
    used = values > 0
    return Weights(shapes[used], values[used], file)


def _column(spec: WeightLayer, layer: gpd.GeoDataFrame, problems: Problems) -> Float64s:
    column = str(spec.column)
    if column not in layer.columns:
        message = f"{spec.file} has no column {column!r}."
        problems.add(spec.place_of("column"), "unknown-column", message, did_you_mean(column, layer.columns))
        return np.zeros(len(layer))
    given = layer[column]
    flags = pd.api.types.is_bool_dtype(given)
    values: Float64s = np.asarray(pd.to_numeric(given, errors="coerce"), dtype=np.float64)
    for key in layer.index[~np.isfinite(values) | (values < 0) | flags]:
        message = f"{column} is {given.loc[key]!r}: a weight is a number from 0."
        problems.add(Place(spec.file, item=str(key)), "weight", message)
    return values


def unweighed(weights: Weigher, areas: gpd.GeoSeries, divided: Int64s, people: Int64s) -> Iterator[Notice]:
    """Iterate over what a reader should know of ``divided`` areas (positions) that hold no weight.

    ``areas``: shapes by id; ``people``: micro-units of residents an area.
    """
    weight = weights.measure(areas.to_numpy()[divided], np.arange(len(divided), dtype=np.int64))
    empty = divided[weight <= 0]
    held = int(people[empty].sum()) // MICRO
    if held:
        text = told(
            "holds nothing in {n} divided areas ({residents} residents): they are shared by land.",
            n=len(empty),
            residents=held,
        )
        yield Notice(Place(weights.file), "no-weights", text)
