"""Work on millions of cells in blocks that stay near the processor, on several of them at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from localvip.region.several import several

BLOCK = 2**16


def in_blocks(work: Callable[[slice], object], cells: int) -> None:
    """Do ``work`` on every block of so many cells: it may write to its own block, so that their order is nothing."""
    blocks = [slice(start, min(start + BLOCK, cells)) for start in range(0, cells, BLOCK)]
    done = several(work, blocks) if len(blocks) > 1 else map(work, blocks)
    deque(done, maxlen=0)
