"""Work in blocks: every cell once, whatever the size of a block, and what fails is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localvip.capacity.limits import blocks
from localvip.capacity.limits.blocks import BLOCK, in_blocks


@given(st.integers(0, 3 * BLOCK))
def test_every_cell_is_in_one_block(cells):
    done = []
    in_blocks(done.append, cells)
    done.sort(key=lambda block: block.start)
    ends = [0, *(block.stop for block in done)]
    assert [block.start for block in done] == ends[:-1]
    assert ends[-1] == cells
    assert all(0 < block.stop - block.start <= BLOCK for block in done)


def test_what_a_block_raises_is_raised(monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 2)

    def work(block):
        if block.start == 4:
            raise ValueError("the third block")

    with pytest.raises(ValueError, match="the third block"):
        in_blocks(work, 7)


def test_few_cells_need_no_threads(monkeypatch):
    monkeypatch.setattr(blocks, "several", None)
    done = []
    in_blocks(done.append, BLOCK)
    assert done == [slice(0, BLOCK)]
