"""From where the sites of a layer are reached in how many minutes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

Geometries = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Travel:
    """Land (on the region's plane) from which a ``site`` is reached in ``minutes``, a row each.

    ``stepped``: there is land for some minutes only, and no way to know what is reached between them.
    """

    site: Geometries
    minutes: npt.NDArray[np.float64]
    land: Geometries
    stepped: bool

    def steps(self) -> list[str]:
        """Return the minutes that there is land for, ascending."""
        return [f"{one:g}" for one in np.unique(self.minutes)]

    def knows(self, minutes: Fraction) -> bool:
        """Return whether it can be said from where sites are reached in ``minutes``."""
        return not self.stepped or bool((self.minutes == float(minutes)).any())

    def within(self, minutes: Fraction, sites: pd.Index[str]) -> Geometries:
        """Return the land from which each of ``sites`` is reached in at most ``minutes``; empty where it isn't."""
        near = self.minutes <= float(minutes)
        mine = [near & (self.site == site) for site in sites]
        return np.array([shapely.union_all(self.land[rows]) for rows in mine], dtype=object)
