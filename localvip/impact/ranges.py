"""Ranges: what is told of draws: the median, and what nine draws in ten lie between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from localvip.impact.draws import Floats

LOW, HIGH = 5, 95
TOLD = ("low", "median", "high")


def ranges(values: Floats) -> dict[str, float]:
    """Return the 5th percentile, the median and the 95th percentile of draws: each is a draw (it may be infinite).

    NaN where any draw is not a number.
    """
    ordered = np.sort(np.ravel(values))
    if np.isnan(ordered[-1]):
        return dict.fromkeys(TOLD, float("nan"))
    places = (-(-len(ordered) * percent // 100) - 1 for percent in (LOW, 50, HIGH))
    return {name: float(ordered[place]) for name, place in zip(TOLD, places, strict=True)}


def table_of(rows: Iterable[Mapping[str, object]], labels: Iterable[str]) -> pd.DataFrame:
    """Return rows as a frame with the ``labels`` first, then low, median, high and unit; the same if empty."""
    return pd.DataFrame(list(rows), columns=[*labels, *TOLD, "unit"])
