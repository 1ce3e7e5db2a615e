"""What a capacity report shows beside the day's number: years to come, who gets in, what a cap moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from localvip.capacity.allocation import Expected
from localvip.capacity.limits.limits import Bound
from localvip.capacity.measure import Capacity
from localvip.capacity.path import Year
from localvip.capacity.sensitivity import Curve, Swing
from localvip.region.model import SPONSORS
from localvip.report.findings import heading
from localvip.report.model import CapacityReport, JurisdictionRow
from localvip.report.numerals import count
from localvip.report.prospect_model import (
    Admission,
    AdmissionRow,
    Rule,
    Sensitivity,
    SwingRow,
    TownRow,
    YearRow,
)
from localvip.report.rows import places_of
from localvip.report.speech import said, speaking, tr, trn
from localvip.report.wording import Outlook, several_ordinances, three_lines

Int64s = npt.NDArray[np.int64]
BAR_UNITS = 1000


def year_rows(years: Iterable[Year]) -> tuple[YearRow, ...]:
    """Return the rows of a walk from year to year."""
    return tuple(YearRow(y.year, y.allowed, y.issued, y.after, y.overhang, y.waiting) for y in years)


def told_admission(capacity: Capacity, expected: Expected | str) -> Admission:
    """Return what sponsors may expect by jurisdiction and by area; ``expected`` may be why it can't be reckoned."""
    if isinstance(expected, str):
        return Admission("", 0, (), (), 0, 0, capacity.maximum.visas, said(expected))
    areas = capacity.case.region.areas["name"]
    places = np.array(places_of(capacity), dtype=object)
    names = sorted(set(places[capacity.governed]))
    number = {name: at for at, name in enumerate(names)}
    towns = np.array([number.get(place, len(names)) for place in places], dtype=np.int64)
    return Admission(
        method=tr(expected.method),
        draws=expected.draws,
        by_jurisdiction=_rows(capacity, expected, towns, names),
        by_area=_rows(capacity, expected, capacity.case.cells.position, [str(name) for name in areas]),
        lost_low=int(expected.lost.min()),
        lost_high=int(expected.lost.max()),
        capacity=capacity.maximum.visas,
        remark=_taken(capacity),
    )


def _taken(capacity: Capacity) -> str:
    """Return that visas in force don't matter to the draws; "" where none is."""
    if not capacity.in_force:
        return ""
    return trn(
        "All slots are given anew, as if the {n} visa already in force were not there.",
        "All slots are given anew, as if the {n} visas already in force were not there.",
        capacity.in_force,
        n=count(capacity.in_force),
    )


def _rows(
    capacity: Capacity, expected: Expected, position: Int64s, names: list[str]
) -> tuple[AdmissionRow, ...]:
    """Return one row a group of cells; cells beyond the last name are left out."""
    groups = len(names) + 1
    found = expected.by_area(position, groups)
    governed = np.where(capacity.governed, capacity.case.cells.table[SPONSORS].to_numpy(), 0)
    sponsors = np.bincount(position, governed, minlength=groups)
    return tuple(
        AdmissionRow(
            name,
            int(sponsors[n]),
            Fraction(float(found["mean"][n])).limit_denominator(1000),
            int(found["low"][n]),
            int(np.ceil(found["high"][n])),
        )
        for n, name in enumerate(names)
    )


def told_curve(capacity: Capacity, curve: Curve | None) -> Sensitivity | None:
    """Return the curve with the name of its provision."""
    if curve is None:
        return None
    bound = capacity.limits.bounds[curve.bound]
    return Sensitivity(_named(capacity, curve.bound), curve.points, curve.kink, rule_of(bound))


def swing_rows(capacity: Capacity, swings: Iterable[Swing]) -> tuple[SwingRow, ...]:
    """Return the caps with what a quarter more or less in each moves."""
    most = capacity.maximum.visas
    return tuple(
        SwingRow(
            _named(capacity, one.bound),
            one.tighter,
            most,
            one.looser,
            rule_of(capacity.limits.bounds[one.bound]),
        )
        for one in swings
    )


def rule_of(bound: Bound) -> Rule:
    """Return what tells a rule from all others."""
    return bound.law.title, bound.provision.id


def _named(capacity: Capacity, number: int) -> str:
    """Return a rule's name, with its law where rules of several ordinances bound visas."""
    bound = capacity.limits.bounds[number]
    name = heading(bound.provision.section, bound.provision.title or bound.provision.id)
    several = several_ordinances(capacity.limits.bounds)
    return tr("{name} ({law})", name=name, law=bound.law.title) if several else name


def town_rows(capacity: Capacity, rows: Iterable[JurisdictionRow]) -> tuple[TownRow, ...]:
    """Return the jurisdictions of a rulebook side by side, the most open first; none where it isn't a rulebook."""
    if not capacity.case.terms.whole:
        return ()
    rates = [(row, _rate(row)) for row in rows]
    longest = max((rate for _, rate in rates if rate), default=Fraction(1))
    towns = [_town(row, rate, longest) for row, rate in rates]
    return tuple(sorted(towns, key=lambda town: (town.rate is None, -(town.rate or 0), town.name)))


def _rate(row: JurisdictionRow) -> Fraction | None:
    return (
        Fraction(1000 * row.capacity, row.residents) if row.capacity is not None and row.residents else None
    )


def _town(row: JurisdictionRow, rate: Fraction | None, longest: Fraction) -> TownRow:
    standing = "none" if row.capacity is None else "default" if row.default else "ordinance"
    length = round(BAR_UNITS * (rate or 0) / longest)
    return TownRow(row.name, row.ordinance, standing, row.residents, row.capacity, rate, length, row.binding)


@dataclass(frozen=True)
class Prospects:
    """What was reckoned beyond the day: years, who gets in (or why not), what caps move, the forecast."""

    years: tuple[Year, ...]
    expected: Expected | str
    curve: Curve | None
    outlook: Outlook | None = None
    swings: tuple[Swing, ...] = ()


def with_prospects(report: CapacityReport, capacity: Capacity, prospects: Prospects) -> CapacityReport:
    """Return ``report`` with its sections on years, admission, sensitivity and, for a rulebook, towns."""
    with speaking(report.language):
        return replace(
            report,
            three_lines=three_lines(capacity, prospects.outlook),
            years=year_rows(prospects.years),
            admission=told_admission(capacity, prospects.expected),
            sensitivity=told_curve(capacity, prospects.curve),
            swings=swing_rows(capacity, prospects.swings),
            towns=town_rows(capacity, report.jurisdictions),
        )
