import numpy as np
import shapely

from localvip.region.cutting.pairs import pairs_of


def boxes(*corners):
    return np.array([shapely.box(*box) for box in corners], dtype=object)


def test_pairs_have_boxes_that_meet_in_order_and_are_found_again():
    shapes, targets = boxes((0, 0, 2, 2), (5, 5, 6, 6), (1, 1, 9, 9)), boxes((2, 2, 3, 3), (0, 0, 1, 1))
    pairs = pairs_of(shapes, targets)
    assert list(zip(pairs.shape.tolist(), pairs.target.tolist(), strict=True)) == [
        (0, 0),
        (0, 1),
        (2, 0),
        (2, 1),
    ]
    assert pairs.at(np.array([2, 0]), np.array([0, 1])).tolist() == [2, 1]
    one, other = pairs.both(np.array([2]))
    assert one.tolist() == [shapes[2]] and other.tolist() == [targets[0]]


def test_nothing_meets_no_targets():
    assert len(pairs_of(boxes((0, 0, 1, 1)), boxes()).shape) == 0
