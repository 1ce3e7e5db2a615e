"""Rows of a report counted from a capacity: areas, jurisdictions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from localvip.capacity.measure import Capacity
from localvip.message import word
from localvip.ordinance.model import Law, Provision
from localvip.region.apportion import MICRO
from localvip.region.model import SPONSORS
from localvip.report.model import AreaRow, JurisdictionRow, LimitUse
from localvip.report.numerals import count
from localvip.report.rule_names import apart, limit_name, rule_names
from localvip.report.speech import said, tr

Int64s = npt.NDArray[np.int64]
Under = list[tuple[str, npt.NDArray[np.bool_]]]


def people(units: int) -> int:
    """Return whole people of micro-units, halves up: for showing, never for reckoning."""
    return (2 * units + MICRO) // (2 * MICRO)


def area_rows(capacity: Capacity) -> tuple[AreaRow, ...]:
    """Return every area of the region in the order of its ids; what isn't governed has no capacity."""
    told = _Told(
        np.array(places_of(capacity), dtype=object),
        {name: capacity.case.cells.table[name].to_numpy() for name in ("land", "residents", SPONSORS)},
        capacity.case.region.counts["land"].to_numpy(),
        area_starts(capacity),
        cache(partial(_use, capacity, apart(capacity))),
    )
    limits = _limits_by_area(capacity)
    return tuple(
        _area_row(capacity, (str(key), str(name)), limits.get(number, []), (number, told))
        for number, (key, name) in enumerate(capacity.case.region.areas["name"].items())
    )


@dataclass(frozen=True)
class _Told:
    """What is the same for all areas: places and counts a cell, land and first cell an area, limits told already."""

    places: npt.NDArray[np.object_]
    counts: dict[str, Int64s]
    land: Int64s
    starts: Int64s
    use: Callable[[int], LimitUse]


def area_starts(capacity: Capacity) -> Int64s:
    """Return the first cell of each area, and at the end the number of cells: they lie in the order of the areas."""
    areas = np.arange(len(capacity.case.region.areas) + 1)
    return np.asarray(np.searchsorted(capacity.case.cells.position, areas))


def governed_cells(capacity: Capacity, starts: Int64s, area: int) -> Int64s:
    """Return the cells of an area (by position; see ``area_starts``) that are governed; all of them where none is."""
    cells = np.arange(starts[area], starts[area + 1])
    governed = cells[capacity.governed[cells]]
    return governed if len(governed) else cells


def _area_row(
    capacity: Capacity, named: tuple[str, str], limits: list[int], of: tuple[int, _Told]
) -> AreaRow:
    number, told = of
    cells = governed_cells(capacity, told.starts, number)
    governed = bool(capacity.governed[cells].any())
    uses = _uses(capacity, cells, limits, told.use) if governed else ()
    land, residents, sponsors = (told.counts[name][cells] for name in ("land", "residents", SPONSORS))
    by_land = told.places[cells[np.argsort(-land, kind="stable")]]
    return AreaRow(
        id=named[0],
        name=named[1],
        jurisdiction=", ".join(dict.fromkeys(by_land)),
        part=_part(int(told.land[number]), int(land.sum())),
        residents=people(int(residents.sum())),
        sponsors=int(sponsors.sum()),
        ceiling=int(capacity.ceiling[number]) if governed else None,
        capacity=int(capacity.split[cells].sum()) if governed else None,
        governed=governed,
        binding=next((limit_name(use) for use in uses if use.binding), ""),
        limits=uses,
    )


def _part(whole: int, land: int) -> str:
    """Return how much of an area's land is meant, where that isn't all of it."""
    if land == whole:
        return ""
    percent = 100 * land / whole
    return tr("under 1% of its land") if percent < 1 else tr("{n}% of its land", n=min(round(percent), 99))


def places_of(capacity: Capacity) -> list[str]:
    """Return the name of each cell's jurisdiction at the first level, or that it lies outside all."""
    levels = capacity.case.region.levels
    if not levels:
        return [capacity.case.region.title] * len(capacity.case.cells.table)
    first = next(iter(levels.values()))
    names = first.names()
    keys = capacity.case.cells.table[first.name]
    return [names.get(str(key), _outside(first.name)) for key in keys]


def _outside(level: str) -> str:
    return tr("outside every {level}", level=word(level))


def _limits_by_area(capacity: Capacity) -> dict[int, list[int]]:
    """Return the limits on visas in force that count a cell of each area, by position."""
    limits, position = capacity.limits, capacity.case.cells.position
    found: dict[int, list[int]] = {}
    for start, family in zip(limits.starts, limits.families, strict=False):
        if not limits.flow(family):
            cells = np.flatnonzero(family.grouping.cells)
            pairs = np.unique(position[cells] * len(family) + family.grouping.index[cells])
            areas, places = np.divmod(pairs, len(family))
            for area, number in zip(areas.tolist(), (start + places).tolist(), strict=True):
                found.setdefault(area, []).append(number)
    return found


def _uses(
    capacity: Capacity, cells: Int64s, numbers: list[int], told: Callable[[int], LimitUse]
) -> tuple[LimitUse, ...]:
    """Return the limits on an area, full ones first: always binding before the rest, narrow before wide."""
    rows = capacity.limits.rows

    def rank(number: int) -> tuple[bool, bool, int, int]:
        effect = capacity.effects.get(number)
        always = effect is not None and effect.always
        return not capacity.full[number], not always, rows[number].size, number

    uses = [told(number) for number in sorted(numbers, key=rank)]
    sponsors = _sponsor_use(capacity, cells)
    first_slack = next((i for i, use in enumerate(uses) if not use.binding), len(uses))
    return (*uses[:first_slack], sponsors, *uses[first_slack:])


def _use(capacity: Capacity, names: Sequence[str], number: int) -> LimitUse:
    row = capacity.limits.rows[number]
    bound = capacity.limits.bounds[row.bound]
    return LimitUse(
        provision=bound.provision.id,
        law=bound.law.title,
        section=bound.provision.section,
        title=bound.provision.title or bound.provision.id,
        group=said(row.group),
        working=said(row.working)
        if row.known
        else tr("{working}; some of its data are missing", working=row.working),
        value=row.value,
        used=int(capacity.used[number]),
        binding=bool(capacity.full[number]),
        apart=names[row.bound],
    )


def _sponsor_use(capacity: Capacity, cells: Int64s) -> LimitUse:
    """Return the bound by the area's own sponsors, on governed land, as a limit."""
    here = cells[capacity.governed[cells]]
    value, used = int(capacity.bounds[here].sum()), int(capacity.split[here].sum())
    law, rule = _sponsor_rule(capacity)
    group = tr("sponsors who live here")
    words = tr("{n} visas for the eligible sponsors who live here", n=count(value))
    title = rule.title or rule.id
    return LimitUse(rule.id, law.title, rule.section, title, group, words, value, used, value == used)


def _sponsor_rule(capacity: Capacity) -> tuple[Law, Provision]:
    rules = (
        (law, rule)
        for law in capacity.case.rulebook.laws
        for rule in law.sponsors
        if rule.at_most is not None and rule.at_most.per == "sponsor"
    )
    return next(rules)


def jurisdiction_rows(capacity: Capacity) -> tuple[JurisdictionRow, ...]:
    """Return the totals of each jurisdiction of the first level, by name, then the land outside all of them."""
    places = pd.Series(places_of(capacity), dtype=object)
    cells = places.groupby(places, sort=False).indices
    outside, binding = _outside(next(iter(capacity.case.region.levels), "")), _always_binding(capacity)
    ordered = sorted(cells, key=lambda name: (name == outside, name))
    return tuple(_jurisdiction(capacity, str(name), np.asarray(cells[name]), binding) for name in ordered)


def _jurisdiction(capacity: Capacity, name: str, cells: Int64s, binding: Under) -> JurisdictionRow:
    case = capacity.case
    governed = capacity.governed[cells].any()
    laws = [g.law.title for g in case.grounds if g.law.noun == "ordinance" and g.land[cells].any()]
    default = bool(governed and not laws)
    if default:
        higher = [g.law for g in case.grounds if g.fallback[cells].any()]
        laws = [tr("none: default of {law}", law=law.title) for law in higher if law.defaults.provisions]
    table = case.cells.table.iloc[cells]
    return JurisdictionRow(
        name=name,
        ordinance=tr("; ").join(laws),
        areas=int(table["area"].nunique()),
        residents=people(int(table["residents"].sum())),
        sponsors=int(table[SPONSORS].sum()),
        capacity=int(capacity.split[cells].sum()) if governed else None,
        binding=_binding(capacity, cells, binding) if governed else "",
        default=default,
        outside=name == _outside(next(iter(case.region.levels), "")),
    )


def _always_binding(capacity: Capacity) -> Under:
    """Return the cells under limits that bind always and allow some visas, a family of limits each, and its rule."""
    limits, named = capacity.limits, rule_names(capacity)
    always = np.zeros(len(limits.rows), bool)
    always[[number for number, effect in capacity.effects.items() if effect.always]] = True
    always &= limits.values > 0
    return [
        (named[family.bound], np.append(always[start : start + len(family)], False)[family.grouping.index])
        for start, family in zip(limits.starts, limits.families, strict=False)
        if always[start : start + len(family)].any()
    ]


def _binding(capacity: Capacity, cells: Int64s, always: Under) -> str:
    """Return the provision whose full limits hold most of a place's sponsors, or that none does."""
    held: dict[str, int] = {}
    sponsors = capacity.case.cells.table[SPONSORS].to_numpy()[cells]
    for rule, under in always:
        held[rule] = held.get(rule, 0) + int(sponsors[under[cells]].sum())
    if not any(held.values()):
        return tr("every eligible sponsor")
    return max(held, key=lambda rule: held[rule])  # of equals the first
