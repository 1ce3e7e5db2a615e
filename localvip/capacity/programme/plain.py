"""The order of Webster that nothing guards: every visa is given that no limit refuses where it stands."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from localvip.capacity.programme.core import Core
from localvip.capacity.programme.course import Course
from localvip.capacity.programme.queue import Queue, Rows

Int64s = npt.NDArray[np.int64]


def rows_of(core: Core) -> Rows:
    """Return the rows of a core over its roots."""
    return Rows(core.row, core.column, np.ones(len(core.row), dtype=np.int64), core.values)


def overfull(core: Core, kept: Int64s) -> Iterator[Rows]:
    """Iterate over sets of facilities that visas of the roots ask for more than they serve, each a row."""
    for service in core.served:
        found = service.overfull(kept)
        if found is not None:
            yield Rows(0 * found[1], found[1], 1 + 0 * found[1], np.array([found[0]]))


def followed(core: Core, queue: Queue, root: Int64s) -> Int64s:
    """Return the visas of each node of ``queue``, in a ``root`` each; they keep every row and service of ``core``."""
    course, rows = Course(queue, root, len(core.roots)), rows_of(core)
    while True:
        split = course.followed(rows)
        kept = core.totals(root, split)
        learnt = [*overfull(core, kept)]
        if not learnt:
            return split
        for one in learnt:
            rows = rows.joined(one)


def solution(core: Core) -> Int64s:
    """Return visas of the roots that fit, by the order in which each weighs as much as its bound."""
    some = np.flatnonzero(core.bounds)
    found = np.zeros(len(core.roots), dtype=np.int64)
    found[some] = followed(core, Queue(core.bounds[some], core.bounds[some]), some)
    return found
