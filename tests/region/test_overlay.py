import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from localvip.problem import Refused
from localvip.region.overlay import Cut, Pieces, divide_by_cut, divide_by_layer, sliver_notices

corner = st.integers(0, 60)
rectangles = st.tuples(corner, corner, st.integers(1, 40), st.integers(1, 40)).map(
    lambda r: shapely.box(r[0], r[1], r[0] + r[2], r[1] + r[3])
)
hills = st.tuples(corner, corner, st.integers(3, 40)).map(lambda c: shapely.Point(c[0], c[1]).buffer(c[2]))


def whole(*shapes, units=None):
    count = len(shapes)
    table = np.array(units if units is not None else [[1000 * (n + 1) + 7, 3] for n in range(count)])
    return Pieces(np.arange(count), np.array(shapes, dtype=object), table.astype(np.int64), {})


def layer(**shapes):
    return gpd.GeoDataFrame(geometry=list(shapes.values()), index=list(shapes))


def held(pieces, label=None):
    """The units of each area, or of each area and label."""
    keys = pieces.area.tolist() if label is None else zip(pieces.area, pieces.labels[label], strict=True)
    sums = {}
    for key, row in zip(keys, pieces.units, strict=True):
        sums[key] = sums.get(key, 0) + row
    return {key: row.tolist() for key, row in sums.items()}


GRID = [shapely.box(x, y, x + 30, y + 30) for y in (0, 30) for x in (0, 30)]


@settings(max_examples=60)
@given(st.lists(rectangles | hills, max_size=5))
def test_cuts_conserve_every_count_of_every_area_exactly(zones):
    pieces = start = whole(*GRID)
    for number, zone in enumerate(zones):
        pieces = divide_by_cut(pieces, Cut(f"z{number}", zone))
    assert held(pieces) == held(start)
    assert (pieces.units >= 0).all()
    assert (np.diff(pieces.area) >= 0).all()
    land = np.bincount(pieces.area, shapely.area(pieces.shapes))
    assert np.abs(land - 900).max() <= pieces.sliver_m2 + 1e-6


@settings(max_examples=60)
@given(st.lists(rectangles | hills, min_size=1, max_size=4), rectangles | hills)
def test_a_new_cut_moves_nobody_across_an_earlier_border(zones, new):
    pieces = whole(*GRID)
    for number, zone in enumerate(zones):
        pieces = divide_by_cut(pieces, Cut(f"z{number}", zone))
    after = divide_by_cut(pieces, Cut("new", new))
    names = list(pieces.labels)

    def sides(of):
        sums = {}
        for n, row in enumerate(of.units):
            key = (of.area[n], *(bool(of.labels[name][n]) for name in names))
            sums[key] = sums.get(key, 0) + row
        return {key: row.tolist() for key, row in sums.items()}

    assert sides(after) == sides(pieces)


def test_people_are_shared_by_land():
    town = layer(w=shapely.box(0, 0, 10, 30))
    pieces = divide_by_layer(whole(GRID[0], units=[[300]]), "town", town, "towns.gpkg")
    assert pieces.labels["town"].tolist() == ["w", None]
    assert pieces.units.tolist() == [[100], [200]]


def test_land_outside_every_town_keeps_its_people():
    pieces = divide_by_layer(whole(*GRID), "town", layer(w=shapely.box(100, 100, 110, 110)), "towns.gpkg")
    assert held(pieces, "town") == {(n, None): [1000 * (n + 1) + 7, 3] for n in range(4)}


def test_a_layer_without_polygons_leaves_all_outside():
    pieces = divide_by_layer(whole(*GRID), "town", layer(), "towns.gpkg")
    assert pieces.labels["town"].tolist() == [None] * 4


def test_towns_that_only_touch_an_area_are_not_in_it():
    towns = layer(east=shapely.box(30, 0, 60, 30), corner=shapely.box(30, 30, 60, 60))
    pieces = divide_by_layer(whole(GRID[0]), "town", towns, "towns.gpkg")
    assert pieces.labels["town"].tolist() == [None]
    assert shapely.equals(pieces.shapes[0], GRID[0])


def test_an_enclave_and_the_town_around_it():
    inner = shapely.box(10, 10, 20, 20)
    towns = layer(inner=inner, outer=GRID[0] - inner)
    pieces = divide_by_layer(whole(GRID[0], units=[[900]]), "town", towns, "towns.gpkg")
    assert held(pieces, "town") == {(0, "inner"): [100], (0, "outer"): [800]}


def test_a_town_in_two_parts_makes_one_piece():
    town = shapely.MultiPolygon([shapely.box(0, 0, 10, 30), shapely.box(20, 0, 30, 30)])
    pieces = divide_by_layer(whole(GRID[0], units=[[300]]), "town", layer(w=town), "towns.gpkg")
    assert held(pieces, "town") == {(0, "w"): [200], (0, None): [100]}
    assert len(pieces.area) == 2


def test_a_town_that_shares_a_corner_and_a_side_leaves_no_lines():
    town = shapely.MultiPolygon([shapely.box(0, 0, 10, 10), shapely.box(30, 10, 50, 30)])
    pieces = divide_by_layer(whole(GRID[0], units=[[900]]), "town", layer(w=town), "towns.gpkg")
    assert [shape.geom_type for shape in pieces.shapes] == ["Polygon", "Polygon"]
    assert pieces.units.tolist() == [[100], [800]]


def test_towns_that_claim_the_same_land_are_refused_with_their_names_and_the_land():
    towns = layer(a=shapely.box(0, 0, 40, 30), b=shapely.box(20, 0, 60, 30), c=shapely.box(0, 30, 60, 60))
    with pytest.raises(Refused) as refused:
        divide_by_layer(whole(*GRID), "town", towns, "towns.gpkg")
    (problem,) = refused.value.problems
    assert str(problem).startswith("towns.gpkg#b: town a and b claim the same land (600 m2 of it).")


def test_a_sliver_of_a_third_town_is_not_told_beside_what_is_claimed_twice():
    towns = layer(a=shapely.box(0, 0, 20, 30), b=shapely.box(10, 0, 25, 30), c=shapely.box(24.99, 0, 30, 30))
    with pytest.raises(Refused) as refused:
        divide_by_layer(whole(GRID[0]), "town", towns, "towns.gpkg")
    assert [problem.place.item for problem in refused.value.problems] == ["b"]


def test_a_town_under_a_town_that_covers_the_area_is_refused():
    towns = layer(a=shapely.box(0, 0, 60, 60), b=shapely.box(10, 10, 20, 20), c=shapely.box(40, 40, 50, 50))
    with pytest.raises(Refused) as refused:
        divide_by_layer(whole(*GRID), "town", towns, "towns.gpkg")
    assert [problem.place.item for problem in refused.value.problems] == ["b", "c"]


def test_a_sliver_joins_its_sibling_and_is_counted():
    pieces = divide_by_cut(whole(GRID[0], units=[[900]]), Cut("z", shapely.box(0, 0, 0.01, 30)))
    assert pieces.units.tolist() == [[900]]
    assert pieces.labels["z"].tolist() == [False]
    (notice,) = sliver_notices(pieces)
    assert notice.message == "1 pieces under 1 m2 (0.30 m2 in all) joined a neighbour."


def test_an_area_of_slivers_keeps_its_largest():
    pieces = divide_by_cut(whole(shapely.box(0, 0, 1, 1), units=[[10]]), Cut("z", shapely.box(0, 0, 0.6, 1)))
    assert pieces.units.tolist() == [[10]]
    assert pieces.labels["z"].tolist() == [True]


def test_towns_that_fill_an_area_leave_no_rest_and_no_sliver():
    """The border between them crosses the areas where no number is exact."""
    ring = [(0.1, -9), (7.3, 11.7), (-3.1, 29.9), (11.3, 70)]
    west = shapely.Polygon([*ring, (-99, 70), (-99, -9)])
    east = shapely.Polygon([*ring, (99, 70), (99, -9)])
    pieces = divide_by_layer(whole(*GRID), "town", layer(w=west, e=east), "towns.gpkg")
    assert set(pieces.labels["town"]) == {"w", "e"}
    assert pieces.slivers == 0
    assert np.abs(np.bincount(pieces.area, shapely.area(pieces.shapes)) - 900).max() < 1e-9


def test_a_gap_between_towns_that_overlap_elsewhere_is_not_taken_for_filled():
    """Land alone would not tell: what two claim is as large as what none does."""
    west, east = shapely.box(0, 0, 12, 10), shapely.box(10, 0, 18, 10)
    with pytest.raises(Refused) as refused:
        divide_by_layer(whole(shapely.box(0, 0, 20, 10)), "town", layer(w=west, e=east), "towns.gpkg")
    assert "claim the same land (20 m2 of it)" in refused.value.problems[0].message


def test_no_slivers_no_notice():
    assert sliver_notices(whole(*GRID)) == ()


def test_a_cut_by_areas_alone_divides_nothing():
    areas = np.array([True, False, False, True])
    pieces = divide_by_cut(whole(*GRID), Cut("z", None, areas))
    assert pieces.labels["z"].tolist() == areas.tolist()
    assert len(pieces.area) == 4


def test_a_cut_by_shape_and_areas_is_inside_both():
    areas = np.array([True, False, False, False])
    pieces = divide_by_cut(whole(*GRID), Cut("z", shapely.box(0, 0, 60, 15), areas))
    inside = held(pieces, "z")
    assert {key for key in inside if key[1]} == {(0, True)}
    assert (1, False) in inside and len(pieces.area) == 5


def test_a_piece_without_land_keeps_its_people_outside():
    line = shapely.Polygon([(0, 0), (5, 0), (9, 0)])
    for divided in (
        divide_by_cut(whole(line, GRID[0], units=[[5], [900]]), Cut("z", shapely.box(-1, -1, 30, 10))),
        divide_by_layer(
            whole(line, GRID[0], units=[[5], [900]]), "z", layer(w=shapely.box(-1, -1, 30, 10)), "towns.gpkg"
        ),
    ):
        assert divided.units.tolist() == [[5], [300], [600]]
        assert divided.labels["z"].tolist() in ([False, True, False], [None, "w", None])


def test_an_empty_cut_leaves_all_outside():
    pieces = divide_by_cut(whole(*GRID), Cut("z", shapely.Polygon()))
    assert pieces.labels["z"].tolist() == [False] * 4
