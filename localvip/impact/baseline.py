"""The baseline: what the region's data say of each area before any visa, with their unit and vintage (table I1)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from localvip.capacity.limits.case import Case
from localvip.capacity.limits.columns import area_column
from localvip.impact.draws import Floats
from localvip.impact.places import areas_of, count_by_area
from localvip.region.manifest import SHARE_UNITS
from localvip.region.model import LAND, Region

SHARES = (("foreign_born", "residents"), ("vacant_units", "housing_units"), ("adults", "residents"))


def baseline_table(case: Case) -> pd.DataFrame:
    """Return every number of every area in the focus, a row each: area, name, measure, value, unit, vintage.

    Counts are those of the area's land in the focus; rates and incomes are the area's own. Shares of two counts
    (foreign born of residents) are added where the region has both. NaN: missing in the data.
    """
    region, positions = case.region, areas_of(case)
    vintage = next((source.vintage for source in region.sources if source.role == "areas"), "")
    rows = [
        {
            "area": str(region.areas.index[position]),
            "name": str(region.areas["name"].iloc[position]),
            "measure": name,
            "value": float(values[position]),
            "unit": unit,
            "vintage": _vintage(region, name) or vintage,
        }
        for name, (values, unit) in _measures(case).items()
        for position in positions
    ]
    return pd.DataFrame(rows, columns=["area", "name", "measure", "value", "unit", "vintage"])


def _measures(case: Case) -> dict[str, tuple[Floats, str]]:
    region = case.region
    found: dict[str, tuple[Floats, str]] = {}
    for name in region.counts.columns:
        values = count_by_area(case, str(name))
        assert values is not None  # noqa: S101 (it is a count of the region)
        found[str(name)] = (values, "km2" if name == LAND else str(name).replace("_", " "))
    for name, column in region.columns.items():
        if not column.is_count and not column.is_text:
            unit = "share" if column.unit in SHARE_UNITS else column.unit
            found[name] = (np.asarray(area_column(region, name), float), unit)
    for part, whole in SHARES:
        if part in found and whole in found:
            above, below = found[part][0], found[whole][0]
            share = np.divide(above, below, out=np.full(len(below), np.nan), where=below > 0)
            found[f"{part} of {whole}"] = (share, "share")
    return found


def _vintage(region: Region, name: str) -> str:
    return region.columns[name].vintage if name in region.columns else ""
