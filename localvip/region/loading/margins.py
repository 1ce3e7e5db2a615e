"""Margins of error: the standard error of each number of the file that has one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from localvip.message import told, word
from localvip.problem import Notice, Place, Problems, did_you_mean
from localvip.region.manifest import SHARE_UNITS, Column

Z90 = 1.645
CONTROLLED = -555_555_555
NOT_COMPUTED = (-222_222_222, -333_333_333, -666_666_666, -888_888_888, -999_999_999)


def take_margins(
    table: pd.DataFrame, columns: dict[str, Column], file: str, problems: Problems
) -> tuple[pd.DataFrame, list[Notice]]:
    """Return the standard error of each column that names a ``moe``, by the name of the rules and area.

    A margin is that of a 90 % interval: standard error = margin / 1.645 (US Census Bureau, ACS handbook).
    Its signs are read: -555555555 (an estimate held to an official count) is 0; a margin that was not computed or
    is missing is 0 with a notice. Refuses a column that is not there, and any other number below 0 or text.
    """
    found: dict[str, npt.NDArray[np.float64]] = {}
    notices: list[Notice] = []
    for name, column in columns.items():
        if column.moe is None:
            continue
        if column.moe not in table.columns:
            message = f"column {name!r}: there is no column {column.moe!r} in {file}."
            problems.add(
                column.place_of("moe"),
                "unknown-column",
                message,
                did_you_mean(column.moe, map(str, table.columns)),
            )
            continue
        margin = _margin(table[column.moe], name, file, problems)
        lost = int(np.isnan(margin).sum())
        if lost:
            text = told(
                "{n} areas have no margin of error of {name}: their number is taken as exact.",
                n=lost,
                name=word(name),
            )
            notices.append(Notice(Place(file), "no-margin", text))
        found[name] = np.nan_to_num(margin) / Z90 * SHARE_UNITS.get(column.unit, 1.0)
    return pd.DataFrame(found, index=table.index), notices


def _margin(values: pd.Series[float], name: str, file: str, problems: Problems) -> npt.NDArray[np.float64]:
    numbers = pd.to_numeric(values, errors="coerce").astype("float64")
    signs = numbers.isin(NOT_COMPUTED)
    margin = numbers.mask(numbers == CONTROLLED, 0.0).mask(signs)
    wrong = (margin < 0) | np.isinf(margin) | (numbers.isna() & values.notna())
    for key in values.index[wrong]:
        message = f"the margin of error of {name} is {values.loc[key]!r}: it is a number from 0."
        problems.add(Place(file, item=str(key)), "margin", message)
    return np.asarray(margin, dtype=np.float64)
