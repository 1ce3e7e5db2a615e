"""Capacity over years: what each year allows by itself, and the path with visas that stay, pace and overhang.

The path is walked year by year. It never looks ahead: a maximum over the whole span would need foresight that no
council has. It depends on where visas went, so each year's new visas follow the fair split.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from localvip.capacity.case import Case
from localvip.capacity.compiled import Compiled, compile_case
from localvip.capacity.contract import Programme
from localvip.capacity.solve import Solver
from localvip.capacity.split import fair_split
from localvip.problem import Problem, Refused

Int64s = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Year:
    """One year: visas ``allowed`` at once on its first day by itself, and the path through it.

    ``before``: visas that stayed from the year before. ``issued`` in the year; ``after``: in force. ``overhang``:
    visas that stayed above the limits. ``waiting``: what the limits on visas in force would still have allowed but
    for the limits on pace.
    """

    year: int
    allowed: int
    before: int
    issued: int
    after: int
    overhang: int
    waiting: int


def walk(cases: Sequence[Case], stay: float = 1.0) -> tuple[Year, ...]:
    """Return the path over ``cases``, one a year on its 1 January, all on the same cells.

    ``stay``: the share of visas in force that are still in force a year later. Visas in
    force stay and count when a limit falls below them; none is issued until below, and the excess is overhang.
    Raises ``Refused`` where every class of visas is capped by its own.
    """
    years = []
    held = np.zeros(len(cases[0].cells.table), dtype=np.int64)
    for case in cases:
        year, held = _one_year(compile_case(case), _surviving(held, stay))
        years.append(year)
    return tuple(years)


def _surviving(held: Int64s, stay: float) -> Int64s:
    """Return the visas a cell that stay: whole, their running sum never half a visa from its exact share."""
    upto = np.floor(np.cumsum(held) * stay + 0.5).astype(np.int64)
    survivors: Int64s = np.diff(upto, prepend=0)
    return survivors


def _one_year(compiled: Compiled, survivors: Int64s) -> tuple[Year, Int64s]:
    programmes = compiled.programmes
    if programmes.nodes.shared:
        message = "every class of visas stands under a cap of its own; such caps can't be walked by year yet."
        raise Refused([Problem(compiled.case.rulebook.laws[0].place, "not-yet", message)])
    allowed = programmes.programme()
    room = _room(allowed, survivors)
    paced = room
    for row in compiled.limits.rows:
        if compiled.limits.bounds[row.bound].flow:
            paced = paced.with_limit(row.value, programmes.nodes.members(row))
    new = Solver(paced)
    issued = fair_split(paced, paced.bounds, new.maximum().visas, new.reaches)
    kept = Solver(replace(allowed, bounds=np.minimum(allowed.bounds, survivors))).maximum().visas
    year = Year(
        year=compiled.case.day.year,
        allowed=Solver(allowed).maximum().visas,
        before=int(survivors.sum()),
        issued=int(issued.sum()),
        after=int(survivors.sum() + issued.sum()),
        overhang=int(survivors.sum()) - kept,
        waiting=Solver(room).maximum().visas - int(issued.sum()),
    )
    return year, survivors + issued


def _room(allowed: Programme, survivors: Int64s) -> Programme:
    """Return the programme of new visas: what each limit leaves over those that stayed, never below none."""
    taken = np.array([survivors[members].sum() for members in allowed.members], dtype=np.int64)
    return Programme(
        np.maximum(allowed.bounds - survivors, 0),
        np.maximum(allowed.values - taken, 0),
        allowed.members,
        [service.taking(survivors) for service in allowed.services],
    )
