"""Unshared edges: enough to find every overlap and every gap, however areas lie."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from localvip.region.borders import unshared

HOLED = shapely.box(0, 0, 9, 9).difference(shapely.box(3, 3, 6, 6))
corners = st.integers(0, 6)
boxes = st.tuples(corners, corners, st.integers(1, 3), st.integers(1, 3)).map(
    lambda one: shapely.box(one[0], one[1], one[0] + one[2], one[1] + one[3])
)


def owners(*polygons):
    return sorted(set(unshared(np.array(polygons)).owner.tolist()))


def lines(*polygons):
    edges = unshared(np.array(polygons))
    return {
        tuple(sorted([tuple(a), tuple(b)]))
        for a, b in zip(edges.start.tolist(), edges.end.tolist(), strict=True)
    }


def test_the_edge_between_two_areas_is_shared_whichever_way_their_rings_run():
    one, other = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)
    for pair in [(one, other), (one.reverse(), other), (one.reverse(), other.reverse())]:
        found = lines(*pair)
        assert len(found) == 6 and ((1, 0), (1, 1)) not in found


def test_an_area_in_the_hole_of_another_leaves_the_outer_border():
    inside = shapely.box(3, 3, 6, 6)
    assert owners(HOLED, inside) == [0] and len(lines(HOLED, inside)) == 4
    assert len(lines(HOLED)) == 8


def test_the_same_area_twice_shares_nothing():
    assert owners(shapely.box(0, 0, 1, 1), shapely.box(0, 0, 1, 1)) == [0, 1]


def test_parts_of_an_area_belong_to_it():
    both = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1)])
    assert owners(both, shapely.box(1, 0, 2, 1)) == [0, 1] and len(lines(both, shapely.box(1, 0, 2, 1))) == 8


def test_land_lies_on_the_left():
    edges = unshared(np.array([HOLED, shapely.box(20, 0, 21, 1).reverse()]))
    cross = edges.start[:, 0] * edges.end[:, 1] - edges.end[:, 0] * edges.start[:, 1]
    assert cross.sum() / 2 == pytest.approx(81 - 9 + 1)


def test_no_areas():
    assert len(unshared(np.zeros(0, dtype=object)).owner) == 0


@given(st.lists(boxes, min_size=1, max_size=7))
def test_where_land_is_shared_an_owner_of_an_unshared_edge_shares_land(polygons):
    suspects = owners(*polygons)
    overlapping = [
        (one, other)
        for one in range(len(polygons))
        for other in range(one)
        if polygons[one].intersection(polygons[other]).area > 0
    ]
    assert not overlapping or any(one in suspects or other in suspects for one, other in overlapping)


def test_two_coverages_on_top_of_each_other_are_seen_at_their_rims():
    fine = [shapely.box(x, y, x + 1, y + 1) for x in range(6) for y in range(6)]
    coarse = [shapely.box(x, y, x + 2, y + 2) for x in range(0, 6, 2) for y in range(0, 6, 2)]
    suspects = owners(*fine, *coarse)
    assert any(fine[n].intersection(coarse[0]).area > 0 for n in suspects if n < 36)
    assert len(suspects) < 36 + 9
