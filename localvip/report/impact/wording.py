"""The sentences of an impact report: the answer, the numbers at its head, what both sides would check, the method."""

from __future__ import annotations

from localvip.capacity.measure import Capacity
from localvip.impact.assessment import Impact
from localvip.report.check import Check
from localvip.report.impact.budget import balancing, fiscal_rows
from localvip.report.impact.gains import course_rows, study_rows, wage_change
from localvip.report.impact.grounds import outcome_rows
from localvip.report.impact.numbers import Spread, digits, said, spread_of
from localvip.report.model import Headline
from localvip.report.speech import day_text, mark, tr
from localvip.report.wording import land_of, number_of

METHOD = (
    mark(
        "Capacity is law, impact is a forecast from assumptions. Each draw takes every assumption from "
        "its own distribution, independently, from a stream seeded by its name. Low and high are the 5th "
        "and the 95th percentile of {draws} draws (seed {seed}), the number before them is the median; "
        "medians of parts need not add up to the median of the whole, though every draw does."
    ),
    mark(
        "Who would sponsor: at a gain g and a household income y, the share 1 / (1 + (k y / g)^s) of "
        "adults; k is set in every draw so that the base share is willing at the base gain over a "
        "country’s incomes. Wishes are held within every limit of the law. Pay falls as migrants crowd a "
        "labour market, so that the number found is where wishes at that number make that number."
    ),
    mark(
        "The gain: what the work is worth to customers and firms, less income given up at home and what "
        "is used up (rooms, flights, insurance, services). Wages, fees, levies, fines and money sent "
        "home only move it: the parts of all parties add up to the whole in every draw, or the report is "
        "not made."
    ),
    mark(
        "Wages of similar workers change by (1 + migrants / similar workers)^elasticity − 1. All "
        "migrants are taken to compete with them, so that a loss isn’t made small by a supposition."
    ),
    mark(
        "Public money is costed twice: at the margin, where services have room and one more resident "
        "costs little, and at today’s average, where each costs what each resident costs now. Every sum "
        "that a law makes due is reckoned in the law’s own words."
    ),
    mark(
        "Services: what migrants need beside what residents use, against what the region says there is. "
        "Where it says nothing the verdict is “not known”, never “enough”."
    ),
)


def answer(capacity: Capacity, impact: Impact) -> str:
    """Return the finding in one sentence: how many, what sponsors gain, what the budget and similar workers do."""
    where = land_of(capacity) or capacity.case.region.title
    last = course_rows(impact)[-1]
    gain, net = gain_of(impact, "sponsors"), fiscal_rows(impact)[-1]
    return tr(
        "Under the rules of {day}, {place} would have about {visas} visas in use after {years} years; "
        "sponsors would gain {gain} a year, {budget}, and {wages}.",
        day=day_text(capacity.case.day),
        place=where,
        visas=last.expected.said,
        years=last.year,
        gain=gain.said,
        budget=_budget(net.marginal),
        wages=_wages(wage_change(impact)),
    )


def _budget(net: Spread) -> str:
    if net.median < 0:
        return tr("the municipality would pay {n} a year more than it gets", n=said(-net.median, net.unit))
    return tr("the municipality would get {n} a year more than it pays", n=net.said)


def _wages(change: Spread) -> str:
    if change.median < 0:
        return tr("pay in similar work would fall by {n}", n=said(-change.median, "share"))
    return tr("pay in similar work would not fall")


def gain_of(impact: Impact, party: str, measure: str = "gain") -> Spread:
    """Return what a party gains in a year."""
    return spread_of(impact.frames["surplus"], party=party, measure=measure)


def headlines(impact: Impact) -> tuple[Headline, ...]:
    """Return the four numbers at the head, each with its range: people, gain, public money, wages."""
    last, net = course_rows(impact)[-1], fiscal_rows(impact)[-1]
    each, change = gain_of(impact, "sponsors", "gain per visa"), wage_change(impact)
    return (
        Headline(
            tr("Visas in use"),
            last.expected.said,
            tr("after {n} years; {span}", n=last.year, span=last.expected.span),
        ),
        Headline(tr("A sponsor gains"), each.said, tr("a year for each visa; {span}", span=each.span)),
        Headline(
            tr("The municipality’s balance"),
            net.marginal.said,
            tr("in {year}, costed at the margin; {span}", year=net.year, span=net.marginal.span),
        ),
        Headline(
            tr("Pay in similar work"), change.said, tr("once the number is reached; {span}", span=change.span)
        ),
    )


def three_lines(capacity: Capacity, impact: Impact) -> tuple[Headline, ...]:
    """Return the legal maximum, the realistic number and the expected ones by year."""
    rows = course_rows(impact)
    note = tr("visas in force, as sponsors take them up within the limits on pace")
    return (
        Headline(tr("Legal maximum"), number_of(capacity), tr("visas that all limits together allow")),
        Headline(
            tr("Realistic"),
            rows[-1].realistic.span,
            tr("visas that willing sponsors would use: a forecast from assumptions, not law"),
        ),
        *(
            Headline(tr("Expected in year {year}", year=row.year), row.expected.span, note)
            for row in rows
            if row.year in (1, 5, rows[-1].year)
        ),
    )


def checks(impact: Impact) -> tuple[Check, ...]:
    """Return, for each headline, what a critic and what a supporter would check first, with its number."""
    return (_check_visas(impact), _check_gain(impact), _check_budget(impact), _check_wages(impact))


def _check_visas(impact: Impact) -> Check:
    base = impact.assumptions["uptake.base_share"]
    low, high = said(float(base.low), "share"), said(float(base.high), "share")
    frame = impact.frames["neighbours"]
    waiting = frame[(frame["measure"] == "willing without a slot")]
    left = digits(float(waiting["median"].sum())) if len(waiting) else tr("not known")
    return Check(
        tr("Visas in use"),
        tr(
            "Whether {low} to {high} of adults would sponsor at all. Nobody has tried the program; the share is the "
            "chapter’s supposition.",
            low=low,
            high=high,
        ),
        tr("How many are willing and find no slot: about {n} people under these limits.", n=left),
    )


def _check_gain(impact: Impact) -> Check:
    outcome = next((row for row in outcome_rows(impact) if row.name == tr("gain of sponsors")), None)
    swing = outcome.swings[0] if outcome and outcome.swings else None
    whole = gain_of(impact, "migrants"), gain_of(impact, "home countries")
    critic = (
        tr(
            "{title}: it moves the result most, from {low} to {high} a year for all sponsors.",
            title=swing.title,
            low=said(swing.at_low, outcome.unit),
            high=said(swing.at_high, outcome.unit),
        )
        if swing and outcome
        else tr("What a migrant’s work earns in this labour market.")
    )
    return Check(
        tr("A sponsor gains"),
        critic,
        tr(
            "What is not in it: {migrants} a year that migrants keep and {home} that they send home.",
            migrants=whole[0].said,
            home=whole[1].said,
        ),
    )


def _check_budget(impact: Impact) -> Check:
    last, levies = fiscal_rows(impact)[-1], balancing(impact)
    return Check(
        tr("The municipality’s balance"),
        tr(
            "The balance at today’s average costs, if services have no room: {n} in {year}.",
            n=last.average.span,
            year=last.year,
        ),
        tr(
            "The levy that would balance the account at the margin: {levy} for a visa and year; and the gain of "
            "residents outside the budget, {gain} a year.",
            levy=levies[0].value,
            gain=gain_of(impact, "sponsors").said,
        ),
    )


def _check_wages(impact: Impact) -> Check:
    rows = study_rows(impact)
    worst, best = rows[0], rows[-1]
    return Check(
        tr("Pay in similar work"),
        tr("The study that finds most: {title}, here {n}.", title=worst.title, n=worst.change.span),
        tr("The study that finds least: {title}, here {n}.", title=best.title, n=best.change.span),
    )


def method(impact: Impact) -> tuple[str, ...]:
    """Return how the numbers were reached, step by step."""
    first, *rest = METHOD
    return (tr(first, draws=impact.draws, seed=impact.seed), *(tr(text) for text in rest))
