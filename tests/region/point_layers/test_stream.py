"""Columns as conditions read them, from a file that must stay as it is."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from localvip.problem import Refused
from localvip.region.cells import make_cells
from localvip.region.loading.load import read_region

MANY = 500


def test_a_number_that_is_missing_is_nan_and_a_text_none(streaming, crowd):
    frame = crowd.frame().assign(ROOMS=[None, *[2] * (MANY - 1)], FLAG=True)
    frame.loc[3, "TENURE"] = None
    points = read_region(crowd.write(frame, "parquet")).sponsors
    assert np.isnan(points.column("ROOMS")[0]) and points.column("ROOMS")[1] == 2
    assert points.column("TENURE")[3] is None
    assert points.column("FLAG").tolist() == [1.0] * MANY


def test_columns_that_no_rule_can_compare_are_left_out(streaming, crowd):
    frame = crowd.frame()
    path = crowd.write(frame, "parquet")
    table = pq.read_table(path / "people.parquet")
    pq.write_table(table.append_column("TAGS", pa.array([["a"]] * MANY)), path / "people.parquet")
    assert "TAGS" not in read_region(path).sponsors.columns
    assert "geometry" not in read_region(path).sponsors.columns


def test_a_file_that_changes_while_it_is_used_is_refused(streaming, crowd):
    frame = crowd.frame()
    path = crowd.write(frame, "parquet")
    region = read_region(path)
    frame.iloc[:-1].to_parquet(path / "people.parquet")
    with pytest.raises(Refused, match=r"people.parquet: 'people.parquet' was changed while it was used"):
        region.sponsors.column("AGE")
    with pytest.raises(Refused, match="was changed"):
        make_cells(region)


def test_damage_in_a_column_that_only_rules_read_is_refused_in_plain_words(streaming, crowd):
    path = crowd.write(crowd.frame(), "parquet")
    file = path / "people.parquet"
    column = pq.read_metadata(file).row_group(0).column(1)
    assert column.path_in_schema == "AGE"
    region = read_region(path)
    held = bytearray(file.read_bytes())
    held[column.data_page_offset : column.data_page_offset + 40] = b"\xff" * 40
    file.write_bytes(held)
    with pytest.raises(Refused, match=r"'people.parquet'"):
        region.sponsors.column("AGE")


def test_a_text_that_is_no_utf_8_is_refused_in_plain_words(streaming, folder, crowd):
    path = crowd.write(crowd.frame(), "parquet")
    table = pq.read_table(path / "people.parquet")
    ids = pa.array([b"\xff\xfe", *(f"s{n:04d}".encode() for n in range(1, MANY))]).view(pa.string())
    pq.write_table(table.set_column(0, "SID", ids), path / "people.parquet")
    with pytest.raises(Refused, match=r"'people.parquet' is damaged. In column 0: Invalid: Invalid UTF8"):
        read_region(path)
