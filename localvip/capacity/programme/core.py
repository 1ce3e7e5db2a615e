"""What is left of a programme once it is contracted: roots of trees under limits, and services, that cross."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from localvip.capacity.programme.forest import Forest
from localvip.capacity.programme.service import Service

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
DROPPED = -1
CROSSING = -2


@dataclass(frozen=True, eq=False)
class Core:
    """``roots`` (numbers in ``forest``) under rows: at most ``values[r]`` visas over the roots of row r.

    ``row`` and ``column``: each pair of a row and a root (by position) that it counts. ``places``: for each
    partition of the programme and each of its groups, the node that the limit alone stands on, DROPPED, or
    CROSSING less its row. ``reach``: for each service, the reach set of each root, or -1. Trees whose top is no
    root are free: each holds its bound.
    """

    forest: Forest
    roots: Int64s
    row: Int64s
    column: Int64s
    values: Int64s
    places: tuple[Int64s, ...]
    reach: Int64s
    services: Sequence[Service]

    @property
    def bounds(self) -> Int64s:
        """Return the bound of each root."""
        return self.forest.bound[self.roots]

    @cached_property
    def free(self) -> int:
        """Return the visas of all trees that nothing binds any more."""
        tops = self.forest.bound[self.forest.parent < 0]
        return int(tops.sum()) - int(self.bounds.sum())

    @cached_property
    def position(self) -> Int64s:
        """Return the position among the roots of the top of each cell, -1 where its tree is free."""
        number = np.full(len(self.forest.parent), -1, dtype=np.int64)
        number[self.roots] = np.arange(len(self.roots))
        return number[self.forest.top[: self.forest.starts[1]]]

    def totals(self, root: Int64s, visas: Int64s) -> Int64s:
        """Return the visas of each root from those of some nodes, in a ``root`` each (by position)."""
        return np.bincount(root, visas, len(self.roots)).astype(np.int64)

    def used(self, visas: Int64s) -> Int64s:
        """Return the visas under each row from those of the roots."""
        return np.bincount(self.row, visas[self.column], len(self.values)).astype(np.int64)

    @cached_property
    def served(self) -> tuple[Service, ...]:
        """Return the services with the roots, by position, as their members."""
        return tuple(
            replace(service, members=[np.flatnonzero(sets == r) for r in range(len(service.members))])
            for service, sets in zip(self.services, self.reach, strict=True)
        )

    def holds(self, visas: Int64s) -> bool:
        """Return whether whole visas of the roots keep every bound, row and service."""
        kept = bool((visas >= 0).all() and (visas <= self.bounds).all())
        under = bool((self.used(visas) <= self.values).all())
        return kept and under and all(one.holds(visas) for one in self.served)
