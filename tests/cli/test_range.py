"""``localvip range``: the lines that it prints, and its refusal without margins."""

import geopandas as gpd
import pytest
from click.testing import CliRunner

from localvip.cli import main


def run(*more):
    return CliRunner().invoke(main, ["range", "rules/town.yaml", "squares", *more])


@pytest.fixture
def margins(home):
    """Give the adults of the three squares a margin of 16.45: a standard error of 10."""
    path = home / "squares" / "areas.parquet"
    gpd.read_parquet(path).assign(moe=16.45).to_parquet(path)
    file = home / "squares" / "region.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("adults: adults", "adults: {column: adults, moe: moe}"), encoding="utf-8")


@pytest.mark.usefixtures("margins")
def test_the_range_and_how_often_each_rule_binds():
    """5% of 100, 200 and 300 adults; 20 visas in all: the total binds in most draws, not in all."""
    done = run("--draws", "100", "--seed", "3")
    assert done.exit_code == 0
    first, second, third, *rules = done.output.splitlines()
    assert first == "20 visas by the estimates, on 2027-01-01."
    assert second.startswith("Median 20; 90% of 100 draws (seed 3): ")
    assert third == "Binds in"
    assert sorted(line.split()[-1] for line in rules) == ["share", "total"]
    assert run("--draws", "100", "--seed", "3").output == done.output


@pytest.mark.usefixtures("home")
def test_without_margins_it_is_refused():
    done = run()
    assert done.exit_code == 1
    assert "no limit is reckoned from a count with a margin of error" in done.output
