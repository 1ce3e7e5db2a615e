"""What margins of error make of a capacity: its median and range over seeded draws, and how often each rule binds.

Each number of the file that has a margin is drawn for each area by itself: normal about the estimate, with standard
error margin / 1.645; a draw below 0 counts as 0. Limits are reckoned anew from each draw; land, groups, sponsors
and what conditions pick stay as they are by the estimates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from localvip.capacity.drawn import Drawn, drawn_values
from localvip.capacity.limits.case import Case
from localvip.capacity.limits.compiled import Compiled, compile_case
from localvip.capacity.limits.limits import Bound
from localvip.capacity.programme.partition import Programme
from localvip.capacity.programme.solve import Solver
from localvip.capacity.programme.split import fair_split
from localvip.problem import Place, Problem, Refused

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
SECONDS = 5.0
TAILS = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Range:
    """Capacity over draws: ``median``, and ``low`` and ``high`` with 5 % of draws below and above; whole visas.

    ``estimate``: the capacity by the numbers as they stand. ``binds``: for each provision that bounds visas in
    force (by its position in ``bounds``) the share of draws in which it binds: one of its limits, which allows
    fewer visas than the sponsors on its land, is full in the draw's fair split. ``full``: the same by limit.
    """

    estimate: int
    low: int
    median: int
    high: int
    bounds: tuple[Bound, ...]
    binds: Mapping[int, float]
    full: Mapping[int, float]


def capacity_range(case: Case, draws: int = 200, seed: int = 1) -> Range:
    """Return the capacity of ``case`` over ``draws`` of its counts; the same seed gives the same range.

    Raises ``Refused`` as ``compile_case`` does, and where no limit is reckoned from a count that has a margin.
    """
    compiled = compile_case(case)
    drawn = Drawn(case.region, draws, seed)
    limits, numbers = compiled.limits, compiled.programmes.numbers
    families = (limits.families[place] for place in compiled.programmes.families)
    if not any(drawn.varies(base) for family in families for base in family.source.bases):
        _refuse(case)
    solver = _Draws(compiled)
    values = drawn_values(compiled, drawn)
    outcomes = [solver.outcome(one) for one in values]
    low, median, high = np.quantile([visas for visas, _ in outcomes], TAILS, method="inverted_cdf")
    full = np.array([one for _, one in outcomes], dtype=bool).reshape(draws, -1)
    by_limit = full[:, : len(numbers)].mean(axis=0)
    bound_of = np.array([*limits.bound_of[numbers], *(one.bound for one in limits.services)])
    binds = {int(b): float(full[:, bound_of == b].any(axis=1).mean()) for b in np.unique(bound_of)}
    return Range(
        estimate=Solver(solver.programme).maximum().visas,
        low=int(low),
        median=int(median),
        high=int(high),
        bounds=tuple(limits.bounds),
        binds=binds,
        full={n: float(one) for n, one in zip(numbers.tolist(), by_limit, strict=True)},
    )


def _refuse(case: Case) -> None:
    place = Place(case.region.sources[0].name if case.region.sources else case.region.title)
    message = "no limit is reckoned from a count with a margin of error: there is no range."
    hint = "Write moe: beside the column of a count in the region file: {column: pop, moe: pop_moe}."
    raise Refused([Problem(place, "no-margins", message, hint)])


class _Draws:
    """Solves the same programme under the limits of one draw after another; equal draws are solved once."""

    def __init__(self, compiled: Compiled) -> None:
        self.programme = compiled.programmes.programme()
        self.nodes = compiled.programmes.nodes
        self.sponsors = compiled.programmes.bounds[self.nodes.cell]
        self.limits = len(compiled.programmes.numbers)
        families = (compiled.limits.families[place] for place in compiled.programmes.families)
        own = [family.grouping.sums(compiled.programmes.bounds) for family in families]
        self.most = np.concatenate([np.zeros(0, dtype=np.int64), *own])
        self.known: dict[bytes, tuple[int, Bools]] = {}

    def outcome(self, values: Int64s) -> tuple[int, Bools]:
        """Return the maximum, and which limits (then which services) bind, where the limits allow ``values``."""
        key = values.tobytes()
        if key not in self.known:
            all_values = np.concatenate([values, self.programme.values[self.limits :]])
            self.known[key] = self._solve(self.programme.with_values(all_values))
        return self.known[key]

    def _solve(self, programme: Programme) -> tuple[int, Bools]:
        solver = Solver(programme)
        solver.maximum()
        # There are hundreds of draws: a split that isn't done soon goes on within a plan.
        solver.clock.seconds = SECONDS
        split = fair_split(solver, self.sponsors)
        used = programme.used(split)[: self.limits]
        values = programme.values[: self.limits]
        served = [bool(service.full(split)) for service in programme.services]
        return int(split.sum()), np.concatenate(
            [(used == values) & (values < self.most), np.array(served, dtype=bool)]
        )
