"""A case: a rulebook in force on a day, on the cells of a region, with every law on its land."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.grounds import Ground, grounds_of, ordinance_land
from localvip.capacity.limits.land import Places
from localvip.capacity.limits.proxies import proxy_problems
from localvip.capacity.limits.zones import SetAside, open_overlaps, set_asides
from localvip.ordinance.force import in_force
from localvip.ordinance.rulebook import Rulebook
from localvip.problem import Problems
from localvip.region.cells import Cells
from localvip.region.model import Region


@dataclass(frozen=True)
class Terms:
    """The day of a case; whether it is about the ``whole`` region; whether void provisions are shown at work."""

    day: date
    whole: bool = False
    allow_preempted: bool = False


@dataclass(frozen=True)
class Case:
    """What is evaluated. ``focus``: the cells that the report is about.

    ``asides``: by file and id of a provision, the land on which zones set it aside.
    """

    rulebook: Rulebook
    region: Region
    cells: Cells
    terms: Terms
    grounds: tuple[Ground, ...]
    focus: npt.NDArray[np.bool_]
    asides: Mapping[tuple[str, str], list[SetAside]]

    @property
    def day(self) -> date:
        """Return the day that is evaluated."""
        return self.terms.day


def open_case(rulebook: Rulebook, region: Region, cells: Cells, terms: Terms) -> Case:
    """Return the case of ``rulebook`` as it stands on the day of ``terms``.

    The focus is the land of its ordinances, in force or not, unless it is the whole region. Raises ``Refused``
    for jurisdictions that the region doesn't have, zones that overlap without saying which gives way, and rules
    on a column that stands for a protected ground.
    """
    problems = Problems()
    problems.extend(proxy_problems(rulebook, region))
    standing, places = in_force(rulebook, terms.day), Places(region, cells)
    grounds = grounds_of(standing, places, problems)
    focus = ordinance_land(rulebook, places, problems)
    problems.extend(open_overlaps(standing, grounds))
    problems.refuse()
    asides = set_asides(standing, grounds)
    return Case(standing, region, cells, terms, grounds, focus | terms.whole, asides)
