"""Ground that a region is made on: its outline, its river, how many live where, and smooth random fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Field = Callable[[Floats], Floats]
"""Values at points (n, 2)."""


@dataclass(frozen=True)
class Ground:
    """Where a region is made. Coordinates are whole units: feet or metres."""

    seed: int
    centre: tuple[float, float]
    outline: shapely.Polygon
    river: shapely.LineString
    foot: float
    """Units in a foot: 1, or 0.3048. Every length of a drawing is given in feet."""
    km2: float
    """Square units in a square kilometre."""
    density: Field
    """People per square kilometre intended at each point."""

    def field(self, number: int, wavelength: float) -> Waves:
        """A smooth random field of this ground, always the same for a number; wavelength in feet."""
        rng = np.random.default_rng([self.seed, number])
        return Waves(rng, wavelength * self.foot, self.centre)


class Waves:
    """A smooth random field of mean 0 and variance 1: a fixed sum of cosines of about one wavelength."""

    def __init__(
        self, rng: np.random.Generator, wavelength: float, centre: tuple[float, float], waves: int = 24
    ) -> None:
        angle, stretch = rng.random(waves) * 2 * np.pi, 0.6 + 0.8 * rng.random(waves)
        size = 2 * np.pi / wavelength * stretch
        self._k = np.stack([np.cos(angle) * size, np.sin(angle) * size])
        self._phase = rng.random(waves) * 2 * np.pi
        self._centre = np.array(centre)

    def __call__(self, points: Floats) -> Floats:
        """Values at points (n, 2)."""
        waves = np.cos((points - self._centre) @ self._k + self._phase)
        return np.asarray(waves.sum(axis=1) * np.sqrt(2 / self._phase.size))
