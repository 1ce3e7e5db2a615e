"""Read a region: its manifest, then its files, every problem of both collected before anything is refused."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from localvip.language.evaluate import evaluate
from localvip.problem import Place, Problems
from localvip.region.apportion import Int64s, whole_persons
from localvip.region.columns import count_units, take_columns
from localvip.region.files import Files, measuring_plane, on_plane, region_crs
from localvip.region.ledger import Account, Entry, account
from localvip.region.manifest import Level, LayerFile, Manifest, PlaceLayer, read_manifest
from localvip.region.model import LAND, Jurisdictions, Layer, Region, SourceFile
from localvip.region.repair import usable_polygons


def read_region(path: Path, data: Path | None = None) -> Region:
    """Read the region described by ``path`` (a folder with ``region.yaml``, or that file).

    ``data``: the folder of its files, where that is not the manifest's own. Raises ``Refused`` with every
    problem: of the manifest first, then of all its files together.
    """
    manifest, document = read_manifest(path)
    folder = data or (path if path.is_dir() else path.parent)
    problems = Problems()
    files = Files(folder, problems)
    files.sources.append(SourceFile("region file", document.name, document.sha256, "", "", ""))
    crs = region_crs(manifest.crs, manifest.place, problems)
    areas = files.layer(manifest.areas, "areas")
    if areas is None or crs is None:
        problems.refuse()
    return _assemble(manifest, files, areas.sort_index(), crs)


def _assemble(manifest: Manifest, files: Files, areas: gpd.GeoDataFrame, crs: CRS) -> Region:
    problems = files.problems
    plane = measuring_plane(areas)
    areas = _polygons(areas, str(manifest.areas.file), files, plane)
    columns = dict(manifest.areas.columns)
    values, notices = take_columns(areas, columns, str(manifest.areas.file), problems)
    files.notices.extend(notices)
    levels = {name: _level(name, level, files, plane) for name, level in manifest.levels.items()}
    districts = {name: _district(name, file, files, plane) for name, file in manifest.districts.items()}
    read = {name: _layer(name, spec, files, plane) for name, spec in manifest.layers.items()}
    points = files.layer(manifest.sponsors, "sponsors") if manifest.sponsors.file else None
    problems.refuse()
    counts, unknown = count_units(values, columns)
    counts[LAND] = np.rint(areas.geometry.area.to_numpy()).astype(np.int64)
    unknown[LAND] = False
    return Region(
        title=manifest.region,
        crs=crs,
        plane=plane,
        currency=manifest.currency,
        areas=areas[["name", "geometry"]].join(values),
        columns=columns,
        counts=counts,
        unknown=unknown,
        levels=levels,
        districts=districts,
        layers={name: layer for name, (layer, _) in read.items()},
        sponsors=_sponsor_counts(manifest, counts) if points is None else on_plane(points, plane),
        sources=tuple(files.sources),
        accounts=tuple(entry for _, entry in read.values() if entry is not None),
        notices=tuple(sorted(set(files.notices))),
    )


def _polygons(frame: gpd.GeoDataFrame, file: str, files: Files, plane: CRS) -> gpd.GeoDataFrame:
    if frame.empty:
        files.problems.add(Place(file), "empty", "holds no feature.")
    mended, notices = usable_polygons(on_plane(frame, plane), file, files.problems)
    files.notices.extend(notices)
    return mended


def _level(name: str, level: Level, files: Files, plane: CRS) -> Jurisdictions:
    nothing = gpd.GeoDataFrame({"name": []}, geometry=[], crs=plane)
    if level.constant is not None:
        return Jurisdictions(name, level.constant, nothing, "")
    frame = files.layer(level, f"level {name}")
    shapes = nothing if frame is None else _polygons(frame.sort_index(), str(level.file), files, plane)
    return Jurisdictions(name, None, shapes[["name", "geometry"]], str(level.file))


def _district(name: str, file: LayerFile, files: Files, plane: CRS) -> Jurisdictions:
    frame = files.layer(file, f"district {name}")
    if frame is None:
        return Jurisdictions(name, None, gpd.GeoDataFrame({"name": []}, geometry=[], crs=plane), file.file)
    shapes = _polygons(frame.sort_index(), file.file, files, plane)
    return Jurisdictions(name, None, shapes[["name", "geometry"]], file.file)


def _layer(name: str, spec: PlaceLayer, files: Files, plane: CRS) -> tuple[Layer, Account | None]:
    """Return a layer on the plane after its ``where``, and the account of its features."""
    frame = files.layer(spec, f"layer {name}")
    if frame is None:
        return Layer(gpd.GeoDataFrame(geometry=[], crs=plane), spec), None
    frame = on_plane(frame.sort_index(), plane)
    bad = ~np.isfinite(shapely.bounds(frame.geometry.to_numpy())).all(axis=1)
    for key in frame.index[bad]:
        message = "has no shape, or coordinates that don't fit its CRS."
        files.problems.add(Place(spec.file, item=str(key)), "geometry", message)
    kept = np.ones(len(frame), bool)
    if spec.where is not None:
        unknown = sorted(spec.where.names - set(map(str, frame.columns)))
        for column in unknown:
            message = f"layer {name!r}: {spec.file} has no column {column!r}."
            files.problems.add(spec.place_of("where"), "unknown-column", message)
        if not unknown:
            kept = evaluate(spec.where, {n: frame[n].to_numpy() for n in spec.where.names}).true
    left = int((~kept).sum())
    entries = [Entry("used", len(frame) - left), Entry(f"not {spec.where.text}" if spec.where else "", left, used=False)]
    return Layer(frame[kept], spec), account(f"layer {name}", "features", len(frame), entries)


def _sponsor_counts(manifest: Manifest, counts: pd.DataFrame) -> Int64s:
    """Return whole sponsors an area: a column of them, or a share of a count, rounded along the sorted ids."""
    sponsors = manifest.sponsors
    if sponsors.column is not None:
        return whole_persons(counts[sponsors.column].to_numpy())
    estimate = sponsors.estimate
    assert estimate is not None  # noqa: S101 (the manifest holds exactly one source)
    units = counts[estimate.base].to_numpy()
    share = [int(u) * estimate.rate.numerator // estimate.rate.denominator for u in units]
    return whole_persons(np.array(share, dtype=np.int64))

