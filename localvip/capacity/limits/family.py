"""Families: the limits of one provision over disjoint groups of cells, as arrays; a single one made on demand."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.grouping import Grouping
from localvip.capacity.limits.source import Reckoned, Source
from localvip.capacity.limits.values import UNLIMITED

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Family:
    """The limits of one provision (``bound``, by position), one a group of ``grouping``.

    ``label``: what a group is called, by its code. ``unknown``: which values the data leave unknown (each is then
    the least it can be); ``None``: none. ``classes``: they count only visas of these classes. ``sites``: set where
    a limit follows from a service, which holds as a flow: the sites whose places it counts.
    """

    bound: int
    grouping: Grouping
    label: Callable[[int], str]
    source: Source
    unknown: Bools | None = None
    classes: tuple[str, ...] = ()
    sites: tuple[int, ...] = ()

    def __len__(self) -> int:
        """Return the number of limits."""
        return len(self.grouping)

    @cached_property
    def values(self) -> Int64s:
        """Return the whole visas that each limit allows."""
        return self.source.values(len(self))

    @property
    def by_cell(self) -> bool:
        """Return whether each limit is on one cell, and reckoned from that cell alone."""
        return self.grouping.one_each and self.source.by_cell

    def lower(self, bounds: Int64s, block: slice) -> None:
        """Make ``bounds`` of a block of cells no more than their own limits allow, where they are ``by_cell``.

        The values are not kept: where there are millions, a bound is all that is wanted of them.
        """
        values = np.where(self.grouping.cells[block], self.source.of_cells(block), UNLIMITED)
        np.minimum(bounds[block], values, out=bounds[block])

    def value(self, place: int) -> int:
        """Return the whole visas that one limit allows; the others are not reckoned for it."""
        reckoned: Int64s | None = self.__dict__.get("values")
        return self.source.value(place) if reckoned is None else int(reckoned[place])

    @property
    def known(self) -> Bools:
        """Return which values are known."""
        return np.ones(len(self), bool) if self.unknown is None else ~self.unknown


def tightest(families: Sequence[Family]) -> list[Family]:
    """Return ``families`` without those that can't bind, found without a value: a lower rate on the same sums does.

    Rounding keeps the order of ``rate x units``, so among limits of one rate on the same groups and the same sums,
    rounded alike, the least rate is the least limit in every group. Of equal ones the first is kept.
    """
    least: dict[Hashable, tuple[Fraction, Family]] = {}
    for number, family in enumerate(families):
        form, rate = _form(family) or (number, Fraction(0))
        if form not in least or rate < least[form][0]:
            least[form] = rate, family
    kept = {id(one) for _, one in least.values()}
    return [one for one in families if id(one) in kept]


def _form(family: Family) -> tuple[Hashable, Fraction] | None:
    """Return what two families share that differ in their rate alone, and the rate; ``None`` for any other form."""
    source = family.source
    if not isinstance(source, Reckoned) or len(source.limit.sums) != 1 or family.unknown is not None:
        return None
    terms = source.limit.sums[0].terms
    if len(terms) != 1:
        return None
    tallies = tuple(id(one) for one in source.tallies.values())
    return (id(family.grouping), family.classes, source.rounding, terms[0].base, tallies), terms[0].rate


@dataclass(frozen=True)
class LimitRow:
    """One limit, by its ``place`` in its family; all that it tells is made when it is asked for."""

    family: Family
    place: int

    @property
    def bound(self) -> int:
        """Return the provision, by position."""
        return self.family.bound

    @property
    def group(self) -> str:
        """Return what the land it counts is called."""
        return self.family.label(int(self.family.grouping.codes[self.place]))

    @property
    def value(self) -> int:
        """Return the visas it allows over its cells; where the data leave it unknown, the least it can be."""
        return self.family.value(self.place)

    @property
    def size(self) -> int:
        """Return the number of cells it counts."""
        return int(self.family.grouping.sizes[self.place])

    @property
    def members(self) -> Int64s:
        """Return the cells it counts."""
        return self.family.grouping.members(self.place)

    @property
    def working(self) -> str:
        """Return its arithmetic in words."""
        return self.family.source.working(self.place, self.value)

    @property
    def known(self) -> bool:
        """Return whether the data tell its value."""
        return self.family.unknown is None or not self.family.unknown[self.place]

    @property
    def classes(self) -> tuple[str, ...]:
        """Return the classes it counts; none where it counts every visa."""
        return self.family.classes

    @property
    def sites(self) -> tuple[int, ...]:
        """Return the sites whose places it counts; none where it follows from no service."""
        return self.family.sites
