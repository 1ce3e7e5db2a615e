"""The most visas under nested caps: ours, and the same rules by hand in pandas."""

from __future__ import annotations

from dataclasses import dataclass
from operator import eq

import numpy as np
import pandas as pd

from benchmarks.timing import Row, race
from localvip.capacity.partition import Partition, Programme
from localvip.capacity.solve import Solver
from localvip.region.apportion import Int64s

WARD = 50


@dataclass(frozen=True)
class Caps:
    """Caps in percent of the residents of each cell, of each ward, of the city, in turn; a column a provision."""

    residents: Int64s
    ward: Int64s
    percents: tuple[tuple[str, int], ...]


def run(cells: int, provisions: int) -> list[Row]:
    """Race over ``cells`` and ``provisions``; making the limits is part of the time."""
    random = np.random.default_rng(4)
    kinds = ["cell", "ward", "city"]
    percents = tuple((kinds[n % 3], int(random.integers(2, 30))) for n in range(provisions))
    caps = Caps(random.integers(100, 5000, cells), np.arange(cells) // WARD, percents)
    question = f"{provisions:,} provisions over {cells:,} cells"
    return race(question, {"localvip": lambda: _solved(caps), "pandas": lambda: _by_hand(caps)}, eq)


def _solved(caps: Caps) -> int:
    every = np.arange(len(caps.ward))
    groups = {"cell": every, "ward": caps.ward, "city": np.zeros_like(every)}
    index = {kind: one.astype(np.int32) for kind, one in groups.items()}
    sums = {kind: np.bincount(one, caps.residents).astype(np.int64) for kind, one in index.items()}
    limits = [Partition(index[kind], sums[kind] * percent // 100) for kind, percent in caps.percents]
    return Solver(Programme(caps.residents, limits)).maximum().visas


def _by_hand(caps: Caps) -> int:
    """Return the maximum as an analyst would who sees that these caps are nested (not so in general)."""
    frame = pd.DataFrame({"residents": caps.residents, "ward": caps.ward})
    frame["most"] = frame["residents"]
    city = frame["residents"].sum()
    for percent in (p for kind, p in caps.percents if kind == "cell"):
        frame["most"] = np.minimum(frame["most"], frame["residents"] * percent // 100)
    wards = frame.groupby("ward")[["residents", "most"]].sum()
    for percent in (p for kind, p in caps.percents if kind == "ward"):
        wards["most"] = np.minimum(wards["most"], wards["residents"] * percent // 100)
    most = wards["most"].sum()
    return int(min([most, *(city * p // 100 for kind, p in caps.percents if kind == "city")]))
