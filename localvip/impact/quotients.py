"""Where migrants concentrate: location quotients an area, drawn to 1 where counts are small, and a test of chance."""

from __future__ import annotations

import numpy as np
import pandas as pd

from localvip.capacity.limits.case import Case
from localvip.impact.contact import beyond_chance, location_quotient, smoothed_quotient
from localvip.impact.draws import Floats
from localvip.impact.measured import Sheet
from localvip.impact.places import areas_of, count_by_area
from localvip.impact.population import migrants
from localvip.impact.ranges import ranges, table_of

LABELS = ["area", "measure"]


def quotients_table(case: Case, visas: Floats, sheet: Sheet, seed: int) -> pd.DataFrame:
    """Return the migrants' location quotient of each area of the focus, plain and drawn to 1 where counts are small.

    Rows with area "" say how unevenly the median numbers live beyond chance; ``seed`` throws the people.
    Without a count of residents the table is empty.
    """
    people = count_by_area(case, "residents")
    if people is None:
        return table_of([], LABELS)
    kept = np.array([position for position in areas_of(case) if people[position] > 0], dtype=np.int64)
    here = migrants(case, visas, sheet)[:, kept]
    total = people[kept] + here
    rows: list[dict[str, object]] = []
    for measure, index in (("location quotient", location_quotient), ("smoothed", smoothed_quotient)):
        values = index(here, total)
        for column, position in enumerate(kept):
            told = ranges(values[:, column])
            area = str(case.region.areas.index[position])
            rows.append({"area": area, "measure": measure, "unit": "ratio", **told})
    middle = np.median(here, axis=0)
    chance = beyond_chance(middle, np.rint(people[kept]) + np.rint(middle), seed)
    for measure, value in (
        ("dissimilarity by chance alone", chance.expected),
        ("dissimilarity beyond chance", chance.beyond),
        ("p-value of the unevenness", chance.p_value),
    ):
        rows.append({"area": "", "measure": measure, "unit": "share", **ranges(np.array([value]))})
    return table_of(rows, LABELS)
