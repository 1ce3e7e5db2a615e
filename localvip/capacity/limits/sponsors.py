"""Who may sponsor, and how many visas each: the bound of every cell before any cap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from localvip.capacity.blocks import in_blocks
from localvip.capacity.limits.case import Case
from localvip.capacity.limits.family import Family
from localvip.capacity.limits.limits import Bound, Limits
from localvip.capacity.limits.picking import Picker
from localvip.capacity.limits.source import Reckoned
from localvip.capacity.limits.tally import Land, Tally
from localvip.capacity.limits.values import UNLIMITED
from localvip.language.condition import Condition
from localvip.language.evaluate import evaluate
from localvip.language.names import check_names
from localvip.language.quantity import Limit, Sum, Term, number_text
from localvip.ordinance.model import SponsorRule
from localvip.problem import Place, Problems
from localvip.region.apportion import MICRO
from localvip.region.model import SPONSORS
from localvip.region.point_layers.owning import owned
from localvip.region.point_layers.points import Points

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
_Each = tuple[int, Bools]  # visas that a rule lets one sponsor have, on its land


def sponsor_bounds(picker: Picker, limits: Limits, problems: Problems) -> tuple[Int64s, Int64s]:
    """Return the most visas of each cell: its eligible sponsors times the visas that one sponsor may have.

    The second array is the same where sponsors are known (all of them: the very same array), and as if every adult
    were one where they aren't. Rules that bound a household, or a share of a count, become limits of each area.
    Refuses a rulebook that nowhere says how many visas one sponsor may have, and conditions on sponsors that are
    only counted.
    """
    case, caps = picker.case, list[_Each]()
    barred = np.zeros(0 if case.cells.owner is None else len(case.cells.owner), bool)
    for ground in case.grounds:
        for rule, land in ground.sponsor_rules():
            if rule.where is not None:
                barred |= _barred(case, land, rule, problems)
            if rule.at_most is not None and rule.at_most.per == "sponsor":
                caps.append((rule.at_most.number, land))
            if _per_area(rule) is not None:
                _add_area_limits(picker, Bound(ground.law, None, rule, ""), land, (limits, problems))
    said = np.logical_or.reduce([land for _, land in caps] or [np.zeros(len(case.cells.table), bool)])
    if not said.all():
        _refuse_unsaid(case, problems)
    eligible = _eligible(case, barred)
    bounds, perhaps = _times(caps, said, eligible), _perhaps_eligible(case, eligible)
    return bounds, bounds if perhaps is eligible else _times(caps, said, perhaps)


def _refuse_unsaid(case: Case, problems: Problems) -> None:
    """Note that on some land no rule says how many visas one sponsor may have."""
    place = case.rulebook.laws[0].place if case.rulebook.laws else Place("rules")
    message = "no file in force says how many visas one sponsor may have."
    hint = "Write in the program: sponsors: at most: 1 per sponsor."
    if not case.rulebook.laws:
        message, hint = f"no law is in force on {case.day}.", "Choose a later day."
    problems.add(place, "no-sponsor-rule", message, hint)


def _times(caps: Sequence[_Each], said: Bools, sponsors: Int64s) -> Int64s:
    """Return the visas of each cell: its ``sponsors`` times the least that a rule on its land lets one of them have."""
    visas = np.empty(len(sponsors), dtype=np.int64)

    def find(block: slice) -> None:
        each = np.where(said[block], UNLIMITED, 0)
        for number, land in caps:
            np.minimum(each, number, out=each, where=land[block])
        np.multiply(each, sponsors[block], out=visas[block])

    in_blocks(find, len(visas))
    return visas


def _perhaps_eligible(case: Case, eligible: Int64s) -> Int64s:
    """Return the sponsors a cell, all of its adults (all residents where those aren't known) where it isn't known."""
    region, cells = case.region, case.cells
    if SPONSORS not in region.unknown:
        return eligible
    adults = cells.table["residents"].to_numpy(dtype=np.int64)
    if "adults" in region.counts:
        lost = region.unknown["adults"].to_numpy()[cells.position]
        adults = np.where(lost, adults, cells.table["adults"].to_numpy(dtype=np.int64))
    unknown = region.unknown[SPONSORS].to_numpy()[cells.position]
    return np.where(unknown, -(-adults // MICRO), eligible)


def _eligible(case: Case, barred: Bools) -> Int64s:
    owner = case.cells.owner
    if owner is None:
        return case.cells.table[SPONSORS].to_numpy(dtype=np.int64)
    return owned(owner, len(case.cells.table), barred)


def _barred(case: Case, land: Bools, rule: SponsorRule, problems: Problems) -> Bools:
    """Return the sponsors on a law's land whom its rule doesn't let sponsor; unknown is not eligible."""
    owner, points = case.cells.owner, case.region.sponsors
    assert rule.where is not None  # noqa: S101 (checked by the caller)
    if owner is None or not isinstance(points, Points):
        message = f"sponsor rule {rule.id!r} picks sponsors, but the region only counts them."
        hint = "Give the region a file of sponsors, or write share: instead of where:."
        problems.add(rule.place_of("where"), "no-sponsors", message, hint)
        return np.zeros(0, bool)
    faults = check_names(rule.where, points.columns)
    for fault in faults:
        problems.add(rule.place_of("where"), "condition", fault.message, fault.hint)
    if faults:
        return np.zeros(len(owner), bool)
    return (owner >= 0) & land[np.maximum(owner, 0)] & ~true_of(points, rule.where)


def true_of(points: Points, condition: Condition) -> Bools:
    """Return of which points ``condition`` is true; gone through once for each condition, and remembered."""

    def made() -> Bools:
        true = np.zeros(len(points), bool)
        for rows, columns in points.batches(sorted(condition.names)):
            true[rows] = evaluate(condition, columns).true
        return true

    return points.memory.recall(condition.text, made)


def _per_area(rule: SponsorRule) -> Term | None:
    if rule.at_most is not None and rule.at_most.per == "household":
        return Term(Fraction(rule.at_most.number), "households")
    return rule.share


def _add_area_limits(picker: Picker, bound: Bound, land: Bools, into: tuple[Limits, Problems]) -> None:
    """Add a rule for each household, or for a share, as a limit of each area: an upper bound on it."""
    (limits, problems), case = into, picker.case
    rule = bound.provision
    assert isinstance(rule, SponsorRule)  # noqa: S101 (the caller iterates over sponsor rules)
    term = _per_area(rule)
    if term is None or term.base not in case.region.counts:
        message = f"sponsor rule {rule.id!r}: the region has no count {term.base if term else ''!r}."
        problems.add(rule.place, "unknown-base", message)
        return
    share = f"{number_text(term.rate * 100)}% of {term.base}"
    limit = Limit(share if rule.share else f"{term.rate} per {term.base}", "only", (Sum((term,)),))
    number = limits.add_bound(replace(bound, words=limit.text))
    grouping = picker.gathered(land, picker.by_area)
    tally = Tally(case.cells.table[term.base].to_numpy(dtype=np.int64), Land(grouping.cells, grouping))
    unknown = case.region.unknown[term.base].to_numpy()[grouping.codes]
    source = Reckoned(limit, "down", {term.base: tally})
    limits.add(Family(number, grouping, picker.by_area.label, source, unknown if unknown.any() else None))
