"""Compile a case to limits: every provision that bounds visas, for every group of cells that it makes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from localvip.capacity.blocks import groups_with
from localvip.capacity.limits.amenities import add_amenity
from localvip.capacity.limits.bases import Base, Bases
from localvip.capacity.limits.case import Case
from localvip.capacity.limits.family import Family
from localvip.capacity.limits.grounds import Ground
from localvip.capacity.limits.grouping import Grouping, Groups, gathered
from localvip.capacity.limits.limits import Bound, Limits
from localvip.capacity.limits.once import Once
from localvip.capacity.limits.picking import Picked, Picker
from localvip.language.evaluate import Truth
from localvip.language.quantity import Limit
from localvip.ordinance.model import Cap, Provision, Zone
from localvip.problem import Problems, did_you_mean, listed
from localvip.region.model import SPONSORS

Bools = npt.NDArray[np.bool_]


def compile_limits(case: Case, picker: Picker, problems: Problems) -> Limits:
    """Return all limits of the caps and amenities of ``case``, in the order of its files.

    Notes a problem for every provision that names what the region doesn't have, or that can't be reckoned: a
    rule that can't be applied is never left out in silence.
    """
    limits = Limits(classes=case.rulebook.classes)
    caps = _Caps(case, picker, limits, problems)
    for ground in case.grounds:
        _refuse_circumstances(ground, problems)
        for zone, cap, land in ground.caps():
            caps.add(_Rule(ground, zone, cap, land))
        for zone, amenity, land in ground.amenities():
            picked = picker.pick(ground, amenity, land, problems)
            add_amenity(case, Bound(ground.law, zone, amenity, ""), picked, (limits, problems))
    return limits


def _refuse_circumstances(ground: Ground, problems: Problems) -> None:
    """Note each ``where`` of a zone, and each ``while`` of a rule that bounds visas but is no cap."""
    reach = [amenity for _, amenity, _ in ground.amenities() if amenity.within is not None]
    who = [rule for rule, _ in ground.sponsor_rules()]
    found: list[tuple[Provision, str]] = [(zone, "where") for zone in ground.law.zones if zone.where]
    found += [(one, "while_") for one in (*reach, *who) if one.while_]
    for one, name in found:
        key = name.rstrip("_")
        message = f"{one.noun} {one.id!r}: `{key}` can't be reckoned yet."
        hint = "Write the condition in its boundary." if key == "where" else f"Leave `{key}` out."
        problems.add(one.place_of(name), "not-yet", message, hint)


@dataclass(frozen=True)
class _Rule:
    """A cap of a law, or of one of its zones, on its land."""

    ground: Ground
    zone: Zone | None
    cap: Cap
    land: Bools


class _Caps:
    """Makes the limits of one cap after another; work that several share is done once."""

    def __init__(self, case: Case, picker: Picker, limits: Limits, problems: Problems) -> None:
        self.case = case
        self.picker = picker
        self.bases = Bases(case)
        self.limits = limits
        self.problems = problems
        self._once = Once()

    def add(self, rule: _Rule) -> None:
        """Add the family of limits of a cap, or note what it lacks."""
        cap, limit = rule.cap, rule.cap.limit_on(self.case.day)
        if limit is None or limit.unlimited:
            return
        picked = self.picker.pick(rule.ground, cap, rule.land, self.problems)
        groups = self.picker.group(rule.ground, rule.zone, cap, self.problems)
        bases = self._bases(rule, limit)
        if groups is None or bases is None:
            return
        bound = self.limits.add_bound(Bound(rule.ground.law, rule.zone, cap, limit.text, limit.per_year))
        applies = self.picker.triggered(cap, picked.base, groups, self.problems)
        grouping = self._grouping(picked, groups, applies)
        base = grouping.cells if picked.base is picked.counts else picked.base
        source = self.bases.reckoned(limit, cap.rounding, bases, self.bases.land(base, grouping))
        unknown = self._unknown(picked, bases, groups, grouping)
        if applies is not None and applies.unknown.any():
            waiting = applies.unknown[grouping.codes]
            unknown = waiting if unknown is None else unknown | waiting
        self.limits.add(Family(bound, grouping, groups.label, source, unknown, self._counted(cap)))

    def _grouping(self, picked: Picked, groups: Groups, applies: Truth | None) -> Grouping:
        """Return the groups that have a limit: those with a cell that counts, where ``while`` isn't false."""
        if applies is None or not applies.false.any():
            return self.picker.gathered(picked.counts, groups)
        return gathered(groups, picked.counts, ~applies.false)

    def _counted(self, cap: Cap) -> tuple[str, ...]:
        """Return the classes that a cap counts; none where it counts every visa."""
        return () if set(cap.counts) >= set(self.case.rulebook.classes) else cap.counts

    def _bases(self, rule: _Rule, limit: Limit) -> dict[str, Base] | None:
        """Return every base of ``limit``; ``None`` after noting what the region lacks."""
        cap, noted = rule.cap, len(self.problems.found)
        found: dict[str, Base] = {}
        for name in sorted(limit.bases):
            base = self.bases.of(rule.ground.law, name, self.problems)
            if base is not None:
                found[name] = base
            elif len(self.problems.found) == noted:
                known = [*self.case.region.counts, *self.case.cells.sites, SPONSORS]
                hint = did_you_mean(name, known) or f"It has: {listed(known)}."
                message = f"cap {cap.id!r}: the region has no count {name!r}."
                self.problems.add(cap.place_of("limit"), "unknown-base", message, hint)
        return found if len(found) == len(limit.bases) else None

    def _unknown(
        self, picked: Picked, bases: dict[str, Base], groups: Groups, grouping: Grouping
    ) -> Bools | None:
        """Return which groups lack a part of a base, or have a cell of unknown membership; ``None``: none."""
        lost = [picked.base & base.unknown for base in bases.values() if base.unknown is not None]
        if picked.doubtful is not None:
            lost.append(picked.doubtful)
        if not lost:
            return None
        of = (picked, *bases.values(), groups.index, grouping)
        return self._once("unknown", of, lambda: _with_any(np.logical_or.reduce(lost), groups, grouping))


def _with_any(cells: Bools, groups: Groups, grouping: Grouping) -> Bools | None:
    """Return which groups have any of ``cells``; ``None``: none has."""
    found = groups_with(cells, groups.index, groups.number)[grouping.codes]
    return found if found.any() else None
