import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from localvip.region.cutting import division
from localvip.region.cutting.division import divide

SQUARE = shapely.box(0, 0, 10, 10)


def array(*shapes):
    return np.array(shapes, dtype=object)


def land(divided, shapes, targets):
    """The land of each shape (a row) in each target, and last outside all."""
    table = np.zeros((len(shapes), len(targets) + 1))
    np.add.at(table, (divided.parent, divided.target), divided.land)
    return table


def plainly(shapes, targets):
    """The same by Shapely alone."""
    inside = [[shapely.area(shape & target) for target in targets] for shape in shapes]
    rest = [[shapely.area(shape - shapely.union_all(targets))] for shape in shapes]
    return np.hstack([np.reshape(inside, (len(shapes), len(targets))), rest])


def within(part, whole):
    """Whether a part lies in the whole but for rounding; told by a predicate, since it is exact.

    Of ``part - whole`` GEOS sometimes gives all of the part, where borders are the same but for their last bits.
    """
    return whole.buffer(1e-9, join_style="mitre").covers(part)


def told(shapes, targets):
    """The division, once it is found to be what Shapely makes, in order, valid, and all of the land."""
    divided = divide(array(*shapes), array(*targets))
    assert np.allclose(land(divided, shapes, targets), plainly(shapes, targets), atol=1e-6)
    assert shapely.is_valid(divided.shapes).all() and (divided.land == shapely.area(divided.shapes)).all()
    order = np.where(divided.target < 0, len(targets), divided.target) + divided.parent * (len(targets) + 1)
    assert (np.diff(order) > 0).all()
    for parent, target, part in zip(divided.parent, divided.target, divided.shapes, strict=True):
        assert within(part, shapes[parent])
        assert target < 0 or within(part, targets[target])
    return divided


where = st.integers(0, 40)
rectangles = st.tuples(where, where, st.integers(1, 30), st.integers(1, 30)).map(
    lambda r: shapely.box(r[0], r[1], r[0] + r[2], r[1] + r[3])
)


@st.composite
def stars(draw, largest=25):
    """A polygon with corners in and out, somewhere."""
    x, y = draw(st.floats(0, 60)), draw(st.floats(0, 60))
    radii = draw(st.lists(st.floats(1, largest), min_size=3, max_size=12))
    angle = 2 * np.pi * np.arange(len(radii)) / len(radii)
    return shapely.Polygon(np.stack([x + radii * np.cos(angle), y + radii * np.sin(angle)], axis=1))


@st.composite
def rings(draw):
    """A star with a hole, if the hole lies in it."""
    star = draw(stars())
    return star - shapely.affinity.scale(star, 0.4, 0.6) if draw(st.booleans()) else star


@settings(max_examples=150)
@given(st.lists(stars() | rings() | rectangles, min_size=1, max_size=4), rings() | rectangles)
def test_one_target_divides_as_shapely_does(shapes, target):
    told(shapes, [target])


@settings(max_examples=60)
@given(st.lists(stars() | rectangles, min_size=1, max_size=3), st.lists(rings() | rectangles, max_size=3))
def test_several_targets_divide_as_shapely_does_though_they_overlap(shapes, targets):
    told(shapes, targets)


@settings(max_examples=40)
@given(stars(), stars(), st.sampled_from([1.0, -1.0]))
def test_far_from_the_origin_nothing_is_lost(shape, target, side):
    def moved(xy):
        return xy + np.array([side * 9_000_000.7, 7_654_321.1])

    shape, target = (shapely.transform(one, moved) for one in (shape, target))
    divided = divide(array(shape), array(target))
    assert abs(divided.land.sum() - shape.area) < 1e-4
    assert abs(land(divided, [shape], [target])[0, 0] - (shape & target).area) < 1e-4


def test_what_overlapping_targets_leave_is_told_by_their_union_not_by_land():
    west, east = shapely.box(-1, -1, 6, 11), shapely.box(4, -1, 8, 11)
    assert told([SQUARE], [west, east]).land.tolist() == pytest.approx([60, 40, 20])


def test_what_targets_side_by_side_leave_has_no_border_between_them():
    """The border between the two goes through the shape where no number is exact."""
    line = [(5.1, -9.3), (3.3, 4.7), (6.7, 8.1)]
    west, east = shapely.Polygon([*line, (-9, 8.1), (-9, -9)]), shapely.Polygon([*line, (19, 8.3), (19, -9)])
    divided = told([SQUARE], [west, east])
    assert divided.target.tolist() == [0, 1, -1]
    assert divided.shapes[2].geom_type == "Polygon"


def test_towns_side_by_side_divide_all_land_without_a_rest():
    line = [(5.1, -9), (3.3, 4), (6.7, 8), (4.9, 19)]
    west = shapely.Polygon([*line, (-9, 19), (-9, -9)])
    east = shapely.Polygon([*line, (19, 19), (19, -9)])
    divided = told([SQUARE, shapely.box(20, 0, 30, 10)], [west, east])
    assert divided.target.tolist() == [0, 1, -1]


def test_a_rest_that_is_but_rounding_is_none():
    """The towns end a nanometre before the area does, as those of another file may once they are on the plane."""
    west, east = shapely.box(-3, -3, 4, 13), shapely.box(4, -3, 10 - 1e-9, 13)
    assert told([SQUARE], [west, east]).target.tolist() == [0, 1]
    assert told([SQUARE], [west, shapely.box(4, -3, 10 - 1e-6, 13)]).target.tolist() == [0, 1, -1]


CUTTERS = {
    "shares a side": (shapely.box(10, 0, 20, 10), [-1]),
    "shares a corner": (shapely.box(10, 10, 20, 20), [-1]),
    "shares half a side, inside": (shapely.box(5, 0, 20, 10), [0, -1]),
    "is the same": (SQUARE, [0]),
    "lies in it": (shapely.box(2, 2, 3, 3), [0, -1]),
    "lies round it, but for a hole in it": (shapely.box(-9, -9, 19, 19) - shapely.box(2, 2, 3, 3), [0, -1]),
    "lies round it": (shapely.box(-9, -9, 19, 19), [0]),
    "has it in a hole": (shapely.box(-9, -9, 19, 19) - shapely.box(-1, -1, 11, 11), [-1]),
    "fills a hole as large as it": (shapely.box(-9, -9, 19, 19) - SQUARE, [-1]),
    "crosses it four times": (shapely.box(4, -5, 6, 15), [0, -1]),
    "is in two parts, one in it": (
        shapely.MultiPolygon([shapely.box(5, -3, 20, 5), shapely.box(1, 7, 2, 8)]),
        [0, -1],
    ),
    "crosses at a corner": (shapely.Polygon([(-5, -5), (20, 20), (20, -5)]), [0, -1]),
}


@pytest.mark.parametrize(("target", "parts"), CUTTERS.values(), ids=CUTTERS)
def test_a_target_that(target, parts):
    assert told([SQUARE], [target]).target.tolist() == parts
    assert told([SQUARE - shapely.box(8, 8, 9, 9)], [target]).target[-1] == parts[-1]


def test_shapes_in_two_parts_and_shapes_with_a_hole_are_divided_too():
    two = shapely.MultiPolygon([shapely.box(0, 0, 4, 4), shapely.box(5, 0, 9, 4)])
    told([two, SQUARE - shapely.box(4, 4, 6, 6)], [shapely.box(-5, -5, 7, 3), shapely.box(-5, 3, 7, 20)])


def test_a_shape_of_very_many_corners_is_left_to_geos(monkeypatch):
    monkeypatch.setattr(division, "MANY", 8)
    monkeypatch.setattr(division, "crossings", watched := Watched(division.crossings))
    told([SQUARE, shapely.Point(5, 5).buffer(5)], [shapely.box(4, -5, 20, 5)])
    assert watched.plain == [True, False]


class Watched:
    """Remembers which shapes were called plain."""

    def __init__(self, made):
        self.made = made

    def __call__(self, pairs, plain):
        self.plain = plain.tolist()
        return self.made(pairs, plain)


def test_the_parts_are_the_same_however_many_processors_and_in_whatever_order(monkeypatch):
    random = np.random.default_rng(3)
    x, y = random.uniform(0, 300, (2, 400))
    shapes = shapely.buffer(shapely.points(x, y), random.uniform(4, 20, 400))
    targets = shapely.buffer(shapely.points([50, 200, 130], [60, 210, 130]), [60, 50, 40])
    monkeypatch.setattr("localvip.region.cutting.splicing.AT_ONCE", 16)
    made = []
    for processors, order in ((1, slice(None)), (3, slice(None)), (2, slice(None, None, -1))):
        monkeypatch.setattr("os.cpu_count", lambda processors=processors: processors)
        divided = divide(shapes[order], targets)
        parent = np.arange(400)[order][divided.parent]
        key = zip(parent.tolist(), divided.target.tolist(), strict=True)
        made.append(dict(zip(key, shapely.to_wkb(divided.shapes).tolist(), strict=True)))
    assert made[0] == made[1] == made[2]
