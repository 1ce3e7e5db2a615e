"""Allocation: who gets a visa when more apply than there are slots, under the ordinance's method.

Every method takes applicants in some order and gives a visa to each whom no limit stops. An order can fill fewer
slots than the maximum where limits cross: what is lost to ordering is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from localvip.capacity.lottery import Lottery
from localvip.capacity.partition import Programme, tightened

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
CELLS = 4_000_000


@dataclass(frozen=True)
class Draws:
    """What a method gives each cell in each draw (a row a draw, a column a node), and its most visas.

    ``lost``: visas lost to ordering in each draw, ``most`` less what was given.
    """

    visas: Int64s
    most: int

    @property
    def lost(self) -> Int64s:
        """Return the slots that each draw leaves unfilled."""
        return np.asarray(self.most - self.visas.sum(axis=1))


class Giving:
    """Gives visas in order: a batch at once where every limit allows it, else in halves, down to one applicant."""

    def __init__(self, programme: Programme, given: Int64s | None = None) -> None:
        self.programme = tightened(programme)
        self.given = np.zeros(len(programme.bounds), dtype=np.int64) if given is None else given.copy()
        self.left = np.maximum(self.programme.bounds - self.given, 0)

    def give_counts(self, counts: Int64s, dice: np.random.Generator) -> None:
        """Give ``counts`` visas to applicants of each node, in an order that is random within the batch.

        A node takes no more than its own bound leaves, its first applicants. Where they don't all fit, the batch
        is split at random into an earlier and a later half: each applicant is in the earlier one with probability
        1/2, which keeps the law of a uniform order exactly.
        """
        if self._taken(np.minimum(counts, self.left)):
            return
        earlier = dice.binomial(counts, 0.5)
        self.give_counts(earlier, dice)
        self.give_counts(counts - earlier, dice)

    def give_ordered(self, applicants: Int64s) -> None:
        """Give a visa to each of ``applicants`` (nodes, in order) whom no limit stops."""
        waiting = applicants[self.left[applicants] > 0]
        asked = np.bincount(waiting, minlength=len(self.left))
        if self._taken(np.minimum(asked, self.left)):
            return
        middle = len(waiting) // 2
        self.give_ordered(waiting[:middle])
        self.give_ordered(waiting[middle:])

    def _taken(self, asked: Int64s) -> bool:
        """Give all that is ``asked`` if it fits; close a node whose one visa doesn't. Return whether that ended it."""
        number = asked.sum()
        if not number:
            return True
        total = self.given + asked
        if self._fits(total):
            self.given, self.left = total, self.left - asked
            return True
        if number == 1:
            self.left = np.where(asked > 0, 0, self.left)
            return True
        return False

    def _fits(self, total: Int64s) -> bool:
        held = (self.programme.used(total) <= self.programme.values).all()
        return bool(held) and all(service.holds(total) for service in self.programme.services)


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
    """Return lotteries drawn one after another, as what facilities serve is asked of each batch."""
    return np.array([_one_lottery(contest, dice) for _ in range(draws)], dtype=np.int64)


def _one_lottery(contest: Contest, dice: np.random.Generator) -> Int64s:
    given = np.zeros(len(contest.applicants), dtype=np.int64)
    if contest.reserve is not None:
        first = Giving(_kept(contest.programme, contest.reserve))
        first.give_counts(contest.reserve.applicants, dice)
        given = first.given
    rest = Giving(contest.programme, given)
    rest.give_counts(contest.applicants - given, dice)
    return rest.given


def in_order(contest: Contest, applicants: Int64s) -> Draws:
    """Return what ``applicants`` (nodes, first come first) get when each is served in turn, reserve apart."""
    giving = Giving(contest.programme)
    giving.give_ordered(applicants)
    return Draws(giving.given[None, :], contest.most)


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
    giving, won = Giving(programme), np.zeros(len(bids), bool)
    price = reserve
    for applicant in order:
        before = int(giving.given[nodes[applicant]])
        giving.give_ordered(nodes[[applicant]])
        won[applicant] = giving.given[nodes[applicant]] > before
        if not won[applicant]:
            price = max(price, float(bids[applicant]))
    return Auction(won, price)
