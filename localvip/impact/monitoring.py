"""Monitoring: which indicators to watch once visas are in force, from which source, when, and when to act (I9).

The band in which nothing need be done is the forecast's own: nine draws in ten, or a number that the law sets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import nan

import pandas as pd

from localvip.impact.assumption import Assumptions

Frames = Mapping[str, pd.DataFrame]
Band = tuple[float, float, float, str]  # low, median, high and their unit
COLUMNS = [
    "indicator", "definition", "source", "frequency", "owner", "expected", "at_least", "at_most", "unit", "action",
]  # fmt: skip
UNKNOWN: Band = (nan, nan, nan, "")
BELOW, ABOVE = ("at_least",), ("at_most",)
BOTH = (*BELOW, *ABOVE)
REGISTER, STATEMENTS, VISITS = (
    "the program's register of visas",
    "wage statements",
    "visits and the complaint line",
)
MONTH, QUARTER, YEAR = "every month", "every quarter", "every year"
TOWN, PROGRAM = "municipality", "program"


@dataclass(frozen=True)
class Watch:
    """An indicator: what it counts, where it is read, how often and by whom; which ends of the band ask to act."""

    indicator: str
    definition: str
    read: tuple[str, str, str]
    ends: tuple[str, ...]
    action: str
    band: Callable[[Frames, Assumptions], Band]


def monitoring_table(frames: Frames, assumptions: Assumptions) -> pd.DataFrame:
    """Return the plan: each indicator with what the other ``frames`` expect of it, and the band around that.

    ``at_least`` and ``at_most`` are NaN where that end asks nothing; ``expected`` is NaN where the region doesn't
    tell: then it is to be measured before the first visa.
    """
    rows = []
    for watch in WATCHES:
        low, median, high, unit = watch.band(frames, assumptions)
        ends = {"at_least": low, "at_most": high}
        kept = {name: value if name in watch.ends else nan for name, value in ends.items()}
        told = (watch.indicator, watch.definition, *watch.read, median, *kept.values(), unit, watch.action)
        rows.append(dict(zip(COLUMNS, told, strict=True)))
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(name: str, **labels: object) -> Callable[[Frames, Assumptions], Band]:
    """Return what reads the one row of frame ``name`` with ``labels``, the first of several, unknown without one."""

    def read(frames: Frames, _: Assumptions) -> Band:
        frame = frames[name]
        for column, value in labels.items():
            frame = frame[frame[column] == value]
        return _band(frame.iloc[0]) if len(frame) else UNKNOWN

    return read


def _assumed(key: str) -> Callable[[Frames, Assumptions], Band]:
    def read(_: Frames, assumptions: Assumptions) -> Band:
        one = assumptions[key]
        return float(one.low), float(one.value), float(one.high), one.unit

    return read


def _band(row: pd.Series) -> Band:
    return float(row["low"]), float(row["median"]), float(row["high"]), str(row["unit"])


def _visits(frames: Frames, assumptions: Assumptions) -> Band:
    """Return the visits that a law asks for; where none does, the law gives no band."""
    found = _row("protection", indicator="visits asked for by law")(frames, assumptions)
    return found if found[1] > 0 else UNKNOWN


def _fullest(frames: Frames, _: Assumptions) -> Band:
    """Return the use of the service that would be fullest, with the threshold as its upper end."""
    frame = frames["services"]
    known = frame[(frame["area"] == "") & frame["use_median"].notna()]
    if known.empty:
        return UNKNOWN
    row = known.sort_values("use_median", kind="stable").iloc[-1]
    return nan, float(row["use_median"]), float(row["threshold"]), "share"


def _out_of_reach(frames: Frames, _: Assumptions) -> Band:
    """Return the people out of reach of the kind of facility that most can't reach."""
    frame = frames["access"]
    rows = frame[frame["measure"] == "people out of reach, after"]
    return _band(rows.sort_values("median", kind="stable").iloc[-1]) if len(rows) else UNKNOWN


WATCHES = (
    Watch(
        "visas in force after one year", "Visas in force at the end of the first year.", (REGISTER, MONTH, PROGRAM),
        BOTH, "Reckon all again with the number seen; far above, look at services first.",
        _row("years", line="expected", year=1),
    ),
    Watch(
        "a sponsor's gain", "What a sponsor keeps in a year after wage, costs and charges.",
        ("a yearly survey of sponsors", YEAR, TOWN), BELOW, "Ask who stops sponsoring; reckon uptake again.",
        _row("surplus", party="sponsors", measure="gain per visa"),
    ),
    Watch(
        "pay in similar work", "Change of pay of native workers in similar work, against places without the program.",
        ("official statistics of wages", YEAR, TOWN), BELOW, "Put the ceiling and its pace before the council.",
        _row("labour", measure="change of wages"),
    ),
    Watch(
        "the municipality's balance", "Revenue less cost of the first year, costed at the margin.",
        ("the municipality's accounts", YEAR, TOWN), BELOW, "Set fees and levies again.",
        _row("fiscal_totals", method="marginal", measure="net"),
    ),
    Watch(
        "use of the fullest service", "Use of what there is, of the service that the region knows to be fullest.",
        ("the service's own records", QUARTER, TOWN), ABOVE, "Add room, or slow new visas, before it runs short.",
        _fullest,
    ),
    Watch(
        "people out of reach", "Residents and migrants with no facility of a kind within reach.",
        ("the list of facilities, and visas by area", YEAR, TOWN), ABOVE,
        "Put a site, or a limit by reach, before the council.",
        _out_of_reach,
    ),
    Watch(
        "unevenness of homes", "Share of the group who would have to move to live spread evenly (dissimilarity).",
        ("visas by area", YEAR, TOWN), ABOVE, "Look where homes are refused, and at the limits by area.",
        _row("contact", index="dissimilarity", stage="after"),
    ),
    Watch(
        "wages paid", "Wage of a migrant, of the general minimum of a full year.", (STATEMENTS, QUARTER, PROGRAM),
        BELOW, "Visit the sponsors who pay least.",
        _row("protection", indicator="wage, of the general minimum of a full year"),
    ),
    Watch(
        "time without work", "Share of months in which a migrant has no work.", (STATEMENTS, QUARTER, PROGRAM),
        ABOVE, "Slow new visas until those who are here have work.", _assumed("household.workless_share"),
    ),
    Watch(
        "visits made", "Visits to migrant and sponsor for each visa in a year.", (VISITS, QUARTER, TOWN),
        BELOW, "Hire or pay inspectors before more visas.", _visits,
    ),
    Watch(
        "breaches found", "Breaches of an ordinance found for each visa in a year; none at all is a sign too.",
        (VISITS, QUARTER, TOWN), BOTH, "Far above: visit more often. Far below: see whether complaints get through.",
        _assumed("protection.violations_per_visa"),
    ),
    Watch(
        "moves to another sponsor", "Moves by mutual consent for each visa in a year.", (REGISTER, QUARTER, PROGRAM),
        BELOW, "Ask migrants whether they can leave a sponsor.", _assumed("protection.transfers_per_visa"),
    ),
    Watch(
        "disappearances and crimes", "Disappearances and crimes with a fine for each visa in a year.",
        (REGISTER, QUARTER, PROGRAM), ABOVE, "Look at the agencies and sponsors concerned before their next visas.",
        _assumed("household.fine_events"),
    ),
)  # fmt: skip
