"""What a visa more, or fewer, in single limits of a core does to its maximum.

Most is known without a solution for each: by prices that prove the maximum, by solutions that leave a visa of a
limit, and by trials of many limits together. What is left is solved again, limit by limit.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from localvip.capacity.programme.answer import UNITS, Answer, Proof, Task
from localvip.capacity.programme.clock import Undecided
from localvip.capacity.programme.core import Core

if TYPE_CHECKING:
    from localvip.capacity.programme.integer import Integers
    from localvip.capacity.programme.together import Together

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
By = Literal[1, -1]


class Trials:
    """The limits of a core by number: its rows, and after them the bounds of its roots.

    ``moves``: for a visa more (1) and fewer (-1), which limits move the maximum; ``known``: of which that is known.
    """

    def __init__(self, integers: Integers, task: Task, most: Answer) -> None:
        self.integers, self.task, self.most = integers, task, most
        self.core: Core = integers.core
        size = len(task.values) + len(task.bounds)
        self.moves = {1: np.zeros(size, dtype=bool), -1: np.zeros(size, dtype=bool)}
        self.known = {1: np.zeros(size, dtype=bool), -1: self._limits(self.task) == 0}
        if most.proof is not None and most.visas == most.at_most:
            self._learn(most.proof)
        if most.solution is not None:
            self._spare(most.solution)

    def _limits(self, task: Task) -> Int64s:
        return np.concatenate([task.values, task.bounds])

    def _learn(self, proof: Proof) -> None:
        """Take what prices tell: a limit without any gains nothing; one with more than the slack loses a visa."""
        unit, prices = proof.prices.unit, proof.prices
        price = np.concatenate([prices.rows[: len(self.task.values)], prices.left])
        self.known[1] |= proof.slack + price < unit
        self.moves[-1] |= proof.slack < price
        self.known[-1] |= self.moves[-1]

    def _spare(self, solution: Int64s) -> None:
        """Take from a solution that limits with a visa to spare lose nothing."""
        self.known[-1] |= np.concatenate([self.core.used(solution), solution]) < self._limits(self.task)

    def change(self, limits: Int64s, by: By) -> tuple[Int64s, Bools]:
        """Return the change of the maximum, 0 or ``by``, for each of ``limits`` alone, and of which it is known."""
        with suppress(Undecided):
            self._decide(np.unique(limits), by)
        return by * self.moves[by][limits].astype(np.int64), self.known[by][limits]

    def _open(self, limits: Int64s, by: By) -> Int64s:
        return np.asarray(limits[~self.known[by][limits]])

    def _decide(self, limits: Int64s, by: By) -> None:
        """Find out what each of ``limits`` does; raises ``Undecided`` where the time is up."""
        if self.most.visas < self.most.at_most:
            raise Undecided
        tried = self._open(limits, by)
        if len(tried) > 1:
            from localvip.capacity.programme.together import Together  # imports HiGHS, often not needed

            together = Together(self.integers, self.task, tried, None if by > 0 else self.most.visas)
            while self._tried(together, by):
                together.leave(self.known[by][tried])
        for one in self._open(limits, by).tolist():
            if not self.known[by][one]:
                self._alone(one, by)

    def _tried(self, together: Together, by: By) -> bool:
        """Learn from a trial of many limits together; return whether another may tell more."""
        found = together.outcome()
        if found is None:
            return False
        open_ = len(self._open(together.tried, by))
        moved = together.tried[found.moved & ~self.known[by][together.tried]]
        if len(moved):
            task = self.moved(moved) if by > 0 else self.task
            target = self.most.visas + (len(moved) if by > 0 else 0)
            solution = self.integers.whole(found.vertex, task, target)
            if solution is not None and by > 0:
                self.moves[1][moved] = self.known[1][moved] = True
            elif solution is not None:
                self._spare(solution)
        for unit in UNITS:
            worth = round(found.worth * unit)
            if worth:
                prices = self.integers.matrix.prices(found.vertex.prices / found.worth, worth)
                over = prices.over(self.task, self.integers.matrix.ceilings(self.task))
                self._learn(Proof(prices, over - self.most.visas * worth))
        return 0 < len(self._open(together.tried, by)) < open_

    def moved(self, limits: Int64s, by: int = 1) -> Task:
        """Return the task in which some limits allow ``by`` more, all at once."""
        values = self._limits(self.task)
        values[limits] += by
        rows = len(self.task.values)
        return Task(values[rows:], values[:rows], self.task.least)

    def _alone(self, limit: int, by: By) -> None:
        """Solve again with one limit moved."""
        target = self.most.visas + max(by, 0)
        found = self.integers.found(self.moved(np.array([limit]), by), target)
        self.moves[by][limit] = (found is not None) == (by > 0)
        self.known[by][limit] = True
        if by < 0 and found is not None:
            self._spare(found)
