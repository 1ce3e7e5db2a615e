"""Allocation: who gets a visa when more apply than there are slots, under the ordinance's method.

Every method takes applicants in some order and gives a visa to each whom no limit stops. An order can fill fewer
slots than the maximum where limits cross: what is lost to ordering is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from localvip.capacity.lottery import Lottery
from localvip.capacity.programme.partition import Programme
from localvip.capacity.turns import Desk

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
CELLS = 4_000_000


@dataclass(frozen=True)
class Draws:
    """What a method gives each cell in each draw (a row a draw, a column a node), and the most visas that are known.

    ``lost``: visas lost to ordering in each draw, ``most`` less what was given. Where the maximum isn't proven a
    draw may be the best that is known.
    """

    visas: Int64s
    most: int

    @property
    def lost(self) -> Int64s:
        """Return the slots that each draw leaves unfilled."""
        given = self.visas.sum(axis=1)
        return np.asarray(max(self.most, int(given.max(initial=0))) - given)


@dataclass(frozen=True)
class Reserve:
    """Slots kept for some applicants first: at most ``slots``, ``applicants`` of them a node."""

    slots: int
    applicants: Int64s


@dataclass(frozen=True)
class Contest:
    """A contest for slots: ``applicants`` a node under a ``programme`` whose maximum is ``most``; a reserve, if any."""

    programme: Programme
    applicants: Int64s
    most: int
    reserve: Reserve | None = None


def lottery(contest: Contest, draws: int, seed: int) -> Draws:
    """Return ``draws`` lotteries: uniform orders of the applicants, exact in law; reserved slots go first.

    The order is cut into time slices, each applicant falling into one at random (binomial counts a node), so the
    cost hardly grows with the number of applicants. The same seed gives the same draws.
    """
    drawn = _one_by_one if contest.programme.services else _together
    sizes = np.diff(np.r_[np.arange(0, draws, max(1, CELLS // max(1, len(contest.applicants)))), draws])
    visas = [
        drawn(contest, size, np.random.default_rng([seed, part])) for part, size in enumerate(sizes.tolist())
    ]
    return Draws(np.concatenate(visas), contest.most)


def _together(contest: Contest, draws: int, dice: np.random.Generator) -> Int64s:
    given = np.zeros((draws, len(contest.applicants)), dtype=np.int64)
    if contest.reserve is not None:
        first = Lottery(_kept(contest.programme, contest.reserve), given)
        first.draw(np.broadcast_to(contest.reserve.applicants, given.shape), dice)
        given = first.given
    rest = Lottery(contest.programme, given)
    rest.draw(contest.applicants - given, dice)
    return rest.given


def _kept(programme: Programme, reserve: Reserve) -> Programme:
    return programme.with_limit(reserve.slots, np.arange(len(programme.bounds)))


def _one_by_one(contest: Contest, draws: int, dice: np.random.Generator) -> Int64s:
    """Return lotteries in orders that are drawn whole, as what facilities serve hangs on all of them."""
    desk = Desk(contest.programme)
    first = None if contest.reserve is None else Desk(_kept(contest.programme, contest.reserve))
    visas = np.zeros((draws, len(contest.applicants)), dtype=np.int64)
    for given in visas:
        if first is not None and contest.reserve is not None:
            _give(first, _order(contest.reserve.applicants, dice), given)
        _give(desk, _order(contest.applicants - given, dice), given)
    return visas


def _order(applicants: Int64s, dice: np.random.Generator) -> Int64s:
    return dice.permutation(np.repeat(np.arange(len(applicants)), applicants))


def _give(desk: Desk, order: Int64s, given: Int64s) -> None:
    given += np.bincount(order[desk.serve(order, given)], minlength=len(given))


def in_order(contest: Contest, applicants: Int64s) -> Draws:
    """Return what ``applicants`` (nodes, first come first) get when each is served in turn, reserve apart."""
    given = np.zeros(len(contest.applicants), dtype=np.int64)
    _give(Desk(contest.programme), applicants, given)
    return Draws(given[None, :], contest.most)


@dataclass(frozen=True)
class Auction:
    """A sealed-bid auction: who won (a boolean an applicant) and the one ``price`` that every winner pays."""

    won: Bools
    price: float


def auction(
    programme: Programme, nodes: Int64s, bids: npt.NDArray[np.float64], reserve: float = 0.0
) -> Auction:
    """Return the winners of a uniform-price auction: highest bids first, ties to the first applicant.

    ``nodes`` and ``bids``: the node and the bid of each applicant. Bids under ``reserve`` lose. The price is the
    highest losing bid that reached the reserve and would have won a slot of its own, or the reserve.
    """
    order = np.lexsort((np.arange(len(bids)), -bids))
    order = order[bids[order] >= reserve]
    won = np.zeros(len(bids), dtype=bool)
    won[order] = Desk(programme).serve(nodes[order], np.zeros(len(programme.bounds), dtype=np.int64))
    return Auction(won, max([reserve, *bids[order[~won[order]]].tolist()]))
