"""Whether one limit, fee or measure keeps within another, for every place there could be."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Literal, TypeAlias

from localvip.language.money import Measure, Money
from localvip.language.quantity import Limit, Sum

Verdict: TypeAlias = Literal["kept", "broken", "undecided"]


def limit_at_least(limit: Limit, floor: Limit) -> Verdict:
    """Return whether ``limit`` is at least ``floor`` whatever the counts (all 0 or more).

    Sums are compared term by term, which is exact for one sum against one; where a choice of sums or
    different bases leave it open, it is ``undecided`` until a region gives the counts.
    """
    if limit.per_year != floor.per_year:
        return "undecided"
    if limit.unlimited:
        return "kept"
    if floor.unlimited:
        return "broken"
    if _over(limit, floor, _sum_over):
        return "kept"
    return "broken" if _over(floor, limit, _sum_over) else "undecided"


def limit_at_most(limit: Limit, ceiling: Limit) -> Verdict:
    """Return whether ``limit`` is at most ``ceiling`` whatever the counts."""
    return limit_at_least(ceiling, limit)


def _over(upper: Limit, lower: Limit, over: Callable[[Sum, Sum], bool]) -> bool:
    """Return whether ``upper >= lower`` is certain from comparisons of their single sums.

    The greater of sums is below a bound where each of them is, the lesser where one is; so what must hold for
    all sums of a side is asked first.
    """
    ups, lows = upper.sums, lower.sums
    if lower.choice == "lesser":
        tests = [[over(one, other) for other in lows] for one in ups]
    else:
        tests = [[over(one, other) for one in ups] for other in lows]
    if upper.choice == "lesser" and lower.choice != "lesser":
        return all(all(row) for row in tests)
    if upper.choice != "lesser" and lower.choice == "lesser":
        return any(any(row) for row in tests)
    return all(any(row) for row in tests)


def _sum_over(upper: Sum, lower: Sum) -> bool:
    high, low = _rates(upper), _rates(lower)
    return all(high.get(base, Fraction(0)) >= rate for base, rate in low.items())


def _rates(one: Sum) -> dict[str, Fraction]:
    rates: dict[str, Fraction] = {}
    for term in one.terms:
        rates[term.base] = rates.get(term.base, Fraction(0)) + term.rate
    return rates


def money_at_least(money: Money, floor: Money) -> Verdict:
    """Return whether ``money`` is at least ``floor``; undecided in another currency, base or period."""
    if (money.currency, money.base, money.per) != (floor.currency, floor.base, floor.per):
        return "undecided"
    kept = (money.amount, money.share) >= (floor.amount, floor.share)
    return "kept" if kept else "broken"


def money_at_most(money: Money, ceiling: Money) -> Verdict:
    """Return whether ``money`` is at most ``ceiling``."""
    return money_at_least(ceiling, money)


def measure_at_least(measure: Measure, floor: Measure) -> Verdict:
    """Return whether ``measure`` is at least ``floor``; undecided in other units."""
    if (_one(measure.unit), measure.per) != (_one(floor.unit), floor.per):
        return "undecided"
    return "kept" if measure.amount >= floor.amount else "broken"


def _one(unit: str) -> str:
    """Return a unit in the singular: ``visits`` and ``visit`` are one."""
    return unit.removesuffix("s")
