"""The tables of an impact as files: CSV safe in a spreadsheet, Parquet, and all of them as one JSON file."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from localvip.report.download import FORMULA_STARTS, Plain, PlainTable, json_tables, write_parquet

DIGITS = ".6g"
# Frames that tell of the people of an area; of withheld areas they have no numbers. What censuses publish stays.
TELLING = ("uptake", "population", "services", "quotients", "access")
LABELS = ("area", "name", "measure", "service", "unit", "facility", "reading", "rate_source")


def shown_tables(
    frames: Mapping[str, pd.DataFrame], withheld: Collection[str]
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Iterate over the frames, by the stems of their files, without numbers of ``withheld`` areas."""
    for name, frame in frames.items():
        yield name.replace("_", "-"), without(frame, withheld) if name in TELLING else frame


def without(frame: pd.DataFrame, withheld: Collection[str]) -> pd.DataFrame:
    """Return ``frame`` with nothing but labels in the rows of ``withheld`` areas."""
    numbers = [name for name in frame.columns if name not in LABELS]
    return frame.where(~frame["area"].isin(withheld), frame.assign(**dict.fromkeys(numbers)))


def write_tables(frames: Iterable[tuple[str, pd.DataFrame]], folder: Path, whole: str) -> None:
    """Write each of ``frames`` as CSV and as Parquet to ``folder``, and all as the JSON file ``whole``.

    Numbers have six digits in each of them, so that they are the same, and the same in every run. Unknown is empty,
    ``null`` in JSON; a number without end is ``inf``, in JSON as a text.
    """
    held = {}
    for stem, frame in frames:
        text = _harmless(frame).to_csv(index=False, lineterminator="\n", float_format=f"%{DIGITS}")
        (folder / f"{stem}.csv").write_text(text, encoding="utf-8")
        held[stem] = _table(frame)
        write_parquet(held[stem], folder / f"{stem}.parquet")
    (folder / whole).write_bytes(json_tables({stem: _endless_named(table) for stem, table in held.items()}))


def _table(frame: pd.DataFrame) -> PlainTable:
    columns = [[_plain(cell) for cell in frame[name].tolist()] for name in frame.columns]
    return tuple(map(str, frame.columns)), list(zip(*columns, strict=True))


def _plain(cell: object) -> Plain:
    """Return a cell as a file has it: a number to six digits, ``None`` where it isn't known."""
    value = cell.item() if isinstance(cell, np.generic) else cell
    if isinstance(value, float):
        return None if math.isnan(value) else float(f"{value:{DIGITS}}")
    return value if isinstance(value, str | bool | int) else None


def _endless_named(table: PlainTable) -> PlainTable:
    columns, rows = table
    return columns, [tuple(map(_named, row)) for row in rows]


def _named(cell: Plain) -> Plain:
    return str(cell) if isinstance(cell, float) and math.isinf(cell) else cell


def _harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """Return ``frame`` with an apostrophe before every text that a spreadsheet would run as a formula."""
    return frame.map(
        lambda cell: f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
    )
