import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS

from localvip.problem import Place, Problems
from localvip.region import plane
from localvip.region.plane import as_text, measuring_plane, no_degrees, on_plane, projection, region_crs

AKRON = shapely.box(-81.6, 41.0, -81.4, 41.2)


def frame(*shapes, crs=4326):
    return gpd.GeoDataFrame(geometry=list(shapes), index=[f"f{n}" for n in range(len(shapes))], crs=crs)


def centre(plane):
    """The longitude and latitude of the plane's origin."""
    origin = pyproj.Transformer.from_crs(plane, 4326, always_xy=True).transform(0, 0)
    return tuple(round(value, 6) for value in origin)


def put(*shapes, crs=4326):
    problems = Problems()
    shown = frame(*shapes, crs=crs)
    return on_plane(shown, measuring_plane(shown), "x.geojson", problems), [str(p) for p in problems]


@settings(max_examples=30)
@given(st.floats(-170, 170), st.floats(-75, 75))
def test_areas_on_the_plane_are_those_of_the_ellipsoid(lon, lat):
    """Corners a tenth of a degree apart; sides are cut fine, since a parallel is no straight line."""
    square = shapely.segmentize(shapely.box(lon, lat, lon + 0.1, lat + 0.1), 0.005)
    shown, _ = put(square)
    true, _ = pyproj.Geod(ellps="WGS84").geometry_area_perimeter(square)
    assert shown.area.iloc[0] == pytest.approx(abs(true), rel=1e-6)


def test_the_plane_does_not_move_with_a_vertex():
    moved = shapely.box(-81.6001, 41.0, -81.4, 41.2)
    assert measuring_plane(frame(AKRON)) == measuring_plane(frame(moved))


def test_a_region_on_both_sides_of_the_antimeridian_is_measured_there():
    plane = measuring_plane(frame(shapely.box(177, -19, 180, -16), shapely.box(-180, -19, -178, -16)))
    assert centre(plane) == (179.5, -17.5)


def test_shapes_nowhere_do_not_move_the_plane():
    nowhere = [None, shapely.Polygon(), shapely.box(1e6, 1e6, 2e6, 2e6)]
    assert measuring_plane(frame(AKRON, *nowhere)) == measuring_plane(frame(AKRON))
    assert centre(measuring_plane(frame(*nowhere))) == (0, 0)


def test_degrees_beyond_the_globe_are_refused_and_the_rest_is_kept():
    shown, problems = put(AKRON, shapely.Point(500_000, 4_500_000), shapely.Point(41, -181 + 60))
    assert shown.index.tolist() == ["f0"]
    assert problems[0] == (
        "x.geojson#f1: lies at 500000, 4.5e+06, which are no degrees of longitude and latitude. "
        "Are these metres or feet?"
    )
    assert problems[1].endswith("Are longitude and latitude swapped?")


def test_the_edge_of_the_globe_is_on_it():
    _, problems = put(shapely.Point(180.0000001, 90), shapely.Point(-180, -90))
    assert not problems


def test_a_polygon_across_the_antimeridian_is_refused():
    shown, problems = put(shapely.box(-179, -18, 179, -17))
    assert problems == [
        "x.geojson#f0: is 358 degrees wide: does it cross the antimeridian? Split it at 180 degrees."
    ]
    assert shown.empty


def test_missing_shapes_pass():
    shown, problems = put(None, shapely.Point())
    assert len(shown) == 2 and not problems


def test_a_projected_file_is_brought_over():
    feet = frame(AKRON).to_crs(3734)
    problems = Problems()
    shown = on_plane(feet, measuring_plane(feet), "x.gpkg", problems)
    assert shown.area.iloc[0] == pytest.approx(frame(AKRON).to_crs(6933).area.iloc[0], rel=1e-4)
    assert not problems


def test_degrees_end_at_the_poles_and_at_180():
    x = np.array([180.0, 180.0000001, 181.0, 0.0, np.nan, 0.0])
    y = np.array([90.0, -90.0, 0.0, 91.0, np.nan, -90.1])
    assert no_degrees(x, y).tolist() == [False, False, True, True, False, True]


@pytest.mark.parametrize("text", ["EPSG:3734", "epsg:27700", "ESRI:102003", "OGC:CRS84"])
def test_a_crs_by_authority_and_code(text):
    problems = Problems()
    assert isinstance(region_crs(text, Place("r.yaml", 4, 6), problems), pyproj.CRS)
    assert not problems


@pytest.mark.parametrize(
    "text", ["EPSG:999999", "3734", "Ohio North", "+proj=longlat", "urn:x", "/etc/passwd", "", "EPSG:"]
)
def test_a_crs_that_is_not_known(text):
    problems = Problems()
    assert region_crs(text, Place("r.yaml", 4, 6), problems) is None
    assert [str(p) for p in problems] == [
        f"r.yaml:4:6: {text!r} is no coordinate reference system that is known. "
        "Write an EPSG code, such as EPSG:3734."
    ]


@pytest.mark.parametrize("crs", [3734, 32617, 3035, 2154])
def test_the_plane_of_many_shapes_is_found_from_the_outermost(monkeypatch, crs):
    random = np.random.default_rng(5)
    x, y = random.uniform(5e5, 9e5, (2, 300))
    shapes = shapely.box(x, y, x + random.uniform(10, 4e4, 300), y + random.uniform(10, 4e4, 300))
    turned = [shapely.intersection(shape, shape.centroid.buffer(2e4)) for shape in shapes]
    whole = measuring_plane(frame(*turned, crs=crs))
    monkeypatch.setattr(plane, "MANY", 1)
    assert measuring_plane(frame(*turned, crs=crs)) == whole
    assert len(plane._outermost(frame(*turned, crs=crs))) < 150


def test_a_region_across_the_antimeridian_is_looked_at_whole(monkeypatch):
    monkeypatch.setattr(plane, "MANY", 1)
    shapes = shapely.box([1.5e6, 2.5e6], [3.5e6, 3.5e6], [1.6e6, 2.6e6], [3.6e6, 3.6e6])
    fiji = frame(*shapes, crs=3460)
    assert len(plane._outermost(fiji)) == len(fiji)


@pytest.mark.parametrize("shape", [AKRON, shapely.force_3d(AKRON, 5.0), None, shapely.Polygon()])
def test_projecting_is_what_geopandas_does(monkeypatch, shape):
    monkeypatch.setattr(plane, "AT_ONCE", 2)
    shown = frame(AKRON, shape)
    feet, expected = plane.projected(shown, pyproj.CRS.from_epsg(3734)), shown.to_crs(3734)
    assert feet.crs == expected.crs and feet.geometry.has_z.tolist() == expected.geometry.has_z.tolist()
    assert (
        shapely.to_wkb(feet.geometry.to_numpy()).tolist()
        == shapely.to_wkb(expected.geometry.to_numpy()).tolist()
    )


def from_json(code):
    """As GeoPandas reads it of GeoParquet: without the codes of the members of a datum."""
    content = CRS.from_epsg(code).to_json_dict()
    base = content if "datum_ensemble" in content else content.get("base_crs", content)
    for member in base.get("datum_ensemble", {}).get("members", []):
        member.pop("id", None)
    return CRS.from_json_dict(content)


@pytest.mark.parametrize(
    ("code", "lon", "lat"), [(3734, -81.5, 41.1), (32617, -80.9, 1.9), (2154, 2.3, 49.9)]
)
def test_a_crs_read_from_text_moves_to_the_same_bits(code, lon, lat):
    crs, around = from_json(code), measuring_plane(frame(shapely.box(lon, lat, lon + 0.2, lat + 0.2)))
    assert not as_text(crs).srs.startswith("{")
    x, y = projection(CRS.from_epsg(4326), crs)(
        np.linspace(lon, lon + 0.2, 50), np.linspace(lat, lat + 0.2, 50)
    )
    plain = pyproj.Transformer.from_crs(crs, around, always_xy=True)
    assert np.array_equal(projection(crs, around)(x, y), plain.transform(x, y))


def test_a_crs_of_which_the_text_says_less_stays():
    mercator = from_json(3857)
    assert as_text(mercator) is mercator
    assert as_text(CRS.from_epsg(3734)).srs == "EPSG:3734"
