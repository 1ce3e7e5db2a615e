"""Read points from a CSV file whose coordinates stand in two columns, in a CRS that the region file names."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS

from localvip.problem import did_you_mean, listed
from localvip.region.readers.delimited import NUMBER, read_rows, typed
from localvip.region.readers.fault import LayerError


def read_points(path: Path, xy: tuple[str, str], crs: CRS, texts: frozenset[str]) -> gpd.GeoDataFrame:
    """Return the rows of a CSV file (UTF-8, commas, one header) as points, in file order.

    ``xy``: the columns of easting or longitude and of northing or latitude; where both are empty, the point is
    missing. A column of plain numbers is float64 with NaN where empty, unless it is one of ``texts``; any other
    is text or None. Raises ``LayerError`` for another encoding, a row longer or shorter than the header, a
    doubled or missing column, and coordinates that are no plain numbers (``1,5``, ``41° N``).
    """
    header, rows = read_rows(path)
    for name in xy:
        if name not in header:
            hint = did_you_mean(name, header) or f"It has: {listed(header)}."
            raise LayerError(f"{path.name!r} has no column {name!r}.", hint)
    table = pd.DataFrame(rows, columns=header, dtype=object)
    shapes = _points(path.name, table[xy[0]].tolist(), table[xy[1]].tolist())
    columns = {name: _text(table[name]) if name in texts else typed(table[name]) for name in header}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=crs)


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


def _text(values: pd.Series[str]) -> pd.Series[str]:
    return values.where(values != "", None)
