"""Which area owns each point: ours, the first time and with its index kept, and four peers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.made import Float64s, Geometries, areas, points
from benchmarks.peers import OBJECTS, PEERS, Pairs, installed
from benchmarks.timing import RUNS, Row, Stopwatch, ranked
from localvip.region.locating.locate import OUTSIDE, Locator

AT_ONCE = 10_000_000
SMALL = ((500, (100_000,)), (3000, (1_000_000,)))
LARGE = ((3000, (10**6, 10**7, 10**8)), (85_000, (10**3, 10**4, 10**5, 10**6, 10**7, 10**8)))
OURS = "localvip"


def rows(large: bool) -> Iterator[Row]:
    """Race at several sizes, once above 10 million points, and there only the peer that was the fastest until then.

    Raises ``AssertionError`` where the first area that a peer finds for a point isn't our owner of it.
    """
    for number, sizes in LARGE if large else SMALL:
        polygons, names = areas(number), installed()
        for many in sizes:
            race = _Race(polygons, *points(polygons, many))
            found, fastest = race.run(names, RUNS if many <= AT_ONCE else 1)
            yield from found
            names = names if many < AT_ONCE else [fastest]


class _Race:
    """One question. We are asked first: ``owner`` is our answer."""

    def __init__(self, polygons: Geometries, x: Float64s, y: Float64s) -> None:
        self.polygons, self.x, self.y = polygons, x, y
        self.owner = np.full(len(x), OUTSIDE, dtype=np.int32)

    def run(self, names: Sequence[str], turns: int) -> tuple[list[Row], str]:
        """Return rows (the first use against all, the index kept against the fastest) and who was the fastest."""
        question = f"{len(self.x):,} points in {len(self.polygons):,} areas"
        first, kept = [], []
        for _ in range(turns):
            with TemporaryDirectory() as folder:
                first.append(self._ours(Path(folder)))
                kept.append(self._ours(Path(folder)))
        peers = {name: [self._theirs(name) for _ in range(turns)] for name in names}
        found = ranked(question, {OURS: first, **peers})
        fastest = min(found[1:], key=lambda row: row.wall).competitor
        return found + ranked(f"{question}, index kept", {OURS: kept, fastest: peers[fastest]}), fastest

    def _ours(self, folder: Path) -> Stopwatch:
        watch = Stopwatch()
        locator = watch.time(lambda: Locator.over(self.polygons, len(self.x), folder))
        for part in _parts(len(self.x), AT_ONCE):
            x, y = self.x[part], self.y[part]
            self.owner[part] = watch.time(lambda: locator.owners(x, y))  # noqa: B023 (called at once)
        return watch

    def _theirs(self, name: str) -> Stopwatch:
        """Return the time of a peer, all that it needs being loaded before."""
        watch = Stopwatch()
        for part in _parts(len(self.x), AT_ONCE if name in OBJECTS else len(self.x)):
            pairs = watch.time(PEERS[name](self.polygons, self.x[part], self.y[part]))
            if not np.array_equal(self.owner[part], _first(pairs, len(self.owner[part]))):
                raise AssertionError(f"{name} answers otherwise.")
        return watch


def _parts(number: int, at_once: int) -> Iterator[slice]:
    return (slice(start, start + at_once) for start in range(0, number, at_once))


def _first(pairs: Pairs, number: int) -> np.ndarray:
    """Return the first area of each point, ``OUTSIDE`` where it has none."""
    point, area = pairs
    first = np.full(number, np.iinfo(np.int32).max, dtype=np.int32)
    np.minimum.at(first, point, area.astype(np.int32))
    first[first == np.iinfo(np.int32).max] = OUTSIDE
    return first
