"""Population: foreign-born people before and after, beside the places that the chapter compares with (table I2)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from localvip.capacity.limits.case import Case
from localvip.impact.contact import contact_table
from localvip.impact.draws import Floats
from localvip.impact.fiscal import dependants_per_visa
from localvip.impact.measured import Sheet, measured
from localvip.impact.places import areas_of, by_area, count_by_area
from localvip.impact.ranges import ranges, table_of

BENCHMARK = "benchmark"


def migrants(case: Case, visas: Floats, sheet: Sheet) -> Floats:
    """Return migrants with their dependants an area, shape (draws, areas), from ``visas`` (draws, cells)."""
    each = measured([1], "persons per visa") + dependants_per_visa(case, sheet)
    return np.asarray(by_area(case, visas) * each.numbers[:, None])


def population_table(case: Case, visas: Floats, sheet: Sheet) -> pd.DataFrame:
    """Return migrants, people after, and the foreign-born share before and after, an area and in all (area "").

    share = (F + m) / (P + m). Where the region has no foreign-born count, it is NaN: not known. The
    benchmarks follow as rows with ``area`` empty, made shares from so many foreign for each native.
    """
    here = migrants(case, visas, sheet)
    people, born = count_by_area(case, "residents"), count_by_area(case, "foreign_born")
    lost = np.full(here.shape[1], np.nan)
    people = lost if people is None else people
    born = lost if born is None else born
    rows: list[dict[str, object]] = []
    for position in [*areas_of(case), None]:
        area = "" if position is None else str(case.region.areas.index[position])
        come, there, foreign = (_of(one, position) for one in (here, people, born))
        told = (
            ("migrants", come, "people"),
            ("residents after", there + come, "people"),
            ("foreign-born share before", _share(foreign, there), "share"),
            ("foreign-born share after", _share(foreign + come, there + come), "share"),
        )
        rows.extend({"area": area, "measure": name, "unit": unit, **ranges(v)} for name, v, unit in told)
    return table_of([*rows, *_benchmarks(sheet)], ["area", "measure"])


def _benchmarks(sheet: Sheet) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for name, one in sheet.assumptions.topic(BENCHMARK).items():
        ratio = sheet[f"{BENCHMARK}.{name}"].numbers
        told = ranges(ratio / (1 + ratio))
        rows.append({"area": "", "measure": f"foreign-born share: {one.title}", "unit": "share", **told})
    return rows


def contact_of(case: Case, visas: Floats, sheet: Sheet) -> pd.DataFrame:
    """Return the indices of contact (table I6) on the focus.

    The group is the foreign born where every area has that count, before and after; else the migrants alone.
    Areas without a count of residents are left out, as no share can be told of them.
    """
    here = migrants(case, visas, sheet)
    people, born = count_by_area(case, "residents"), count_by_area(case, "foreign_born")
    if people is None:
        return contact_table(np.zeros(0), np.zeros((1, 0)), np.zeros(0), "migrants")
    kept = np.zeros(len(people), bool)
    kept[areas_of(case)] = True
    kept &= np.isfinite(people)
    if born is None or np.isnan(born[kept]).any():
        none = np.zeros(int(kept.sum()))
        return contact_table(none, here[:, kept], people[kept], "migrants")
    return contact_table(born[kept], born[kept] + here[:, kept], people[kept], "foreign born")


def _of(values: Floats, position: int | None) -> Floats:
    return np.asarray(values.sum(axis=-1) if position is None else values[..., position])


def _share(part: Floats, whole: Floats) -> Floats:
    part, whole = np.broadcast_arrays(part, whole)
    return np.asarray(np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0))
