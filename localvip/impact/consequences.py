"""What follows for a municipality from visas in force: every table of money, services, contact and protection."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from localvip.capacity.measure import Capacity
from localvip.impact.access import access_of
from localvip.impact.account import fiscal_tables
from localvip.impact.baseline import baseline_table
from localvip.impact.course import course
from localvip.impact.draws import Floats
from localvip.impact.measured import Sheet
from localvip.impact.population import contact_of, migrants, population_table
from localvip.impact.protection import protection_table
from localvip.impact.quotients import quotients_table
from localvip.impact.safeguards import safeguards_table
from localvip.impact.services import catchments_table, services_table

YEARS = 10


def consequences(
    capacity: Capacity, visas: Floats, sheet: Sheet, seed: int = 0, income: Floats | None = None
) -> Mapping[str, pd.DataFrame]:
    """Return every table by name, for ``visas`` (draws, cells) in force once their number is reached.

    ``income`` (draws, cells): what a sponsor has in a year, where uptake tells; else it is assumed.

    ``baseline`` (I1), ``population`` (I2), ``services`` and ``catchments`` (I3), ``fiscal``, ``fiscal_totals``,
    ``break_even`` and ``payments`` (I4), ``contact`` and ``quotients`` (I6), ``access`` (I7), ``protection`` and
    ``safeguards``. Sums of money are in the sheet's currency; ``sheet.used`` names the assumptions afterwards.
    """
    case = capacity.case
    return {
        "baseline": baseline_table(case),
        "population": population_table(case, visas, sheet),
        "services": services_table(case, visas, sheet),
        "catchments": catchments_table(capacity, visas, sheet),
        **fiscal_tables(course(capacity, visas, sheet, YEARS, income), sheet),
        "contact": contact_of(case, visas, sheet),
        "quotients": quotients_table(case, visas, sheet, seed),
        "access": access_of(case, migrants(case, visas, sheet), sheet),
        "protection": protection_table(case, visas, sheet),
        "safeguards": safeguards_table(case.rulebook),
    }
