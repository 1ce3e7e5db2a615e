"""Parquet files of points: what they must say before any is read."""

import pytest

from localvip.problem import Refused
from localvip.region.loading.load import read_region


def test_a_parquet_file_without_shapes_needs_columns_of_coordinates(streaming, folder, crowd):
    path = crowd.write(crowd.frame(), "xy")
    folder.manifest["sponsors"]["x"] = "EAST"
    with pytest.raises(Refused, match="has no column 'EAST'"):
        read_region(folder.write())
    folder.manifest["sponsors"] = {"file": "people.parquet", "id": "SID"}
    with pytest.raises(Refused, match="is damaged, or no GeoParquet file"):
        read_region(folder.write())
    assert path.exists()
