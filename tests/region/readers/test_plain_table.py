"""Layers of a GeoPackage that GDAL would make something of: refused before, or after it has left shapes out."""

import geopandas as gpd
import pytest
import shapely

from localvip.region.readers.fault import LayerError
from localvip.region.readers.plain_table import check_shapes, check_table

LAYER = 'a "b"'
QUOTED = '"a ""b"""'
VIEW = "CREATE VIEW v AS SELECT * FROM LAYER"


@pytest.fixture
def package(tmp_path, edited):
    """Return what runs statements on a GeoPackage of three points, one of them missing, and returns its path."""
    path = tmp_path / "a.gpkg"
    known = {"ID": ["x", "y", "z"], "POP": [1, 2, 3], "POOR": [0.5, None, 1]}
    points = [shapely.Point(0, 0), None, shapely.Point(1, 1)]
    gpd.GeoDataFrame(known, geometry=points, crs=4326).to_file(path, layer=LAYER, SPATIAL_INDEX="NO")

    def run(*statements):
        edited(path, *(statement.replace("LAYER", QUOTED) for statement in statements))
        return path

    return run


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE LAYER SET POP = NULL, POOR = 7 WHERE ID = 'x'",
        "UPDATE LAYER SET ID = 5 WHERE ID = 'x'",
        "UPDATE LAYER SET POP = '12', POOR = '1.5' WHERE ID = 'x'",  # SQLite makes numbers of these
    ],
)
def test_a_plain_table_passes(package, statement):
    check_table(package(statement), LAYER)


@pytest.mark.parametrize(
    ("statement", "layer", "words"),
    [
        (VIEW, "v", "layer 'v' of 'a.gpkg' is a view"),
        (
            "ALTER TABLE LAYER ADD COLUMN g TEXT AS (hex(zeroblob(9)))",
            LAYER,
            "column 'g' of 'a.gpkg' is computed",
        ),
        ("UPDATE LAYER SET POP = '4o0'", LAYER, "column 'POP' of 'a.gpkg' holds other than numbers"),
        ("UPDATE LAYER SET POP = 4.5", LAYER, "column 'POP' of 'a.gpkg' holds other than numbers"),
        (
            "UPDATE LAYER SET POOR = x'00' WHERE ID = 'z'",
            LAYER,
            "column 'POOR' of 'a.gpkg' holds other than",
        ),
    ],
)
def test_what_is_no_plain_table(package, statement, layer, words):
    with pytest.raises(LayerError, match=words):
        check_table(package(statement), layer)


def test_a_shape_that_is_missing_is_one_that_is_left_out_only_if_it_was_there(package):
    path = package()
    check_shapes(path, LAYER, 0)
    check_shapes(path, LAYER, 1)
    with pytest.raises(LayerError, match="holds 2 shapes that are none"):
        check_shapes(path, LAYER, 3)


def test_a_file_that_is_no_database(tmp_path):
    (tmp_path / "a.gpkg").write_bytes(b"SQLite format 3\x00" + b"\x01" * 200)
    with pytest.raises(LayerError, match=r"'a.gpkg' is a damaged GeoPackage"):
        check_table(tmp_path / "a.gpkg", "a")
