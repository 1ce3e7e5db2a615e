import pytest
import shapely

from localvip.language.condition import parse_condition
from localvip.problem import Problems
from localvip.region.loading.files import Files
from localvip.region.loading.layers import areas_of, jurisdictions_of, places_of, points_of
from localvip.region.locating.locate import NO_LOCATION, OUTSIDE
from localvip.region.locating.mesh import Mesh
from localvip.region.manifest import Areas, Column, LayerFile, Level, PlaceLayer, Sponsors
from localvip.region.plane import measuring_plane

AREAS = Areas(file="areas.parquet", id="ID", columns={"residents": Column(column="POP")})
SPONSORS = Sponsors(file="sponsors.geojson", id="SID")


@pytest.fixture
def opened(folder):
    """Write the region as it was spoiled; return its files and the plane."""

    def opened():
        files = Files(folder.write(), Problems())
        return files, measuring_plane(folder.areas)

    return opened


def said(files):
    return [str(problem) for problem in files.problems]


def places(opened, **spec):
    files, plane = opened()
    layer = places_of("clinics", PlaceLayer(file="clinics.parquet", id="CID", **spec), files, plane)
    return layer and layer[0].shapes.index.tolist(), said(files)


def test_areas_have_their_columns_and_no_others(opened):
    files, plane = opened()
    frame, mesh = areas_of(AREAS, files.layer(AREAS, "areas"), files, plane)
    assert list(frame.columns) == ["name", "geometry", "residents"]
    assert frame.crs == plane and not files.problems
    assert (mesh.polygons == frame.geometry.to_numpy()).all()


def test_a_bad_number_does_not_hide_a_bad_shape(folder, opened):
    folder.areas.loc[0, "POP"] = -1
    folder.areas.loc[1, "geometry"] = shapely.Polygon()
    files, plane = opened()
    areas_of(AREAS, files.layer(AREAS, "areas"), files, plane)
    assert [text.split(":")[0] for text in said(files)] == ["areas.parquet#a", "areas.parquet#b"]


def test_a_level_from_a_file_a_constant_and_a_file_that_is_not_there(opened):
    files, plane = opened()
    level = jurisdictions_of("town", Level(file="towns.gpkg", id="TOWN", name="NAME"), files, plane)
    assert level.shapes["name"].to_dict() == {"e": "East", "w": "West"} and level.constant is None
    county = jurisdictions_of("county", Level(constant="X"), files, plane)
    assert county.constant == "X" and county.shapes.empty
    lost = jurisdictions_of("ward", LayerFile(file="none.gpkg", id="W"), files, plane)
    assert lost.shapes.empty
    assert said(files)[0].startswith(": district ward: there is no file 'none.gpkg'.")


def test_a_layer_keeps_what_its_where_picks(opened):
    assert places(opened, where=parse_condition("BEDS > 15")) == (["m"], [])
    assert places(opened) == (["k", "m"], [])


def test_unknown_is_not_picked(folder, opened):
    folder.clinics["STATUS"] = [None, "OPEN"]
    assert places(opened, where=parse_condition("STATUS = 'OPEN'"))[0] == ["m"]


def test_a_where_on_shapes_is_refused(opened):
    _, problems = places(opened, where=parse_condition("geometry > 3"))
    assert len(problems) == 1 and "clinics.parquet" in problems[0]


def test_a_layer_that_is_not_there(opened, folder):
    files, plane = opened()
    assert places_of("x", PlaceLayer(file="x.parquet", id="X"), files, plane) is None
    assert len(said(files)) == 1


def test_a_layer_of_nothing_is_a_layer(folder, opened):
    folder.clinics = folder.clinics.iloc[:0]
    assert places(opened, where=parse_condition("STATUS = 'OPEN'")) == ([], [])


def test_sponsors_without_a_location_stay(folder, opened):
    folder.sponsors.loc[0, "geometry"] = None
    files, plane = opened()
    points = points_of(SPONSORS, Mesh(folder.areas.to_crs(plane).geometry.to_numpy()), files, plane)
    assert points.home.tolist() == [NO_LOCATION, 0, 1, 3, OUTSIDE] and not files.problems


def test_one_sponsor_out_of_the_world_is_refused_alone(folder, opened):
    lonlat = folder.sponsors.to_crs(4326)
    lonlat.loc[0, "geometry"] = shapely.Point(500, 500)
    folder.sponsors = lonlat
    files, plane = opened()
    points_of(SPONSORS, None, files, plane)
    assert [text.split(",")[0] for text in said(files)] == ["sponsors.geojson#v: lies at 500"]
