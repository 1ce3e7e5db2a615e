"""Read a region: its manifest, then its files, every problem of both collected before anything is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from localvip.message import told, word
from localvip.problem import Notice, Place, Problems, did_you_mean
from localvip.region.apportion import MICRO, Int64s, whole_persons
from localvip.region.controls import check_controls
from localvip.region.form import read_manifest
from localvip.region.loading.columns import count_units, error_name
from localvip.region.loading.files import Files
from localvip.region.loading.layers import areas_of, check_land, jurisdictions_of, places_of, points_of
from localvip.region.loading.timed import with_travel
from localvip.region.locating.mesh import Mesh
from localvip.region.manifest import Areas, Manifest, Sponsors, Visas
from localvip.region.model import LAND, SPONSORS, Region, SourceFile
from localvip.region.plane import measuring_plane, region_crs, reprojected
from localvip.region.point_layers.points import Points
from localvip.region.several import meanwhile
from localvip.region.weights import RasterWeights, Weigher, weights_of


def read_region(path: Path, data: Path | None = None) -> Region:
    """Read the region described by ``path`` (a folder with ``region.yaml``, or that file).

    ``data``: the folder of its files, where that is not the manifest's own. Raises ``Refused`` with every
    problem: of the manifest first, then of all its files together.
    """
    manifest, document = read_manifest(path)
    files = Files(data or (path if path.is_dir() else path.parent), Problems())
    files.sources.append(SourceFile(told("region file"), document.name, document.sha256, "", "", ""))
    return _read(manifest, files)


def _read(manifest: Manifest, files: Files) -> Region:
    crs = region_crs(manifest.crs, manifest.place_of("crs"), files.problems)
    files.foresee(manifest.sponsors, manifest.visas)
    plane, areas, mesh = _areas(manifest.areas, files)
    land = _checking(manifest.areas.file, areas, mesh)
    levels = {name: jurisdictions_of(name, one, files, plane) for name, one in manifest.levels.items()}
    districts = {name: jurisdictions_of(name, one, files, plane) for name, one in manifest.districts.items()}
    places = {name: places_of(name, one, files, plane) for name, one in manifest.layers.items()}
    kept = {name: one for name, one in places.items() if one is not None}
    layers = {name: layer for name, (layer, _) in kept.items()}
    if areas is not None:
        layers = with_travel(layers, areas, files)
    points = points_of(manifest.sponsors, mesh, files, plane) if manifest.sponsors.file else None
    visas: Points | Int64s | None = _visa_points(manifest, mesh, files, plane)
    weights = _weights(manifest, areas, files, plane)
    check_controls(manifest.control_totals, levels, files.problems)
    files.take(*land())
    files.problems.refuse()
    assert areas is not None and crs is not None  # noqa: S101 (refused above)
    areas, margins = _without_errors(areas, manifest)
    counts, unknown = _counts(manifest, areas)
    if visas is None and manifest.visas is not None:
        visas = _visa_counts(manifest.visas, counts, unknown)
    return Region(
        title=manifest.region,
        crs=crs,
        plane=plane,
        currency=manifest.currency,
        areas=areas,
        columns=dict(manifest.areas.columns),
        counts=counts,
        unknown=unknown,
        levels=levels,
        districts=districts,
        layers=layers,
        sponsors=_sponsor_counts(manifest, counts) if points is None else points,
        sources=tuple(files.sources),
        accounts=(*files.accounts, *(one for _, one in kept.values())),
        notices=tuple(
            sorted(
                {
                    *files.notices,
                    *reprojected(files.systems, crs, manifest.place_of("crs")),
                    *_unknown_sponsors(manifest, counts, unknown),
                    *_deserted(manifest, counts),
                }
            )
        ),
        visas=visas,
        visa_class=None if manifest.visas is None else manifest.visas.class_,
        weights=weights,
        margins=margins,
        controls=manifest.control_totals,
    )


def _areas(spec: Areas, files: Files) -> tuple[CRS, gpd.GeoDataFrame | None, Mesh | None]:
    """Return the plane, the areas on it and their mesh; no areas, or no mesh, after a problem."""
    frame = files.layer(spec, told("areas"))
    if frame is None:
        return measuring_plane(gpd.GeoDataFrame(geometry=[], crs="EPSG:4326")), None, None
    plane = measuring_plane(frame)
    return plane, *areas_of(spec, frame, files, plane)


def _checking(
    file: str, areas: gpd.GeoDataFrame | None, mesh: Mesh | None
) -> Callable[[], tuple[list[Notice], Problems]]:
    """Begin to check the land of the areas: points can be located meanwhile."""
    if areas is None or mesh is None:
        return lambda: ([], Problems())
    return meanwhile(lambda: check_land(areas, mesh, file))


def _without_errors(areas: gpd.GeoDataFrame, manifest: Manifest) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Return the areas, and apart from them the standard errors of their columns by the columns' names."""
    errors = {error_name(name): name for name, one in manifest.areas.columns.items() if one.moe is not None}
    margins = pd.DataFrame(areas[list(errors)]).rename(columns=errors)
    return areas.drop(columns=list(errors)), margins


def _counts(manifest: Manifest, areas: gpd.GeoDataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the micro-units of every count an area and of its land, and where they are unknown."""
    counts, unknown = count_units(areas, dict(manifest.areas.columns))
    land = np.rint(areas.geometry.area.to_numpy()).astype(np.int64)
    base = _sponsor_base(manifest.sponsors)
    if base is not None:
        unknown[SPONSORS] = unknown[base]
    return counts.assign(**{LAND: land}), unknown.assign(**{LAND: False})


def _sponsor_base(sponsors: Sponsors) -> str | None:
    """Return the count that sponsors are reckoned from; ``None`` where they are points."""
    return sponsors.estimate.base if sponsors.estimate else sponsors.column


def _unknown_sponsors(manifest: Manifest, counts: pd.DataFrame, unknown: pd.DataFrame) -> Iterator[Notice]:
    if SPONSORS in unknown and unknown[SPONSORS].any():
        lost = unknown[SPONSORS]
        residents = int(counts["residents"][lost].sum()) // MICRO
        text = told(
            "{n} areas ({residents} residents) have no {base}:"
            " their sponsors are unknown, from none to every adult.",
            n=int(lost.sum()),
            residents=residents,
            base=word(str(_sponsor_base(manifest.sponsors))),
        )
        yield Notice(manifest.sponsors.place, "unknown-sponsors", text)


def _deserted(manifest: Manifest, counts: pd.DataFrame) -> Iterator[Notice]:
    if not counts["residents"].any():
        yield Notice(
            manifest.areas.place, "deserted", told("no area has a resident: every share of residents is 0.")
        )


def _weights(manifest: Manifest, areas: gpd.GeoDataFrame | None, files: Files, plane: CRS) -> Weigher | None:
    spec = manifest.weights
    if spec is None:
        return None
    if spec.is_raster:
        path = None if areas is None else files.raster(spec, "weights", areas.geometry)
        return None if path is None else RasterWeights(path, plane, spec.file)
    found = places_of("weights", spec, files, plane)
    return None if found is None else weights_of(spec, found[0].shapes, files.problems)


def _visa_points(manifest: Manifest, mesh: Mesh | None, files: Files, plane: CRS) -> Points | None:
    """Return the visas in force as points."""
    spec = manifest.visas
    if spec is None or spec.file is None:
        return None
    points = points_of(spec, mesh, files, plane)
    if points is not None and spec.class_ is not None and len(points) and spec.class_ not in points.columns:
        hint = did_you_mean(spec.class_, points.columns)
        message = f"{spec.file} has no column {spec.class_!r}."
        files.problems.add(spec.place_of("class_"), "unknown-column", message, hint)
    return points


def _visa_counts(visas: Visas, counts: pd.DataFrame, unknown: pd.DataFrame) -> Int64s:
    """Return whole visas in force an area; refuse a number that is missing or broken."""
    problems = Problems()
    units = counts[str(visas.column)]
    for key in units.index[unknown[str(visas.column)] | (units % MICRO != 0)]:
        message = f"has no whole number of {visas.column}: visas in force are counted one by one."
        problems.add(
            Place(visas.place.file, item=str(key)), "visas", message, "Write 0 where there are none."
        )
    problems.refuse()
    return np.asarray(units.to_numpy() // MICRO)


def _sponsor_counts(manifest: Manifest, counts: pd.DataFrame) -> Int64s:
    """Return whole sponsors an area, from a column or a share of a count, rounded along the sorted ids."""
    sponsors = manifest.sponsors
    if sponsors.column is not None:
        return whole_persons(counts[sponsors.column].to_numpy())
    estimate = sponsors.estimate
    assert estimate is not None  # noqa: S101 (the manifest holds exactly one source)
    units = counts[estimate.base].to_numpy()
    share = [int(u) * estimate.rate.numerator // estimate.rate.denominator for u in units]
    return whole_persons(np.array(share, dtype=np.int64))
