"""Ids of features as text: what a number lost of one is given back, or said to be lost."""

from __future__ import annotations

from typing import Any

import pandas as pd

from localvip.message import told
from localvip.problem import Notice, Place, Problems
from localvip.region.manifest import Origin
from localvip.region.readers.read import text_ids

HINT = "Write `id_width: 5` beside the id where ids have 5 digits, `id_width: 1` where no zero leads any."
NUMBERS_ALWAYS_MEANT = (".geojson",)  # JSON tells 1001 from "01001": whoever wrote a number lost the zero


def ids_of(
    values: pd.Series[Any], column: str, spec: Origin, problems: Problems
) -> tuple[pd.Series[str], list[Notice]]:
    """Return the ids in ``column`` as text (empty: missing), led by zeros up to the ``id_width`` of the region file.

    Ids that are stored as numbers are told of where no width is given, and refused in GeoJSON. Refuses a column of
    numbers and texts mixed: which of them lost a zero can't be known.
    """
    place = Place(str(spec.file))
    ids, numeric = text_ids(values)
    kind = pd.api.types.infer_dtype(values, skipna=True) if values.dtype == object else ""
    if kind.startswith("mixed"):
        message = f"ids in {column!r} are numbers and texts mixed."
        problems.add(place, "mixed-ids", message, "Store all as text.")
    if spec.id_width is not None:
        return _widened(ids, spec.id_width, place)
    if not (numeric or kind in ("integer", "floating")):
        return ids, []
    if place.file.lower().endswith(NUMBERS_ALWAYS_MEANT):
        message = f"ids in {column!r} are numbers; zeros that led them, if any, are lost."
        problems.add(place, "numeric-ids", message, HINT)
        return ids, []
    return ids, [numeric_ids(column, place)]


def numeric_ids(column: str, place: Place) -> Notice:
    """Return what a reader should know of ids that are stored as numbers."""
    text = told(
        "ids in {column} are stored as numbers; zeros that led them, if any, are lost. Write `id_width: 5` beside the"
        " id where ids have 5 digits, `id_width: 1` where no zero leads any.",
        column=repr(column),
    )
    return Notice(place, "numeric-ids", text)


def _widened(ids: pd.Series[str], width: int, place: Place) -> tuple[pd.Series[str], list[Notice]]:
    wide = ids.where(~ids.str.fullmatch("[0-9]+"), ids.str.zfill(width))
    led = int((wide != ids).sum())
    text = told(
        "{n} ids are led by zeros again, to {width} digits, as the region file says.", n=led, width=width
    )
    return wide, [Notice(place, "id-width", text)] if led else []
