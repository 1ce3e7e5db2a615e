"""Measure capacity: the most visas that every limit allows at once, one fair split of it, and what binds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.amenities import site_limits
from localvip.capacity.limits.case import Case
from localvip.capacity.limits.compiled import Compiled, compile_case
from localvip.capacity.limits.doubt import doubts
from localvip.capacity.limits.existing import Standing, overhang, overhangs, room, standing_in
from localvip.capacity.limits.family import Family
from localvip.capacity.limits.limits import Limits
from localvip.capacity.limits.official import official_notices
from localvip.capacity.limits.programmes import Programmes
from localvip.capacity.programme.clock import SECONDS
from localvip.capacity.programme.effects import UNKNOWN, Moves
from localvip.capacity.programme.solve import Maximum, Solver
from localvip.capacity.programme.split import fair_split
from localvip.problem import Notice

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Effect:
    """What one visa more or fewer in a limit does: ``raises`` gives one more, ``always`` loses one."""

    raises: bool
    always: bool


@dataclass(frozen=True, eq=False)
class Capacity:
    """The capacity of a case on land that an ordinance governs (other land is reported, not bounded by caps).

    Every number is reckoned when it is first asked for. ``standing``: the visas that the region has in force.
    """

    compiled: Compiled
    standing: Standing

    @property
    def _programmes(self) -> Programmes:
        return self.compiled.programmes

    @property
    def maximum(self) -> Maximum:
        """Return the most visas in force at once, exact where proven; else the split's, or more if more are known."""
        solver = self._programmes.solver
        if not solver.maximum().proven:
            _ = self._visas  # the solver learns of a split that is better than all that it knew
        return solver.maximum()

    @cached_property
    def at_most(self) -> Maximum:
        """Return the maximum with all limits, and sponsors, that the data leave unknown at the most they may be."""
        programmes, unknown = self._programmes, self.compiled.unknown
        if unknown.any():
            programmes = replace(programmes, bounds=programmes.bounds + unknown)
        known = replace(programmes, known=True)
        whole = known.programme()
        services = [one for one in whole.services if one.known]
        everything = len(known.numbers) == len(programmes.numbers) and len(services) == len(whole.services)
        if everything and not unknown.any():
            return self.maximum
        return Solver(replace(whole, services=services)).maximum()

    @cached_property
    def issues(self) -> Maximum | None:
        """Return the most visas first issued in the year of the day, or ``None`` where no limit bounds the pace."""
        everything = self._programmes.with_pace()
        return None if len(everything.families) == len(self._programmes.families) else everything.maximum()

    @cached_property
    def _visas(self) -> Int64s:
        """Return the visas of the split a node."""
        programmes = self._programmes
        return fair_split(programmes.solver, programmes.nodes.of(programmes.bounds))

    @cached_property
    def split(self) -> Int64s:
        """Return the visas a cell of one fair split, which sum to the maximum."""
        return self._programmes.nodes.by_cell(self._visas)

    @cached_property
    def ceiling(self) -> Int64s:
        """Return the most that each area could hold alone, by position."""
        return self._programmes.ceilings(self.case.cells.position, len(self.case.region.areas))

    @cached_property
    def limits(self) -> Limits:
        """Return the limits, with those that follow from full sites at the end."""
        limits = self.compiled.limits
        served = [one for service in limits.services for one in site_limits(service, self.split)]
        return limits.and_families(served)

    @cached_property
    def used(self) -> Int64s:
        """Return the visas of the split under each limit."""
        return self._programmes.used(self._visas, self.limits)

    @cached_property
    def effects(self) -> Mapping[int, Effect]:
        """Return, for each limit that is full in the split, what one visa more and one fewer in it do.

        A limit with a visa to spare in one optimum loses nothing when it is one lower, so only full ones are asked.
        Those of which it isn't known are left out.
        """
        numbers = self._programmes.numbers
        asked = np.flatnonzero(self.full[numbers])
        moves = Moves(Solver(self._programmes.programme()))
        more, fewer = moves.change(asked, 1), moves.change(asked, -1)
        known = (more != UNKNOWN) & (fewer != UNKNOWN)
        pairs = zip(numbers[asked], more > 0, fewer < 0, strict=True)
        found = {int(n): Effect(bool(up), bool(down)) for n, up, down in compress(pairs, known)}
        for family, number in zip(self.limits.families, self.limits.starts, strict=False):
            if family.sites and self.full[number] and self.maximum.proven:
                found[number] = _service_effect(self._programmes, family, self.maximum.visas)
        return found

    @property
    def bounding(self) -> frozenset[int]:
        """Return the provisions that bound visas in force."""
        limits = self.compiled.limits
        served = (service.bound for service in limits.services)
        return frozenset([*(limits.families[place].bound for place in self._programmes.families), *served])

    @cached_property
    def held_back(self) -> Mapping[int, int]:
        """Return, for each provision of ``bounding``, capacity without it, less capacity.

        Where the linear programme's maximum is whole, a provision of which no limit is full in a solution holds
        nothing back: a better solution without it could be approached under it. Provisions of which it isn't proven in
        the time that all of them have together are left out.
        """
        programmes, limits = self._programmes, self.compiled.limits
        solved = self.bounding - {service.bound for service in limits.services}
        if programmes.solver.linear:
            solved &= set(self.limits.bound_of[self.full].tolist())
        solved |= {service.bound for service in limits.services}
        most, seconds = self.maximum, SECONDS / max(len(solved), 1)
        if not most.proven:
            return {}
        without = {b: programmes.maximum(b, seconds) if b in solved else most for b in sorted(self.bounding)}
        return {b: one.visas - most.visas for b, one in without.items() if one.proven}

    @cached_property
    def by_itself(self) -> Mapping[int, int]:
        """Return, for each provision of ``bounding``, what it would hold back were it the only one."""
        sponsors = int(self._programmes.bounds.sum())
        return {b: sponsors - self._programmes.only(b).maximum().visas for b in sorted(self.bounding)}

    @cached_property
    def in_force(self) -> int:
        """Return the visas in force already."""
        return int(self._on_governed.visas.sum())

    @cached_property
    def overhang(self) -> int:
        """Return by how many the visas in force exceed the limits together."""
        return overhang(self._programmes, self._on_governed)

    @cached_property
    def overhangs(self) -> Mapping[int, int]:
        """Return by how many the visas in force exceed each limit that they do."""
        return overhangs(self.limits, self.standing)

    @cached_property
    def can_issue(self) -> int | None:
        """Return the most new visas over those in force, those on pace as if none had been issued in the year yet.

        ``None`` where the region doesn't tell them, or where every class is capped by its own.
        """
        if not self.standing.classes or not self._programmes.nodes.are_cells:
            return None
        return Solver(room(self._programmes.with_pace(), self.standing)).maximum().visas

    @property
    def _on_governed(self) -> Standing:
        return self.standing.on(self.governed)

    @property
    def at_once(self) -> int:
        """Return the most visas in force at once: the maximum, but never fewer than are in force already."""
        return max(self.maximum.visas, self.in_force)

    @property
    def case(self) -> Case:
        """Return what was evaluated."""
        return self.compiled.case

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
    return Capacity(compile_case(case), standing_in(case))


def _service_effect(programmes: Programmes, row: Family, most: int) -> Effect:
    """Return what one place more, or fewer, at one of the sites of a full set does."""
    service = next(one for one in programmes.limits.services if one.bound == row.bound)
    more = any(programmes.with_places(service, site, 1).visas > most for site in row.sites)
    open_sites = [site for site in row.sites if service.places[site]]
    fewer = any(programmes.with_places(service, site, -1).visas < most for site in open_sites)
    return Effect(raises=more, always=fewer)
