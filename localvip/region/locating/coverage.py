"""Whether the population areas lie side by side: land that two of them claim, and land that none does."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from localvip.message import Message, digits, told, told_many
from localvip.problem import Notice, Place, Problems
from localvip.region.locating import cache
from localvip.region.locating.edges import Float64s
from localvip.region.locating.mesh import Mesh

OVERLAP_SHARE = 1e-6
OVERLAP_M2 = 1.0
MANY = 5_000
FORMAT = 1  # one more whenever something else is told
SHOWN_IN_KM2 = 10_000.0
Geometries = npt.NDArray[np.object_]


def check_coverage(mesh: Mesh, residents: pd.Series[float], file: str, problems: Problems) -> list[Notice]:
    """Return notices of land that several areas claim and of gaps between them; refuse each pair that shares much.

    Much is over 1 m2 and a millionth of the smaller area. ``mesh``: of areas on a plane in metres.
    ``residents``: of each by its id, in its row. Those of shared land are reckoned by land; a gap concerns all those
    of the areas around it. That there was nothing to tell of many areas is kept between runs (see
    ``region.locating.cache``).
    """
    folder = cache.users_folder() if len(mesh.polygons) >= MANY else None
    key = cache.key_of(f"a coverage of which nothing is told {FORMAT}", mesh.fingerprint) if folder else ""
    if folder and cache.load(folder, key) is not None:
        return []
    before = len(problems.found)
    notices = _told(mesh, residents, file, problems)
    if folder and not notices and len(problems.found) == before:
        cache.save(folder, key, {})
    return notices


def _told(mesh: Mesh, residents: pd.Series[float], file: str, problems: Problems) -> list[Notice]:
    shapes = mesh.polygons
    people: Float64s = np.nan_to_num(residents.to_numpy(dtype=np.float64))
    ends, tree = mesh.edges.unshared(), shapely.STRtree(shapes)
    rim = np.asarray(shapely.linestrings(ends.reshape(-1, 2, 2)), dtype=np.object_)
    most = np.maximum(OVERLAP_M2, OVERLAP_SHARE * shapely.area(shapes))
    little, pairs, concerned = 0.0, 0, 0.0
    for one, other, shared in _overlaps(tree, most, np.unique(tree.query(rim, predicate="intersects")[1])):
        if shared > min(most[one], most[other]):
            message = f"claims {shared:,.0f} m2 of area {residents.index[one]} too."
            hint = "A home lies in one area: mend the layer."
            problems.add(Place(file, item=str(residents.index[other])), "overlap", message, hint)
        elif shared > 0:
            little, pairs = little + shared, pairs + 1
            concerned += sum(shared * people[n] / shapely.area(shapes[n]) for n in (one, other))
    notices = list(_gaps(tree, people, file, rim))
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


def _gaps(tree: shapely.STRtree, people: Float64s, file: str, rim: Geometries) -> Iterator[Notice]:
    """Yield a notice of the land that is enclosed by areas and in none of them; ``rim``: their unshared edges."""
    holes = _holes(rim, tree)
    if not len(holes):
        return
    around = np.unique(tree.query(holes, predicate="intersects")[1])
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


def _holes(rim: Geometries, areas: shapely.STRtree) -> Geometries:
    """Return the faces that the lines ``rim`` enclose and no area holds."""
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.union_all(rim))))
    held = areas.query(shapely.point_on_surface(faces), predicate="intersects")[0]
    return np.asarray(np.delete(faces, np.unique(held)), dtype=np.object_)


def _overlaps(
    tree: shapely.STRtree, most: Float64s, suspects: npt.NDArray[np.int64]
) -> Iterator[tuple[int, int, float]]:
    """Yield pairs of positions and the land they share.

    ``suspects`` touch unshared edges, so land that several areas claim has one of them at its rim. From there it is
    followed: whoever shares land with one is asked with whom else. Once a pair shares more than the ``most`` that one
    of them may, all areas are asked: behind a rim two layers on top of each other may have the same borders.
    """
    shapes, shared = tree.geometries, dict[tuple[int, int], float]()
    asked = np.zeros(len(shapes), bool)
    while len(suspects):
        asked[suspects] = True
        mine, other = tree.query(shapes[suspects], predicate="intersects")
        pairs = np.sort(np.stack([suspects[mine], other], axis=1)[suspects[mine] != other], axis=1)
        pairs = np.unique(pairs, axis=0)
        land = shapely.area(shapely.intersection(shapes[pairs[:, 0]], shapes[pairs[:, 1]]))
        pairs, land = pairs[land > 0], land[land > 0]
        shared.update(zip(map(tuple, pairs.tolist()), land.tolist(), strict=True))
        much = (land[:, None] > most[pairs]).any()
        found = np.arange(len(shapes)) if much else np.unique(pairs)
        suspects = found[~asked[found]]
    for one, two in sorted(shared):
        yield one, two, shared[one, two]
