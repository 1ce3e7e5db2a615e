"""What the numbers of rules would tell of counts that are withheld: nothing, where another world has the same numbers.

In the other world each small count of sponsors differs by one, and each jurisdiction has as many sponsors as in ours.
A number that is the same in both can't be worked back to a small count, nor can all such numbers together: whoever
reads them can't know in which of the two they were made. What differs is withheld. (That a rule's own land is large
doesn't help: lift a cap on one area, and a ceiling over it may take over that leaves one small area to be counted.)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from localvip.capacity.measure import Capacity
from localvip.capacity.sensitivity import LOOSER, TIGHTER, moved
from localvip.report.model import AreaRow, JurisdictionRow
from localvip.report.prospect_model import Rule
from localvip.report.prospects import Prospects, rule_of
from localvip.report.rows import area_starts, governed_cells, places_of
from localvip.report.suppression import LEAST, Telling, withheld_areas, withheld_towns

Int64s = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Counted:
    """The rows of a report with small counts still there."""

    areas: tuple[AreaRow, ...]
    jurisdictions: tuple[JurisdictionRow, ...]


def telling(capacity: Capacity, rows: Counted, ahead: Prospects | None = None) -> Telling | None:
    """Return which numbers of rules would tell a count that is withheld of ``rows``.

    ``None`` where no other world was found that has the capacity of ours: then any number may, and the capacity
    itself, beside the sum of all sponsors.
    """
    hidden = np.flatnonzero(withheld_areas(rows.areas, rows.jurisdictions))
    if not len(hidden):
        return Telling()
    bounds = _other_bounds(capacity, rows, hidden)
    if bounds is None:
        return None
    compiled = capacity.compiled
    programmes = replace(compiled.programmes, bounds=bounds)
    other = Capacity(replace(compiled, programmes=programmes), capacity.standing)
    if other.maximum.visas != capacity.maximum.visas:
        return None
    return Telling(
        frozenset(_back(capacity, other)),
        frozenset(_alone(capacity, other)),
        frozenset(_moves(capacity, other, ahead) if ahead else ()),
    )


def _other_bounds(capacity: Capacity, rows: Counted, hidden: Int64s) -> Int64s | None:
    """Return the visas by sponsors alone a cell in the other world: of each area, its largest cell changes.

    Jurisdictions that are withheld themselves count as one, for their sum can be worked out.
    """
    bounds = capacity.compiled.programmes.bounds.copy()
    starts = area_starts(capacity)
    cells = [
        max(governed_cells(capacity, starts, area).tolist(), key=lambda cell: int(bounds[cell]))
        for area in hidden
    ]
    pairs = zip(rows.jurisdictions, withheld_towns(rows.jurisdictions), strict=True)
    small = {row.name for row, hide in pairs if hide}
    names = places_of(capacity)
    towns: dict[str, list[tuple[int, int]]] = {}
    for area, cell in zip(hidden.tolist(), cells, strict=True):
        name = "" if names[cell] in small else names[cell]
        towns.setdefault(name, []).append((cell, rows.areas[area].sponsors or 0))
    for own in towns.values():
        changes = shifts([number for _, number in own])
        if changes is None:
            return None
        for (cell, number), change in zip(own, changes, strict=True):
            bounds[cell] = _bound(int(bounds[cell]), number, number + change)
    return bounds


def _bound(bound: int, sponsors: int, others: int) -> int:
    """Return the visas by sponsors alone where there are ``others``; where not all count, one more need not, either."""
    return min(bound, others) if bound < sponsors else bound + others - sponsors


def shifts(counts: list[int]) -> list[int] | None:
    """Return sponsors more or fewer for each of the withheld ``counts`` of one jurisdiction, which sum to 0.

    Small counts all change, and stay from 1 to 4; the largest takes up the difference where it isn't small. ``None``
    where that can't be.
    """
    largest = max(range(len(counts)), key=lambda n: counts[n])
    spare = counts[largest] >= LEAST
    small = [n for n, number in enumerate(counts) if 0 < number < LEAST]
    ways: dict[int, tuple[int, ...]] = {0: ()}  # the sum so far: the changes that lead to it
    for n in small:
        found: dict[int, tuple[int, ...]] = {}
        for total, changes in ways.items():
            for after in range(1, LEAST):
                step = after - counts[n]
                if step and abs(total + step) < LEAST:
                    found.setdefault(total + step, (*changes, step))
        ways = found
    sums = sorted(ways, key=abs) if spare else [0] if 0 in ways else []
    if not sums:
        return None
    told = [0] * len(counts)
    for n, step in zip(small, ways[sums[0]], strict=True):
        told[n] = step
    if spare:
        told[largest] -= sums[0]
    return told


def _back(capacity: Capacity, other: Capacity) -> Iterable[Rule]:
    most = capacity.maximum.visas
    for number, held in capacity.held_back.items():
        if other.compiled.programmes.maximum(without=number).visas != most + held:
            yield rule_of(capacity.limits.bounds[number])


def _alone(capacity: Capacity, other: Capacity) -> Iterable[Rule]:
    sponsors = int(other.compiled.programmes.bounds.sum())
    for number, held in capacity.by_itself.items():
        if sponsors - other.compiled.programmes.only(number).maximum().visas != held:
            yield rule_of(capacity.limits.bounds[number])


def _moves(capacity: Capacity, other: Capacity, ahead: Prospects) -> Iterable[Rule]:
    points = [(one.bound, ((TIGHTER, one.tighter), (LOOSER, one.looser))) for one in ahead.swings]
    if (curve := ahead.curve) is not None:
        before = (
            () if curve.kink is None else ((curve.kink - 1, moved(capacity, curve.bound)(curve.kink - 1)),)
        )
        points.append((curve.bound, (*curve.points, *before)))
    for number, told in points:
        at = moved(other, number)
        if any(at(percent) != visas for percent, visas in told):
            yield rule_of(capacity.limits.bounds[number])
