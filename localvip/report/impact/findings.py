"""What each part of an impact report says, as one sentence counted from its rows: the titles of the sections."""

from __future__ import annotations

from collections.abc import Sequence

from localvip.report.findings import joined
from localvip.report.impact.nearness import AccessRow, ChanceRow, ContactRow
from localvip.report.impact.numbers import said
from localvip.report.impact.rows import (
    AssumptionRow,
    BudgetRow,
    CourseRow,
    FifthRow,
    FigureRow,
    FiscalRow,
    OutcomeRow,
    PartyRow,
    PlaceRow,
    SafeguardRow,
    ServiceRow,
)
from localvip.report.impact.watch import WatchRow
from localvip.report.numerals import areas_text, count
from localvip.report.speech import tr, trn

POOREST = 2
RARE = 0.05  # a p-value above it is no evidence against chance


def where_it_lies(rows: Sequence[PlaceRow]) -> str:
    """Return in how few areas half of the visas in use would be."""
    known = sorted((row.visas.median for row in rows if row.visas.known), reverse=True)
    if not sum(known):
        return tr("No area would have a visa in use")
    held, areas = 0.0, 0
    while 2 * held < sum(known):
        held += known[areas]
        areas += 1
    return tr(
        "Half of the visas in use would be in {n} of {areas}", n=count(areas), areas=areas_text(len(known))
    )


def lines(rows: Sequence[BudgetRow], year: int) -> str:
    """Return the largest line of a year's account, among those that both costings share."""
    first = max((row for row in rows if not row.method), key=lambda row: row.amount.median, default=None)
    if first is None:
        return tr("No party pays another in {year}", year=year)
    return tr(
        "{name} is the largest line in {year}: {amount}", name=first.name, year=year, amount=first.amount.said
    )


def by_place(rows: Sequence[PlaceRow]) -> str:
    """Return in how many areas the law stops the number, and in how many too few residents want to sponsor."""
    known = [row for row in rows if row.binds.known]
    law = sum(row.binds.median >= 0.5 for row in known)
    if law == len(known):
        return tr("The law, not willingness, stops the number in every area")
    if not law:
        return tr("Willingness, not the law, stops the number in every area")
    return trn(
        "The law stops the number in {n} area, willingness in {m}",
        "The law stops the number in {n} areas, willingness in {m}",
        law,
        n=count(law),
        m=count(len(known) - law),
    )


def over_time(rows: Sequence[CourseRow]) -> str:
    """Return how far the expected number gets in the years shown."""
    last = rows[-1]
    return tr(
        "In year {year} about {n} visas would be in use, of {all} that are realistic",
        year=last.year,
        n=last.expected.said,
        all=last.realistic.said,
    )


def who_gains(rows: Sequence[PartyRow]) -> str:
    """Return who gains most and who loses."""
    parties = rows[:-1]
    first = max(parties, key=lambda row: row.gain.median)
    last = min(parties, key=lambda row: row.gain.median)
    if last.gain.median >= 0:
        return tr("Most goes to {party}, {n} a year; nobody loses", party=first.name, n=first.gain.said)
    return tr(
        "Most goes to {party}, {n} a year; {loser} lose {loss}",
        party=first.name,
        n=first.gain.said,
        loser=last.name,
        loss=said(-last.gain.median, last.gain.unit),
    )


def by_fifth(rows: Sequence[FifthRow]) -> str:
    """Return which part of the sponsors' gain goes to the poorer two fifths of adults."""
    poor = sum(row.share.median for row in rows[:POOREST])
    return tr("The poorer two fifths of adults get about {n} of the sponsors’ gain", n=said(poor, "share"))


def budget(rows: Sequence[FiscalRow]) -> str:
    """Return whether the municipality pays more than it gets in the last year, or that it is open."""
    last = rows[-1]
    if last.marginal.high < 0:
        return tr(
            "In {year} the municipality pays {n} more than it gets",
            year=last.year,
            n=said(-last.marginal.median, last.marginal.unit),
        )
    if last.marginal.low > 0:
        return tr(
            "In {year} the municipality gets {n} more than it pays", year=last.year, n=last.marginal.said
        )
    return tr(
        "In {year} the budget may lose {loss} or gain {gain}, costed at the margin",
        year=last.year,
        loss=said(-last.marginal.low, last.marginal.unit),
        gain=last.marginal.most,
    )


def services(rows: Sequence[ServiceRow]) -> str:
    """Return how many services have room, run short, or can't be judged."""
    room = [row.name for row in rows if row.verdict.endswith("enough")]
    short = [row.name for row in rows if row.verdict.endswith(("short", "tight"))]
    unknown = len(rows) - len(room) - len(short)
    parts = []
    if short:
        parts.append(tr("short or tight: {names}", names=joined(short)))
    if room:
        parts.append(tr("enough room: {names}", names=joined(room)))
    if unknown:
        parts.append(
            trn(
                "for {n} service the region doesn’t say what there is",
                "for {n} services the region doesn’t say what there is",
                unknown,
                n=count(unknown),
            )
        )
    return _opened(tr("; ").join(parts))


def access(rows: Sequence[AccessRow]) -> str:
    """Return how what the middle area reaches of the first kind of facility changes."""
    if not rows:
        return tr("The region doesn’t say what its facilities hold, so nothing can be told of access")
    before, after = rows[0].middle
    if not before.known:
        return tr("{facility}: no area reaches one", facility=_opened(rows[0].facility))
    if before.said == after.said:
        return tr(
            "{facility}: the middle area keeps about {n} {unit} for each 1,000 people",
            facility=_opened(rows[0].facility),
            n=after.said,
            unit=rows[0].unit,
        )
    return tr(
        "{facility}: the middle area reaches {before} {unit} for each 1,000 people today, {after} after",
        facility=_opened(rows[0].facility),
        before=before.said,
        unit=rows[0].unit,
        after=after.said,
    )


def contact(rows: Sequence[ContactRow], chance: ChanceRow | None) -> str:
    """Return how evenly the group would live, and whether chance would explain it."""
    first = next((row for row in rows if row.after.known), None)
    if first is None:
        return tr("The region doesn’t count the people whose homes would be compared")
    told = {"n": first.after.said, "group": first.group}
    if chance is not None and chance.p_value.median > RARE:
        return tr("{n} of {group} would have to move to live spread evenly, no more than by chance", **told)
    return tr("{n} of {group} would have to move to live spread evenly", **told)


def monitoring(rows: Sequence[WatchRow]) -> str:
    """Return how many indicators there are to watch, and of how many nothing is known yet."""
    unknown = sum(not row.act for row in rows)
    if not unknown:
        return tr("{all} indicators to watch, each with the number at which to act", all=count(len(rows)))
    return tr(
        "{all} indicators to watch; {n} must be measured before the first visa",
        all=count(len(rows)),
        n=count(unknown),
    )


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]


def protection(rows: Sequence[SafeguardRow]) -> str:
    """Return which kinds of safeguard are left thin by some ordinance."""
    thin = list(dict.fromkeys(row.kind for row in rows if row.thin))
    kinds = len({row.kind for row in rows})
    if not rows:
        return tr("No ordinance sets a safeguard of its own")
    if not thin:
        return tr("All {n} kinds of safeguard are set", n=count(kinds))
    return tr(
        "{n} of {all} kinds of safeguard are left thin: {names}",
        n=count(len(thin)),
        all=count(kinds),
        names=joined([tr(kind) for kind in thin]),
    )


def chapter(rows: Sequence[FigureRow]) -> str:
    """Return how many figures of the chapter come out as it has them."""
    agreed = sum(row.agrees for row in rows)
    if agreed == len(rows):
        return tr("All {n} figures of the chapter come out as it has them", n=count(agreed))
    return tr(
        "{n} of the chapter’s {all} figures come out as it has them", n=count(agreed), all=count(len(rows))
    )


def what_moves(rows: Sequence[OutcomeRow]) -> str:
    """Return the assumption that moves the sponsors' gain most, else the first outcome that anything moves."""
    moved = [row for row in rows if row.swings]
    if not moved:
        return tr("No assumption by itself moves a result")
    row = next((one for one in moved if one.name == tr("gain of sponsors")), moved[0])
    first = row.swings[0]
    return tr(
        "What moves the {outcome} most: {title}",
        outcome=row.name,
        title=first.title[:1].lower() + first.title[1:],
    )


def outcome(row: OutcomeRow) -> str:
    """Return what moves one outcome: the value of all assumptions, and the ends of the widest swing."""
    name = _opened(row.name)
    if not row.swings:
        return tr("{outcome}: no assumption by itself moves it, the law holds it", outcome=name)
    first = row.swings[0]
    return tr(
        "{outcome}: {base} with every assumption at its value, {low} to {high} as one moves",
        outcome=name,
        base=said(first.base, row.unit),
        low=said(min(first.at_low, first.at_high), row.unit),
        high=said(max(first.at_low, first.at_high), row.unit),
    )


def assumed(rows: Sequence[AssumptionRow]) -> str:
    """Return on how many assumptions the report rests, and how many have a source that we did not see."""
    unseen = sum(not row.seen for row in rows)
    return tr(
        "{all} assumptions, {n} of them not verified: from a source that we did not see, or our own supposition",
        all=count(len(rows)),
        n=count(unseen),
    )
