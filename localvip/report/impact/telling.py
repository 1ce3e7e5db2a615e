"""Fill an impact report from a capacity and its impact: every value counted and worded before a template sees it."""

from __future__ import annotations

from dataclasses import dataclass

from localvip.capacity.measure import Capacity
from localvip.impact.assessment import Impact
from localvip.impact.assumption import Assumptions
from localvip.report.impact.budget import balancing, budget_rows, fiscal_rows, government_rows, years_shown
from localvip.report.impact.gains import (
    course_rows,
    fifth_rows,
    household_rows,
    income_rows,
    party_rows,
    study_rows,
    wage_change,
)
from localvip.report.impact.grounds import LEFT_OUT, assumption_rows, figure_rows, outcome_rows, system_rows
from localvip.report.impact.model import ImpactReport
from localvip.report.impact.nearness import access_rows, chance_row, contact_rows, quotient_rows
from localvip.report.impact.places import place_rows
from localvip.report.impact.protection import (
    catchment_rows,
    fines,
    risk_rows,
    safeguard_rows,
    service_rows,
)
from localvip.report.impact.rows import PlaceRow
from localvip.report.impact.watch import watch_rows
from localvip.report.impact.wording import answer, checks, headlines, method, three_lines
from localvip.report.model import CapacityReport, SourceRow
from localvip.report.speech import speaking, tr
from localvip.report.tables import notice_text


@dataclass(frozen=True)
class Assessed:
    """A capacity with what follows from it.

    ``assumptions``: as they were read, in the chapter's own currency. ``scenarios``: name and SHA-256 of each file
    that changed them.
    """

    capacity: Capacity
    impact: Impact
    assumptions: Assumptions
    scenarios: tuple[tuple[str, str], ...] = ()


def tell_impact(found: Assessed, law: CapacityReport) -> ImpactReport:
    """Return what an impact report shows, in the language of ``law``, the capacity report of the same rules.

    Areas that ``law`` withholds are withheld here; governed areas come first, those with most visas before the rest.
    """
    with speaking(law.language):
        return _told(found, law)


def _told(found: Assessed, law: CapacityReport) -> ImpactReport:
    capacity, impact = found.capacity, found.impact
    places, service = place_rows(impact, law.areas)
    order = sorted(range(len(places)), key=lambda n: (not places[n].governed, -_size(places[n]), n))
    guards = safeguard_rows(impact)
    return ImpactReport(
        title=law.title,
        region=law.region,
        language=law.language,
        status=law.status,
        on=law.on,
        currency=impact.assumptions["household.wage_per_month"].currency,
        answer=answer(capacity, impact),
        headlines=headlines(impact),
        three_lines=three_lines(capacity, impact),
        checks=checks(impact),
        frame=law.frame.iloc[order],
        rest=law.rest,
        outlines=law.outlines,
        places=tuple(places[n] for n in order),
        service=service,
        course=course_rows(impact),
        parties=party_rows(impact),
        household=household_rows(impact),
        wages=wage_change(impact),
        studies=study_rows(impact),
        fifths=fifth_rows(impact),
        incomes=income_rows(impact),
        fiscal=fiscal_rows(impact),
        years=years_shown(impact),
        governments=government_rows(impact),
        fines=fines(impact),
        budget=budget_rows(impact),
        balancing=balancing(impact),
        services=service_rows(impact),
        catchments=catchment_rows(capacity, impact),
        access=access_rows(impact, places),
        contact=contact_rows(impact),
        chance=chance_row(impact),
        quotients=quotient_rows(impact, places),
        risks=risk_rows(impact, guards),
        safeguards=guards,
        watches=watch_rows(impact),
        figures=figure_rows(found.assumptions),
        systems=system_rows(impact),
        outcomes=outcome_rows(impact),
        unmodelled=law.unmodelled,
        left_out=tuple(tr(text) for text in LEFT_OUT),
        assumptions=assumption_rows(impact),
        ledger=law.ledger,
        notices=(*law.notices, *map(notice_text, impact.notices)),
        method=method(impact),
        sources=(*law.sources, *(_scenario(*one) for one in found.scenarios)),
        receipt=law.receipt,
    )


def _size(place: PlaceRow) -> float:
    """Return the visas that an area would use; 0 where nothing is told of it."""
    return place.visas.median if place.visas.known else 0.0


def _scenario(name: str, digest: str) -> SourceRow:
    return SourceRow(tr("assumptions"), name, digest, "", "")
