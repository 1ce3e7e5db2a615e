"""What a critic and a supporter of an ordinance would check first, for each headline of a capacity report."""

from __future__ import annotations

from collections.abc import Callable

from localvip.report.check import Check
from localvip.report.findings import apart, over_time
from localvip.report.map import rate
from localvip.report.model import CapacityReport
from localvip.report.numerals import areas_text, count, decimal, visas_text
from localvip.report.speech import tr

Sides = tuple[str, str]


def checks(report: CapacityReport) -> tuple[Check, ...]:
    """Return a check of each headline that has one, told with the report's own figures, so none that is withheld."""
    known: dict[str, Callable[[CapacityReport], Sides]] = {
        tr("Visas in force at once"): _maximum,
        tr("By sponsors alone"): _sponsors,
        tr("Residents"): _residents,
        tr("Overhang"): _overhang,
        tr("First issued in the year"): _pace,
    }
    return tuple(
        Check(item.label, *known[item.label](report)) for item in report.headlines if item.label in known
    )


def _maximum(report: CapacityReport) -> Sides:
    first = max(report.provisions, key=lambda row: row.held_back or 0, default=None)
    critic = tr("What keeps it there: no single rule holds visas back, so none can be relied on alone.")
    if any(row.withheld for row in report.provisions):
        critic = tr("What keeps it there: it is withheld, since it would tell of a few people.")
    elif first is not None and first.held_back:
        critic = tr(
            "How firmly {name} holds: without it the law allows {visas} more.",
            name=apart(first, report.provisions),
            visas=visas_text(first.held_back),
        )
    expected = report.three_lines[-1].value if report.three_lines else tr("not assessed")
    return critic, tr("What would be in use, not what is allowed: {number}.", number=expected)


def _sponsors(report: CapacityReport) -> Sides:
    return (
        tr("Whether all of them could host: everyone eligible is counted, willing or not."),
        tr("How far the caps stay below it: they allow {number}.", number=report.headlines[0].value),
    )


def _residents(report: CapacityReport) -> Sides:
    ruled = [row for row in report.areas if row.governed and not row.withheld]
    rates = [(each, row) for row in ruled if (each := rate(row)) is not None]
    critic = tr("Whether the counts of residents are still true.")
    if rates:
        most, first = max(rates, key=lambda pair: pair[0])
        critic = tr(
            "Where visas gather: {name} has most for its size, {rate} for each 1,000 residents.",
            name=first.name or first.id,
            rate=decimal(most),
        )
    left = sum(row.capacity == 0 for row in ruled)
    if not left:
        return critic, tr("Who is left out: no area, each may hold some.")
    return critic, tr(
        "Who is left out: {n} of {areas} may hold no visa.", n=count(left), areas=areas_text(len(ruled))
    )


def _overhang(report: CapacityReport) -> Sides:
    last = report.years[-1] if report.years else None
    critic = tr("How long visas stay above the limits, since none is revoked.")
    if last is not None:
        critic = tr(
            "How long they stay, since none is revoked: in {year}, {visas} are still above the limits.",
            year=last.year,
            visas=visas_text(last.overhang),
        )
    return critic, tr("Whether the limits count those who are here already.")


def _pace(report: CapacityReport) -> Sides:
    if not report.years:
        none = tr("What later years allow: it was not reckoned.")
        return none, none
    first = report.years[0]
    return (
        tr("What later years bring. {finding}.", finding=over_time(report.years)),
        tr(
            "How many wait for the pace alone: {visas} in {year}.",
            visas=visas_text(first.waiting),
            year=first.year,
        ),
    )
