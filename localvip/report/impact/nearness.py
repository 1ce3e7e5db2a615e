"""Concentration and access, read from an impact's tables: who would live apart, and what people reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from localvip.impact.assessment import Impact
from localvip.report.impact.numbers import Spread, spread_in, spread_of
from localvip.report.impact.rows import PlaceRow
from localvip.report.speech import mark, tr

MOST_AREAS = 5
MEANINGS = {
    "dissimilarity": mark("share who would have to move to live spread evenly; above 60% is called high"),
    "isolation": mark("share of the group among the people of its average member’s area"),
    "exposure": mark("share of others among the people of its average member’s area"),
    "correlation ratio": mark("isolation beyond the group’s share of all people: 0 as everywhere, 100% wholly apart"),
    "residents with a host in their area": mark("share of residents in whose area at least one visa is in use"),
}  # fmt: skip
NAMES = {
    "dissimilarity": mark("Dissimilarity"),
    "isolation": mark("Isolation"),
    "exposure": mark("Exposure"),
    "correlation ratio": mark("Correlation ratio"),
    "residents with a host in their area": mark("Residents with a host in their area"),
}
STAGES = ("before", "after")


@dataclass(frozen=True)
class ContactRow:
    """One measure of how apart a group lives, before and after, and what it counts in plain words."""

    group: str
    name: str
    meaning: str
    before: Spread
    after: Spread


@dataclass(frozen=True)
class ChanceRow:
    """What chance alone would give of the unevenness, and what is beyond it: 0 as even as chance, 1 wholly apart."""

    alone: Spread
    beyond: Spread
    p_value: Spread


@dataclass(frozen=True)
class QuotientRow:
    """An area where migrants would live more than elsewhere: their share of its people, of their share of all."""

    place: str
    quotient: Spread
    smoothed: Spread


@dataclass(frozen=True)
class AccessRow:
    """One kind of facility: what the middle and the worst served area reach for each 1,000 people, before and after.

    Areas out of reach are not among them: ``out`` counts their people. ``left``: facilities of unknown size.
    """

    facility: str
    unit: str
    middle: tuple[Spread, Spread]
    worst: tuple[Spread, Spread]
    worst_place: str
    out: tuple[Spread, Spread]
    left: int


def contact_rows(impact: Impact) -> tuple[ContactRow, ...]:
    """Return each measure of how apart each group lives."""
    frame = impact.frames["contact"]
    told = frame[["group", "index"]].drop_duplicates().itertuples(index=False, name=None)
    return tuple(_contact_row(frame, group, index) for group, index in told)


def _contact_row(frame: pd.DataFrame, group: str, index: str) -> ContactRow:
    before, after = (spread_of(frame, group=group, index=index, stage=stage) for stage in STAGES)
    return ContactRow(tr(group), tr(NAMES[index]), tr(MEANINGS[index]), before, after)


def chance_row(impact: Impact) -> ChanceRow | None:
    """Return how much of the unevenness is beyond chance; ``None`` where the region doesn't count residents."""
    frame = impact.frames["quotients"]
    names = (
        "dissimilarity by chance alone",
        "dissimilarity beyond chance",
        "p-value of the unevenness",
    )
    found = [spread_of(frame, area="", measure=name) for name in names] if len(frame) else []
    return ChanceRow(*found) if found else None


def quotient_rows(impact: Impact, places: Sequence[PlaceRow]) -> tuple[QuotientRow, ...]:
    """Return the areas in which migrants would live most, those withheld left out."""
    frame, names = impact.frames["quotients"], _names(places)
    held = frame[frame["area"].isin(list(names))]
    smoothed = held[(held["measure"] == "smoothed") & (held["median"] > 1)]
    plain = held[held["measure"] == "location quotient"]
    first = smoothed.sort_values("median", ascending=False, kind="stable").head(MOST_AREAS)
    return tuple(
        QuotientRow(names[str(row["area"])], spread_of(plain, area=row["area"]), spread_in(row))
        for _, row in first.iterrows()
    )


def access_rows(impact: Impact, places: Sequence[PlaceRow]) -> tuple[AccessRow, ...]:
    """Return each kind of facility that says what it holds; of areas withheld nothing is told."""
    return tuple(_access_rows(impact.frames["access"], _names(places)))


def _access_rows(frame: pd.DataFrame, names: Mapping[str, str]) -> Iterator[AccessRow]:
    for facility, rows in frame.groupby("facility", sort=False):
        served = rows[rows["area"].isin(list(names)) & (rows["reading"] == "reached")]
        order = served[served["measure"] == "after"].sort_values("median", kind="stable")["area"].tolist()
        middle, worst = (order[(len(order) - 1) // 2], order[0]) if order else (None, None)
        yield AccessRow(
            facility=tr(str(facility).replace("_", " ")),
            unit=str(rows["unit"].iloc[0]).partition(" ")[0],
            middle=_stages(served, middle),
            worst=_stages(served, worst),
            worst_place=names[worst] if worst is not None else "",
            out=(_whole(rows, "people out of reach, before"), _whole(rows, "people out of reach, after")),
            left=int(_whole(rows, "facilities of unknown supply, left out").median),
        )


def _stages(frame: pd.DataFrame, area: str | None) -> tuple[Spread, Spread]:
    before, after = (spread_of(frame, area=area, measure=stage) for stage in STAGES)
    return before, after


def _whole(frame: pd.DataFrame, measure: str) -> Spread:
    return spread_of(frame, area="", measure=measure)


def _names(places: Sequence[PlaceRow]) -> dict[str, str]:
    """Return the names of the areas of which something may be told."""
    return {row.id: row.name or row.id for row in places if row.governed and not row.withheld}
