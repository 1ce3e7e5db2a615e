"""Impact files: the page and every table, safe in a spreadsheet, without numbers of withheld areas."""

import csv
import io

import pytest

from localvip.problem import OutputRefused
from localvip.report.impact.files import impact_names, write_impact


def rows(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


@pytest.fixture(scope="module")
def folder(assessed, impact_report, tmp_path_factory):
    out = tmp_path_factory.mktemp("impact") / "out"
    write_impact(assessed.impact, impact_report(), out)
    return out


def test_page_and_tables_stand_in_one_folder(folder, assessed):
    names = {path.name for path in folder.iterdir()}
    assert names == set(impact_names(assessed.impact))
    assert {"impact.html", "years.csv", "fiscal-totals.csv", "governments.csv", "notices.csv"} <= names
    assert {"impact.json", "years.parquet", "fiscal-totals.parquet", "monitoring.parquet"} <= names


def test_a_withheld_area_has_labels_and_no_numbers(folder):
    for name in ("uptake.csv", "population.csv", "services.csv"):
        told = [row for row in rows(folder / name) if row["area"] == "b"]
        assert told, name
        for row in told:
            assert all(not row[key] for key in row if key.split("_")[-1] in ("low", "median", "high")), name
    assert [row for row in rows(folder / "uptake.csv") if row["area"] == "a" and row["median"]]


def test_no_text_can_run_as_a_formula(assessed, impact_report, tmp_path):
    from dataclasses import replace

    frames = {
        **assessed.impact.frames,
        "labour": assessed.impact.frames["labour"].assign(who="=cmd|' /C calc'!A0"),
    }
    write_impact(replace(assessed.impact, frames=frames), impact_report(), tmp_path / "out")
    assert all(row["who"].startswith("'=") for row in rows(tmp_path / "out" / "labour.csv"))


def test_what_is_there_is_kept_unless_forced(folder, assessed, impact_report):
    with pytest.raises(OutputRefused, match=r"already holds|exists"):
        write_impact(assessed.impact, impact_report(), folder)
    write_impact(assessed.impact, impact_report(), folder, force=True)


def test_the_same_impact_gives_the_same_bytes(folder, assessed, impact_report, tmp_path):
    write_impact(assessed.impact, impact_report(), tmp_path / "again")
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name
