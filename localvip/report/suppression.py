"""Small counts of people are not published: below five a count points at persons.

Sponsors of an area from 1 to 4 are withheld, and with them what tells them: the area's visas, its ceiling and its
limits. So are those of a second area where the first could be worked out from the jurisdiction's total, and a
jurisdiction's where its total is small, or tells another's. What a rule holds back by itself, or its facilities have
taken, counts sponsors of its own land, which may be one such area: it is withheld where any area is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from localvip.report.model import AreaRow, CapacityReport, JurisdictionRow
from localvip.report.prospect_model import Admission, AdmissionRow, TownRow
from localvip.report.speech import speaking, trn

LEAST = 5


def withheld(counts: Sequence[int | None], groups: Sequence[str]) -> tuple[bool, ...]:
    """Return which counts are withheld: the small ones, and in a group with one such its next smallest as well.

    A group that withholds anything withholds at least two counts, whose sum is at least five, where it has them:
    then no total less the rest tells a small count.
    """
    hidden = [number is not None and 0 < number < LEAST for number in counts]
    for group in dict.fromkeys(groups):
        own = [n for n, name in enumerate(groups) if name == group and counts[n]]
        spare = sorted((n for n in own if not hidden[n]), key=lambda n: (counts[n] or 0, n))
        while any(hidden[n] for n in own) and spare and not _safe(counts, [n for n in own if hidden[n]]):
            hidden[spare.pop(0)] = True
    return tuple(hidden)


def _safe(counts: Sequence[int | None], hidden: Sequence[int]) -> bool:
    return len(hidden) > 1 and sum(counts[n] or 0 for n in hidden) >= LEAST


def publishable(report: CapacityReport) -> CapacityReport:
    """Return ``report`` without small counts of sponsors, and without what they could be worked out from."""
    towns = withheld_towns(report.jurisdictions)
    areas = withheld([row.sponsors for row in report.areas], [row.jurisdiction for row in report.areas])
    if not any(towns) and not any(areas):
        return report
    with speaking(report.language):
        number = sum(areas)
        notice = trn(
            "The counts of {n} area are withheld: fewer than five sponsors, or they would tell such a count.",
            "The counts of {n} areas are withheld: fewer than five sponsors, or they would tell such a count.",
            number,
            n=number,
        )
        return replace(
            report,
            areas=tuple(_area(row) if hide else row for row, hide in zip(report.areas, areas, strict=True)),
            jurisdictions=tuple(
                replace(row, sponsors=None, capacity=None, withheld=True) if hide else row
                for row, hide in zip(report.jurisdictions, towns, strict=True)
            ),
            provisions=tuple(replace(row, by_itself=None) for row in report.provisions),
            facilities=tuple(replace(row, taken=None) for row in report.facilities),
            towns=_towns(report, towns),
            admission=_admission(report, areas, towns),
            notices=(*report.notices, notice),
        )


def withheld_towns(rows: Sequence[JurisdictionRow]) -> tuple[bool, ...]:
    """Return which jurisdictions' counts are withheld."""
    return withheld([row.sponsors for row in rows], [""] * len(rows))


def withheld_areas(rows: Sequence[AreaRow]) -> frozenset[str]:
    """Return the ids of the areas whose counts are withheld."""
    hidden = withheld([row.sponsors for row in rows], [row.jurisdiction for row in rows])
    return frozenset(row.id for row, hide in zip(rows, hidden, strict=True) if hide)


def _area(row: AreaRow) -> AreaRow:
    return replace(row, sponsors=None, ceiling=None, capacity=None, limits=(), withheld=True)


def _towns(report: CapacityReport, hidden: Sequence[bool]) -> tuple[TownRow, ...]:
    """Return the towns side by side; one that is withheld keeps its name and law, and comes after the rest."""
    small = {row.name for row, hide in zip(report.jurisdictions, hidden, strict=True) if hide}
    rows = [
        replace(row, capacity=None, rate=None, length=0, withheld=True) if row.name in small else row
        for row in report.towns
    ]
    return tuple(sorted(rows, key=lambda row: row.withheld))


def _admission(report: CapacityReport, areas: Sequence[bool], towns: Sequence[bool]) -> Admission | None:
    admission = report.admission
    if admission is None or admission.refused:
        return admission
    small = {row.name for row, hide in zip(report.jurisdictions, towns, strict=True) if hide}
    return replace(
        admission,
        by_area=tuple(_row(row, hide) for row, hide in zip(admission.by_area, areas, strict=True)),
        by_jurisdiction=tuple(_row(row, row.name in small) for row in admission.by_jurisdiction),
    )


def _row(row: AdmissionRow, hide: bool) -> AdmissionRow:
    return AdmissionRow(row.name, None, None, None, None) if hide else row
