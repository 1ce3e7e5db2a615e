"""Assess: what follows if capacity is used, in frames with units, each number with its low, median and high."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from localvip.impact.assumption import Assumptions


@dataclass(frozen=True)
class Impact:
    """What follows, as tidy ``frames`` by name; ``assumptions`` used, the ``seed`` and number of ``draws``."""

    frames: Mapping[str, pd.DataFrame]
    assumptions: Assumptions
    seed: int
    draws: int
