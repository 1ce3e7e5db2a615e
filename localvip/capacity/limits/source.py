"""Where the values of limits come from: reckoned from counts, or stated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.tally import Official, Tally
from localvip.capacity.limits.values import Rounding, limit_values
from localvip.capacity.limits.working import working
from localvip.language.quantity import Limit
from localvip.message import strung, template

Int64s = npt.NDArray[np.int64]


class Source(Protocol):
    """Where the values of a family come from."""

    def values(self, groups: int, /) -> Int64s:
        """Return the whole visas that each limit allows."""

    def value(self, group: int, /) -> int:
        """Return the whole visas that one limit allows."""

    def of_cells(self, block: slice, /) -> Int64s:
        """Return the whole visas that the limits on some cells allow, where each limit counts one cell by itself."""

    def working(self, group: int, value: int, /) -> str:
        """Return the arithmetic of one limit of some ``value`` in words."""

    @property
    def by_cell(self) -> bool:
        """Return whether ``of_cells`` may be asked: nothing but a cell's own counts enters its limit."""

    @property
    def bases(self) -> frozenset[str]:
        """Return the counts that the limits are reckoned from."""


@dataclass(frozen=True, eq=False)
class Reckoned:
    """Values reckoned by a ``limit`` from the ``tallies`` of its bases."""

    limit: Limit
    rounding: Rounding
    tallies: Mapping[str, Tally]

    @property
    def bases(self) -> frozenset[str]:
        """Return the counts that the limits are reckoned from."""
        return self.limit.bases

    @property
    def units(self) -> Mapping[str, Int64s]:
        """Return the micro-units of each base, one a group."""
        return {base: tally.sums for base, tally in self.tallies.items()}

    @cached_property
    def official(self) -> Mapping[int, tuple[Official, ...]]:
        """Return, for a group, the official counts that stand in for a sum."""
        found: dict[int, tuple[Official, ...]] = {}
        for tally in self.tallies.values():
            for group, one in tally.official.items():
                found[group] = (*found.get(group, ()), one)
        return found

    @property
    def by_cell(self) -> bool:
        """Return whether nothing but a cell's own counts enters its limit."""
        return all(tally.by_cell for tally in self.tallies.values())

    def of_cells(self, block: slice) -> Int64s:
        """Return the whole visas that the limits on some cells allow, where each limit counts one cell by itself."""
        units = {base: tally.units[block] for base, tally in self.tallies.items()}
        return limit_values(self.limit, units, block.stop - block.start, self.rounding)

    def values(self, groups: int) -> Int64s:
        """Return the whole visas that each limit allows."""
        return limit_values(self.limit, self.units, groups, self.rounding)

    def value(self, group: int) -> int:
        """Return the whole visas that one limit allows."""
        units = {base: totals[group : group + 1] for base, totals in self.units.items()}
        return int(limit_values(self.limit, units, 1, self.rounding)[0])

    def working(self, group: int, value: int) -> str:
        """Return the arithmetic of one limit of some ``value`` in words, and which official counts it uses."""
        units = {base: int(totals[group]) for base, totals in self.units.items()}
        words = working(self.limit, units, value, self.rounding)
        official = self.official.get(group, ())
        return strung([words, *(one.words for one in official)], template("; ")) if official else words


@dataclass(frozen=True)
class Stated:
    """The same value for every group, reckoned from nothing; ``words`` say why."""

    visas: int
    words: str
    bases: frozenset[str] = frozenset()

    @property
    def by_cell(self) -> bool:
        """Return that no count enters at all."""
        return True

    def values(self, groups: int) -> Int64s:
        """Return the value, one a group."""
        return np.full(groups, self.visas, dtype=np.int64)

    def value(self, _group: int) -> int:
        """Return the value."""
        return self.visas

    def of_cells(self, block: slice) -> Int64s:
        """Return the value, one a cell."""
        return self.values(block.stop - block.start)

    def working(self, _group: int, _value: int) -> str:
        """Return the words."""
        return self.words
