"""What was made of a region, kept with it: the same region under other rules is mostly the same work."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

KEPT = 4
Made = TypeVar("Made")


class Memory:
    """Keeps the last four things made, by a key of all that they were made of besides the region."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, object] = OrderedDict()

    def recall(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what is kept under ``key``, or make and keep it, in place of what was not asked for longest.

        What ``make`` raises is raised, and nothing is kept. One key is for one kind of thing.
        """
        if key not in self._kept:
            self._kept[key] = make()
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return self._kept[key]  # type: ignore[return-value]
