"""Points of a frame that is read already: formats that are read whole, and tables of a database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
from pyproj import CRS

from localvip.problem import Problems
from localvip.region.point_layers.points import Columns, Ids
from localvip.region.readers.wkb import Coordinates, of_shapes

UNITS = {"O": "text", "U": "text", "T": "text", "M": "date"}


@dataclass(frozen=True)
class Held:
    """The points of ``frame``, whose index is their ids, each there and once."""

    frame: gpd.GeoDataFrame
    file: str

    @property
    def rows(self) -> int:
        """Return the number of points."""
        return len(self.frame)

    @property
    def origin(self) -> tuple[str, ...]:
        """Return nothing: points of a small file are found anew."""
        return ()

    @property
    def crs(self) -> CRS:
        """Return the CRS of the frame itself: a copy isn't known as the same, and to make it another takes a while."""
        crs: CRS = self.frame.crs
        return crs

    @property
    def columns(self) -> Mapping[str, str]:
        """Return the unit of each column but the shapes."""
        known = self.frame.drop(columns="geometry")
        return {str(name): UNITS.get(known[name].dtype.kind, "") for name in known.columns}

    def batches(self, names: Sequence[str]) -> Iterator[Columns]:
        """Yield all of the frame at once."""
        yield {name: self.frame[name].to_numpy() for name in names}

    def places(self) -> Iterator[Coordinates]:
        """Yield all of the frame at once."""
        yield of_shapes(self.frame.geometry.to_numpy())

    def checked_places(self, problems: Problems) -> Iterator[tuple[Ids, Coordinates]]:  # noqa: ARG002 (checked before)
        """Yield all of the frame at once."""
        for found in self.places():
            yield self.frame.index, found
