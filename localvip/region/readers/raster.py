"""Sums of a population raster (GeoTIFF) over shapes, by rasterio and exactextract (``localvip[raster]``)."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import numpy.typing as npt
from pyproj import CRS
from pyproj.exceptions import CRSError

from localvip.region.readers.fault import LayerError, first_line
from localvip.region.readers.read import check_ground

if TYPE_CHECKING:
    from affine import Affine
    from rasterio.io import DatasetReader

Float64s = npt.NDArray[np.float64]
MAGIC = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
MOST_CELLS = 400_000_000
MOST = 1e12  # a million times as much is counted in whole numbers of 64 bits
# Nothing but the file itself is opened: no listing of its folder, no side files that could name others.
ALONE = {"GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR", "GDAL_PAM_ENABLED": "NO", "GTIFF_SRS_SOURCE": "GEOKEYS"}


@dataclass(frozen=True)
class RasterSums:
    """Sums of a raster: ``inside`` each shape, by the part of each cell that is covered, and ``total``, of all cells.

    ``cells``: how many cells with data a shape meets, by the part that is covered.
    """

    inside: Float64s
    cells: Float64s
    total: float


def raster_sums(path: Path, shapes: npt.NDArray[np.object_], crs: CRS) -> RasterSums:
    """Return the sums of the raster's cells in each of ``shapes`` (polygons in ``crs``), as float64.

    A cell counts by the part of it that a shape covers, so shapes that share a border share its cells and the
    sums of parts add up to that of their whole. Cells without data count 0, as does a shape beyond the raster.
    Raises ``LayerError`` where localvip[raster] is not installed, and for a file that is no GeoTIFF, is damaged,
    has no CRS or one that is nowhere on the ground, several bands, more than 400 million cells, cells that don't stand
    from north to south, one that is negative, complex or not finite, or a sum over a million million.
    """
    with _opened(path) as raster:
        plane = _plane(raster, path.name)
        total = _total(raster, path.name)
        return RasterSums(*_sums(raster, shapes, crs, plane), total)


def sums_inside(path: Path, shapes: npt.NDArray[np.object_], crs: CRS) -> Float64s:
    """Return the ``inside`` of ``raster_sums`` for a raster that it has summed before: not every cell is read again."""
    with _opened(path) as raster:
        return _sums(raster, shapes, crs, _plane(raster, path.name))[0]


@contextmanager
def _opened(path: Path) -> Iterator[DatasetReader]:
    """Open a raster and say in words what is wrong with it, then or while it is read."""
    try:
        import exactextract  # noqa: F401 (said before anything is opened)
        import rasterio
    except ImportError:
        raise LayerError("reading a raster needs localvip[raster].", "Install that extra.") from None
    try:
        with path.open("rb") as stream:
            if not stream.read(4).startswith(MAGIC):
                raise LayerError(f"{path.name!r} is damaged, or no GeoTIFF file.", "Export it again.")
        with warnings.catch_warnings(), rasterio.Env(**ALONE):
            warnings.simplefilter("error", rasterio.errors.NotGeoreferencedWarning)
            raster = rasterio.open(path, driver="GTiff")
        with raster, rasterio.Env(**ALONE):
            yield raster
    except rasterio.errors.NotGeoreferencedWarning:
        raise LayerError(f"{path.name!r} doesn't say where on the ground it lies.") from None
    except (OSError, RuntimeError, rasterio.errors.RasterioError) as error:
        raise LayerError(f"{path.name!r} is a damaged GeoTIFF.", first_line(error)) from None


def _plane(raster: DatasetReader, name: str) -> CRS:
    """Return the CRS of a raster; raises ``LayerError`` where its cells can't be summed, whatever they hold."""
    if raster.crs is None:
        raise LayerError(f"{name!r} has no CRS.", "Write it into the file, by gdal_edit for one.")
    if raster.count != 1:
        raise LayerError(f"{name!r} has {raster.count} bands.", "Keep the one that counts people or homes.")
    if raster.width * raster.height > MOST_CELLS:
        message = f"{name!r} has {raster.width * raster.height:,} cells; at most {MOST_CELLS:,} are read."
        raise LayerError(message, "Cut it to the region.")
    if np.dtype(raster.dtypes[0]).kind == "c":
        raise LayerError(f"{name!r} holds complex numbers.", "Keep the band that counts people or homes.")
    _check_grid(raster.transform, name)
    try:
        found = CRS.from_user_input(raster.crs.to_wkt())
    except CRSError:
        raise LayerError(f"{name!r} has no CRS that is known.") from None
    check_ground(found, name)
    return found


def _check_grid(grid: Affine, name: str) -> None:
    """Refuse cells that do not stand in rows from north to south and columns from west to east."""
    if not (np.isfinite(tuple(grid)).all() and grid.a > 0 > grid.e and grid.b == grid.d == 0):
        raise LayerError(
            f"{name!r} has cells that are turned, mirrored or of no size.", "Warp it to the north first."
        )


def _total(raster: DatasetReader, name: str) -> float:
    """Return the sum of all cells, each of which counts people."""
    total = 0.0
    for _, window in raster.block_windows(1):
        cells = raster.read(1, window=window, masked=True).compressed()
        if cells.size and not (np.isfinite(cells).all() and cells.min() >= 0):
            hint = "Give cells without data a nodata value."
            raise LayerError(f"{name!r} has a cell that is negative or not finite.", hint)
        with np.errstate(over="ignore"):  # an endless sum is told below
            total += float(cells.sum(dtype=np.float64))
    if total > MOST:
        raise LayerError(
            f"{name!r} sums to {total:.3g}; at most {MOST:.0e} is counted.", "Is its nodata value set?"
        )
    return total


def _sums(
    raster: DatasetReader, shapes: npt.NDArray[np.object_], crs: CRS, plane: CRS
) -> tuple[Float64s, Float64s]:
    """Return the sum of the cells in each shape, and how many with data it meets, by the part that is covered."""
    from exactextract import exact_extract

    # The same words for both, so that exactextract doesn't take two spellings of one CRS for two.
    moved = gpd.GeoSeries(shapes, crs=crs).to_crs(plane).set_crs(raster.crs.to_wkt(), allow_override=True)
    found = exact_extract(raster, gpd.GeoDataFrame(geometry=moved), ["sum", "count"], output="pandas")
    inside, cells = (np.nan_to_num(found[op].to_numpy(dtype=np.float64), nan=0.0) for op in ("sum", "count"))
    return inside, cells
