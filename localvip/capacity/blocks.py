"""Work on millions of cells in blocks that stay near the processor, on several of them at once.

A group of cells is written as its number a cell, -1 for none. NumPy widens a whole such index before it uses it; in
blocks that costs next to nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from localvip.region.several import several

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.integer]
Held = TypeVar("Held", bound=np.generic)
BLOCK = 2**16
MANY = 16  # blocks from which on threads are worth their start


def blocks(cells: int) -> Iterator[slice]:
    """Iterate over so many cells, a block at a time."""
    for start in range(0, cells, BLOCK):
        yield slice(start, min(start + BLOCK, cells))


def in_blocks(work: Callable[[slice], object], cells: int) -> None:
    """Do ``work`` on every block of so many cells: it may write to its own block, so that their order is nothing."""
    done = several(work, blocks(cells)) if cells > MANY * BLOCK else map(work, blocks(cells))
    deque(done, maxlen=0)


def chosen(values: npt.NDArray[Held], index: Integers) -> npt.NDArray[Held]:
    """Return ``values[index]``."""
    found = np.empty(len(index), dtype=values.dtype)

    def choose(block: slice) -> None:
        found[block] = values[index[block]]

    in_blocks(choose, len(index))
    return found


def group_sums(units: Int64s, index: Integers, groups: int) -> Int64s:
    """Return the exact sum of whole ``units`` of each group of cells."""
    sums = np.zeros(groups + 1, dtype=np.int64)  # the last is of cells in no group
    for block in blocks(len(index)):
        np.add.at(sums, index[block].astype(np.intp), units[block])
    return sums[:-1]


def group_sizes(index: Integers, groups: int) -> Int64s:
    """Return the number of cells of each group."""
    sizes = np.zeros(groups + 1, dtype=np.int64)
    for block in blocks(len(index)):
        np.add.at(sizes, index[block].astype(np.intp), 1)
    return sizes[:-1]


def groups_with(cells: Bools, index: Integers, groups: int) -> Bools:
    """Return which groups have any of some ``cells``."""
    any_of = np.zeros(groups + 1, dtype=np.int8)
    for block in blocks(len(index)):
        np.maximum.at(any_of, index[block].astype(np.intp), cells[block].view(np.int8))
    return any_of[:-1].view(np.bool_)
