"""What the numbers of rules would tell of counts that are withheld: nothing, where another world has the same numbers.

In the other world each small count of sponsors differs, and each jurisdiction has as many sponsors as in ours.
A number that is the same in both can't be worked back to a small count, nor can all such numbers together: whoever
reads them can't know in which of the two they were made. What differs is withheld. (That a rule's own land is large
doesn't help: lift a cap on one area, and a ceiling over it may take over that leaves one small area to be counted.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

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
    hidden = np.flatnonzero(withheld_areas(rows.areas, rows.jurisdictions)).tolist()
    if not hidden:
        return Telling()
    other = next(_other_worlds(capacity, rows, hidden), None)
    if other is None:
        return None
    return Telling(
        frozenset(_back(capacity, other)),
        frozenset(_alone(capacity, other)),
        frozenset(_moves(capacity, other, ahead) if ahead else ()),
    )


def _other_worlds(capacity: Capacity, rows: Counted, hidden: list[int]) -> Iterator[Capacity]:
    """Iterate over other worlds with the capacity of ours.

    Sponsors move among areas that are alike first, where they change least: under the same rule, all with a visa or
    not. Jurisdictions that are withheld themselves count as one, for their sum can be worked out.
    """
    compiled = capacity.compiled
    places = _places(capacity, rows, hidden)
    for alike in (3, 2, 1):
        bounds = compiled.programmes.bounds.copy()
        if _moved_among([(place[:alike], place) for place in places], bounds):
            programmes = replace(compiled.programmes, bounds=bounds)
            other = Capacity(replace(compiled, programmes=programmes), capacity.standing)
            if other.maximum.visas == capacity.maximum.visas:
                yield other


class _Place(NamedTuple):
    """An area that is withheld: what makes it like others, the cell that changes, its sponsors."""

    town: str
    filled: bool
    binding: str
    cell: int
    sponsors: int


def _places(capacity: Capacity, rows: Counted, hidden: list[int]) -> list[_Place]:
    bounds, starts, names = capacity.compiled.programmes.bounds, area_starts(capacity), places_of(capacity)
    pairs = zip(rows.jurisdictions, withheld_towns(rows.jurisdictions), strict=True)
    small = {row.name for row, hide in pairs if hide}
    found = []
    for area in hidden:
        cells = governed_cells(capacity, starts, area).tolist()
        cell = max(cells, key=lambda one: int(bounds[one]))
        town = "" if names[cell] in small else names[cell]
        filled = bool(capacity.split[cell] == bounds[cell])
        found.append(_Place(town, filled, rows.areas[area].binding, cell, rows.areas[area].sponsors or 0))
    return found


def _moved_among(keyed: list[tuple[tuple[object, ...], _Place]], bounds: Int64s) -> bool:
    """Move sponsors in ``bounds`` among the places of one key; those that can't be balanced, in their whole town.

    Return whether all were.
    """
    groups: dict[tuple[object, ...], list[_Place]] = {}
    for key, place in keyed:
        groups.setdefault(key, []).append(place)
    rest: dict[str, list[_Place]] = {}
    for own in groups.values():
        if not _shifted(own, bounds):
            rest.setdefault(own[0].town, []).extend(own)
    return all(_shifted(own, bounds) for own in rest.values())


def _shifted(own: list[_Place], bounds: Int64s) -> bool:
    changes = shifts([place.sponsors for place in own])
    for place, change in zip(own, changes or [0] * len(own), strict=True):
        bounds[place.cell] = _bound(int(bounds[place.cell]), place.sponsors, place.sponsors + change)
    return changes is not None


def _bound(bound: int, sponsors: int, others: int) -> int:
    """Return the visas by sponsors alone where there are ``others``; where not all count, one more need not, either."""
    return min(bound, others) if bound < sponsors else bound + others - sponsors


def shifts(counts: list[int]) -> list[int] | None:
    """Return sponsors more or fewer for each of the withheld ``counts`` of one jurisdiction, which sum to 0.

    Small counts all change, by one where that does, and stay from 1 to 4; the largest takes up the difference where
    it isn't small. ``None`` where that can't be.
    """
    largest = max(range(len(counts)), key=lambda n: counts[n])
    spare = counts[largest] >= LEAST
    small = [n for n, number in enumerate(counts) if 0 < number < LEAST]
    ways: list[dict[int, int]] = [{0: 0}]  # after each count: sums so far, the last change that leads to each
    for n in small:
        found: dict[int, int] = {}
        for total in ways[-1]:
            for step in sorted((after - counts[n] for after in range(1, LEAST)), key=abs)[1:]:
                if abs(total + step) < LEAST:
                    found.setdefault(total + step, step)
        ways.append(found)
    sums = sorted(ways[-1], key=abs) if spare else [0] if 0 in ways[-1] else []
    if not sums:
        return None
    told, total = [0] * len(counts), sums[0]
    if spare:
        told[largest] -= total
    for n, way in zip(small[::-1], ways[:0:-1], strict=True):
        told[n] = way[total]
        total -= way[total]
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
