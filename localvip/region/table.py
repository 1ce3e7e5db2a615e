"""Read points from a CSV file whose coordinates stand in two columns, in a CRS that the region file names."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from localvip.problem import did_you_mean, listed
from localvip.region.fault import LayerError

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


def read_points(path: Path, xy: tuple[str, str], crs: CRS, texts: frozenset[str]) -> gpd.GeoDataFrame:
    """Return the rows of a CSV file (UTF-8, commas, one header) as points, in file order.

    ``xy``: the columns of easting or longitude and of northing or latitude; where both are empty, the point is
    missing. A column of plain numbers is float64 with NaN where empty, unless it is one of ``texts``; any other
    is text or None. Raises ``LayerError`` for another encoding, a row longer or shorter than the header, a
    doubled or missing column, and coordinates that are no plain numbers (``1,5``, ``41° N``).
    """
    header, rows = _rows(path)
    for name in xy:
        if name not in header:
            hint = did_you_mean(name, header) or f"It has: {listed(header)}."
            raise LayerError(f"{path.name!r} has no column {name!r}.", hint)
    table = pd.DataFrame(rows, columns=header, dtype=object)
    shapes = _points(path.name, table[xy[0]].tolist(), table[xy[1]].tolist())
    columns = {name: _typed(table[name], name in texts) for name in header}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=crs)


def _rows(path: Path) -> tuple[list[str], list[list[str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        lines = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except UnicodeDecodeError as error:
        raise LayerError(f"{path.name!r}: byte {error.start} is not UTF-8.", "Save it as UTF-8.") from None
    except csv.Error as error:
        raise LayerError(f"{path.name!r} is no valid CSV: {error}.") from None
    if not lines:
        raise LayerError(f"{path.name!r} is empty.")
    header, *rows = lines
    doubled = sorted({name for name in header if header.count(name) > 1})
    if doubled or "geometry" in header:
        raise LayerError(f"{path.name!r}: column {(doubled or ['geometry'])[0]!r} is doubled or reserved.")
    ragged = [str(number) for number, row in enumerate(rows, 1) if len(row) != len(header)]
    if ragged:
        message = (
            f"{path.name!r}: the header has {len(header)} fields, row {', '.join(ragged[:12])} more or fewer."
        )
        raise LayerError(message, "Separate by commas; quote a text that holds one.")
    return header, rows


def _points(file: str, xs: list[str], ys: list[str]) -> list[shapely.Geometry | None]:
    pairs = [(x.strip(), y.strip()) for x, y in zip(xs, ys, strict=True)]
    wrong = [
        f"{number} ({x!r}, {y!r})"
        for number, (x, y) in enumerate(pairs, 1)
        if (x or y) and not (NUMBER.fullmatch(x) and NUMBER.fullmatch(y))
    ]
    if wrong:
        message = f"{file!r}: no plain coordinates in row {', '.join(wrong[:12])}."
        raise LayerError(message, "Write numbers such as -81.519.")
    return [shapely.Point(float(x), float(y)) if x else None for x, y in pairs]


def _typed(values: pd.Series[str], is_text: bool) -> pd.Series[float] | pd.Series[str]:
    held = values.where(values != "", None)
    if is_text or held.isna().all() or not all(NUMBER.fullmatch(one) for one in held.dropna()):
        return held
    return held.map(lambda one: np.nan if one is None else float(one)).astype("float64")
