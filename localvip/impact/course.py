"""The course of years: how visas in force grow towards the number that is reached in the end."""

from __future__ import annotations

import numpy as np

from localvip.capacity.measure import Capacity
from localvip.impact.draws import Floats
from localvip.impact.dues import Year
from localvip.impact.measured import Sheet


def expected(total: Floats, step: Floats, pace: float, years: int) -> Floats:
    """Return visas in force in each year, shape (years, draws), of a ``total`` that is reached in the end.

    Each year goes the part ``step`` of the way that is left, and no further than ``pace`` new visas.
    """
    found, before = np.empty((years, len(total))), np.zeros_like(total)
    for year in range(years):
        grown = total * (1 - (1 - step) ** (year + 1))
        found[year] = before = np.minimum(grown, before + pace)
    return found


def course(
    capacity: Capacity, visas: Floats, sheet: Sheet, years: int, income: Floats | None = None
) -> list[Year]:
    """Return the years in which visas grow to ``visas`` (draws, cells); ``income``: see ``Year``.

    The law is that of the case's day in every year, its limits on pace too. A visa in force counts for the whole
    year. First issued are those that are new, and those in place of visas that ended (one in
    ``household.stay_years`` of the year before).
    """
    total, case = visas.sum(axis=1), capacity.case
    pace = float(capacity.issues.visas) if capacity.issues else np.inf
    reached = expected(total, sheet["uptake.yearly_step"].numbers, pace, years)
    held = np.divide(reached, total, out=np.zeros_like(reached), where=total > 0)
    before = np.vstack([np.zeros_like(total), held[:-1]])
    begun = held - before + before / sheet["household.stay_years"].numbers
    return [Year(case.day.year + n, case, visas, held[n], begun[n], income) for n in range(years)]
