"""Capacity over years: what each year allows by itself, and the path with visas that stay, pace and overhang.

The path is walked year by year. It never looks ahead: a maximum over the whole span would need foresight that no
council has. It depends on where visas went, so each year's new visas follow the fair split.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.case import Case
from localvip.capacity.limits.compiled import Compiled, compile_case
from localvip.capacity.limits.existing import Standing, overhang, room, standing_in
from localvip.capacity.programme.solve import Solver
from localvip.capacity.programme.split import fair_split
from localvip.problem import Problem, Refused

Int64s = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Year:
    """One year: visas ``allowed`` at once on its first day by itself, and the path through it.

    ``before``: visas that stayed from the year before; in the first, those that the region has in force. ``issued``
    in the year; ``after``: in force. ``overhang``: visas that stayed above the limits. ``waiting``: what the limits
    on visas in force would still have allowed but for the limits on pace.
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

    ``stay``: the share of visas in force that are still in force a year later. Visas in force stay and count when a
    limit falls below them; none is issued until below, and the excess is overhang. A cap with ``existing: exempt``
    doesn't count those that the region had in force before the first year.
    Raises ``Refused`` where every class of visas is capped by its own.
    """
    years = []
    standing = standing_in(cases[0]).on(cases[0].focus)
    cells = standing.visas.shape[1]
    standing = Standing(
        np.vstack([standing.visas, np.zeros((1, cells), dtype=np.int64)]),
        (*standing.classes, ""),
        np.append(standing.old, False),
    )
    for number, case in enumerate(cases):
        if number:
            standing = replace(standing, visas=np.stack([_surviving(one, stay) for one in standing.visas]))
        year, issued = _one_year(compile_case(case), standing)
        years.append(year)
        standing.visas[-1] += issued
    return tuple(years)


def _surviving(held: Int64s, stay: float) -> Int64s:
    """Return the visas a cell that stay: whole, their running sum never half a visa from its exact share."""
    upto = np.floor(np.cumsum(held) * stay + 0.5).astype(np.int64)
    survivors: Int64s = np.diff(upto, prepend=0)
    return survivors


def _one_year(compiled: Compiled, standing: Standing) -> tuple[Year, Int64s]:
    programmes = compiled.programmes
    if len(programmes.nodes.several):
        message = "every class of visas stands under a cap of its own; such caps can't be walked by year yet."
        raise Refused([Problem(compiled.case.rulebook.laws[0].place, "not-yet", message)])
    new = Solver(room(programmes.with_pace(), standing))
    issued = fair_split(new, new.programme.bounds)
    before = int(standing.visas.sum())
    unpaced = Solver(room(programmes, standing)).maximum().visas
    year = Year(
        year=compiled.case.day.year,
        allowed=programmes.maximum().visas,
        before=before,
        issued=int(issued.sum()),
        after=before + int(issued.sum()),
        overhang=overhang(programmes, standing),
        waiting=unpaced - int(issued.sum()),
    )
    return year, issued
