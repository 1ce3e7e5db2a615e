"""Draws: assumptions as arrays of random numbers, one stream a key, so that a new assumption moves no other."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from localvip.impact.assumption import Assumption

Floats = npt.NDArray[np.float64]
# Standard deviations between the 5th and the 95th percentile of a normal distribution.
SPAN_90 = 2 * 1.6448536269514722


def draws(assumptions: Mapping[str, Assumption], n: int, seed: int) -> dict[str, Floats]:
    """Return ``n`` numbers for each key, shape (n,), independent of each other; the same for the same seed.

    ``triangular`` between low and high with its mode at the value; ``uniform`` between low and high;
    ``lognormal`` with its median at the value and high / low the ratio of its 95th to its 5th percentile;
    ``fixed``: the value.
    """
    return {key: _drawn(one, n, seed) for key, one in assumptions.items()}


def central(assumptions: Mapping[str, Assumption]) -> dict[str, Floats]:
    """Return the value of each key as an array of shape (1,): the case without chance."""
    return {key: np.array([float(one.value)]) for key, one in assumptions.items()}


def _drawn(one: Assumption, n: int, seed: int) -> Floats:
    low, value, high = float(one.low), float(one.value), float(one.high)
    if one.distribution == "fixed" or low == high:
        return np.full(n, value)
    stream = int.from_bytes(hashlib.sha256(one.key.encode()).digest()[:8], "big")
    chance = np.random.default_rng([seed, stream])
    if one.distribution == "uniform":
        return chance.uniform(low, high, n)
    if one.distribution == "lognormal":
        spread: Floats = chance.standard_normal(n) * np.log(high / low) / SPAN_90
        return np.asarray(value * np.exp(spread))
    return chance.triangular(low, value, high, n)
