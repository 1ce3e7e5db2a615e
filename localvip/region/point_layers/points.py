"""People as points: sponsors, or visas in force. Held of each is the area that it is in; all else is read when asked.

So a file of any number of points fits: four bytes a point, and a batch at a time of its columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt
from pyproj import CRS

from localvip.problem import Place, Problem, Problems, Refused
from localvip.region.memory import Memory
from localvip.region.plane import projection
from localvip.region.readers.fault import LayerError
from localvip.region.readers.wkb import Coordinates

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Float64s = npt.NDArray[np.float64]
Columns: TypeAlias = dict[str, npt.NDArray[Any]]
AT_ONCE = 1 << 18  # rows a batch: what is made of one stays in the cache of a processor


class Ids(Protocol):
    """The ids of a batch: ``str`` of each is its text."""

    def __getitem__(self, row: int, /) -> object:
        """Return one of them."""
        ...


class Source(Protocol):
    """Where points come from: read from the start as often as asked, always in one order.

    Iterating raises ``LayerError`` where the source can't be read.
    """

    @property
    def file(self) -> str:
        """Return the name of the source in the region file."""
        ...

    @property
    def rows(self) -> int:
        """Return how many points it announces."""
        ...

    @property
    def origin(self) -> tuple[str, ...]:
        """Return all that its ids and coordinates come from, by content; nothing where that isn't known."""
        ...

    @property
    def crs(self) -> CRS:
        """Return the CRS of its coordinates."""
        ...

    @property
    def columns(self) -> Mapping[str, str]:
        """Return the unit of each column that rules may name: ``text``, ``date``, or empty for a number."""
        ...

    def batches(self, names: Sequence[str]) -> Iterator[Columns]:
        """Yield the columns ``names`` of some points at a time: float64 with NaN, texts or ``None``, or days."""
        ...

    def places(self) -> Iterator[Coordinates]:
        """Yield the coordinates of some points at a time."""
        ...

    def checked_places(self, problems: Problems) -> Iterator[tuple[Ids, Coordinates]]:
        """Yield ids and what ``places`` does; refuse ids that are missing or stand twice where that isn't done yet."""
        ...


@dataclass(frozen=True)
class Points:
    """Points of ``source`` in its order. ``home``: the position of the area that owns each, or a negative reason.

    ``stacked``: the most points that share one place. ``key``: of ``home`` in the cache, empty where it isn't kept.
    ``memory``: what was asked of all points.
    """

    source: Source
    plane: CRS
    home: Int32s
    stacked: int = 0
    key: str = ""
    memory: Memory = field(init=False, repr=False, compare=False, default_factory=Memory)

    def __len__(self) -> int:
        return len(self.home)

    @property
    def columns(self) -> Mapping[str, str]:
        """Return the unit of each column that rules may name."""
        return self.source.columns

    def batches(self, names: Sequence[str]) -> Iterator[tuple[slice, Columns]]:
        """Iterate over the columns ``names`` of some points at a time, with their place among all.

        Raises ``Refused`` where the source can't be read (any more), or holds another number of points than before.
        """
        start = 0
        with _readable(self.source.file):
            for columns in self.source.batches(names):
                rows = len(next(iter(columns.values())))
                yield slice(start, start + rows), columns
                start += rows
            self._check(start)

    def column(self, name: str) -> npt.NDArray[Any]:
        """Return one column of all points: eight bytes a point of it, or a text each."""
        parts = [columns[name] for _, columns in self.batches([name])]
        return np.concatenate(parts) if parts else np.zeros(0)

    def on_plane(self, wanted: Bools) -> Iterator[tuple[Int64s, Float64s, Float64s]]:
        """Iterate over the positions and coordinates of the points that are ``wanted``, some at a time.

        Raises as ``batches`` does.
        """
        start, flat = 0, projection(self.source.crs, self.plane)
        with _readable(self.source.file):
            for found in self.source.places():
                some = np.flatnonzero(wanted[start : start + len(found.x)])
                x, y = flat(found.x[some], found.y[some])
                yield some + start, x, y
                start += len(found.x)
            self._check(start)

    def _check(self, rows: int) -> None:
        if rows != len(self.home):
            raise LayerError(
                f"{self.source.file!r} held {len(self.home):,} points before and now holds {rows:,}."
            )


@contextmanager
def _readable(file: str) -> Iterator[None]:
    """Refuse what can't be read."""
    try:
        yield
    except LayerError as error:
        raise Refused([Problem(Place(file), "file", error.message, error.hint)]) from None
