"""What of a comparison would tell a count of sponsors that is withheld."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from localvip.capacity.comparison import Comparison
from localvip.report.disclosure import Counted, telling
from localvip.report.rows import area_rows, jurisdiction_rows
from localvip.report.suppression import Telling, withheld_areas


@dataclass(frozen=True)
class Discretion:
    """What isn't told: areas that are ``hidden`` (by position), rules on both ``sides``, changes ``alone``.

    ``alone``: for each revision, whether the capacity with it alone would tell a small count.
    """

    hidden: npt.NDArray[np.bool_]
    sides: tuple[Telling | None, Telling | None]
    alone: tuple[bool, ...]


def discretion_of(found: Comparison, small_counts: bool) -> Discretion:
    """Return what would tell; nothing where ``small_counts`` are shown."""
    if small_counts:
        none = np.zeros(len(found.before.case.region.areas), dtype=bool)
        return Discretion(none, (Telling(), Telling()), (False,) * len(found.alone))
    sides = [Counted(area_rows(one), jurisdiction_rows(one)) for one in (found.before, found.after)]
    hidden = np.any([withheld_areas(one.areas, one.jurisdictions) for one in sides], axis=0)
    before = telling(found.before, sides[0])
    alone = (
        one is not None and (before is None or telling(one.after, sides[0]) is None) for one in found.alone
    )
    return Discretion(hidden, (before, telling(found.after, sides[1])), tuple(alone))
