"""Travel times: polygons or a table of minutes to the two clinics of the four squares."""

from fractions import Fraction

import geopandas as gpd
import pytest
import shapely

from localvip.problem import Refused
from localvip.region.loading.load import read_region

TABLE = "home,clinic,min\na,k,4\nb,k,15\nc,k,15.5\na,m,\nb,m,9\nd,m,30\n"


@pytest.fixture
def town(folder):
    """Return the squares with both clinics used and a table of minutes."""
    clinics = folder.manifest["layers"]["clinics"]
    del clinics["where"]
    clinics["travel"] = {"file": "times.csv", "area": "home", "site": "clinic", "minutes": "min"}

    def write(table=TABLE):
        path = folder.write()
        (path / "times.csv").write_text(table)
        return path

    folder.write_with = write
    return folder


@pytest.fixture
def polygons(folder, square):
    """Return the squares with land from which a clinic is reached in 10 and in 20 minutes."""
    clinics = folder.manifest["layers"]["clinics"]
    del clinics["where"]
    clinics["travel"] = {"file": "walk.parquet", "site": "clinic", "minutes": "min"}
    land = [square(0, 0, 900, 900), square(0, 0, 1400, 900), square(1000, 0, 2000, 500)]
    folder.walk = gpd.GeoDataFrame(
        {"clinic": ["k", "k", "m"], "min": [10, 20, 10]}, geometry=land, crs="EPSG:32617"
    )

    def write():
        path = folder.write()
        folder.walk.to_parquet(path / "walk.parquet")
        return path

    folder.write_with = write
    return folder


def reached(region, minutes):
    """Return the square kilometres from which each clinic is reached."""
    layer = region.layers["clinics"]
    land = layer.travel.within(Fraction(minutes), layer.shapes.index)
    return [round(float(area) / 1e6, 2) for area in shapely.area(land)]


def refused(path):
    with pytest.raises(Refused) as error:
        read_region(path)
    return str(error.value)


def test_a_table_of_minutes_is_whole_areas(town):
    region = read_region(town.write_with())
    assert [reached(region, minutes) for minutes in (3, 4, 9, 15, 16, 60)] == [
        [0, 0],
        [1, 0],
        [1, 1],
        [2, 1],
        [3, 1],
        [3, 2],
    ]
    assert region.layers["clinics"].travel.knows(Fraction(7))
    assert "travel of clinics" in {source.role for source in region.sources}


def test_areas_and_sites_that_the_table_leaves_out_are_told_of(town):
    region = read_region(town.write_with("home,clinic,min\na,k,4\nb,k,5\nb,z,5\n"))
    said = {one.code: one.message for one in region.notices}
    assert said["unreachable"] == "2 areas have no travel time to any site: they reach none (c, d)."
    assert said["no-travel"] == "1 sites of clinics have no travel times: no home reaches them (m)."
    assert said["elsewhere"] == "1 rows are of sites that the layer clinics doesn't use."


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("home,clinic,min\nz,k,4\n", "times.csv#row 1: 'z' is no area of the region."),
        ("home,clinic,min\na,k,-4\n", "times.csv#row 1: min is -4. Minutes are numbers from 0."),
        ("home,clinic,min\na,k,soon\n", "times.csv#row 1: min is 'soon'."),
        (
            "home,clinic,min\na,z,4\n",
            "no site in 'clinic' of times.csv is one of the layer's. It has z; the layer has k, m.",
        ),
        ("home,clinic,minutes\na,k,4\n", "times.csv has no column 'min'. Did you mean 'minutes'?"),
        ("", "travel of clinics: 'times.csv' is empty."),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(town, table, said):
    assert said in refused(town.write_with(table))


def test_polygons_are_land_and_known_at_their_minutes_alone(polygons):
    region = read_region(polygons.write_with())
    travel = region.layers["clinics"].travel
    assert travel.steps() == ["10", "20"] and travel.knows(Fraction(20)) and not travel.knows(Fraction(15))
    assert reached(region, 10) == [0.81, 0.5] and reached(region, 20) == [1.26, 0.5]


def test_polygons_that_cannot_be_used_are_refused(polygons):
    polygons.walk.loc[1, "min"] = -1
    polygons.walk.loc[2, "geometry"] = shapely.Point(500_000, 4_500_000)
    said = refused(polygons.write_with())
    assert "walk.parquet#row 2: min is -1. Minutes are numbers from 0." in said
    assert "walk.parquet#row 3: is a point, where a polygon is needed." in said


def test_area_goes_with_a_table(polygons):
    polygons.manifest["layers"]["clinics"]["travel"]["area"] = "home"
    assert "travel of 'clinics': `area` goes with a CSV table, and a CSV table needs it." in refused(
        polygons.write_with()
    )
    polygons.manifest["layers"]["clinics"]["travel"] = {"site": "clinic", "minutes": "min"}
    assert "travel of 'clinics' needs `file` or `postgis`." in refused(polygons.write_with())
