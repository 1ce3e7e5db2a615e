"""Limits: what a provision becomes for one group of cells on one date."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from localvip.capacity.service import Service
from localvip.ordinance.model import Law, Provision, Zone

Int64s = npt.NDArray[np.int64]


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
class LimitRow:
    """One limit: at most ``value`` visas over the cells ``members``.

    ``known``: False where the data leave it unknown; ``value`` is then the least it can be. ``working``: the
    arithmetic in words. ``group``: the land it counts. ``sites``: set where the limit follows from a service,
    which holds as a flow: the sites whose places it counts. ``classes``: it counts only visas of these classes.
    """

    bound: int
    group: str
    value: int
    members: Int64s
    working: str
    known: bool = True
    sites: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()


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
