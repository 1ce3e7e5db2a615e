"""The whole job from files to a report, against ``import geopandas`` in the same kind of process."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.timing import RUNS, Row

ROOT = Path(__file__).parents[1]
JOB = "import sys; from localvip.cli import main; sys.argv[0] = 'localvip'; main()"


def run() -> list[Row]:
    """Race user CPU seconds of fresh processes (``wall`` holds them too: this is about work, not waiting)."""
    with TemporaryDirectory() as folder:
        report = [JOB, "report", "rules/akron.yaml", "sample_regions/akron", "--output", folder, "--force"]
        commands = {"localvip report": report, "import geopandas": ["import geopandas"]}
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(RUNS):
            for name, command in commands.items():
                seconds[name].append(_used(command))
    middle = {name: statistics.median(one) for name, one in seconds.items()}
    ours = middle["localvip report"]
    return [Row("report of Akron, user CPU", name, used, used, used / ours) for name, used in middle.items()]


def _used(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([sys.executable, "-c", *command], cwd=ROOT, check=True, capture_output=True)  # noqa: S603
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
