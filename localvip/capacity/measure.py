"""Measure capacity: the most visas that every limit allows at once, one fair split of it, and what binds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from localvip.capacity.amenities import site_limits
from localvip.capacity.case import Case
from localvip.capacity.compiled import Compiled, compile_case
from localvip.capacity.doubt import doubts
from localvip.capacity.existing import Standing, overhang, overhangs, room, standing_in
from localvip.capacity.family import Family
from localvip.capacity.limits import Limits
from localvip.capacity.official import official_notices
from localvip.capacity.programmes import Programmes
from localvip.capacity.solve import Maximum, Solver
from localvip.capacity.split import fair_split
from localvip.problem import Notice

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Effect:
    """What one visa more or fewer in a limit does: ``raises`` gives one more, ``always`` loses one."""

    raises: bool
    always: bool


@dataclass(frozen=True)
class Capacity:
    """The capacity of a case on land that an ordinance governs (other land is reported, not bounded by caps).

    ``maximum``: visas in force at once, exact where proven. ``at_most``: the same with limits that the data leave
    unknown taken away. ``issues``: visas first issued in the year of the day, where pace is limited. ``split``:
    visas a cell, summing to ``maximum.visas``. ``ceiling``: the most each area could hold alone, by position.
    ``used``: visas of the split under each limit. ``in_force``: visas in force already; ``overhang``: by how many
    they exceed the limits together, ``overhangs`` each limit. ``can_issue``: the most new visas this year over those
    in force; ``None`` where the region doesn't tell them, or where every class is capped by its own.
    """

    compiled: Compiled
    maximum: Maximum
    at_most: Maximum
    issues: Maximum | None
    split: Int64s
    ceiling: Int64s
    used: Int64s
    effects: Mapping[int, Effect]
    held_back: Mapping[int, int]
    in_force: int
    overhang: int
    overhangs: Mapping[int, int]
    can_issue: int | None

    @property
    def at_once(self) -> int:
        """Return the most visas in force at once: the maximum, but never fewer than are in force already."""
        return max(self.maximum.visas, self.in_force)

    @property
    def case(self) -> Case:
        """Return what was evaluated."""
        return self.compiled.case

    @property
    def limits(self) -> Limits:
        """Return the limits, with those that follow from full sites at the end."""
        return self.compiled.limits

    @property
    def bounds(self) -> Int64s:
        """Return the most visas of each cell by its sponsors alone."""
        return self.compiled.bounds

    @property
    def governed(self) -> Bools:
        """Return which cells an ordinance, or a default in its place, binds."""
        return self.compiled.governed

    @property
    def void(self) -> tuple[Notice, ...]:
        """Return what an act doesn't permit, shown at work because the reader asked for it."""
        return tuple(Notice(one.place, one.code, one.message) for one in self.compiled.void)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Return what the data leave open about the rules, and which official counts they use."""
        return (*doubts(self.case), *official_notices(self.limits.families), *self.compiled.undecided)

    @cached_property
    def full(self) -> Bools:
        """Return which limits have no visa left in the split."""
        return np.asarray(self.limits.values == self.used)


def measure_capacity(case: Case) -> Capacity:
    """Return the capacity of ``case``, proven and explained.

    Raises ``Refused`` with every provision that can't be applied to the region, and with every ordinance that
    leaves a capacity which an act doesn't permit (unless the case allows what is pre-empted).
    """
    compiled = compile_case(case)
    limits, programmes = compiled.limits, compiled.programmes
    standing = standing_in(case)
    solver = Solver(programmes.programme())
    maximum = solver.maximum()
    nodes = programmes.nodes
    visas = fair_split(solver, programmes.bounds[nodes.cell])
    split = nodes.by_cell(visas)
    for family in [one for service in limits.services for one in site_limits(service, split)]:
        limits.add(family)
    used = programmes.used(visas)
    return Capacity(
        compiled=compiled,
        maximum=maximum,
        at_most=_without_unknown(compiled, maximum),
        issues=_issues(programmes),
        split=split,
        ceiling=programmes.ceilings(case.cells.position, len(case.region.areas)),
        used=used,
        effects=_effects(solver, programmes, used),
        held_back=_held_back(programmes, maximum.visas),
        in_force=int(standing.on(compiled.governed).visas.sum()),
        overhang=overhang(programmes, standing.on(compiled.governed)),
        overhangs=overhangs(limits, standing),
        can_issue=_can_issue(programmes, standing),
    )


def _without_unknown(compiled: Compiled, maximum: Maximum) -> Maximum:
    """Return the maximum if every limit, and every sponsor, that the data leave unknown allowed all: the upper end."""
    programmes = compiled.programmes
    if compiled.unknown.any():
        programmes = replace(programmes, bounds=programmes.bounds + compiled.unknown)
    known = replace(programmes, known=True)
    whole = known.programme()
    services = [one for one in whole.services if one.known]
    everything = len(known.numbers) == len(programmes.numbers) and len(services) == len(whole.services)
    if everything and not compiled.unknown.any():
        return maximum
    return Solver(replace(whole, services=services)).maximum()


def _can_issue(programmes: Programmes, standing: Standing) -> int | None:
    """Return the most new visas over those in force, those on pace as if none had been issued in the year yet."""
    if not standing.classes or len(programmes.nodes.several):
        return None
    return Solver(room(programmes.with_pace(), standing)).maximum().visas


def _issues(programmes: Programmes) -> Maximum | None:
    """Return the most visas first issued in the year, or ``None`` where no limit bounds the pace."""
    everything = programmes.with_pace()
    return None if len(everything.families) == len(programmes.families) else everything.maximum()


def _effects(solver: Solver, programmes: Programmes, used: Int64s) -> dict[int, Effect]:
    """Return, for each limit that is full in the split, what one visa more and one fewer in it do.

    A limit with a visa to spare in one optimum loses nothing when it is one lower, so only full ones are asked.
    """
    most = solver.maximum().visas
    numbers, values = programmes.numbers, programmes.limits.values
    found = {}
    for row in np.flatnonzero(used[numbers] == values[numbers]).tolist():
        number = int(numbers[row])
        more, fewer = solver.moved(row, 1).visas, solver.moved(row, -1).visas if values[number] else most
        found[number] = Effect(raises=more > most, always=fewer < most)
    for family, number in zip(programmes.limits.families, programmes.limits.starts, strict=False):
        if family.sites and used[number] == values[number]:
            found[number] = _service_effect(programmes, family, most)
    return found


def _service_effect(programmes: Programmes, row: Family, most: int) -> Effect:
    """Return what one place more, or fewer, at one of the sites of a full set does."""
    service = next(one for one in programmes.limits.services if one.bound == row.bound)
    more = any(programmes.with_places(service, site, 1).visas > most for site in row.sites)
    open_sites = [site for site in row.sites if service.places[site]]
    fewer = any(programmes.with_places(service, site, -1).visas < most for site in open_sites)
    return Effect(raises=more, always=fewer)


def _held_back(programmes: Programmes, most: int) -> dict[int, int]:
    """Return, for each provision that bounds visas in force, capacity without it, less capacity."""
    held = {programmes.limits.families[place].bound for place in programmes.families}
    bounds = sorted(held | {service.bound for service in programmes.limits.services})
    return {b: programmes.maximum(without=b).visas - most for b in bounds}
