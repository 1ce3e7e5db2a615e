"""Polygons that several ask the same of: what was found once is there for the next."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from localvip.region.locating.edges import Edges, edges_of
from localvip.region.locating.fingerprint import fingerprint
from localvip.region.locating.grid import Geometries


@dataclass(frozen=True)
class Mesh:
    """Valid polygons and multipolygons, which must stay as they are."""

    polygons: Geometries

    @cached_property
    def edges(self) -> Edges:
        """Return what ``edges_of`` finds of the polygons."""
        return edges_of(self.polygons)

    @cached_property
    def fingerprint(self) -> bytes:
        """Return what tells the polygons from all others (see ``fingerprint``)."""
        return fingerprint(self.polygons)
