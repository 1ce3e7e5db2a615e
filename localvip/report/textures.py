"""Hatching as real lines: a second sign beside colour, sharp on paper where a pattern prints as a picture."""

from __future__ import annotations

import math

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from localvip.report.paths import stroke_path

SPACING = 22
# The angles of the lines of each class; the style sheet breaks some of them into dots or dashes.
ANGLES: dict[str, tuple[int, ...]] = {
    "gap": (135,),
    "free": (0,),
    "b1": (45,),
    "b2": (0,),
    "b3": (135,),
    "b4": (0, 90),
    "b5": (90,),
    "b6": (45, 135),
    "b7": (45,),
    "b8": (0,),
    "m1": (45,),
    "m2": (45,),
    "m3": (45,),
}


def texture(mark: str, land: BaseGeometry) -> str:
    """Return the strokes that hatch ``land`` (in grid units) for class ``mark``; a plain class has none."""
    return "".join(_strokes(land, math.radians(angle)) for angle in ANGLES.get(mark, ()))


def _strokes(land: BaseGeometry, angle: float) -> str:
    if land.is_empty:
        return ""
    west, south, east, north = land.bounds
    along = np.array([math.cos(angle), math.sin(angle)])
    across = np.array([-along[1], along[0]])
    corners = np.array([(west, south), (west, north), (east, south), (east, north)])
    reach = corners @ along
    spread = corners @ across
    # Multiples of the spacing from the origin: the lines of neighbouring areas meet.
    rows = np.arange(math.ceil(spread.min() / SPACING), spread.max() / SPACING)
    starts = rows[:, None] * SPACING * across + reach.min() * along
    lines = shapely.linestrings(np.stack([starts, starts + (reach.max() - reach.min()) * along], axis=1))
    return "".join(stroke_path(piece) for piece in shapely.get_parts(shapely.intersection(lines, land)))
