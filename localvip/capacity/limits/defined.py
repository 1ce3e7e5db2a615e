"""Terms that a law defines and reckons from columns: ``owner_homes: {is: households * owner_share}``."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.case import Case
from localvip.capacity.limits.columns import area_column, units_of
from localvip.language.condition import Arithmetic
from localvip.language.evaluate import evaluate_arithmetic
from localvip.language.names import check_names
from localvip.ordinance.model import Law
from localvip.problem import Problems
from localvip.region.apportion import MICRO

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def defined_units(case: Case, law: Law, base: str, problems: Problems) -> tuple[Int64s, Bools] | None:
    """Return the micro-units a cell of a defined term, and where they are unknown (0 there).

    A count in it is the cell's own part, a rate its area's; the result is rounded once to a millionth. ``None``
    where the law doesn't reckon the term, or after noting names that the region lacks or negative results.
    """
    definition = law.definitions.get(base)
    if definition is None or definition.is_ is None:
        return None
    place = definition.place_of("is_")
    faults = check_names(definition.is_, units_of(case.region))
    for fault in faults:
        problems.add(place, "definition", fault.message, fault.hint)
    if faults:
        return None
    values = _values(case, definition.is_)
    if (values < 0).any():
        problems.add(place, "definition", f"the term {base!r} comes out negative.", "A base is a count.")
        return None
    units = np.rint(np.nan_to_num(values) * MICRO).astype(np.int64)
    return units, np.isnan(values)


def _values(case: Case, arithmetic: Arithmetic) -> npt.NDArray[np.float64]:
    columns = {}
    for name in arithmetic.names:
        whole = area_column(case.region, name)[case.cells.position].astype(float)
        if name in case.region.counts:
            own = case.cells.table[name].to_numpy() / MICRO
            columns[name] = np.where(np.isnan(whole), np.nan, own)
        else:
            columns[name] = whole
    return evaluate_arithmetic(arithmetic, columns)
