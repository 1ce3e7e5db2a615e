"""The files of a region: opened once each, brought to one plane, indexed by text ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from pyproj import CRS

from localvip.problem import Notice, Place, Problems, did_you_mean, listed
from localvip.region.manifest import LayerFile, Level, Sponsors
from localvip.region.model import SourceFile
from localvip.region.paths import PathRefused, inside
from localvip.region.read import LayerRefused, read_layer, sha256, text_ids

Spec = LayerFile | Level | Sponsors


@dataclass
class Files:
    """Reads the layers of one region, each file once, and keeps what is said about them."""

    folder: Path
    problems: Problems
    sources: list[SourceFile] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    _read: dict[tuple[str, str | None], gpd.GeoDataFrame] = field(default_factory=dict)

    def layer(self, spec: Spec, role: str) -> gpd.GeoDataFrame | None:
        """Return the features of ``spec`` by text id (index), with ``name``; ``None`` after a problem.

        Refuses, with the place in the region file, a file that can't be opened or read, an id or name column
        that is not there; with the file and id, an id that is missing or stands twice.
        """
        frame = self._open(spec, role)
        if frame is None:
            return None
        id_column, name_column = str(spec.id), getattr(spec, "name", None)
        missing = [c for c in (id_column, name_column) if c is not None and c not in frame.columns]
        for column in missing:
            hint = did_you_mean(column, map(str, frame.columns)) or f"It has: {listed(frame.columns)}."
            self.problems.add(spec.place, "unknown-column", f"{spec.file} has no column {column!r}.", hint)
        if missing:
            return None
        ids, numeric = text_ids(frame[id_column])
        if numeric:
            text = f"ids in {id_column!r} are stored as numbers; zeros that led them, if any, are lost."
            self.notices.append(Notice(Place(str(spec.file)), "numeric-ids", text))
        self._check_ids(ids.tolist(), str(spec.file), id_column)
        names = frame[name_column].astype(object).where(frame[name_column].notna(), ids) if name_column else ids
        return frame.assign(name=names.astype(str).to_numpy()).set_index(ids.rename("id"))

    def _open(self, spec: Spec, role: str) -> gpd.GeoDataFrame | None:
        key = (str(spec.file), spec.layer)
        try:
            path = inside(self.folder, key[0])
            if key not in self._read:
                self._read[key] = read_layer(path, spec.layer)
            digest = sha256(path)
        except (PathRefused, LayerRefused) as error:
            self.problems.add(spec.place, "file", f"{role}: {error.message}", error.hint)
            return None
        source = SourceFile(role, key[0], digest, spec.licence, spec.vintage, spec.source)
        self.sources.append(source)
        return self._read[key]

    def _check_ids(self, ids: list[str], file: str, column: str) -> None:
        seen: dict[str, int] = {}
        for row, key in enumerate(ids, 1):
            if not key:
                self.problems.add(Place(file, item=f"row {row}"), "no-id", f"has no id in {column!r}.")
            elif key in seen:
                message = f"stands twice, in rows {seen[key]} and {row}."
                self.problems.add(Place(file, item=key), "double-id", message, "An id names one feature.")
            seen[key] = row


def region_crs(text: str, place: Place, problems: Problems) -> CRS | None:
    """Return the CRS that the region file names, or ``None`` after a problem."""
    try:
        return CRS.from_user_input(text)
    except pyproj.exceptions.CRSError:
        hint = "Write an EPSG code, such as EPSG:3734."
        problems.add(place, "crs", f"{text!r} is no coordinate reference system that is known.", hint)
        return None


def measuring_plane(frame: gpd.GeoDataFrame) -> CRS:
    """Return an equal-area plane in metres centred on ``frame`` (Lambert azimuthal, WGS 84).

    Areas on it are true; lengths within 100 km of the centre are true to about 1 in 30,000. The centre is
    rounded to a hundredth of a degree, so that a moved vertex doesn't move the plane.
    """
    west, south, east, north = frame.geometry.to_crs(4326).total_bounds
    lon, lat = round((west + east) / 2, 2), round((south + north) / 2, 2)
    return CRS.from_proj4(f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m +no_defs")


def on_plane(frame: gpd.GeoDataFrame, plane: CRS) -> gpd.GeoDataFrame:
    """Return ``frame`` on ``plane``; shapes whose coordinates don't fit their CRS become not finite."""
    shapes = frame.geometry.to_numpy()
    bounds = shapely.bounds(shapes)
    if frame.crs.is_geographic and np.nanmax(np.abs(bounds), initial=0.0) > 360:  # noqa: PLR2004
        shapes = shapely.transform(shapes, lambda xy: np.full_like(xy, np.inf))
        return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=plane))
    return frame.to_crs(plane)
