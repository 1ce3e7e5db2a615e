"""One small folder for each defect of a region: refused, or read and told of, as ``bad/regions.csv`` says."""

import csv
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from localvip.capacity.notices import notices_of
from localvip.cli import main
from localvip.pipeline import Request, evaluate
from localvip.problem import Refused
from localvip.region.cells import make_cells
from localvip.region.loading.load import read_region
from localvip.region.paths import MAX_BYTES

pytest.importorskip("rasterio", reason="needs the extra `raster`")

BAD = Path(__file__).parents[1] / "bad"
RULES = Path(__file__).parents[2] / "rules" / "akron.yaml"
with (BAD / "regions.csv").open(newline="", encoding="utf-8") as file:
    TABLE = list(csv.DictReader(file))
REFUSED = [row for row in TABLE if row["ends"] == "refused"]
READ = [row for row in TABLE if row["ends"] == "read"]
# Rows of the list that no folder can hold: a file of 256 MiB.
ELSEWHERE = {"G31"}
RESIDENTS, MICRO = 1430, 1_000_000
OTHERWISE = {"no-people"}


def run(folder):
    """Return the region, its cells, and what is said of it, as ``code``, place and text."""
    if (folder / "law.yaml").exists():
        capacity, rulebook = evaluate(Request((folder / "law.yaml",), folder, on=date(2027, 6, 1)))
        found, cells = capacity.case.region, capacity.case.cells
        notices = notices_of(capacity, rulebook)
    else:
        found = read_region(folder)
        cells = make_cells(found)
        notices = (*found.notices, *cells.notices)
    said = [(one.code, str(one.place), one.message) for one in notices]
    for one in (*found.accounts, *cells.accounts):
        said += [
            ("account", one.name, f"{entry.amount // one.scale} {entry.reason}") for entry in one.entries
        ]
    return found, cells, said


def matches(row, said):
    """Return whether one of ``said`` has the code, the words, and a place that begins as the row's."""
    place = f"squares/{row['place']}" if row["place"].startswith("region.yaml") else row["place"]
    return any(
        code == row["code"] and at.startswith(place) and row["words"] in text for code, at, text in said
    )


@pytest.mark.parametrize("row", REFUSED, ids=[row["region"] for row in REFUSED])
def test_a_bad_region_is_refused_in_words_at_its_place(bad_region, row):
    with pytest.raises(Refused) as refused:
        run(bad_region(row["region"]))
    said = [(one.code, str(one.place), f"{one.message} {one.hint}") for one in refused.value.problems]
    assert matches(row, said), refused.value.text()


@pytest.mark.parametrize("row", READ, ids=[row["region"] for row in READ])
def test_what_is_mended_or_set_aside_is_told_and_nothing_else_changes(bad_region, row):
    found, cells, said = run(bad_region(row["region"]))
    assert matches(row, said) if row["code"] else not found.notices, said
    if row["region"] not in OTHERWISE:
        assert found.counts["residents"].sum() == cells.table["residents"].sum() == RESIDENTS * MICRO
    if row["row"] != "G17":
        assert found.counts["land"].sum() / MICRO == pytest.approx(3.737, abs=0.001)


def test_nothing_is_said_of_the_good_region(bad_region):
    found, cells, said = run(bad_region("good"))
    assert {code for code, *_ in said} == {"account"} and found.notices == cells.notices == ()


def test_every_row_of_the_list_has_a_region():
    assert {row["row"] for row in TABLE if row["row"]} | ELSEWHERE == {f"G{n}" for n in range(1, 45)}


def test_the_table_names_every_folder_and_no_folder_repeats_a_good_file():
    names = [row["region"] for row in TABLE]
    assert sorted([*names, "good"]) == sorted(path.name for path in (BAD / "regions").iterdir())
    good = {path.name: path.read_bytes() for path in (BAD / "regions" / "good").iterdir()}
    files = [path for name in names for path in (BAD / "regions" / name).iterdir()]
    assert [str(path) for path in files if good.get(path.name) == path.read_bytes()] == []
    assert max(path.stat().st_size for path in files) < 40_000


def test_a_file_of_more_than_256_mib_is_not_opened(bad_region):
    """G31: the file is sparse, so nothing is written; the message says how large is too large."""
    folder = bad_region("good")
    with (folder / "areas.geojson").open("r+b") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(Refused, match=r"'areas.geojson' is larger than 256 MiB"):
        read_region(folder)


@pytest.mark.parametrize(
    "name", ["overlap", "overlapping-towns", "geopackage-cut", "vrt-in-disguise", "column-unknown"]
)
def test_the_command_says_so_without_a_traceback_and_writes_nothing(bad_region, tmp_path, name):
    output = tmp_path / "out"
    result = CliRunner().invoke(
        main, ["report", str(RULES), str(bad_region(name)), "-o", str(output), "--on", "2027-01-01"]
    )
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    words = next(row["words"] for row in TABLE if row["region"] == name)
    assert name == "overlapping-towns" or words in result.stderr
    assert (
        "Traceback" not in result.output
        and str(tmp_path) not in result.stderr
        and "root:" not in result.stderr
    )
    assert not list(output.glob("*")) and result.stdout == ""
