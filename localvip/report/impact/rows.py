"""The rows of an impact report: plain, worded or with their range, read from an impact's tables.

Every number is a ``Spread`` (5th percentile, median, 95th percentile of the draws) with its unit. Texts may come
from a stranger's file: they are escaped where shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from localvip.report.impact.numbers import Spread


@dataclass(frozen=True)
class PlaceRow:
    """One area: visas that would be used, gain of its sponsors, in how many draws a limit binds, use of a service.

    ``governed``: whether an ordinance binds it; without one nothing is forecast. ``withheld``: too few sponsors to
    publish. ``binds``: share of draws in which a limit and not willingness stops the number.
    """

    id: str
    name: str
    jurisdiction: str
    residents: int
    governed: bool
    withheld: bool
    visas: Spread
    gain: Spread
    each: Spread
    binds: Spread
    service: Spread


@dataclass(frozen=True)
class PartyRow:
    """What one party gains (below 0: loses) in a year, for each visa in a year, and of the whole."""

    name: str
    gain: Spread
    each: Spread
    share: Spread


@dataclass(frozen=True)
class HouseholdRow:
    """One line of a typical household's first year: what the sponsor and the migrant get (below 0: pay) by it."""

    name: str
    sponsor: Spread
    migrant: Spread


@dataclass(frozen=True)
class StudyRow:
    """What one published study would make of wages here; ``seen``: whether we saw its numbers."""

    title: str
    change: Spread
    citation: str
    seen: bool


@dataclass(frozen=True)
class FifthRow:
    """One fifth of adults by household income, the poorest first."""

    number: int
    willing: Spread
    sponsors: Spread
    each: Spread
    gain: Spread
    of_income: Spread
    share: Spread


@dataclass(frozen=True)
class IndexRow:
    """One measure of how unequal incomes are, before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class CourseRow:
    """One year (the first is 1) of the three lines in visas: what the law allows, realistic, expected."""

    year: int
    allowed: Spread
    realistic: Spread
    expected: Spread


@dataclass(frozen=True)
class FiscalRow:
    """The municipality's balance in one calendar year, costed at the margin and at today's average."""

    year: int
    marginal: Spread
    average: Spread
    added: Spread
    each: Spread


@dataclass(frozen=True)
class GovernmentRow:
    """The balance of one level of government (a law's own dues, or a fund) in each year shown."""

    name: str
    years: tuple[Spread, ...]


@dataclass(frozen=True)
class BudgetRow:
    """One line of the last year's account: what ``payer`` pays ``receiver``; ``method``: one costing alone.

    ``source``: the section of a law, or the key of an assumption (``assumed``).
    """

    name: str
    payer: str
    receiver: str
    amount: Spread
    method: str
    source: str
    assumed: bool


@dataclass(frozen=True)
class ServiceRow:
    """One service on all governed land: what is added, what there is (unknown: NaN) and the use of it.

    ``rates``: the keys of the assumptions that the need rests on.
    """

    name: str
    unit: str
    added: Spread
    capacity: Spread
    used: Spread
    use: Spread
    verdict: str
    rates: tuple[str, ...]


@dataclass(frozen=True)
class CatchmentRow:
    """Sites under a rule that counts places: visas against places in one catchment."""

    rule: str
    name: str
    visas: Spread
    places: Spread
    verdict: str


@dataclass(frozen=True)
class SafeguardRow:
    """One kind of safeguard under one ordinance; ``thin``: nothing sets it, or it says less than it must."""

    ordinance: str
    kind: str
    above: str
    asked: str
    status: str
    thin: bool


@dataclass(frozen=True)
class RiskRow:
    """Who could be exploited and how, the sign to look at, and what the rules do about it."""

    risk: str
    sign: str
    number: Spread
    answer: str
    thin: bool


@dataclass(frozen=True)
class FigureRow:
    """One figure of the chapter beside ours."""

    name: str
    section: str
    said: str
    ours: str
    agrees: bool
    remark: str


@dataclass(frozen=True)
class SystemRow:
    """Another way of admitting migrants on the same land, with the rights that migrants keep.

    ``rate``: migrants for each 1,000 residents.
    """

    title: str
    rate: str
    migrants: Spread
    residents: Spread
    workers: Spread
    rights: int
    missing: str
    says: str


@dataclass(frozen=True)
class SwingRow:
    """One assumption moved alone from its low to its high, all else at its value: the outcome at both."""

    key: str
    title: str
    at_low: float
    base: float
    at_high: float


@dataclass(frozen=True)
class OutcomeRow:
    """One outcome and the assumptions that move it, the widest swing first."""

    name: str
    unit: str
    swings: tuple[SwingRow, ...]


@dataclass(frozen=True)
class AssumptionRow:
    """One assumption as used: value and range in words, unit, date, citation."""

    key: str
    topic: str
    title: str
    value: str
    span: str
    unit: str
    date: str
    citation: str
    changed: bool
    seen: bool
