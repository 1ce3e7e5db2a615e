"""Ranges: what is told of draws: the median, and what nine draws in ten lie between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from localvip.impact.draws import Floats

LOW, HIGH = 5, 95
TOLD = ("low", "median", "high")


def ranges(values: Floats) -> dict[str, float]:
    """Return the 5th percentile, the median and the 95th percentile of draws; NaN where a draw is not a number."""
    low, median, high = np.percentile(np.ravel(values), [LOW, 50, HIGH])
    return {"low": float(low), "median": float(median), "high": float(high)}


def table_of(rows: Iterable[Mapping[str, object]], labels: Iterable[str]) -> pd.DataFrame:
    """Return rows as a frame with the ``labels`` first, then low, median, high and unit; the same if empty."""
    return pd.DataFrame(list(rows), columns=[*labels, *TOLD, "unit"])
