import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from localvip.region.readers.broken import broken_features

GOOD = shapely.to_wkb(shapely.box(0, 0, 1, 1))
OPEN = GOOD[:-1] + b"\x01"
FRAME = gpd.GeoDataFrame(
    {"id": list("abc")}, geometry=[shapely.box(0, 0, 1, 1), None, shapely.box(0, 0, 1, 1)], crs=4326
)


@pytest.mark.parametrize("name", ["geometry", "shape"])
def test_features_of_geoparquet_by_number_whatever_the_column_is_called(tmp_path, name):
    path = tmp_path / "a.parquet"
    (FRAME if name == "geometry" else FRAME.rename_geometry(name)).to_parquet(path)
    table = pq.read_table(path)
    at = table.schema.get_field_index(name)
    pq.write_table(table.set_column(at, table.schema.field(at), pa.array([GOOD, None, OPEN])), path)
    assert broken_features(path, None) == "3"


def test_features_of_a_geopackage_by_number(tmp_path):
    path = tmp_path / "a.gpkg"
    pyogrio.write_dataframe(FRAME, path, layer="a", driver="GPKG")
    path.write_bytes(path.read_bytes().replace(GOOD, OPEN, 1))
    assert broken_features(path, "a") in ("1", "3")


def test_none_is_found_by_itself(tmp_path):
    FRAME.to_parquet(tmp_path / "a.parquet")
    assert broken_features(tmp_path / "a.parquet", None) == "?"
