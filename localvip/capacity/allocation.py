"""What an ordinance's allocation method gives each place: expected visas and their range."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from localvip.capacity.allocate import Contest, Reserve, in_order, lottery
from localvip.capacity.limits.columns import area_column
from localvip.capacity.limits.sponsors import true_of
from localvip.capacity.measure import Capacity
from localvip.language.condition import Condition
from localvip.language.evaluate import evaluate
from localvip.message import told
from localvip.ordinance.model import Allocation
from localvip.problem import Place, Problem, Refused, did_you_mean, listed
from localvip.region.point_layers.owning import owned
from localvip.region.point_layers.points import Points

Int64s = npt.NDArray[np.int64]
Array = npt.NDArray[np.generic]


@dataclass(frozen=True)
class Expected:
    """What cells may expect under ``method``: ``visas`` a draw (row) and a cell (column).

    ``lost``: slots lost to ordering in each draw. There is one draw where the law fixes the order.
    """

    method: str
    seed: int
    visas: Int64s
    lost: Int64s

    @property
    def draws(self) -> int:
        """Return the number of draws."""
        return len(self.visas)

    def by_area(self, position: Int64s, areas: int) -> dict[str, npt.NDArray[np.float64]]:
        """Return mean visas of each area (``position``: an index a cell), and the ends of the middle 90 %."""
        totals = np.zeros((self.draws, areas), dtype=np.int64)
        np.add.at(totals.T, position, self.visas.T)
        low, high = np.percentile(totals, [5, 95], axis=0)
        return {"mean": totals.mean(axis=0), "low": low, "high": high}


def expect(capacity: Capacity, draws: int = 50, seed: int = 1) -> Expected:
    """Return what the ordinance's method gives each cell, from ``draws`` seeded draws.

    First come is drawn as a lottery: nobody knows the order in which sponsors will come. Without a method in the
    ordinance it is first come. Raises ``Refused`` for an order or a reserve that the region's data can't tell,
    and for an auction, whose bids are not in any file.
    """
    rule = _rule(capacity)
    programme = capacity.compiled.programmes.programme()
    nodes = capacity.compiled.programmes.nodes
    applicants = _spread(capacity.compiled.programmes.bounds, nodes.cell)
    reserve = _reserve(capacity, rule, applicants) if rule.reserve else None
    contest = Contest(programme, applicants, capacity.maximum.visas, reserve)
    if rule.method == "auction":
        raise Refused(
            [Problem(rule.place, "no-bids", told("an auction needs bids, and the region has none."))]
        )
    if rule.method == "priority":
        drawn = in_order(contest, _queue(capacity, rule, applicants, seed))
    else:
        drawn = lottery(contest, draws, seed)
    by_cell = np.array([nodes.by_cell(row) for row in drawn.visas])
    return Expected(rule.method, seed, by_cell, drawn.lost)


def _rule(capacity: Capacity) -> Allocation:
    """Return the allocation of the first ordinance that has one; without, first come."""
    laws = (ground.law for ground in capacity.case.grounds if ground.law.noun == "ordinance")
    return next((law.allocation for law in laws if law.allocation is not None), Allocation())


def _spread(bounds: Int64s, cell: Int64s) -> Int64s:
    """Return the applicants of each node: those of its cell, shared evenly where a cell has several nodes."""
    several = np.bincount(cell, minlength=len(bounds))[cell]
    rank = np.zeros(len(cell), dtype=np.int64)
    rank[len(bounds) :] = 1 + np.arange(len(cell) - len(bounds)) % np.maximum(several[len(bounds) :] - 1, 1)
    return np.asarray(bounds[cell] * (rank + 1) // several - bounds[cell] * rank // several)


def _reserve(capacity: Capacity, rule: Allocation, applicants: Int64s) -> Reserve:
    """Return the reserved slots and who may have them: sponsors, or areas, where the condition is true."""
    assert rule.reserve is not None  # noqa: S101 (checked by the caller)
    share = _meeting(capacity, rule.reserve.where, rule.place)
    slots = int(rule.reserve.share * capacity.maximum.visas)
    cell = capacity.compiled.programmes.nodes.cell
    return Reserve(slots, np.floor(applicants * share[cell]).astype(np.int64))


def _meeting(capacity: Capacity, condition: Condition, place: Place) -> npt.NDArray[np.float64]:
    """Return the share of each cell's sponsors who meet a condition, by themselves or by their area."""
    points, owner = capacity.case.region.sponsors, capacity.case.cells.owner
    if owner is not None and isinstance(points, Points) and condition.names <= set(points.columns):
        cells = len(capacity.case.cells.table)
        all_of, some = owned(owner, cells), owned(owner, cells, ~true_of(points, condition))
        return np.divide(some, all_of, out=np.zeros(cells), where=all_of > 0)
    columns = {name: _area_values(capacity, name, place) for name in condition.names}
    return evaluate(condition, columns).true.astype(float)


def _area_values(capacity: Capacity, name: str, place: Place) -> Array:
    region = capacity.case.region
    if name not in region.columns:
        known = [*region.columns]
        hint = did_you_mean(name, known) or f"Its columns: {listed(known)}."
        message = told("neither the region's sponsors nor its areas have a column '{name}'.", name=name)
        raise Refused([Problem(place, "unknown-column", message, hint)])
    return np.asarray(area_column(region, name)[capacity.case.cells.position])


def _queue(capacity: Capacity, rule: Allocation, applicants: Int64s, seed: int) -> Int64s:
    """Return the nodes of all applicants in the order of the rule; ties by seeded lot, unknown values last.

    Lots are drawn over applicants sorted by what tells them apart, so the order of the file they come from is nothing.
    """
    points, owner = capacity.case.region.sponsors, capacity.case.cells.owner
    names = [order.name for order in rule.order]
    if owner is not None and isinstance(points, Points) and set(names) <= set(points.columns):
        located = owner >= 0
        node = owner[located].astype(np.int64)
        values = {name: points.column(name)[located] for name in names}
    else:
        node = np.repeat(np.arange(len(applicants)), applicants)
        cell = capacity.compiled.programmes.nodes.cell[node]
        values = {name: _area_values(capacity, name, rule.place)[cell] for name in names}
    keys = [values[order.name].astype(float) * (1 if order.up else -1) for order in reversed(rule.order)]
    told_apart = np.lexsort([node, *keys])
    lot = np.random.default_rng(seed).permutation(len(node))
    return node[told_apart][np.lexsort([lot, *(key[told_apart] for key in keys)])]
