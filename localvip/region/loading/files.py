"""The files of a region: opened once each, indexed by text ids."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from localvip.message import told, word
from localvip.problem import Notice, Place, Problem, Problems, did_you_mean, listed
from localvip.region.ledger import Account
from localvip.region.loading.hashes import Hashes
from localvip.region.loading.ids import ids_of, numeric_ids
from localvip.region.loading.join import join_table
from localvip.region.manifest import Areas, Join, LayerFile, Level, PlaceLayer, Raster, Sponsors, TravelTimes
from localvip.region.model import SourceFile
from localvip.region.paths import MOST_STREAMED, PathError, inside
from localvip.region.plane import known_crs
from localvip.region.point_layers.database import table_stream
from localvip.region.point_layers.formats import is_streamed, open_stream
from localvip.region.point_layers.held import Held
from localvip.region.point_layers.points import Source
from localvip.region.point_layers.stream import Stream
from localvip.region.readers.delimited import read_rows
from localvip.region.readers.fault import LayerError
from localvip.region.readers.postgis import read_table
from localvip.region.readers.raster import RasterSums, raster_sums
from localvip.region.readers.read import check_file, on_the_ground, read_layer
from localvip.region.readers.shapefile import files_of
from localvip.region.readers.table import read_points

MOST_HELD_BYTES = 16 * 1024**2
Spec = LayerFile | Level | Sponsors | TravelTimes


@dataclass
class Files:
    """Reads the layers of one region, and keeps what is said about them. A file is read once, unless it is large.

    ``systems``: the CRS of each file by its name.
    """

    folder: Path
    problems: Problems
    sources: list[SourceFile] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    systems: dict[str, CRS] = field(default_factory=dict)
    _hashes: Hashes = field(default_factory=Hashes)
    _read: dict[tuple[str, str | None, str | None], gpd.GeoDataFrame] = field(default_factory=dict)

    def layer(self, spec: Spec, role: str) -> gpd.GeoDataFrame | None:
        """Return the features of ``spec`` by text id (index), sorted; ``None`` after a problem.

        Refuses, with the place in the region file, a file that can't be opened or read, an id or name column
        that is not there; with the file and id, an id that is missing or stands twice.
        """
        frame = self.features(spec, role)
        if frame is None:
            return None
        self.systems[str(spec.file)] = frame.crs
        if frame.empty:
            return frame
        id_column = str(spec.id)
        if not self._has_columns(spec, [str(name) for name in frame.columns]):
            return None
        ids, told = ids_of(frame[id_column], id_column, spec, self.problems)
        self.notices.extend(told)
        self._check_ids(ids.tolist(), str(spec.file), id_column)
        return frame.set_index(ids.rename("id")).sort_index()

    def take(self, notices: Iterable[Notice], problems: Iterable[Problem]) -> None:
        """Keep what was said of a layer elsewhere."""
        self.notices.extend(notices)
        self.problems.extend(problems)

    def foresee(self, *specs: Sponsors | None) -> None:
        """Begin to hash the files of points that will be streamed; what is wrong with one is told when it is opened."""
        for spec in specs:
            with suppress(PathError, LayerError, OSError):
                if spec is not None and spec.file is not None and spec.postgis is None:
                    path = inside(self.folder, spec.file, MOST_STREAMED)
                    for part in files_of(path, MOST_STREAMED) if is_streamed(path) else ():
                        self._hashes.begin(part)

    def points(self, spec: Sponsors) -> Source | None:
        """Return sponsors, or visas in force, of a file or a table; ``None`` after a problem with it.

        Ids that are missing or stand twice are refused here, or where the points of a large file are gone through.
        """
        try:
            stream = self._table_stream(spec) if spec.postgis else self._file_stream(spec)
        except (PathError, LayerError) as error:
            self.problems.add(spec.place, "file", f"{spec.role}: {error.message}", error.hint)
            return None
        if stream is None:
            frame = self.layer(spec, spec.role)
            return None if frame is None else Held(frame, str(spec.file))
        self.systems[str(spec.file)] = stream.crs
        if stream.has_numbers_as_ids:
            self.notices.append(numeric_ids(stream.id, Place(stream.file)))
        return stream if self._has_columns(spec, stream.shape.schema.names) else None

    def _file_stream(self, spec: Sponsors) -> Stream | None:
        """Return the points of a file that is read batch by batch; ``None`` for a file that is read whole."""
        path = inside(self.folder, str(spec.file), MOST_STREAMED)
        if not is_streamed(path):
            return None
        digest = self._noted(word(spec.role), files_of(path, MOST_STREAMED), spec)
        return open_stream(path, spec, None if spec.crs is None else known_crs(spec.crs), digest)

    def _table_stream(self, spec: Sponsors) -> Stream:
        stream = table_stream(str(spec.postgis), str(spec.file), str(spec.id), spec.id_width)
        origin = (stream.content[0], spec.licence, spec.vintage, spec.source)
        self.sources.append(SourceFile(word(spec.role), str(spec.file), *origin))
        return stream

    def joined(self, spec: Areas, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Return the areas with the columns of the tables that the region file joins to them."""
        for join in spec.join if len(frame) else ():
            try:
                path = inside(self.folder, join.file)
                frame, notices = join_table(frame, join, path, spec.columns, self.problems)
                self._note(told("table of areas"), path, join.file, join)
            except (PathError, LayerError) as error:
                self.problems.add(join.place, "file", f"join: {error.message}", error.hint)
            else:
                self.notices.extend(notices)
        return frame

    def raster(self, spec: LayerFile, role: str, areas: gpd.GeoSeries) -> Path | None:
        """Return the path of a GeoTIFF file that can be summed over ``areas``; ``None`` after a problem."""
        try:
            path = inside(self.folder, str(spec.file))
            raster_sums(path, areas.iloc[:1].to_numpy(), areas.crs)
            self._note(role, path, str(spec.file), spec)
        except (PathError, LayerError) as error:
            self.problems.add(spec.place, "file", f"{role}: {error.message}", error.hint)
            return None
        return path

    def sums(self, raster: Raster, name: str, areas: gpd.GeoSeries) -> RasterSums:
        """Return the sums of a GeoTIFF over ``areas``, for the count ``name``.

        Raises ``PathError`` and ``LayerError`` where it can't be read.
        """
        path = inside(self.folder, raster.file)
        sums = raster_sums(path, areas.to_numpy(), areas.crs)
        self._note(f"raster of {name}", path, raster.file, raster)
        return sums

    def rows(self, spec: TravelTimes, role: str) -> pd.DataFrame | None:
        """Return the rows of a CSV file as texts; ``None`` after a problem."""
        try:
            path = inside(self.folder, spec.file)
            header, rows = read_rows(path)
            self._note(role, path, spec.file, spec)
        except (PathError, LayerError) as error:
            self.problems.add(spec.place, "file", f"{role}: {error.message}", error.hint)
            return None
        return pd.DataFrame(rows, columns=header, dtype=object)

    def features(self, spec: Spec, role: str) -> gpd.GeoDataFrame | None:
        """Return the features of ``spec`` in the file's order; ``None`` after a problem."""
        try:
            if spec.postgis is not None:
                return self._table(spec, role)
            path = inside(self.folder, str(spec.file))
            frame = self._frame(path, spec)
            self._noted(role, files_of(path), spec)
        except (PathError, LayerError) as error:
            self.problems.add(spec.place, "file", f"{role}: {error.message}", error.hint)
            return None
        return frame

    def _table(self, spec: Spec, role: str) -> gpd.GeoDataFrame:
        frame, digest = read_table(str(spec.postgis), str(spec.id))
        origin = SourceFile(role, str(spec.file), digest, spec.licence, spec.vintage, spec.source)
        self.sources.append(origin)
        return on_the_ground(frame, str(spec.file))

    def _note(self, role: str, path: Path, name: str, spec: Spec | Join | Raster) -> None:
        origin = SourceFile(role, name, self._hashes.of(path), spec.licence, spec.vintage, spec.source)
        self.sources.append(origin)

    def _noted(self, role: str, parts: tuple[Path, ...], spec: Spec) -> str:
        """Return the hash of a file, or those of the files of a set one after another."""
        before = len(self.sources)
        for part in parts:
            self._note(role, part, str(Path(str(spec.file)).with_name(part.name)), spec)
        return "".join(one.sha256 for one in self.sources[before:])

    def _frame(self, path: Path, spec: Spec) -> gpd.GeoDataFrame:
        if path.suffix.lower() == ".csv" and isinstance(spec, PlaceLayer | Sponsors):
            return _points(path, spec)
        key = (str(spec.file), spec.layer, spec.crs)
        if key in self._read:
            return self._read[key]
        crs = known_crs(spec.crs) if spec.crs is not None else None
        frame = read_layer(path, spec.layer, spec.encoding, crs)
        if path.stat().st_size <= MOST_HELD_BYTES:
            self._read[key] = frame
        return frame

    def _has_columns(self, spec: Spec, columns: list[str]) -> bool:
        """Return whether the columns of ids and names are there; refuse each that isn't."""
        named = getattr(spec, "name", None)
        missing = sorted({str(spec.id), *([str(named)] if named else [])} - set(columns))
        for column in missing:
            hint = did_you_mean(column, columns) or f"It has: {listed(columns)}."
            self.problems.add(spec.place, "unknown-column", f"{spec.file} has no column {column!r}.", hint)
        return not missing

    def _check_ids(self, ids: list[str], file: str, column: str) -> None:
        seen: dict[str, int] = {}
        for row, key in enumerate(ids, 1):
            if not key:
                self.problems.add(Place(file, item=f"row {row}"), "no-id", f"has no id in {column!r}.")
            elif key in seen:
                message = f"stands twice, in rows {seen[key]} and {row}."
                self.problems.add(Place(file, item=key), "double-id", message, "An id names one feature.")
            seen[key] = row


def _points(path: Path, spec: PlaceLayer | Sponsors) -> gpd.GeoDataFrame:
    crs = known_crs(str(spec.crs))
    assert crs is not None  # noqa: S101 (the region file was refused otherwise)
    check_file(path, spec.layer, (".csv",))
    texts = frozenset({str(spec.id), str(getattr(spec, "name", None))})
    return read_points(path, (str(spec.x), str(spec.y)), crs, texts)


def named(frame: gpd.GeoDataFrame, column: str | None) -> gpd.GeoDataFrame:
    """Return ``frame`` with ``name``: the text of ``column`` in Unicode NFC, the id where there is none."""
    ids = frame.index.to_series()
    names = ids if column is None or frame.empty else frame[column].astype(object)
    texts = names.where(names.notna(), ids).astype(str)
    return frame.assign(name=[unicodedata.normalize("NFC", text) for text in texts.tolist()])
