"""Sponsors in a Parquet file, located row group by row group: the time and the most memory."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.made import areas, points
from benchmarks.timing import most_memory
from localvip.region.locating.locate import Locator

AT_ONCE = 1_000_000


def run(number: int, many: int) -> str:
    """Return what locating ``many`` points of a file in ``number`` areas took, in words.

    Raises ``AssertionError`` if a point is lost. The memory is that of this process so far: run it alone.
    """
    polygons = areas(number)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sponsors.parquet"
        with pq.ParquetWriter(path, pa.schema([("x", pa.float64()), ("y", pa.float64())])) as file:
            for part in range(many // AT_ONCE):
                x, y = points(polygons, AT_ONCE, seed=part)
                file.write_table(pa.table({"x": x, "y": y}))
        started = time.perf_counter()
        locator, read = Locator.over(polygons, many), pq.ParquetFile(path)
        held, outside = np.zeros(len(polygons), dtype=np.int64), 0
        for group in range(read.num_row_groups):
            table = read.read_row_group(group, columns=["x", "y"])
            owner = locator.owners(table["x"].to_numpy(), table["y"].to_numpy())
            held += np.bincount(owner[owner >= 0], minlength=len(polygons))
            outside += int((owner < 0).sum())
        seconds = time.perf_counter() - started
    if held.sum() + outside != many // AT_ONCE * AT_ONCE:
        raise AssertionError("A sponsor was lost.")
    where = f"{many:,} points of a Parquet file in {len(polygons):,} areas"
    return f"{where}: {seconds:.1f} s, {most_memory():,.0f} MiB at most"


if __name__ == "__main__":
    sys.stdout.write(run(int(sys.argv[1]), int(sys.argv[2])) + "\n")
