"""``localvip compare`` from files to a folder."""

import csv
from datetime import date
from pathlib import Path

from click.testing import CliRunner

import localvip
from localvip.cli import main
from localvip.pipeline import Request
from localvip.report.comparison.files import COMPARISON_NAMES

TOWN = Request((Path("rules/town.yaml"),), Path("squares"), on=date(2027, 1, 1))


def test_two_days_of_one_ordinance(home):
    later = Request(TOWN.rules, TOWN.region, on=date(2028, 1, 1))
    assert localvip.compare(TOWN, TOWN).change == 0
    assert localvip.compare(TOWN, later).change == 2 == -localvip.compare(later, TOWN).change


def test_the_command_writes_every_table_and_its_areas_add_up(home):
    told = CliRunner().invoke(
        main,
        [
            "compare",
            "rules/town.yaml",
            "squares",
            "--on",
            "2027-01-01",
            "--with-on",
            "2028-01-01",
            "-o",
            "out",
        ],
    )
    assert told.exit_code == 0 and "20 visas before, 22 after: +2." in told.output
    assert {path.name for path in (home / "out").iterdir()} == set(COMPARISON_NAMES)
    with (home / "out" / "areas.csv").open(encoding="utf-8", newline="") as file:
        assert sum(int(row["change"]) for row in csv.DictReader(file)) == 2
    page = (home / "out" / "report.html").read_text(encoding="utf-8")
    assert "--with-on 2028-01-01" in page and "rises from 20 visas to 22 visas" in page


def test_without_another_side_it_is_a_usage_error(home):
    told = CliRunner().invoke(main, ["compare", "rules/town.yaml", "squares"])
    assert told.exit_code == 2 and "--with" in told.output
