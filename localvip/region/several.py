"""Work on several parts of something at once: NumPy lets other threads work while it does."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, islice
from typing import TypeVar

Part = TypeVar("Part")
Made = TypeVar("Made")
AHEAD = 2  # parts a thread that may wait to be taken: more would only fill memory


def several(make: Callable[[Part], Made], parts: Iterable[Part]) -> Iterator[Made]:
    """Iterate over ``make(part)`` in the order of ``parts``, made by as many threads as there are processors.

    A lone part is made by the caller's thread: a new one first makes what each thread has for itself, such as PROJ's
    transformers. What ``make`` raises is raised when its turn comes.
    """
    source = iter(parts)
    start = list(islice(source, 2))
    if len(start) < 2:
        yield from map(make, start)
        return
    workers = os.cpu_count() or 1
    waiting: deque[Future[Made]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for part in chain(start, source):
            waiting.append(pool.submit(make, part))
            if len(waiting) > AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def meanwhile(make: Callable[[], Made]) -> Callable[[], Made]:
    """Start to ``make`` something in another thread; what is returned waits for it, and raises what that raised."""
    with_it = ThreadPoolExecutor(1)
    coming = with_it.submit(make)
    with_it.shutdown(wait=False)
    return coming.result


def ahead(parts: Iterable[Part]) -> Iterator[Part]:
    """Iterate over ``parts``: while one is used, another thread makes the next. What that raises comes in turn."""
    source, end = iter(parts), object()
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, source, end)
        while (part := coming.result()) is not end:
            coming = pool.submit(next, source, end)
            yield part  # type: ignore[misc]  # end is no part
