"""Read a layer of a GeoPackage by GDAL's driver of that name alone."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyogrio

from localvip.problem import listed
from localvip.region.readers.curves import refuse_in_geopackage
from localvip.region.readers.fault import DAMAGED, LayerError, first_line
from localvip.region.readers.plain_table import check_shapes, check_table


def read_geopackage(path: Path, layer: str | None) -> gpd.GeoDataFrame:
    """Return the features of ``layer`` in file order; it may be left out where there is one."""
    source = f'GPKG:"{path}"'  # by this driver alone; the quotes let a folder have a colon
    try:
        chosen = chosen_layer(path.name, layers_of(path), layer)
        check_table(path, chosen)
        refuse_in_geopackage(path, chosen)
        frame = pyogrio.read_dataframe(source, layer=chosen)
    except LayerError:
        raise
    except DAMAGED as error:
        raise LayerError(f"{path.name!r} is a damaged GeoPackage.", first_line(error)) from None
    check_shapes(path, chosen, int(frame.geometry.isna().sum()))
    return frame


def layers_of(path: Path) -> dict[str, str]:
    """Return the layers of a GeoPackage with the type of their shapes (``None``: only a table)."""
    return {str(name): str(kind) for name, kind in pyogrio.list_layers(f'GPKG:"{path}"')}


def chosen_layer(file: str, kinds: dict[str, str], layer: str | None) -> str:
    """Return ``layer``, or the only one of ``kinds``; raises ``LayerError`` for another, or one that can't be used."""
    there = f"It holds: {listed(kinds)}." if kinds else "It holds none."
    if layer is None and len(kinds) > 1:
        raise LayerError(f"{file!r} holds several layers.", f"Name one: {listed(kinds)}.")
    chosen = layer or next(iter(kinds), None)
    if chosen not in kinds:
        raise LayerError(f"{file!r} has no layer {chosen!r}." if chosen else f"{file!r} has no layer.", there)
    if kinds[chosen] == "None":
        raise LayerError(f"layer {chosen!r} of {file!r} has no shapes, only a table.", there)
    return chosen
