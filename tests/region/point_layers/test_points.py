"""Sponsors in a file that is read batch by batch: the same answers as of a frame, whatever the format and batches."""

import numpy as np
import pytest

from localvip.region.cells import make_cells
from localvip.region.loading.load import read_region
from localvip.region.point_layers.stream import Stream

FORMATS = ["parquet", "geoarrow", "gpkg", "fgb", "xy", "csv", "shp"]
MANY = 500


@pytest.mark.parametrize("kind", FORMATS)
def test_each_format_gives_the_same_owners_as_a_frame(streaming, kind, crowd):
    frame = crowd.frame()
    region, cells = crowd.cells(frame, kind)
    assert isinstance(region.sponsors.source, Stream) and len(region.sponsors) == MANY
    expected = crowd.brute_force(cells, region, frame)
    assert cells.owner.dtype == np.int32 and cells.owner.tolist() == expected
    assert cells.table["sponsors"].sum() == sum(one >= 0 for one in expected) > MANY / 2


@pytest.mark.parametrize("kind", [one for one in FORMATS if one not in ("csv", "shp")])  # texts, no dates
def test_columns_are_read_when_they_are_asked_for(streaming, kind, crowd):
    frame = crowd.frame()
    region = read_region(crowd.write(frame, kind))
    points = region.sponsors
    assert [points.columns[name] for name in ("SID", "AGE", "TENURE", "SINCE")] == [
        "text",
        "",
        "text",
        "date",
    ]
    batches = list(points.batches(["AGE", "TENURE"]))
    assert len(batches) > 1 and [rows.start for rows, _ in batches] == list(range(0, MANY, 64))
    assert points.column("AGE").tolist() == frame["AGE"].tolist()
    assert points.column("TENURE").tolist() == frame["TENURE"].tolist()
    assert points.column("SINCE").astype("datetime64[D]").tolist() == frame["SINCE"].dt.date.tolist()


def test_visas_are_told_apart_by_class(streaming, folder, crowd):
    frame = crowd.frame()
    frame.loc[:9, "KIND"] = None
    path = crowd.write(frame, "parquet")
    folder.manifest["visas"] = {"file": "people.parquet", "id": "SID", "class": "KIND"}
    cells = make_cells(read_region(folder.write()))
    inside = cells.owner >= 0
    counted = frame[inside]["KIND"].fillna("").value_counts().to_dict()
    assert {name: int(held.sum()) for name, held in cells.visas.items()} == counted
    assert sorted(cells.visas) == ["", "permanent", "temporary"] and path == folder.path
