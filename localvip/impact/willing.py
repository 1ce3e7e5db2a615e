"""Who is willing to sponsor: participation as a function of the net gain relative to household income.

At a gain ``g`` and an income ``y``, the share willing is ``1 / (1 + (k y / g) ** slope)``, and 0 where nothing is
gained: half are willing where the gain is ``k`` of income, and the odds rise with the power ``slope`` of the gain
relative to income. ``k`` is set so that, over the incomes of the country, the base share is willing at the base
gain (100 of 250 million adults at about 6,000 USD a year: Posner and Weyl 2018, ch. 3). The form is ours.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.special import ndtri

from localvip.impact.draws import Floats

GROUPS = 7
HALVINGS = 60


def deviates() -> Floats:
    """Return the middles of ``GROUPS`` equal parts of people by income, in standard deviations, poorest first."""
    return np.asarray(ndtri((np.arange(GROUPS) + 0.5) / GROUPS))


def willing_share(gain: Floats, income: Floats, half: Floats, slope: Floats) -> Floats:
    """Return the share willing; ``half`` is k. All four broadcast; 0 where the gain is 0 or less."""
    ratio = np.divide(gain, half * income, out=np.zeros(np.broadcast_shapes(gain.shape, income.shape, half.shape)),
                      where=gain > 0)  # fmt: skip
    odds = ratio**slope
    return np.asarray(odds / (1 + odds))


def half_ratio(drawn: Mapping[str, Floats]) -> Floats:
    """Return k for each draw, shape (draws,): by bisection of its logarithm, since the share falls with k."""
    gain, share = drawn["uptake.base_gain"][:, None], drawn["uptake.base_share"]
    income = drawn["uptake.base_income"][:, None] * np.exp(drawn["uptake.base_spread"][:, None] * deviates())
    low, high = np.full(len(share), -12.0), np.full(len(share), 12.0)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        found = willing_share(gain, income, np.exp(middle)[:, None], drawn["uptake.slope"][:, None]).mean(
            axis=1
        )
        low, high = np.where(found > share, middle, low), np.where(found > share, high, middle)
    return np.asarray(np.exp((low + high) / 2))
