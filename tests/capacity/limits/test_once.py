"""Work done once: the same for the same objects, other for others that are equal."""

import numpy as np

from localvip.capacity.limits.once import Once


def test_the_same_is_made_once():
    once, mask = Once(), np.ones(2, bool)
    first = once("sum", (mask, "a", 1), list)
    assert once("sum", (mask, "a", 1), dict) is first
    assert once("sum", (mask, "".join(["a"]), 1), dict) is first


def test_other_work_other_words_and_other_objects_are_not_the_same():
    once, mask = Once(), np.ones(2, bool)
    first = once("sum", (mask, "a"), list)
    others = [
        once("mean", (mask, "a"), list),
        once("sum", (mask, "b"), list),
        once("sum", (mask.copy(), "a"), list),
    ]
    assert all(other is not first for other in others)


def test_nothing_is_made_once_too():
    made = []
    once = Once()
    assert once("x", (), lambda: made.append(1)) is None
    once("x", (), lambda: made.append(1))
    assert made == [1]
