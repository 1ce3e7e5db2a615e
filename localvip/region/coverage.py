"""Whether the population areas lie side by side: land that two of them claim, and land that none does."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from localvip.message import Message, digits, told, told_many
from localvip.problem import Notice, Place, Problems

OVERLAP_SHARE = 1e-6
OVERLAP_M2 = 1.0
SHOWN_IN_KM2 = 10_000.0
Geometries = npt.NDArray[np.object_]


def check_coverage(
    areas: gpd.GeoDataFrame, residents: pd.Series[float], file: str, problems: Problems
) -> list[Notice]:
    """Return notices of land that several areas claim and of gaps between them; refuse each pair that shares much.

    Much is over 1 m2 and a millionth of the smaller area. ``areas``: valid polygons on a plane in metres.
    ``residents``: of each area, in its row. Those of shared land are reckoned by land; a gap concerns all those of the
    areas around it.
    """
    shapes = areas.geometry.to_numpy()
    people: npt.NDArray[np.float64] = np.nan_to_num(residents.to_numpy(dtype=np.float64))
    suspects = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(shapes)))
    little, pairs, concerned = 0.0, 0, 0.0
    for one, other, shared in _overlaps(shapes, suspects):
        smaller = min(shapely.area(shapes[one]), shapely.area(shapes[other]))
        if shared > max(OVERLAP_M2, OVERLAP_SHARE * smaller):
            message = f"claims {shared:,.0f} m2 of area {areas.index[one]} too."
            hint = "A home lies in one area: mend the layer."
            problems.add(Place(file, item=str(areas.index[other])), "overlap", message, hint)
        elif shared > 0:
            little, pairs = little + shared, pairs + 1
            concerned += sum(shared * people[n] / shapely.area(shapes[n]) for n in (one, other))
    notices = list(_gaps(shapes, people, file, clean=not len(suspects)))
    if pairs:
        text = told(
            "{n} pairs of areas overlap by {land} m2 in all, where {people} of their residents live by land;"
            " sponsors there are the smaller id's.",
            n=pairs,
            land=digits(f"{little:.3g}"),
            people=_about(concerned),
        )
        notices.append(Notice(Place(file), "overlap", text))
    return notices


def _about(people: float) -> Message:
    return told("about {n}", n=round(people)) if people >= 1 else told("less than one")


def _gaps(shapes: Geometries, people: npt.NDArray[np.float64], file: str, *, clean: bool) -> Iterator[Notice]:
    """Yield a notice of the holes in the union of ``shapes``; ``clean``: no border of two of them is broken."""
    holes = _holes(shapely.coverage_union_all(shapes) if clean else shapely.union_all(shapes))
    if not len(holes):
        return
    around = np.unique(shapely.STRtree(shapes).query(holes, predicate="intersects")[1])
    land = float(shapely.area(holes).sum())
    in_km2 = land >= SHOWN_IN_KM2
    text = told_many(
        "the areas leave a gap of {land} {unit} among areas of {people} residents: no one is counted there.",
        "the areas leave {n} gaps of {land} {unit} in all among areas of {people} residents: no one is counted there.",
        len(holes),
        land=digits(f"{land / 1e6:,.2f}" if in_km2 else f"{land:,.3g}"),
        unit="km2" if in_km2 else "m2",
        people=int(people[around].sum()),
    )
    yield Notice(Place(file), "gaps", text)


def _holes(union: shapely.Geometry) -> Geometries:
    parts = shapely.get_parts(union)
    rings, part = shapely.get_rings(parts, return_index=True)
    inner = np.r_[False, part[1:] == part[:-1]] if len(part) else np.zeros(0, bool)
    return np.asarray(shapely.polygons(rings[inner]), dtype=np.object_)


def _overlaps(shapes: Geometries, suspects: npt.NDArray[np.int64]) -> Iterator[tuple[int, int, float]]:
    """Yield pairs of positions and the land they share, looking only at ``suspects``, whose borders don't match."""
    mine, other = shapely.STRtree(shapes).query(shapes[suspects], predicate="intersects")
    both = zip(suspects[mine].tolist(), other.tolist(), strict=True)
    pairs = {(min(one, two), max(one, two)) for one, two in both if one != two}
    for one, two in sorted(pairs):
        yield one, two, float(shapely.area(shapely.intersection(shapes[one], shapes[two])))
