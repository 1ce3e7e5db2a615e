"""Small counts of people are not published: below five a count points at persons.

Sponsors of an area from 1 to 4 are withheld, and with them what tells them: the area's visas, its ceiling and its
limits. So are those of a second area where the first could be worked out from a total that is published: of its
jurisdiction, or of the land that a limit counts (its "used"); and a jurisdiction's where its total is small, or tells
another's. What facilities have taken counts sponsors of their own land, which may be one such area: it is withheld
where any area is. Of what rules hold back, alone or moved, ``disclosure`` says what would tell.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, replace

from localvip.report.model import AreaRow, CapacityReport, Headline, JurisdictionRow, ProvisionRow
from localvip.report.prospect_model import Admission, AdmissionRow, Rule, Sensitivity, SwingRow, TownRow
from localvip.report.speech import speaking, tr, trn

LEAST = 5


@dataclass(frozen=True)
class Telling:
    """Rules, each by its law's title and its id, of which numbers would tell a small count.

    ``back``: what they hold back; ``alone``: what each would hold back alone; ``moves``: the capacity as they move.
    """

    back: frozenset[Rule] = frozenset()
    alone: frozenset[Rule] = frozenset()
    moves: frozenset[Rule] = frozenset()


def withheld(counts: Sequence[int | None], groups: Sequence[Collection[Hashable]]) -> tuple[bool, ...]:
    """Return which counts are withheld: the small ones, and in each group with one such its next smallest as well.

    ``groups``: those that each count is in, all with a total that is published. A group that withholds anything
    withholds at least two counts, whose sum is at least five, where it has them: then no total less the rest tells
    a small count.
    """
    hidden = [number is not None and 0 < number < LEAST for number in counts]
    if not any(hidden):
        return tuple(hidden)
    members: dict[Hashable, list[int]] = {}
    for n, names in enumerate(groups):
        for name in names if counts[n] else ():
            members.setdefault(name, []).append(n)
    waiting = [name for name, own in members.items() if any(hidden[n] for n in own)]
    while waiting:
        own = members[waiting.pop()]
        while not _safe(counts, [n for n in own if hidden[n]]):
            spare = [n for n in own if not hidden[n]]
            if not spare:
                break
            least = min(spare, key=lambda n: (counts[n] or 0, n))
            hidden[least] = True
            waiting.extend(groups[least])
    return tuple(hidden)


def _safe(counts: Sequence[int | None], hidden: Sequence[int]) -> bool:
    return len(hidden) > 1 and sum(counts[n] or 0 for n in hidden) >= LEAST


def publishable(report: CapacityReport, telling: Telling | None = None) -> CapacityReport:
    """Return ``report`` without small counts of sponsors, and without what they could be worked out from.

    ``telling``: which numbers of rules would tell; ``None``: all of them may, and sums of sponsors beside them.
    """
    towns = withheld_towns(report.jurisdictions)
    areas = withheld_areas(report.areas, report.jurisdictions)
    if not any(towns) and not any(areas):
        return report
    hidden = (row for row, hide in zip(report.areas, areas, strict=True) if hide and telling is None)
    partly = {name for row in hidden for name in row.jurisdiction.split(", ")}
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
                _jurisdiction(row, hide, row.name in partly)
                for row, hide in zip(report.jurisdictions, towns, strict=True)
            ),
            answer=_answer(report, telling),
            headlines=report.headlines if telling else tuple(map(_headline, report.headlines)),
            provisions=tuple(told_of_rule(row, telling) for row in report.provisions),
            sensitivity=None if _moved(report.sensitivity, telling) else report.sensitivity,
            swings=tuple(row for row in report.swings if not _moved(row, telling)),
            facilities=tuple(replace(row, taken=None) for row in report.facilities),
            towns=_towns(report, towns),
            admission=_admission(report, areas, towns, partly),
            notices=(*report.notices, notice),
        )


def withheld_towns(rows: Sequence[JurisdictionRow]) -> tuple[bool, ...]:
    """Return which jurisdictions' counts are withheld."""
    return withheld([row.sponsors for row in rows], [("",)] * len(rows))


def withheld_areas(rows: Sequence[AreaRow], towns: Sequence[JurisdictionRow]) -> tuple[bool, ...]:
    """Return which areas' counts are withheld; of jurisdictions that are withheld only the sum can be worked out."""
    hidden = {row.name for row, hide in zip(towns, withheld_towns(towns), strict=True) if hide}
    return withheld([row.sponsors for row in rows], [_groups(row, hidden) for row in rows])


def _groups(row: AreaRow, hidden: Collection[str]) -> set[Hashable]:
    """Return the groups with an area in them of which totals are published: jurisdictions, the land of limits.

    The limit of the sponsors themselves has one name everywhere: it stands for the total of all.
    """
    places = {"" if name in hidden else name for name in row.jurisdiction.split(", ")}
    return {*places, *((use.law, use.provision, use.group) for use in row.limits)}


def _answer(report: CapacityReport, telling: Telling | None) -> str:
    """Return the answer; without a number where that of the rule that holds back most would tell."""
    first = max(report.provisions, key=lambda row: row.held_back or 0, default=None)
    kept = first is None or not first.held_back or told_of_rule(first, telling).held_back is not None
    return report.answer if kept else report.discreet


def told_of_rule(row: ProvisionRow, telling: Telling | None) -> ProvisionRow:
    """Return the row of a provision without numbers that would tell a small count."""
    rule = (row.law, row.id)
    back = row.held_back is not None and (telling is None or rule in telling.back)
    alone = telling is None or rule in telling.alone
    return replace(
        row,
        held_back=None if back else row.held_back,
        by_itself=None if alone else row.by_itself,
        withheld=back,
    )


def _moved(row: Sensitivity | SwingRow | None, telling: Telling | None) -> bool:
    return row is not None and (telling is None or row.rule in telling.moves)


def _headline(item: Headline) -> Headline:
    if item.label != tr("By sponsors alone"):
        return item
    return Headline(item.label, tr("withheld"), tr("beside the capacity it would tell of a few people"))


def _jurisdiction(row: JurisdictionRow, hide: bool, partly: bool) -> JurisdictionRow:
    if hide:
        return replace(row, sponsors=None, capacity=None, withheld=True)
    return replace(row, sponsors=None) if partly else row


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


def _admission(
    report: CapacityReport, areas: Sequence[bool], towns: Sequence[bool], partly: Collection[str]
) -> Admission | None:
    admission = report.admission
    if admission is None or admission.refused:
        return admission
    small = {row.name for row, hide in zip(report.jurisdictions, towns, strict=True) if hide}
    return replace(
        admission,
        by_area=tuple(_row(row, hide) for row, hide in zip(admission.by_area, areas, strict=True)),
        by_jurisdiction=tuple(
            replace(_row(row, row.name in small), sponsors=None)
            if row.name in partly
            else _row(row, row.name in small)
            for row in admission.by_jurisdiction
        ),
    )


def _row(row: AdmissionRow, hide: bool) -> AdmissionRow:
    return AdmissionRow(row.name, None, None, None, None) if hide else row
