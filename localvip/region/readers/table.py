"""Read points from a CSV file whose coordinates stand in two columns, in a CRS that the region file names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS

from localvip.problem import did_you_mean, listed
from localvip.region.readers.delimited import NUMBER, ROWS_TOLD, read_rows, typed
from localvip.region.readers.fault import LayerError

Float64s = npt.NDArray[np.float64]


def read_points(path: Path, xy: tuple[str, str], crs: CRS, texts: frozenset[str]) -> gpd.GeoDataFrame:
    """Return the rows of a CSV file (UTF-8, commas, one header) as points, in file order.

    ``xy``: the columns of easting or longitude and of northing or latitude; where both are empty, the point is
    missing. They are float64 with NaN where empty, and so is any other column of plain numbers that is none of
    ``texts``; all else is text or None. Raises ``LayerError`` as ``read_rows`` and ``check_header`` do, and for
    coordinates that are no plain numbers (``1,5``, ``41° N``).
    """
    header, rows = read_rows(path)
    check_header(path.name, header, xy, texts)
    table = pd.DataFrame(rows, columns=header, dtype=object)
    shapes = _points(path.name, table[xy[0]].tolist(), table[xy[1]].tolist())
    columns = {name: _text(table[name]) if name in texts else typed(table[name]) for name in header}
    columns |= {name: pd.Series(numbers) for name, numbers in zip(xy, _numbers(shapes), strict=True)}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=crs)


def check_header(file: str, header: Sequence[str], xy: tuple[str, str], texts: Collection[str]) -> None:
    """Raise ``LayerError`` where a column of coordinates is not there, is the other one, or is one of ``texts``."""
    for name in xy:
        if name not in header:
            hint = did_you_mean(name, header) or f"It has: {listed(header)}."
            raise LayerError(f"{file!r} has no column {name!r}.", hint)
    if xy[0] == xy[1]:
        raise LayerError(f"{file!r}: x and y are one column, {xy[0]!r}.")
    for name in xy:
        if name in texts:
            raise LayerError(f"{file!r}: {name!r} is a coordinate and can't be an id or a name too.")


def _points(file: str, xs: list[str], ys: list[str]) -> list[shapely.Geometry | None]:
    pairs = [(x.strip(), y.strip()) for x, y in zip(xs, ys, strict=True)]
    refuse_words(file, [(number, x, y) for number, (x, y) in enumerate(pairs, 1) if not _plain(x, y)])
    return [shapely.Point(float(x), float(y)) if x else None for x, y in pairs]


def _numbers(shapes: list[shapely.Geometry | None]) -> tuple[Float64s, Float64s]:
    points = np.array(shapes, dtype=object)
    return shapely.get_x(points), shapely.get_y(points)


def _plain(x: str, y: str) -> bool:
    return not (x or y) or bool(NUMBER.fullmatch(x) and NUMBER.fullmatch(y))


def refuse_words(file: str, wrong: Sequence[tuple[int, str, str]]) -> None:
    """Raise ``LayerError`` for coordinates that are no plain numbers, if any: the number of each row, x and y."""
    if wrong:
        rows = ", ".join(f"{number} ({x!r}, {y!r})" for number, x, y in wrong[:ROWS_TOLD])
        raise LayerError(f"{file!r}: no plain coordinates in row {rows}.", "Write numbers such as -81.519.")


def _text(values: pd.Series[str]) -> pd.Series[str]:
    return values.where(values != "", None)
