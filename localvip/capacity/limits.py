"""Limits: what a provision becomes for one group of cells on one date."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from localvip.capacity.service import Service
from localvip.capacity.values import Rounding
from localvip.language.quantity import Limit
from localvip.ordinance.model import Law, Provision, Zone

Int64s = npt.NDArray[np.int64]
MICRO = 1_000_000


@dataclass(frozen=True)
class Official:
    """An official count of ``base`` in micro-units, the jurisdiction it is of, and what its areas add up to."""

    base: str
    level: str
    name: str
    units: int
    reckoned: int

    @property
    def words(self) -> str:
        """Return which count is used and which is not."""
        reckoned = round(self.reckoned / MICRO)
        return f"official count of {self.base} of {self.name}; its areas add up to {reckoned:,}"


@dataclass(frozen=True)
class Bound:
    """A provision that bounds visas, in its law and zone, as it made groups on the day.

    ``words``: the limit as written. ``flow``: it bounds visas first issued in a year, not visas in force.
    """

    law: Law
    zone: Zone | None
    provision: Provision
    words: str
    flow: bool = False

    @property
    def default(self) -> bool:
        """Return whether the provision stands in for a lower law that isn't there."""
        return any(one is self.provision for one in self.law.defaults.provisions)

    @property
    def key(self) -> tuple[str, str]:
        """Return the file and the id, which name a provision in a rulebook."""
        return self.law.file, self.provision.id


@dataclass(frozen=True)
class Basis:
    """What a limit was reckoned from, so that it can be reckoned again: the cells whose units are its base.

    ``official``: counts that stand in for the sum of those cells.
    """

    limit: Limit
    rounding: Rounding
    cells: Int64s
    official: tuple[Official, ...] = ()


@dataclass(frozen=True)
class LimitRow:
    """One limit: at most ``value`` visas over the cells ``members``.

    ``known``: False where the data leave it unknown; ``value`` is then the least it can be. ``working``: the
    arithmetic in words. ``group``: the land it counts. ``sites``: set where the limit follows from a service,
    which holds as a flow: the sites whose places it counts. ``classes``: it counts only visas of these classes.
    ``basis``: what it was reckoned from; none for a limit that no count enters.
    """

    bound: int
    group: str
    value: int
    members: Int64s
    working: str
    known: bool = True
    sites: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()
    basis: Basis | None = None


@dataclass
class Limits:
    """All limits of a rulebook on a day, in the order of its provisions, the provisions, and what sites serve."""

    bounds: list[Bound] = field(default_factory=list)
    rows: list[LimitRow] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    classes: tuple[str, ...] = ()

    def add_bound(self, bound: Bound) -> int:
        """Note a provision and return its position."""
        self.bounds.append(bound)
        return len(self.bounds) - 1
