"""``while``: whether the totals of a group of cells make a rule hold on the day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.columns import group_columns, units_of
from localvip.language.condition import Condition
from localvip.language.evaluate import Truth, evaluate
from localvip.language.names import check_names
from localvip.ordinance.model import Provision
from localvip.problem import Place, Problems
from localvip.region.cells import Cells
from localvip.region.model import Region

Int64s = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Totals:
    """The totals of ``groups`` groups of cells: ``index`` is the group of each cell (-1: in none)."""

    region: Region
    cells: Cells
    index: Int64s
    groups: int


def while_true(rule: Provision, totals: Totals, problems: Problems) -> Truth:
    """Return for each group whether the ``while`` of ``rule`` is true, or unknown; true where it has none.

    Notes a name that the region doesn't have, and a column that has no value for a group (a median).
    """
    always = Truth(np.ones(totals.groups, bool), np.zeros(totals.groups, bool))
    condition, place = rule.while_, rule.place_of("while_")
    if condition is None or not names_known(totals.region, condition, place, problems):
        return always
    try:
        columns = group_columns(totals.region, totals.cells, condition.names, totals.index, totals.groups)
    except KeyError as error:
        message = f"{error.args[0]} has no value for a group: it is neither a count nor a share `of` one."
        problems.add(place, "no-group-value", message, "Declare `of:` for a share in the region file.")
        return always
    return evaluate(condition, columns)


def names_known(region: Region, condition: Condition, place: Place, problems: Problems) -> bool:
    """Return whether the region has every name of a condition in the right unit; note what it lacks."""
    faults = check_names(condition, units_of(region))
    for fault in faults:
        problems.add(place, "condition", fault.message, fault.hint)
    return not faults
