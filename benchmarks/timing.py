"""Time competitors in turns, after all have given the same answer."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

RUNS = 3
STATUS = Path("/proc/self/status")
Answer = Any
Made = TypeVar("Made")


@dataclass
class Stopwatch:
    """Seconds by the clock and of all processors while it ran."""

    wall: float = 0.0
    cpu: float = 0.0

    def time(self, run: Callable[[], Made]) -> Made:
        """Return what ``run`` does and add how long it took."""
        started, used = time.perf_counter(), time.process_time()
        made = run()
        self.wall += time.perf_counter() - started
        self.cpu += time.process_time() - used
        return made


def most_memory() -> float:
    """Return the most memory that this process has held since its program started, in MiB.

    ``ru_maxrss`` alone would be what the process that started it held, where that was more.
    """
    if STATUS.exists():
        held = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return int(held.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@dataclass(frozen=True)
class Row:
    """Seconds of one competitor (medians), and how many times as long as ours it took by the clock."""

    question: str
    competitor: str
    wall: float
    cpu: float
    ratio: float


def ranked(question: str, watches: Mapping[str, list[Stopwatch]]) -> list[Row]:
    """Return a row a competitor with the medians of its turns, the first being ours."""
    wall = {name: statistics.median(one.wall for one in turns) for name, turns in watches.items()}
    cpu = {name: statistics.median(one.cpu for one in turns) for name, turns in watches.items()}
    ours = wall[next(iter(wall))]
    return [Row(question, name, wall[name], cpu[name], wall[name] / ours) for name in watches]


def race(
    question: str,
    competitors: Mapping[str, Callable[[], Answer]],
    same: Callable[..., bool],
    turns: int = RUNS,
) -> list[Row]:
    """Return a row a competitor, the first being ours.

    Raises ``AssertionError`` if an answer differs from the first. Competitors take turns, so that a busy
    machine is busy for all.
    """
    watches: dict[str, list[Stopwatch]] = {name: [] for name in competitors}
    first: Answer = None
    for turn in range(turns):
        for name, run in competitors.items():
            watches[name].append(Stopwatch())
            answer = watches[name][-1].time(run)
            first = answer if first is None else first
            if turn == 0 and not same(first, answer):
                raise AssertionError(f"{question}: {name} answers otherwise.")
    return ranked(question, watches)
