"""Coordinates out of Arrow arrays: the quick way and shapely's give the same."""

import struct

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pytest
import shapely

from localvip.region.readers.fault import LayerError
from localvip.region.readers.wkb import coordinates, kinds_of, of_shapes, refuse_nested

POINTS = [shapely.Point(1, 2), shapely.Point(-3.5, 4e6), shapely.Point(0, 0)]


def wkb(shapes, kind=None, **how):
    return pa.array(
        [None if one is None else shapely.to_wkb(one, **how) for one in shapes], kind or pa.binary()
    )


def xy(found):
    return np.column_stack([found.x, found.y]).tolist()


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary()])
@pytest.mark.parametrize("how", [{}, {"byte_order": 0}])
def test_plain_points(kind, how):
    found = coordinates([wkb(POINTS, kind, **how)])
    assert xy(found) == [[1, 2], [-3.5, 4e6], [0, 0]] and not found.faults


def test_a_slice_of_an_array_starts_where_it_starts():
    assert xy(coordinates([wkb(POINTS)[1:]])) == [[-3.5, 4e6], [0, 0]]


def test_points_without_a_location_stay():
    found = coordinates([wkb([POINTS[0], None, POINTS[2], shapely.Point()])])
    assert np.isnan(found.x).tolist() == [False, True, False, True] and not found.faults
    assert np.isnan(coordinates([wkb([None, None])]).x).all()


def test_a_missing_point_among_plain_ones():
    found = coordinates([wkb([None, POINTS[1]])])
    assert np.isnan(found.x[0]) and (found.x[1], found.y[1]) == (-3.5, 4e6)


def test_heights_are_left_out_and_counted():
    found = coordinates([wkb([shapely.Point(1, 2, 7), POINTS[1]])])
    assert xy(found) == [[1, 2], [-3.5, 4e6]] and found.raised == 1


def test_a_multipoint_of_one_point_is_that_point():
    one, two = shapely.MultiPoint([(1, 2)]), shapely.MultiPoint([(1, 2), (3, 4)])
    found = coordinates([wkb([one, two])])
    assert (found.x[0], found.y[0]) == (1, 2) and found.single == 1
    assert list(found.faults) == [(1, "is a multipoint, where a point is needed.")]


def test_points_that_are_no_points():
    found = coordinates([wkb([shapely.box(0, 0, 1, 1), shapely.Point(np.inf, 0), shapely.Point(np.nan, 0)])])
    assert [row for row, _ in found.faults] == [0, 1, 2]
    assert [message for _, message in found.faults] == [
        "is a polygon, where a point is needed.",
        *["has coordinates that are not finite, or do not fit its CRS."] * 2,
    ]


def test_an_endless_point_among_plain_ones():
    found = coordinates([wkb([POINTS[0], shapely.Point(0, -np.inf)])])
    assert [row for row, _ in found.faults] == [1]


def test_geoarrow_points(tmp_path):
    frame = gpd.GeoDataFrame(geometry=[*POINTS, None], crs=3734)
    frame.to_parquet(tmp_path / "p.parquet", geometry_encoding="geoarrow")
    column = pa.parquet.read_table(tmp_path / "p.parquet")["geometry"].combine_chunks()
    found = coordinates([column])
    assert xy(found)[:3] == [[1, 2], [-3.5, 4e6], [0, 0]] and np.isnan(found.x[3])
    assert found.raised == 0


def test_two_columns_of_numbers():
    found = coordinates([pa.array([1, None, 3]), pa.array([0.5, None, None])])
    assert xy(found)[0] == [1, 0.5] and np.isnan(found.x[1])
    assert [row for row, _ in found.faults] == [
        2
    ]  # a point with one coordinate is no point without a location


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ([pa.array(["1"]), pa.array([2.0])], "hold no numbers"),
        ([pa.array([1.0])], "no points"),
        ([pa.array([{"a": 1.0, "b": 2.0}])], "no points"),
        ([pa.array([b"nonsense"])], "a shape that is none"),
    ],
)
def test_what_holds_no_points_is_refused(columns, says):
    with pytest.raises(LayerError, match=says):
        coordinates(columns)


def test_nothing():
    assert len(coordinates([wkb([])]).x) == 0


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary()])
@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("flavor", ["iso", "extended"])
def test_kinds_whatever_the_bytes(kind, order, flavor):
    shapes = [
        None,
        POINTS[0],
        shapely.Point(1, 2, 3),
        shapely.box(0, 0, 1, 1),
        shapely.GeometryCollection(POINTS),
    ]
    held = wkb(shapes, kind, byte_order=order, flavor=flavor)
    assert kinds_of(held).tolist() == [0, 1, 1, 3, 7] and kinds_of(held[3:]).tolist() == [3, 7]
    assert kinds_of(pa.array([b"", b"\x01\x07"], kind)).tolist() == [0, 0]


@pytest.mark.parametrize(
    "head", [("<BII", 1, 7, 1), ("<BII", 1, 1007, 1), (">BII", 0, 7, 1), (">BII", 0, 3007, 1)]
)
def test_collections_in_one_another_are_refused_before_they_are_made(head):
    def deep(times):
        return pa.array([POINTS[0].wkb, struct.pack(*head) * times + POINTS[0].wkb])

    refuse_nested(deep(100), "it")
    with pytest.raises(LayerError, match="it holds over 100 collections in one another"):
        refuse_nested(deep(101), "it")
    refuse_nested(wkb([shapely.GeometryCollection([shapely.box(n, 7, n + 1, 8) for n in range(999)])]), "it")


def test_an_empty_point_that_geos_has_no_x_of():
    empty = shapely.from_geojson('{"type": "Point", "coordinates": []}')
    assert np.isnan(of_shapes(np.array([empty, POINTS[0]])).x).tolist() == [True, False]


def test_curves_are_told_apart_from_damage():
    arc = struct.pack("<BII6d", 1, 8, 3, 0, 0, 1, 1, 2, 0)
    with pytest.raises(LayerError, match="it holds curves, where points are needed"):
        coordinates([pa.array([arc])])
