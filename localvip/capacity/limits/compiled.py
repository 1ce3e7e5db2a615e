"""A case compiled: its limits, what sponsors alone allow, the land that is governed, and its programmes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.case import Case
from localvip.capacity.limits.compile import compile_limits
from localvip.capacity.limits.floors import Span, floor_findings
from localvip.capacity.limits.limits import Limits
from localvip.capacity.limits.picking import Picker
from localvip.capacity.limits.programmes import Programmes
from localvip.capacity.limits.sponsors import sponsor_bounds
from localvip.problem import Notice, Problem, Problems, Refused

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Compiled:
    """A case compiled.

    ``bounds``: the most visas a cell by its sponsors alone. ``governed``: cells that an ordinance, or a default in
    its place, binds. ``programmes``: over those cells. ``unknown``: visas more a cell if all adults were sponsors
    where sponsors aren't known. ``void``: ordinances that leave what an act doesn't permit; ``undecided``: those of
    which missing data leave that open.
    """

    case: Case
    limits: Limits
    bounds: Int64s
    governed: Bools
    programmes: Programmes
    void: tuple[Problem, ...]
    undecided: tuple[Notice, ...]
    unknown: Int64s


def compile_case(case: Case) -> Compiled:
    """Return ``case`` compiled.

    Raises ``Refused`` with every provision that can't be applied to the region, and with every ordinance that
    leaves a capacity which an act doesn't permit (unless the case allows what is pre-empted).
    """
    problems = Problems()
    picker = Picker(case)
    limits = compile_limits(case, picker, problems)
    bounds, most = sponsor_bounds(picker, limits, problems)
    problems.refuse()
    governed = _governed(case, limits)
    stock = tuple(place for place, family in enumerate(limits.families) if not limits.flow(family))
    programmes = Programmes(_on(governed, bounds), limits, stock)
    served = replace(limits, services=[one for one in limits.services if one.known])
    least = programmes.bounds
    highest = Programmes(least if most is bounds else _on(governed, most), served, stock, known=True)
    findings = list(floor_findings(case, Span(programmes, highest)))
    void = tuple(one for one in findings if isinstance(one, Problem))
    if void and not case.terms.allow_preempted:
        raise Refused(void)
    return Compiled(
        case=case,
        limits=limits,
        bounds=bounds,
        governed=governed,
        programmes=programmes,
        void=void,
        undecided=tuple(one for one in findings if isinstance(one, Notice)),
        unknown=np.zeros(len(bounds), dtype=np.int64) if most is bounds else _on(governed, most - bounds),
    )


def _on(land: Bools, visas: Int64s) -> Int64s:
    """Return ``visas`` on some land, none elsewhere; the very array where there is no elsewhere."""
    return visas if land.all() else np.where(land, visas, 0)


def _governed(case: Case, limits: Limits) -> Bools:
    bound = np.zeros(len(case.cells.table), bool)
    for ground in case.grounds:
        if ground.law.noun == "ordinance":
            bound |= ground.land
    for family in limits.families:
        if limits.bounds[family.bound].default:
            bound |= family.grouping.cells
    return bound & case.focus
