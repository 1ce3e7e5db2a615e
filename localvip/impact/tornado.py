"""The tornado: which assumptions matter most, each moved alone from its low to its high."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from localvip.impact.assumption import Assumption
from localvip.impact.draws import Floats
from localvip.impact.setting import Setting
from localvip.impact.surplus import surplus
from localvip.impact.uptake import uptake

# What halving and sums of floats leave; a smaller swing, relative to the outcome, is none.
DUST = 1e-9
TOPICS = ("household", "uptake", "labour")


def one_at_a_time(assumptions: Mapping[str, Assumption]) -> tuple[tuple[str, ...], dict[str, Floats]]:
    """Return the keys that vary and their draws: row 0 all at their values, then a low and a high row a key."""
    keys = tuple(
        key for key, one in assumptions.items() if one.low < one.high and key.split(".")[0] in TOPICS
    )
    drawn = {key: np.full(1 + 2 * len(keys), float(one.value)) for key, one in assumptions.items()}
    for number, key in enumerate(keys):
        drawn[key][1 + 2 * number] = float(assumptions[key].low)
        drawn[key][2 + 2 * number] = float(assumptions[key].high)
    return keys, drawn


def tornado_table(setting: Setting, assumptions: Mapping[str, Assumption]) -> pd.DataFrame:
    """Return, for each assumption that varies, outcomes at its low and its high, widest swing first.

    Outcomes: visas in force, the gain of all sponsors, the whole surplus, a year.
    """
    keys, drawn = one_at_a_time(assumptions)
    taken = uptake(setting, drawn)
    found = surplus(setting, drawn, taken)
    money = f"{setting.currency} per year"
    outcomes = (
        ("visas", taken.total, "visas"),
        ("gain of sponsors", found.parts["sponsors"], money),
        ("whole surplus", found.whole, money),
    )
    frames = [_outcome(keys, assumptions, *one) for one in outcomes]
    return pd.concat(frames, ignore_index=True)


def _outcome(
    keys: tuple[str, ...], assumptions: Mapping[str, Assumption], name: str, values: Floats, unit: str
) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "outcome": name,
            "assumption": keys,
            "title": [assumptions[key].title for key in keys],
            "at_low": values[1::2],
            "base": values[0],
            "at_high": values[2::2],
            "unit": unit,
        }
    )
    swing = (table["at_high"] - table["at_low"]).abs()
    table["swing"] = swing.where(swing > DUST * abs(values[0]), 0.0)
    return table.sort_values(["swing", "assumption"], ascending=[False, True], ignore_index=True)
