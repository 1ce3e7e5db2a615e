"""Applicants served in their order: each gets a visa unless a limit, or what facilities serve, stops it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from localvip.capacity.programme.partition import Programme, tightened
from localvip.capacity.programme.queue import Rows, rank

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
NEVER = int(np.iinfo(np.int64).max)


def rows_of(programme: Programme) -> Rows:
    """Return the limits of a programme as pairs of a limit and a node, by limit."""
    nothing = np.zeros(0, dtype=np.int64)
    nodes = [one.nodes for one in programme.partitions]
    pairs = zip(programme.starts, programme.partitions, nodes, strict=False)
    row = np.concatenate([nothing, *(start + one.index[mine] for start, one, mine in pairs)])
    node = np.concatenate([nothing, *nodes])
    order = np.argsort(row, kind="stable")
    return Rows(row[order], node[order], np.ones(len(row), dtype=np.int64), programme.values)


class Desk:
    """Serves applicants in turn under the limits of a programme; what facilities serve is learnt where it stops one."""

    def __init__(self, programme: Programme) -> None:
        tight = tightened(programme)
        self.bounds, self.rows, self.services = tight.bounds, rows_of(tight), tight.services

    def serve(self, applicants: Int64s, given: Int64s) -> Bools:
        """Return which of ``applicants`` (nodes, first to last) get a visa over what is ``given`` to each node."""
        while True:
            kept = self._served(applicants, given)
            total = given + np.bincount(applicants[kept], minlength=len(given))
            overfull = (service.overfull(total) for service in self.services)
            found = next((one for one in overfull if one is not None), None)
            if found is None:
                return kept
            ones = np.ones(len(found[1]), dtype=np.int64)
            self.rows = self.rows.joined(Rows(0 * ones, found[1], ones, np.array([found[0]])))

    def _served(self, applicants: Int64s, given: Int64s) -> Bools:
        kept = rank(applicants) < (self.bounds - given)[applicants]
        spare = self.rows.values - self.rows.sums(given[self.rows.node])
        kept[kept] = in_turn(replace(self.rows, values=np.maximum(spare, 0)), applicants[kept])
        return kept


def in_turn(rows: Rows, place: Int64s) -> Bools:
    """Return which applicants, first to last by their ``place``, the ``rows`` let have a visa; weights don't count.

    Every row that no other forestalls is followed to the applicant it refuses, all such at once; it then closes
    for all its places.
    """
    turn, under = _by_row(rows, place)
    stop = np.full(int(max(rows.node.max(initial=0), place.max(initial=0))) + 1, NEVER)
    closed = np.zeros(len(rows.values), dtype=bool)
    while True:
        alive = np.arange(len(place)) < stop[place]
        kept = alive[turn]
        refused = np.where(closed, NEVER, _refused(rows, turn[kept], under[kept]))
        open_ = np.flatnonzero(stop[rows.node] == NEVER)
        row, node = rows.row[open_], rows.node[open_]
        least = np.full(len(stop), NEVER)
        np.minimum.at(least, node, refused[row])
        next_ = refused < NEVER
        next_[row[least[node] < refused[row]]] = False
        if not next_.any():
            return np.asarray(alive)
        halted = next_[row]
        stop[node[halted]] = refused[row[halted]]
        closed |= next_


def _by_row(rows: Rows, place: Int64s) -> tuple[Int64s, Int64s]:
    """Return the turn of each applicant and a row over their place, by row and then by turn."""
    order = np.argsort(rows.node, kind="stable")
    ends = np.searchsorted(rows.node[order], [place, place + 1])
    several = ends[1] - ends[0]
    turn = np.repeat(np.arange(len(place)), several)
    step = np.arange(len(turn)) - np.repeat(np.cumsum(several) - several, several)
    under = rows.row[order][ends[0][turn] + step]
    by_row = np.lexsort((turn, under))
    return turn[by_row], under[by_row]


def _refused(rows: Rows, turn: Int64s, under: Int64s) -> Int64s:
    """Return the turn of the first applicant whom each row refuses if nothing else stops any."""
    ends = np.searchsorted(under, np.arange(len(rows.values) + 1))
    at = ends[:-1] + rows.values
    found = np.full(len(rows.values), NEVER)
    some = at < ends[1:]
    found[some] = turn[at[some]]
    return found
