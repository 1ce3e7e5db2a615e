"""A case: a rulebook in force on a day, on the cells of a region, with every law on its land."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from localvip.capacity.grounds import Ground, SetAside, grounds_of, set_asides
from localvip.ordinance.rulebook import Rulebook
from localvip.problem import Problems
from localvip.region.cells import Cells
from localvip.region.model import Region


@dataclass(frozen=True)
class Case:
    """What is evaluated. ``asides``: by file and id of a provision, the land on which zones set it aside."""

    rulebook: Rulebook
    region: Region
    cells: Cells
    day: date
    grounds: tuple[Ground, ...]
    asides: Mapping[tuple[str, str], list[SetAside]]


def open_case(rulebook: Rulebook, region: Region, cells: Cells, day: date) -> Case:
    """Return the case of ``rulebook`` (as in force on ``day``); raises ``Refused`` for unknown jurisdictions."""
    problems = Problems()
    grounds = grounds_of(rulebook, region, cells, problems)
    problems.refuse()
    return Case(rulebook, region, cells, day, grounds, set_asides(rulebook, grounds))
