"""Work in blocks: every cell once, whatever the size of a block, and what fails is told."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from localvip.capacity import blocks
from localvip.capacity.blocks import BLOCK, MANY, chosen, group_sizes, group_sums, groups_with, in_blocks

LARGE = 2**53 + 1


@given(st.integers(0, (MANY + 2) * BLOCK))
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
    monkeypatch.setattr(blocks, "MANY", 2)

    def work(block):
        if block.start == 4:
            raise ValueError("the third block")

    with pytest.raises(ValueError, match="the third block"):
        in_blocks(work, 7)


def test_few_cells_need_no_threads(monkeypatch):
    monkeypatch.setattr(blocks, "several", None)
    done = []
    in_blocks(done.append, MANY * BLOCK)
    assert len(done) == MANY


CELLS = st.lists(st.tuples(st.integers(-1, 3), st.integers(0, 9) | st.just(LARGE)), max_size=8)


@given(CELLS)
def test_groups_are_counted_and_summed_exactly_in_blocks_of_any_size(cells):
    index = np.array([group for group, _ in cells], dtype=np.int32)
    units = np.array([number for _, number in cells], dtype=np.int64)
    of = [[n for group, n in cells if group == one] for one in range(4)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", 3)
        patch.setattr(blocks, "MANY", 1)
        assert group_sums(units, index, 4).tolist() == [sum(one) for one in of]
        assert group_sizes(index, 4).tolist() == [len(one) for one in of]
        assert groups_with(units > 4, index, 4).tolist() == [any(n > 4 for n in one) for one in of]
        values = np.array([7, -2, 9, 4, 5], dtype=np.int16)
        found = chosen(values, index)
    assert (found.dtype, found.tolist()) == (np.int16, values[index].tolist())


@pytest.mark.parametrize("index", [[0, 1, 2], [0, 0, 1], [1, 0, 1]])
def test_one_unit_above_what_floats_hold_is_not_lost(index):
    units = np.array([LARGE, 1, 1], dtype=np.int64)
    assert group_sums(units, np.array(index, dtype=np.int32), 3).sum() == LARGE + 2


def test_sums_are_no_array_of_the_units():
    units = np.arange(3)
    sums = group_sums(units, np.arange(3), 3)
    sums[0] = 9
    assert units.tolist() == [0, 1, 2]
