from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from localvip.region.locating import edges
from localvip.region.locating.edges import edges_of
from localvip.region.locating.upward import HELD

LEFT, RIGHT = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)
MIDDLE = [1, 0, 1, 1]


def weights(polygons):
    found = edges_of(np.array(polygons, dtype=object))
    ends = found.ends.tolist()
    assert len({tuple(one) for one in ends}) == len(ends)
    return dict(zip(map(tuple, ends), found.weight.tolist(), strict=True))


@pytest.mark.parametrize("turned", [[LEFT, RIGHT], [LEFT.reverse(), RIGHT], [LEFT, RIGHT.reverse()]])
def test_a_shared_border_is_one_edge_from_the_right_area_to_the_left_one(turned):
    found = weights(turned)
    assert len(found) == 7
    assert found[tuple(MIDDLE)] == 0 - 1  # from number 1 to number 0
    assert found[0, 0, 0, 1] == -(HELD + 1)  # to its left lies nothing
    assert found[2, 0, 2, 1] == HELD + 2


def test_a_level_edge_goes_from_left_to_right():
    found = weights([LEFT])
    assert found[0, 0, 1, 0] == HELD + 1
    assert found[0, 1, 1, 1] == -(HELD + 1)


def test_a_hole_has_the_polygon_outside():
    whole, hole = shapely.box(0, 0, 3, 3), shapely.box(1, 1, 2, 2)
    for ring in (whole - hole, (whole - hole).reverse()):
        found = weights([ring])
        assert found[1, 1, 1, 2] == HELD + 1
        assert found[2, 1, 2, 2] == -(HELD + 1)
    assert weights([whole - hole, hole])[1, 1, 1, 2] == 0 - 1


def test_parts_have_the_number_of_their_polygon():
    found = weights([LEFT, shapely.MultiPolygon([RIGHT, shapely.box(5, 0, 6, 1)])])
    assert found[6, 0, 6, 1] == found[2, 0, 2, 1] == HELD + 2


def test_twice_the_same_polygon_adds_up():
    assert weights([LEFT, RIGHT, LEFT])[tuple(MIDDLE)] == (HELD + 1) - (HELD + 2) + (HELD + 3)


def test_nothing_and_empty_polygons_have_no_edges():
    assert len(edges_of(np.array([], dtype=object))) == 0
    assert len(edges_of(np.array([shapely.Polygon(), None], dtype=object))) == 0


def totals(found):
    """Return the weight of each edge, however often it is there."""
    total = {}
    for one, weight in zip(map(tuple, found.ends.tolist()), found.weight.tolist(), strict=True):
        total[one] = total.get(one, 0) + weight
    return total


def test_batches_and_a_full_table_change_nothing_but_what_is_joined(monkeypatch):
    boxes = np.array([shapely.box(x, y, x + 1, y + 1) for y in range(20) for x in range(20)])
    whole = edges_of(boxes)
    assert len(totals(whole)) == 2 * 20 * 21
    assert len(whole) == len(totals(whole))
    monkeypatch.setattr(edges, "AT_ONCE", 50)
    assert totals(edges_of(boxes)) == totals(whole)
    monkeypatch.setattr(edges, "_slots", lambda ends: np.zeros(len(ends), dtype=np.int64))
    apart = edges_of(boxes)
    assert len(whole) < len(apart) <= 4 * 400
    assert totals(apart) == totals(whole)
    assert len(apart.unshared()) == 4 * 20


few = st.sampled_from([0.0, 0.1, 1.0, 1e300])


@given(
    st.lists(st.tuples(st.tuples(few, few, few, few), st.integers(-99, 99)), min_size=4, max_size=60),
    st.integers(1, 7),
)
def test_equal_edges_are_joined_whatever_shares_a_slot(found, slots):
    ends = np.array([one for one, _ in found], dtype=np.float64).reshape(-1, 4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(edges, "ROUNDS", 300)
        patch.setattr(edges, "_slots", lambda ends: (ends.sum(axis=1) * 10 % 7 % slots).astype(np.int64))
        each, weight = edges._joined(ends, np.array([weight for _, weight in found], dtype=np.int64))
    sums = {}
    for one, many in found:
        sums[one] = sums.get(one, 0) + many
    assert dict(zip(map(tuple, each.tolist()), weight.tolist(), strict=True)) == sums
    assert len(each) == len(sums)


def test_bands_are_never_too_many(monkeypatch):
    boxes = np.array([shapely.box(x, y, x + 1, y + 1) for x in range(20) for y in range(20)])
    whole = totals(edges_of(boxes))
    monkeypatch.setattr(edges, "AT_ONCE", 1)
    monkeypatch.setattr(edges, "MOST_BANDS", 30)
    found = edges_of(boxes)
    assert len(found.first) <= 1 + 30 + 1
    assert totals(found) == whole


def test_each_band_has_the_edges_whose_lower_ends_lie_below_those_of_the_next(monkeypatch):
    monkeypatch.setattr(edges, "AT_ONCE", 50)
    boxes = np.array([shapely.box(x, y, x + 1, y + 1) for x in range(20) for y in range(20)])
    found = edges_of(boxes)
    assert len(found.first) == 1 + 400 * 5 // 50 + 1
    assert found.first[0] == 0 and found.first[-1] == len(found)
    bands = [found.ends[first:last, 1] for first, last in pairwise(found.first)]
    full = [band for band in bands if len(band)]
    assert len(full) == 21
    assert all(low.max() < high.min() for low, high in pairwise(full))


HOLED = shapely.box(0, 0, 9, 9).difference(shapely.box(3, 3, 6, 6))
corners = st.integers(0, 6)
boxes = st.tuples(corners, corners, st.integers(1, 3), st.integers(1, 3)).map(
    lambda one: shapely.box(one[0], one[1], one[0] + one[2], one[1] + one[3])
)


def unshared(*polygons):
    return sorted(map(tuple, edges_of(np.array(polygons, dtype=object)).unshared().tolist()))


def touched(*polygons):
    """Return the positions of polygons that touch an unshared edge."""
    lines = shapely.linestrings(np.reshape(unshared(*polygons), (-1, 2, 2)))
    return set(shapely.STRtree(polygons).query(lines, predicate="intersects")[1].tolist())


def test_the_edge_between_two_areas_is_shared_whichever_way_their_rings_run():
    for pair in [(LEFT, RIGHT), (LEFT.reverse(), RIGHT), (LEFT.reverse(), RIGHT.reverse())]:
        assert len(unshared(*pair)) == 6 and tuple(MIDDLE) not in unshared(*pair)


def test_an_area_in_the_hole_of_another_leaves_the_outer_border():
    outer = [(0, 0, 0, 9), (0, 0, 9, 0), (0, 9, 9, 9), (9, 0, 9, 9)]
    assert unshared(HOLED, shapely.box(3, 3, 6, 6)) == outer
    assert len(unshared(HOLED)) == 8


def test_the_same_area_twice_shares_nothing_and_none_has_nothing():
    assert len(unshared(LEFT, LEFT)) == 4 and touched(LEFT, LEFT) == {0, 1}
    assert unshared() == []


def test_an_edge_that_two_hold_on_either_side_is_shared_by_all_of_them():
    assert tuple(MIDDLE) not in unshared(LEFT, LEFT, RIGHT, RIGHT)
    assert tuple(MIDDLE) in unshared(LEFT, LEFT, RIGHT)


@given(st.lists(boxes, min_size=1, max_size=7))
def test_where_land_is_shared_one_that_touches_an_unshared_edge_shares_land(polygons):
    overlapping = [
        {one, other}
        for one in range(len(polygons))
        for other in range(one)
        if polygons[one].intersection(polygons[other]).area > 0
    ]
    assert not overlapping or touched(*polygons) & set.union(*overlapping)


def test_two_coverages_on_top_of_each_other_are_seen_at_their_rims():
    fine = [shapely.box(x, y, x + 1, y + 1) for x in range(6) for y in range(6)]
    coarse = [shapely.box(x, y, x + 2, y + 2) for x in range(0, 6, 2) for y in range(0, 6, 2)]
    suspects = touched(*fine, *coarse)
    assert any(fine[n].intersection(coarse[0]).area > 0 for n in suspects if n < 36)
    assert len(suspects) < 36 + 9
