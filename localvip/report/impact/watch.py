"""Monitoring, read from an impact's tables: what to watch, from which source, when, and when to act."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from localvip.impact.assessment import Impact
from localvip.report.impact.numbers import said
from localvip.report.speech import tr


@dataclass(frozen=True)
class WatchRow:
    """One indicator to watch: where, how often, by whom, what is expected of it, and when to act in what way."""

    indicator: str
    definition: str
    source: str
    frequency: str
    owner: str
    expected: str
    act: str
    action: str


def watch_rows(impact: Impact) -> tuple[WatchRow, ...]:
    """Return each indicator of the plan, in words."""
    return tuple(_watch_row(row) for _, row in impact.frames["monitoring"].iterrows())


def _watch_row(row: pd.Series) -> WatchRow:
    expected = float(row["expected"])
    return WatchRow(
        indicator=tr(str(row["indicator"])),
        definition=tr(str(row["definition"])),
        source=tr(str(row["source"])),
        frequency=tr(str(row["frequency"])),
        owner=tr(str(row["owner"])),
        expected="" if math.isnan(expected) else said(expected, str(row["unit"])),
        act=_act(row),
        action=tr(str(row["action"])),
    )


def _act(row: pd.Series) -> str:
    """Return outside which numbers to act; "" where none is known yet."""
    least, most = (float(row[name]) for name in ("at_least", "at_most"))
    low, high = said(least, str(row["unit"])), said(most, str(row["unit"]))
    if math.isnan(least) and math.isnan(most):
        return ""
    if math.isnan(most):
        return tr("below {low}", low=low)
    if math.isnan(least):
        return tr("above {high}", high=high)
    if low == high:
        return tr("other than {n}", n=low)
    return tr("below {low} or above {high}", low=low, high=high)
