"""What an impact report shows: everything counted and worded before a template sees it; the page only lays it out."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd

from localvip.report.check import Check
from localvip.report.impact.nearness import AccessRow, ChanceRow, ContactRow, QuotientRow
from localvip.report.impact.numbers import Spread
from localvip.report.impact.rows import (
    AssumptionRow,
    BudgetRow,
    CatchmentRow,
    CourseRow,
    FifthRow,
    FigureRow,
    FiscalRow,
    GovernmentRow,
    HouseholdRow,
    IndexRow,
    OutcomeRow,
    PartyRow,
    PlaceRow,
    RiskRow,
    SafeguardRow,
    ServiceRow,
    StudyRow,
    SystemRow,
)
from localvip.report.impact.watch import WatchRow
from localvip.report.model import Clause, Headline, LedgerRow, Outline, SourceRow


@dataclass(frozen=True)
class ImpactReport:
    """Everything an impact report shows.

    ``frame``, ``rest`` and ``outlines``: as in a capacity report, in the order of ``places``. ``service``:
    which one the map and the table by area show, and what its number measures (``None``: no number by place).
    ``years``: those of ``governments``.
    """

    title: str
    region: str
    language: str
    status: str
    on: str
    currency: str
    answer: str
    headlines: tuple[Headline, ...]
    three_lines: tuple[Headline, ...]
    checks: tuple[Check, ...]
    frame: gpd.GeoDataFrame
    rest: gpd.GeoSeries
    outlines: tuple[Outline, ...]
    places: tuple[PlaceRow, ...]
    service: tuple[str, str] | None
    course: tuple[CourseRow, ...]
    parties: tuple[PartyRow, ...]
    household: tuple[HouseholdRow, ...]
    wages: Spread
    studies: tuple[StudyRow, ...]
    fifths: tuple[FifthRow, ...]
    incomes: tuple[IndexRow, ...]
    fiscal: tuple[FiscalRow, ...]
    years: tuple[int, ...]
    governments: tuple[GovernmentRow, ...]
    fines: Spread
    budget: tuple[BudgetRow, ...]
    balancing: tuple[Headline, ...]
    services: tuple[ServiceRow, ...]
    catchments: tuple[CatchmentRow, ...]
    access: tuple[AccessRow, ...]
    contact: tuple[ContactRow, ...]
    chance: ChanceRow | None
    quotients: tuple[QuotientRow, ...]
    risks: tuple[RiskRow, ...]
    safeguards: tuple[SafeguardRow, ...]
    watches: tuple[WatchRow, ...]
    figures: tuple[FigureRow, ...]
    systems: tuple[SystemRow, ...]
    outcomes: tuple[OutcomeRow, ...]
    unmodelled: tuple[Clause, ...]
    left_out: tuple[str, ...]
    assumptions: tuple[AssumptionRow, ...]
    ledger: tuple[LedgerRow, ...]
    notices: tuple[str, ...]
    method: tuple[str, ...]
    sources: tuple[SourceRow, ...]
    receipt: tuple[tuple[str, str], ...]
