import numpy as np
import pytest
import shapely

from localvip.region.cutting.rings import LENGTH, borders, edges_of, shells

SQUARE = [(0, 0), (4, 0), (4, 4), (0, 4)]
HOLE = [(1, 1), (2, 1), (2, 2), (1, 2)]


def doubled_land(rings):
    """Twice the land on the left of each ring."""
    sums = []
    for first, number in zip(rings.first, rings.number, strict=True):
        x, y = rings.x[first : first + number + 1], rings.y[first : first + number + 1]
        sums.append(float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum()))
    return sums


@pytest.mark.parametrize("corners", [SQUARE, SQUARE[::-1]])
def test_a_shell_has_its_land_on_the_left_whichever_way_it_was_given(corners):
    rings = shells(np.array([shapely.Polygon(corners)], dtype=object))
    assert doubled_land(rings) == [32]
    assert rings.number.tolist() == [4]


@pytest.mark.parametrize("hole", [HOLE, HOLE[::-1]])
def test_a_hole_goes_the_other_way_and_every_ring_knows_its_shape(hole):
    pond = shapely.Polygon(SQUARE, [hole])
    two = shapely.MultiPolygon([shapely.box(9, 9, 10, 10), shapely.box(7, 7, 8, 8)])
    rings, shape = borders(np.array([pond, shapely.Polygon(), two], dtype=object))
    assert shape.tolist() == [0, 0, 2, 2]
    assert doubled_land(rings) == [32, -2, 2, 2]
    assert rings.boxes().tolist()[1:3] == [[1, 1, 2, 2], [9, 9, 10, 10]]


def test_no_shapes_have_no_edges():
    rings, shape = borders(np.zeros(0, dtype=object))
    assert len(rings.first) == len(shape) == len(edges_of(rings).row) == len(rings.stretches().row) == 0


def test_edges_go_round_and_those_without_length_are_left_out():
    ring = shapely.Polygon([(0, 0), (4, 0), (4, 0), (0, 3)])
    edges = edges_of(shells(np.array([ring, shapely.box(0, 0, 1, 1)], dtype=object)))
    assert edges.ring.tolist() == [0, 0, 0, 1, 1, 1, 1]
    assert edges.row[:3].tolist() == [0, 2, 3]
    assert (edges.end_x[:3].tolist(), edges.end_y[:3].tolist()) == ([4, 0, 0], [0, 3, 0])
    assert np.allclose(np.hypot(edges.along_x, edges.along_y), 1)
    assert shapely.length(edges.lines())[:3].tolist() == [4, 5, 3]


def test_stretches_hold_every_edge_once_and_their_boxes_all_corners():
    circles = [shapely.Point(0, 0).buffer(10, quad_segs=9), shapely.Point(50, 9).buffer(20, quad_segs=11)]
    rings = shells(np.array(circles, dtype=object))
    stretches = rings.stretches()
    assert (stretches.corners - 1).max() == LENGTH
    assert stretches.number.tolist() == [-(-36 // LENGTH), -(-44 // LENGTH)]
    rows = [
        row
        for first, corners in zip(stretches.row, stretches.corners, strict=True)
        for row in range(first, first + corners - 1)
    ]
    assert rows == edges_of(rings).row.tolist()
    for row, corners, box in zip(stretches.row, stretches.corners, stretches.box, strict=True):
        x, y = rings.x[row : row + corners], rings.y[row : row + corners]
        assert box.tolist() == [x.min(), y.min(), x.max(), y.max()]
