"""Fees that are a share of what sponsors earn, held against the bound of an act on the region's data."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.case import Case
from localvip.capacity.limits.columns import area_column
from localvip.capacity.limits.grounds import Ground
from localvip.language.money import Money
from localvip.language.wording import money_words
from localvip.message import Message, strung, template, told, word
from localvip.ordinance.authority import BOUNDS, bound
from localvip.ordinance.model import Act, Fee, Permit
from localvip.ordinance.parts import cited, section_words
from localvip.problem import Notice, Problem
from localvip.region.point_layers.points import Points

Bools = npt.NDArray[np.bool_]
YEARLY = {("visa", "year"), ("sponsor", "year"), ("year",)}


def fee_findings(case: Case) -> Iterator[Problem | Notice]:
    """Iterate over fees beyond an act's bound: a problem where every sponsor's (or area's) is, else a notice.

    A share is held against a bound in money a year; the column it is a share of is taken as money a year, in
    the region's currency. What is in another currency or period stays undecided.
    """
    for ground in case.grounds:
        for zone in (None, *ground.law.zones):
            land = ground.land if zone is None else ground.zones[zone.id]
            for fee in ground.law.fees if zone is None else zone.fees:
                yield from _held(case, ground, fee, land)


def _held(case: Case, ground: Ground, fee: Fee, land: Bools) -> Iterator[Problem | Notice]:
    incomes = _incomes(case, fee.amount.base, land) if fee.amount.base else None
    if incomes is None or not len(incomes[0]):
        return
    for act in case.rulebook.higher(ground.law):
        if isinstance(act, Act):
            for permit in (one for one in act.permits if one.of == "fees"):
                yield from _against(case, fee, (act, permit, "at_least"), incomes)
                yield from _against(case, fee, (act, permit, "at_most"), incomes)


def _against(
    case: Case, fee: Fee, of: tuple[Act, Permit, str], incomes: tuple[npt.NDArray[np.float64], str]
) -> Iterator[Problem | Notice]:
    act, permit, name = of
    money = bound(permit, name)
    if not isinstance(money, Money) or money.currency != case.region.currency or money.per not in YEARLY:
        return
    values, what = incomes
    edge = float(money.amount / fee.amount.share) if fee.amount.share else float("inf")
    beyond = int((values > edge).sum() if name == "at_most" else (values < edge).sum())
    if not beyond:
        return
    law = told("{law}, {section}", law=act.title, section=section_words(permit.section))
    message = told(
        "{fee}: {amount} is beyond {rule} for {who} ({edge}).",
        fee=cited(fee),
        amount=money_words(fee.amount),
        rule=told(BOUNDS[name], rule=law, bound=money_words(money)),
        who=_who(beyond, len(values), what),
        edge=_edge(edge, name, money.currency),
    )
    place = fee.place_of("amount")
    if beyond == len(values):
        yield Problem(place, "pre-empted", message, "It is beyond the power of this file: void.")
    else:
        yield Notice(place, "partly-pre-empted", strung([message, told("There it is void.")], " "))


def _who(beyond: int, total: int, what: str) -> Message:
    """Return how many of the sponsors, or of the areas, a fee is beyond the bound for."""
    if beyond == total:
        return told("all {n} {things}", n=total, things=word(what))
    return told("{n} of {all} {things}", n=beyond, all=total, things=word(what))


def _edge(edge: float, name: str, currency: str) -> Message:
    if not np.isfinite(edge):
        return told("above any amount in {currency}", currency=currency)
    words = template("above {n} {currency}") if name == "at_most" else template("below {n} {currency}")
    return told(words, n=int(edge), currency=currency)


def _incomes(case: Case, base: str, land: Bools) -> tuple[npt.NDArray[np.float64], str] | None:
    """Return the known values of ``base`` on some land, of each sponsor or each area, and which of them."""
    points, owner = case.region.sponsors, case.cells.owner
    if isinstance(points, Points) and owner is not None and base in points.columns:
        if points.columns[base]:
            return None
        here = (owner >= 0) & land[np.maximum(owner, 0)]
        values, what = np.asarray(points.column(base), dtype=np.float64)[here], "sponsors"
    elif base in case.region.columns and not case.region.columns[base].is_text:
        areas = np.unique(case.cells.position[land])
        values, what = np.asarray(area_column(case.region, base), dtype=np.float64)[areas], "areas"
    else:
        return None
    return values[~np.isnan(values)], what
