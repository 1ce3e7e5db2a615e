"""The whole job, from files to numbers, in processes of their own: ours, a notebook's, and ``import geopandas``."""

from __future__ import annotations

import atexit
import gc
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.county import CHANGE, ordinance, write_county
from benchmarks.timing import RUNS, Row, Stopwatch, most_memory

ROOT = Path(__file__).parents[1]
COMMAND = "import sys; from localvip.cli.process import run; sys.argv[0] = 'localvip'; run()"
NUMBERS = "localvip, the numbers"
OURS, NOTEBOOK, AGAIN = "localvip", "geopandas and pandas", "localvip, a second run"
SMALL = (500, 80_000)
LARGE = (85_000, 10_000_000)
NEAR = 1e-5
ANSWERS = {"adults", "visas", "changed"}


@dataclass(frozen=True)
class Ended:
    """What a process took, and the answers that it wrote."""

    wall: float
    cpu: float
    said: Mapping[str, float]


def run() -> Iterator[Row]:
    """Race CPU seconds of fresh processes on 148 and on 500 areas against an import (``wall`` is the clock's)."""
    yield from _small("Akron, 148 areas", Path("rules/akron.yaml"), Path("sample_regions/akron"))
    with TemporaryDirectory() as place:
        folder = Path(place)
        write_county(folder, *SMALL)
        yield from _small("500 areas, 80,000 sponsors, 50 provisions", folder / "town.yaml", folder)


def _small(question: str, rules: Path, region: Path) -> Iterator[Row]:
    """Race the numbers in a script, two commands, and an import.

    ``localvip check`` prints how many visas may be in force, and examines each rule on the data besides.
    """
    place = [str(rules), str(region)]
    with TemporaryDirectory() as folder:
        commands = {
            NUMBERS: ["-m", "benchmarks.job", *place],
            "localvip check": ["-c", COMMAND, "check", *place],
            "localvip report": ["-c", COMMAND, "report", *place, "--output", folder, "--force"],
            "import geopandas": ["-c", "import geopandas"],
        }
        turns: dict[str, list[Ended]] = {name: [] for name in commands}
        for _ in range(RUNS):
            for name, command in commands.items():
                turns[name].append(ended(command))
    wall, cpu = (
        {name: statistics.median(getattr(one, clock) for one in ends) for name, ends in turns.items()}
        for clock in ("wall", "cpu")
    )
    for name in commands:
        yield Row(f"{question}: CPU", name, wall[name], cpu[name], cpu[name] / cpu[NUMBERS])


def large() -> Iterator[Row]:
    """Race the job on 85,000 areas, 10 million sponsors and 50 provisions, then once more, in three turns.

    A second run finds what the first kept; the notebook keeps nothing. Told is the turn that is neither the shortest
    nor the longest. Raises ``AssertionError`` where answers differ by more than one in 100,000: the two measure land
    on different planes.
    """
    with TemporaryDirectory() as place:
        folder = Path(place)
        write_county(folder, *LARGE)
        ours = ["-m", "benchmarks.job", str(folder / "town.yaml"), str(folder)]
        commands = {OURS: ours, NOTEBOOK: ["-m", "benchmarks.notebook", str(folder)], AGAIN: ours}
        turns: dict[str, list[Ended]] = {name: [] for name in commands}
        for _ in range(RUNS):
            with TemporaryDirectory() as kept:
                os.environ["LOCALVIP_CACHE"] = kept
                for name, command in commands.items():
                    turns[name].append(ended(command))
                    _compare(turns[OURS][0].said, turns[name][-1].said)
        takes = {name: sorted(ends, key=lambda one: one.wall)[RUNS // 2] for name, ends in turns.items()}
        for name, took in takes.items():
            told = f"{name} ({took.said['MiB']:,.0f} MiB)"
            question = "85,000 areas, 10 million sponsors, 50 provisions"
            yield Row(question, told, took.wall, took.cpu, took.wall / takes[OURS].wall)
        yield from _changed(folder, takes[NOTEBOOK])


def _changed(folder: Path, peer: Ended) -> Iterator[Row]:
    """Race one changed number in a session that has all in memory: ours, the notebook's last cell, all of it again."""
    from localvip.capacity.limits.case import Terms
    from localvip.ordinance.read import read_rules
    from localvip.pipeline import measure_on
    from localvip.region.loading.load import read_region

    region, terms, rules = read_region(folder), Terms(date(2027, 1, 1)), folder / "town.yaml"
    measure_on(read_rules((rules,)), region, terms)
    rules.write_text(ordinance(more=CHANGE), encoding="utf-8")
    ours = Stopwatch()
    visas = ours.time(lambda: measure_on(read_rules((rules,)), region, terms).maximum.visas)
    _compare({"changed": visas}, peer.said)
    cell = (peer.said["wall"], peer.said["cpu"])
    question = "one number changed, the region in memory"
    yield Row(question, "localvip", ours.wall, ours.cpu, 1.0)
    yield Row(question, "the last cell of the notebook", *cell, cell[0] / ours.wall)
    yield Row(question, "the notebook from its start", peer.wall, peer.cpu, peer.wall / ours.wall)


def _compare(ours: Mapping[str, float], other: Mapping[str, float]) -> None:
    told = ANSWERS & ours.keys() & other.keys()
    if not told or any(abs(ours[name] - other[name]) > NEAR * ours[name] for name in told):
        raise AssertionError(f"localvip answers {ours}, the notebook {other}.")


def ended(command: list[str]) -> Ended:
    """Run ``python`` with ``command`` in a process of its own; raises ``CalledProcessError`` where it fails."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(  # noqa: S603 (commands of this file)
        [sys.executable, *command], cwd=ROOT, check=True, capture_output=True, text=True
    )
    said = json.loads(done.stdout) if done.stdout.startswith("{") else {}
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Ended(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, said)


def numbers(rules: Path, region: Path) -> dict[str, float]:
    """Return eligible sponsors and the most visas: the least that is asked of the whole job."""
    import localvip

    capacity, _ = localvip.evaluate(localvip.Request((rules,), region))
    adults = int(capacity.bounds.sum())
    return {"adults": adults, "visas": capacity.maximum.visas, "MiB": most_memory()}


if __name__ == "__main__":
    gc.set_threshold(50_000)  # as the command does for its own process (`localvip.cli.process`)
    atexit.register(gc.freeze)
    sys.stdout.write(json.dumps(numbers(Path(sys.argv[1]), Path(sys.argv[2]))))
