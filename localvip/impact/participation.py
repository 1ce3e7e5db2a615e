"""Participation told: uptake by area, by fifth of incomes, by labour market, and year by year beside the law."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from localvip.impact.course import expected
from localvip.impact.draws import Floats
from localvip.impact.economy import Drawn, earned_year, wage_year
from localvip.impact.equity import fifths, gains_by_fifth, incomes_before_after
from localvip.impact.ranges import ranges, table_of
from localvip.impact.setting import Setting
from localvip.impact.uptake import Uptake

YEARS = 10


def areas_table(setting: Setting, taken: Uptake) -> pd.DataFrame:
    """Return, for each area with governed land: residents willing, visas, their share, and if a limit binds."""
    return table_of(_area_rows(setting, taken), ["area", "name", "measure"])


def _area_rows(setting: Setting, taken: Uptake) -> Iterator[dict[str, object]]:
    areas = setting.capacity.case.region.areas
    binds = taken.limit_binds()
    governed, position = setting.capacity.governed, setting.area
    residents = setting.residents
    for number in np.unique(position[governed]):
        cells = np.flatnonzero(governed & (position == number))
        wishes, visas = taken.wishes[:, cells].sum(axis=1), taken.visas[:, cells].sum(axis=1)
        adults, gained = setting.adults[cells].sum(), taken.gained[:, cells].sum(axis=1)
        each = np.divide(gained, visas, out=np.zeros_like(gained), where=visas > 0)
        people = float(residents[cells].sum())
        told = (
            ("willing residents", wishes, "people"),
            ("visas the market would use", visas, "visas"),
            ("visas for each adult", visas / adults if adults else np.zeros_like(visas), "visas per adult"),
            ("gain of a sponsor", each, f"{setting.currency} per year"),
            (
                "gain of sponsors for each resident",
                gained / people if people else np.full_like(gained, np.nan),
                f"{setting.currency} per resident per year",
            ),
            (
                "chance that a limit binds",
                binds[:, cells].max(axis=1).mean(keepdims=True),
                "share",
            ),
        )
        for measure, values, unit in told:
            head = {"area": str(areas.index[number]), "name": str(areas["name"].iloc[number])}
            yield {**head, "measure": measure, "unit": unit, **ranges(values)}


def fifths_table(setting: Setting, taken: Uptake) -> pd.DataFrame:
    """Return, for each fifth of governed adults by household income, the share willing and the gain of income."""
    income, people, order = groups(setting, taken)
    parts = fifths(income, people)
    weight = people @ parts
    willing = (_flat(taken.share, order) * people) @ parts / np.maximum(weight, 1e-12)
    ratio = (np.maximum(_flat(taken.gain, order), 0) / income * people) @ parts / np.maximum(weight, 1e-12)
    rows = []
    for fifth in range(parts.shape[1]):
        for measure, values in (("share willing", willing), ("gain to sponsors, of income", ratio)):
            rows.append({"fifth": fifth + 1, "measure": measure, "unit": "share", **ranges(values[:, fifth])})
    return table_of(rows, ["fifth", "measure"])


def incomes_tables(setting: Setting, taken: Uptake) -> dict[str, pd.DataFrame]:
    """Return gains by fifth of incomes (table I5) and the Gini, S80/S20 and bottom share before and after."""
    income, people, order = groups(setting, taken)
    sponsors, gain = _flat(taken.sponsors, order), _flat(taken.gain, order)
    return {
        "gains": gains_by_fifth(income, people, sponsors, gain, setting.currency),
        "incomes": incomes_before_after(income, people, sponsors, gain),
    }


def groups(setting: Setting, taken: Uptake) -> tuple[Floats, Floats, npt.NDArray[np.intp]]:
    """Return the middle income and the adults of each group of governed cells, and the cells themselves.

    Incomes are those of the middle draw, so that the fifths are the same people in every draw.
    """
    cells = np.flatnonzero(setting.capacity.governed & (setting.adults > 0))
    number = taken.income.shape[2]
    income = np.median(taken.income[:, cells], axis=0).ravel()
    return np.asarray(income), np.repeat(setting.adults[cells] / number, number), cells


def _flat(values: Floats, cells: npt.NDArray[np.intp]) -> Floats:
    return values[:, cells].reshape(len(values), -1)


def markets_table(setting: Setting, drawn: Drawn, taken: Uptake) -> pd.DataFrame:
    """Return, for each labour market, migrants for each adult, what a visa earns, its wage, and who finds a slot."""
    return table_of(_market_rows(setting, drawn, taken), ["market", "measure"])


def _market_rows(setting: Setting, drawn: Drawn, taken: Uptake) -> Iterator[dict[str, object]]:
    money = f"{setting.currency} per year"
    earned, wage = earned_year(drawn, taken.crowding), wage_year(drawn)
    for number, name in enumerate(setting.markets):
        cells = setting.market == number
        visas, wishes = (
            taken.visas[:, cells].sum(axis=1),
            taken.wishes[:, cells & setting.capacity.governed].sum(axis=1),
        )
        used = np.divide(visas, wishes, out=np.ones_like(visas), where=wishes > 0)
        told = (
            ("visas", visas, "visas"),
            ("visas for each adult", visas / max(setting.market_adults[number], 1e-9), "visas per adult"),
            ("what a visa earns", earned[:, number], money),
            ("wage of a migrant", wage, money),
            ("part of the willing who find a slot", used, "share"),
        )
        for measure, values, unit in told:
            yield {"market": name, "measure": measure, "unit": unit, **ranges(values)}


def years_table(setting: Setting, drawn: Drawn, total: Floats, years: int = YEARS) -> pd.DataFrame:
    """Return the three lines by year: what the law allows, what the market would use (``total``), what is expected.

    Expected: each year a part of the way to the end (``uptake.yearly_step``), and no more new visas than the
    limits on pace allow. The law is that of the day, in every year.
    """
    most = float(setting.capacity.maximum.visas)
    pace = float(setting.capacity.issues.visas) if setting.capacity.issues else np.inf
    rows: list[dict[str, object]] = []
    path = expected(total, drawn["uptake.yearly_step"], pace, years)
    for year, reached in enumerate(path, 1):
        lines = (("legal maximum", np.array([most])), ("realistic", total), ("expected", reached))
        rows.extend({"year": year, "line": name, "unit": "visas", **ranges(values)} for name, values in lines)
    return table_of(rows, ["year", "line"])
