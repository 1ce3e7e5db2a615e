"""Work done once: what is asked for again is the very same object."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

Made = TypeVar("Made")


class Once:
    """Keeps what was made by what it was made from."""

    def __init__(self) -> None:
        self._made: dict[Hashable, tuple[object, tuple[object, ...]]] = {}

    def __call__(self, what: str, of: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """Return what ``make`` made when the same was first asked of the same objects.

        Texts and numbers in ``of`` are the same where they are equal; other objects (arrays) where they are one
        object, which is kept, so that no other can take its place in memory.
        """
        key = (what, *(one if isinstance(one, str | int) else (id(one),) for one in of))
        if key not in self._made:
            self._made[key] = (make(), of)
        return cast(Made, self._made[key][0])
