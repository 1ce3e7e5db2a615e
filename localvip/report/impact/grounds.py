"""What an impact rests on: the chapter's figures, other systems, what moves the result, every assumption."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from localvip.impact.assessment import Impact
from localvip.impact.assumption import Assumption, Assumptions
from localvip.impact.chapter import Figure, figures
from localvip.impact.systems import RIGHTS
from localvip.report.impact.numbers import Spread, digits, percent, said, spread_of
from localvip.report.impact.rows import AssumptionRow, FigureRow, OutcomeRow, SwingRow, SystemRow
from localvip.report.speech import mark, squared, tr

MOST_SWINGS = 8
EXACT = 4  # digits of what was put in: assumptions, and the chapter's figures
BARE_UNITS = ("share", "ratio")
LEFT_OUT = (
    mark("Assumptions are drawn independently of each other, though some go together."),
    mark("Pay, wages and costs are the same in all areas of a labour market."),
    mark("Taxes on income, national benefits and effects on rents are not in the gains shown."),
    mark(
        "Nobody has tried the program: the share who would sponsor is the chapter’s supposition, and no "
        "range around it is an estimate."
    ),
    mark("The law is that of the day shown, in every year; what a council changes later is not foreseen."),
    mark("What migrants, sponsors and neighbours think of each other, crime, and votes are not reckoned."),
)


def figure_rows(assumptions: Assumptions) -> tuple[FigureRow, ...]:
    """Return each figure of the chapter beside ours, from its own inputs in its own currency."""
    return tuple(_figure_row(one) for one in figures(assumptions))


def _figure_row(one: Figure) -> FigureRow:
    remark = tr(one.remark) if one.remark else ""
    return FigureRow(
        tr(one.name), one.section, tr(one.said), _ours(float(one.ours), one.unit), one.agrees, remark
    )


def _ours(number: float, unit: str) -> str:
    if unit == "%":
        return percent(number / 100, EXACT)
    if unit.startswith("USD") or unit in BARE_UNITS:
        return said(number, unit, EXACT)
    return f"{digits(number, EXACT)} {tr(unit)}"


def system_rows(impact: Impact) -> tuple[SystemRow, ...]:
    """Return other ways of admitting migrants on the same land, as the chapter weighs them."""
    systems, rights = impact.frames["systems"], impact.frames["rights"]
    return tuple(_system_row(systems, row) for _, row in rights.iterrows())


def _system_row(systems: pd.DataFrame, row: pd.Series) -> SystemRow:
    def of(measure: str) -> Spread:
        return spread_of(systems, system=row["system"], measure=measure)

    missing = [right for right in RIGHTS if not row[right]]
    return SystemRow(
        title=tr(str(row["title"])),
        rate=digits(1000 * of("migrants for each resident").median),
        migrants=of("gain of migrants"),
        residents=of("gain of all residents"),
        workers=of("gain of similar workers"),
        rights=len(RIGHTS) - len(missing),
        missing=tr("; ").join(map(tr, missing)) if len(missing) < len(RIGHTS) else tr("every one"),
        says=tr(str(row["says"])),
    )


def outcome_rows(impact: Impact) -> tuple[OutcomeRow, ...]:
    """Return what moves each outcome, the widest swing first; an assumption that moves nothing is left out."""
    frame = impact.frames["tornado"]
    return tuple(
        OutcomeRow(
            tr(str(name)),
            str(rows["unit"].iloc[0]),
            tuple(_swings(rows[rows["swing"] > 0].head(MOST_SWINGS))),
        )
        for name, rows in frame.groupby("outcome", sort=False)
    )


def _swings(rows: pd.DataFrame) -> Iterator[SwingRow]:
    for _, row in rows.iterrows():
        ends = (float(row[name]) for name in ("at_low", "base", "at_high"))
        yield SwingRow(str(row["assumption"]), tr(str(row["title"])), *ends)


def assumption_rows(impact: Impact) -> tuple[AssumptionRow, ...]:
    """Return every assumption as it was used, by topic."""
    return tuple(_assumption_row(one) for one in impact.assumptions.values())


def _assumption_row(one: Assumption) -> AssumptionRow:
    low, value, high = (said(float(number), one.unit, EXACT) for number in (one.low, one.value, one.high))
    return AssumptionRow(
        key=one.key,
        topic=tr(one.key.split(".")[0]),
        title=tr(one.title),
        value=value,
        span="" if low == high else tr("{low} to {high}", low=low, high=high),
        unit=squared(tr(one.unit)),
        date=one.date,
        citation=one.citation.removeprefix("unverified: "),  # which the page says before it
        changed=one.changed,
        seen=one.verified,
    )
