"""The time that a question may take: what isn't proven by then is told as bounds, or as not known."""

from __future__ import annotations

from math import inf
from time import thread_time

SECONDS = 60.0


class Undecided(Exception):
    """The time of a question was up before its answer was proven."""


class Clock:
    """Seconds of this thread's processor that are left for a question; without end until one is begun."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds, self._end = seconds, inf

    def start(self) -> None:
        """Begin a question: it has all its ``seconds`` from now on."""
        self._end = thread_time() + self.seconds

    @property
    def left(self) -> float:
        """Return the seconds that are left; raises ``Undecided`` where there are none."""
        left = self._end - thread_time()
        if left <= 0:
            raise Undecided
        return left
