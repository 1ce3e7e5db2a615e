"""Tables of an impact as files: one number in three formats, unknown and endless ones told, withheld areas silent."""

import csv
import json

import pandas as pd
import pyarrow.parquet as pq
import pytest

from localvip.report.impact.tables import shown_tables, without, write_tables

INF, NAN = float("inf"), float("nan")


@pytest.fixture
def folder(tmp_path):
    frame = pd.DataFrame(
        {
            "area": ["a", "=b", ""],
            "year": [1, 2, 3],
            "low": [1.23456789, NAN, 0.1 + 0.2],
            "high": [INF, 2.0, 1e9],
            "thin": [True, False, True],
        }
    )
    write_tables([("years", frame), ("notices", pd.DataFrame({"notice": []}))], tmp_path, "all.json")
    return tmp_path


def test_json_and_parquet_have_the_numbers_of_the_csv(folder):
    rows = list(csv.DictReader((folder / "years.csv").read_text().splitlines()))
    told = json.loads((folder / "all.json").read_text())["years"]
    packed = pq.read_table(folder / "years.parquet").to_pylist()
    for one, plain, held in zip(rows, told, packed, strict=True):
        assert held["low"] == plain["low"] == (float(one["low"]) if one["low"] else None)
        assert held["high"] == float(plain["high"]) == float(one["high"])
        assert held["year"] == plain["year"] == int(one["year"])
        assert held["thin"] is plain["thin"] is (one["thin"] == "True")


def test_a_number_without_end_is_a_text_in_json_which_has_no_such_number(folder):
    text = (folder / "all.json").read_text()
    assert json.loads(text, parse_constant=pytest.fail)["years"][0]["high"] == "inf"


def test_only_the_spreadsheet_needs_an_apostrophe(folder):
    assert "'=b" in (folder / "years.csv").read_text()
    assert json.loads((folder / "all.json").read_text())["years"][1]["area"] == "=b"


def test_a_table_without_rows_is_a_table(folder):
    assert json.loads((folder / "all.json").read_text())["notices"] == []
    assert pq.read_table(folder / "notices.parquet").column_names == ["notice"]


def test_withheld_areas_are_silent_in_tables_that_tell_of_their_people():
    frame = pd.DataFrame({"area": ["a", "b"], "measure": "m", "low": [1.0, 2.0]})
    told = dict(shown_tables({"uptake": frame, "fiscal_totals": frame}, ["b"]))
    assert told["uptake"]["low"].isna().tolist() == [False, True]
    assert told["fiscal-totals"].equals(frame)


def test_other_rows_are_left_as_they_are():
    frame = pd.DataFrame({"area": ["a", "b", ""], "measure": "m", "low": [1.0, 2.0, 3.0], "unit": "visas"})
    told = without(frame, ["b"])
    assert told["low"].isna().tolist() == [False, True, False]
    assert told[["area", "measure", "unit"]].equals(frame[["area", "measure", "unit"]])
    assert without(frame, []).equals(frame)
