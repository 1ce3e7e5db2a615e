"""Time competitors in turns, after all have given the same answer."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

RUNS = 3
Answer = Any


@dataclass(frozen=True)
class Row:
    """Seconds of one competitor (medians), and how many times as long as ours it took by the clock."""

    question: str
    competitor: str
    wall: float
    cpu: float
    ratio: float


def race(
    question: str, competitors: Mapping[str, Callable[[], Answer]], same: Callable[..., bool]
) -> list[Row]:
    """Return a row a competitor, the first being ours.

    Raises ``AssertionError`` if an answer differs from the first. Competitors take turns, so that a busy
    machine is busy for all.
    """
    wall: dict[str, list[float]] = {name: [] for name in competitors}
    cpu: dict[str, list[float]] = {name: [] for name in competitors}
    first: Answer = None
    for turn in range(RUNS):
        for name, run in competitors.items():
            started, used = time.perf_counter(), time.process_time()
            answer = run()
            wall[name].append(time.perf_counter() - started)
            cpu[name].append(time.process_time() - used)
            first = answer if first is None else first
            if turn == 0 and not same(first, answer):
                raise AssertionError(f"{question}: {name} answers otherwise.")
    ours = statistics.median(wall[next(iter(competitors))])
    middles = {name: statistics.median(wall[name]) for name in competitors}
    return [
        Row(question, name, middles[name], statistics.median(cpu[name]), middles[name] / ours)
        for name in competitors
    ]
