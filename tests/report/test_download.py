import csv
import io
import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import geopandas as gpd
import pyarrow.parquet as pq
import pyogrio
import pytest

from localvip.report import download
from localvip.report.download import (
    LIMIT_COLUMNS,
    STAMP,
    LimitRows,
    area_shapes,
    capacity_tables,
    csv_files,
    json_tables,
    write_csv,
    write_geopackage,
    write_geoparquet,
    write_limits,
    write_parquet,
)


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def test_areas_are_all_there_with_unknown_left_empty(report):
    rows = rows_of(csv_files(report)["areas.csv"])
    assert [row["id"] for row in rows] == [row.id for row in report.areas]
    assert [row["capacity"] for row in rows] == [
        "" if r.capacity is None else str(r.capacity) for r in report.areas
    ]
    assert {row["governed"] for row in rows} == {"true", "false"}


def test_limits_have_one_row_an_area_and_limit(report):
    rows = rows_of(csv_files(report)["limits.csv"])
    wanted = [(row.id, use.provision, str(use.slack)) for row in report.areas for use in row.limits]
    assert [(row["area_id"], row["provision"], row["slack"]) for row in rows] == wanted


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_text_that_looks_like_a_formula_is_defused(report, start):
    area = replace(report.areas[0], name=f'{start}cmd"x')
    content = csv_files(replace(report, areas=(area,)))["areas.csv"]
    assert rows_of(content)[0]["name"] == f"'{start}cmd\"x"


def test_ids_stay_text_and_numbers_stay_numbers(report):
    area = replace(report.areas[0], id="01004", residents=-5)
    line = csv_files(replace(report, areas=(area,)))["areas.csv"].decode().splitlines()[1]
    assert line.startswith('"01004",') and ",-5," in line


def test_files_are_utf8_with_plain_line_ends(report):
    area = replace(report.areas[0], name="Étang \ud800")
    for content in csv_files(replace(report, areas=(area,))).values():
        assert content.endswith(b"\n") and b"\r" not in content
        content.decode("utf-8")


def test_the_geopackage_holds_the_columns_of_the_csv_in_the_crs_of_the_report(report, tmp_path):
    write_geopackage(area_shapes(report), tmp_path / "areas.gpkg")
    back = pyogrio.read_dataframe(tmp_path / "areas.gpkg", layer="areas")
    assert back.crs == report.crs
    assert back["id"].tolist() == [row.id for row in report.areas]
    known = [row.capacity for row in report.areas if row.capacity is not None]
    assert back["capacity"].dropna().astype(int).tolist() == known and back["capacity"].isna().any()
    assert back.geometry.to_crs(report.frame.crs).area.sum() == pytest.approx(
        report.frame.area.sum(), rel=1e-6
    )


def test_the_geopackage_has_the_same_bytes_each_time(report, tmp_path):
    for name in ("one.gpkg", "two.gpkg"):
        write_geopackage(area_shapes(report), tmp_path / name)
    assert (tmp_path / "one.gpkg").read_bytes() == (tmp_path / "two.gpkg").read_bytes()


def test_the_geopackage_holds_no_time_of_day(report, tmp_path):
    write_geopackage(area_shapes(report), tmp_path / "areas.gpkg")
    with closing(sqlite3.connect(tmp_path / "areas.gpkg")) as base:
        assert base.execute("select last_change from gpkg_contents").fetchall() == [(STAMP,)]


def test_the_clock_of_gdal_is_given_back(report, tmp_path):
    write_geopackage(area_shapes(report), tmp_path / "areas.gpkg")
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") is None


def test_a_geopackage_that_cannot_be_written_is_an_os_error(report, tmp_path):
    with pytest.raises(OSError, match=r"areas\.gpkg"):
        write_geopackage(area_shapes(report), tmp_path / "missing" / "areas.gpkg")


def test_shapes_follow_the_order_of_the_areas(report):
    assert area_shapes(report)["id"].tolist() == report.frame.index.tolist()


def test_the_json_says_what_the_csv_files_say(report):
    data, files = json.loads(json_tables(capacity_tables(report))), csv_files(report)
    assert {f"{name}.csv" for name in data} == set(files)
    for name, rows in data.items():
        texts = [{key: as_csv(value) for key, value in row.items()} for row in rows]
        assert texts == rows_of(files[f"{name}.csv"]), name


def as_csv(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith("=") else text


def test_a_table_without_rows_is_an_empty_list():
    assert json.loads(json_tables({"years": (("year",), [])})) == {"years": []}


def test_the_geoparquet_is_the_geopackage_and_has_the_same_bytes_each_time(report, tmp_path):
    shapes = area_shapes(report)
    for name in ("one.parquet", "two.parquet"):
        write_geoparquet(shapes, tmp_path / name)
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()
    back = gpd.read_parquet(tmp_path / "one.parquet")
    assert back.crs == report.crs and back["id"].tolist() == [row.id for row in report.areas]
    assert back["capacity"].isna().tolist() == [row.capacity is None for row in report.areas]
    assert back.geometry.geom_equals(shapes.geometry).all()


def test_the_limits_as_parquet_are_those_of_the_csv(report, tmp_path):
    write_limits(LimitRows(report.areas), tmp_path / "limits.parquet")
    back = pq.read_table(tmp_path / "limits.parquet").to_pylist()
    texts = [{key: as_csv(value) for key, value in row.items()} for row in back]
    assert texts == rows_of(csv_files(report)["limits.csv"])


def test_a_parquet_without_rows_keeps_its_columns(tmp_path):
    write_parquet((("area_id", "value"), []), tmp_path / "limits.parquet")
    assert pq.read_table(tmp_path / "limits.parquet").column_names == ["area_id", "value"]


def test_tables_written_some_rows_at_a_time_are_the_same(report, tmp_path, monkeypatch):
    write_limits(LimitRows(report.areas), tmp_path / "whole.parquet")
    monkeypatch.setattr(download, "AT_ONCE", 3)
    write_csv(capacity_tables(report)["limits"], tmp_path / "limits.csv")
    write_limits(LimitRows(report.areas), tmp_path / "limits.parquet")
    assert (tmp_path / "limits.csv").read_bytes() == csv_files(report)["limits.csv"]
    assert pq.read_table(tmp_path / "limits.parquet") == pq.read_table(tmp_path / "whole.parquet")


def test_limits_of_no_area_keep_their_columns(tmp_path):
    write_limits(LimitRows(()), tmp_path / "limits.parquet")
    assert pq.read_table(tmp_path / "limits.parquet").column_names == ["area_id", *LIMIT_COLUMNS]
