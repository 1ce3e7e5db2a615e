import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from localvip.problem import Problems
from localvip.region.point_layers.held import Held

FRAME = gpd.GeoDataFrame(
    {"N": [1.5, None], "T": ["a", None], "D": pd.to_datetime(["2020-01-02", None])},
    geometry=[shapely.Point(1, 2), None],
    index=pd.Index(["x", "y"], dtype=object),
    crs=3734,
)


def test_columns_have_units_and_come_all_at_once():
    held = Held(FRAME, "s.csv")
    assert held.columns == {"N": "", "T": "text", "D": "date"} and held.rows == 2 and held.origin == ()
    (columns,) = held.batches(["N", "T"])
    assert columns["N"][0] == 1.5 and np.isnan(columns["N"][1]) and columns["T"][0] == "a"


def test_points_come_with_their_ids_and_stay_where_they_have_no_place():
    ((ids, found),) = Held(FRAME, "s.csv").checked_places(Problems())
    assert list(ids) == ["x", "y"]
    assert (found.x[0], found.y[0]) == (1, 2) and np.isnan(found.x[1])


def test_nobody():
    (found,) = Held(FRAME.iloc[:0], "s.csv").places()
    assert len(found.x) == 0


def test_points_on_a_plane_are_known_to_be_on_it_already():
    plane = CRS.from_proj4("+proj=laea +lat_0=41.13 +lon_0=-81.53 +datum=WGS84 +units=m +no_defs")
    assert Held(FRAME.to_crs(plane), "s.csv").crs.is_exact_same(plane)
