"""Compile a case to limits: every provision that bounds visas, for every group of cells that it makes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from localvip.capacity.amenities import add_amenity
from localvip.capacity.case import Case
from localvip.capacity.columns import base_units, group_sums
from localvip.capacity.defined import defined_units
from localvip.capacity.grounds import Ground
from localvip.capacity.limits import Basis, Bound, LimitRow, Limits
from localvip.capacity.official import official_counts
from localvip.capacity.picking import Groups, Picked, group, pick, triggered
from localvip.capacity.values import limit_values
from localvip.capacity.working import working
from localvip.language.evaluate import Truth
from localvip.language.quantity import Limit
from localvip.ordinance.model import Cap, Provision, Zone
from localvip.problem import Problems, did_you_mean, listed
from localvip.region.model import SPONSORS

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Units = dict[str, Int64s]
NOTHING = np.zeros(0, dtype=np.int64)


def compile_limits(case: Case, problems: Problems) -> Limits:
    """Return all limits of the caps and amenities of ``case``, in the order of its files.

    Notes a problem for every provision that names what the region doesn't have, or that can't be reckoned: a
    rule that can't be applied is never left out in silence.
    """
    limits = Limits(classes=case.rulebook.classes)
    for ground in case.grounds:
        _refuse_circumstances(ground, problems)
        for zone, cap, land in ground.caps():
            _add_cap(case, _Rule(ground, zone, cap, land), limits, problems)
        for zone, amenity, land in ground.amenities():
            picked = pick(case, ground, amenity, land, problems)
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


def _add_cap(case: Case, rule: _Rule, limits: Limits, problems: Problems) -> None:
    ground, zone, cap = rule.ground, rule.zone, rule.cap
    limit = cap.limit_on(case.day)
    if limit is None or limit.unlimited:
        return
    picked = pick(case, ground, cap, rule.land, problems)
    groups = group(case, ground, zone, cap, problems)
    bases = _base_units(case, rule, limit, problems)
    if groups is None or bases is None:
        return
    units, unknown = bases
    picked = replace(picked, doubtful=picked.doubtful | (picked.base & unknown))
    number = limits.add_bound(Bound(ground.law, zone, cap, limit.text, limit.per_year))
    applies = triggered(case, cap, picked.base, groups, problems)
    known = _known_groups(picked, groups, applies)
    rows = _rows(number, cap, limit, _Reckoning(case, picked, groups, units, applies, known))
    classes = _counted_classes(case, cap)
    limits.rows.extend(replace(row, classes=classes) for row in rows)


def _counted_classes(case: Case, cap: Cap) -> tuple[str, ...]:
    """Return the classes that a cap counts; none where it counts every visa."""
    return () if set(cap.counts) >= set(case.rulebook.classes) else cap.counts


def _base_units(case: Case, rule: _Rule, limit: Limit, problems: Problems) -> tuple[Units, Bools] | None:
    """Return the micro-units a cell of every base of ``limit``, and where any is unknown.

    ``None`` after noting what the region lacks. A count of the region comes before a term of the same name.
    """
    cap, noted = rule.cap, len(problems.found)
    found: Units = {}
    unknown = np.zeros(len(case.cells.table), bool)
    for base in sorted(limit.bases):
        units = base_units(case.region, case.cells, base)
        term = defined_units(case, rule.ground.law, base, problems) if units is None else None
        if units is not None:
            found[base] = units
            if base in case.region.unknown:
                unknown |= case.region.unknown[base].to_numpy()[case.cells.position]
        elif term is not None:
            found[base] = term[0]
            unknown |= term[1]
        elif len(problems.found) == noted:
            known = [*case.region.counts, *case.cells.sites, SPONSORS]
            hint = did_you_mean(base, known) or f"It has: {listed(known)}."
            message = f"cap {cap.id!r}: the region has no count {base!r}."
            problems.add(cap.place_of("limit"), "unknown-base", message, hint)
    return (found, unknown) if len(found) == len(limit.bases) else None


@dataclass(frozen=True)
class _Reckoning:
    """What a cap is reckoned from: the cells it picks, their groups and units, which groups apply, are known."""

    case: Case
    picked: Picked
    groups: Groups
    units: Units
    applies: Truth
    known: Bools


def _rows(number: int, cap: Cap, limit: Limit, of: _Reckoning) -> list[LimitRow]:
    index, labels = of.groups.index, of.groups.labels
    taken = np.flatnonzero(of.picked.base & (index >= 0))
    sums = {base: group_sums(units, taken, index, len(labels)) for base, units in of.units.items()}
    official = {base: official_counts(of.case, base, taken, index, total) for base, total in sums.items()}
    for base, found in official.items():
        for position, one in found.items():
            sums[base][position] = one.units
    values = limit_values(limit, sums, len(labels), cap.rounding)
    bases = dict(of.groups.members(of.picked.base)) if limit.bases else {}
    rows = []
    for position, members in of.groups.members(of.picked.counts):
        if of.applies.false[position]:
            continue
        value = int(values[position])
        units = {base: int(totals[position]) for base, totals in sums.items()}
        counts = tuple(found[position] for found in official.values() if position in found)
        words = "; ".join([working(limit, units, value, cap.rounding), *(one.words for one in counts)])
        basis = Basis(limit, cap.rounding, bases.get(position, NOTHING), counts) if limit.bases else None
        row = LimitRow(number, labels[position], value, members, words, bool(of.known[position]), basis=basis)
        rows.append(row)
    return rows


def _known_groups(picked: Picked, groups: Groups, applies: Truth) -> Bools:
    """Return which groups have a known value: no base missing, no membership and no trigger unknown."""
    known = ~applies.unknown
    known[np.unique(groups.index[picked.doubtful & (groups.index >= 0)])] = False
    return known
