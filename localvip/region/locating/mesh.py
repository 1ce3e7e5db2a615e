"""Polygons that several ask the same of: what was found once is there for the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

from localvip.region.locating.edges import Edges, edges_of
from localvip.region.locating.fingerprint import fingerprint
from localvip.region.locating.grid import Geometries


@dataclass(frozen=True)
class Mesh:
    """Valid polygons and multipolygons, which must stay as they are."""

    polygons: Geometries
    _asking: Lock = field(init=False, repr=False, compare=False, default_factory=Lock)

    @property
    def edges(self) -> Edges:
        """Return what ``edges_of`` finds of the polygons; of threads that ask at once one finds it for all."""
        with self._asking:
            return self._edges

    @cached_property
    def _edges(self) -> Edges:
        return edges_of(self.polygons)

    @cached_property
    def fingerprint(self) -> bytes:
        """Return what tells the polygons from all others (see ``fingerprint``)."""
        return fingerprint(self.polygons)
