"""Official counts of jurisdictions: what they say beside the sum of their areas."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from localvip.message import told, word
from localvip.problem import Problems, did_you_mean, listed
from localvip.region.apportion import MICRO
from localvip.region.ledger import Account, Entry, account
from localvip.region.manifest import ControlTotal
from localvip.region.model import Jurisdictions, Region


def check_controls(
    controls: dict[str, ControlTotal], levels: dict[str, Jurisdictions], problems: Problems
) -> None:
    """Note every id that the level of a control total doesn't have."""
    for level, control in controls.items():
        names = levels[level].names()
        for key in sorted(set(control.of) - set(names)):
            hint = did_you_mean(key, names) or f"It has: {listed(names)}."
            problems.add(
                control.place_of("of"), "unknown-jurisdiction", f"level {level!r} has no {key!r}.", hint
            )


def control_accounts(region: Region, table: pd.DataFrame) -> Iterator[Account]:
    """Iterate over an account for each official count: reckoned from the areas, and the difference."""
    for level, control in region.controls.items():
        names = region.levels[level].names()
        sums = table.groupby(level)[control.base].sum()
        for key, number in sorted(control.of.items()):
            reckoned = int(sums.get(key, 0))
            entries = [
                Entry(told("reckoned from the areas"), reckoned),
                Entry(told("difference to the official count"), number * MICRO - reckoned, used=False),
            ]
            base = word(control.base)
            title = told(
                "{base} of {level} {name}, official count", base=base, level=word(level), name=names[key]
            )
            yield account(title, base, number * MICRO, entries, MICRO)
