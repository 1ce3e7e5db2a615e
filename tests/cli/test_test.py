"""``localvip test`` and ``localvip schema``."""

import pytest
from click.testing import CliRunner

from localvip.cli import main
from localvip.ordinance.schema import schema_text

TESTS = """localvip: 1
tests: Town
rules: town.yaml
cases:
  - case: The three squares
    day: 2027-01-01
    region: ../squares
    expect: {capacity: 20}
  - case: A year later
    day: 2028-01-01
    region: ../squares
    expect: {capacity: 20}
"""


@pytest.fixture
def tests(home):
    (home / "rules" / "town.tests.yaml").write_text(TESTS, encoding="utf-8")
    return home


def run(*args):
    return CliRunner().invoke(main, list(args))


@pytest.mark.parametrize("args", [[], ["rules"], ["rules/town.yaml"], ["rules/town.tests.yaml"]])
def test_a_failed_expectation_is_shown_with_its_place_and_ends_in_one(tests, args):
    done = run("test", *args)
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "rules/town.tests.yaml",
        "  holds  The three squares",
        "  FAILS  A year later",
        "    rules/town.tests.yaml:12:24: capacity: expected 20, found 22",
        "2 cases: 1 hold, 1 fail.",
    ]


def test_what_holds_ends_in_zero(tests):
    path = tests / "rules" / "town.tests.yaml"
    path.write_text(TESTS.replace("2028-01-01", "2027-02-01"), encoding="utf-8")
    assert run("test").exit_code == 0


def test_bad_tests_are_refused_before_any_runs(tests):
    path = tests / "rules" / "town.tests.yaml"
    path.write_text(TESTS.replace("capacity: 20", "capacity: 2O"), encoding="utf-8")
    done = run("test")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "rules/town.tests.yaml:8:24" in done.stderr
    assert run("test", "rules/other.yaml").exit_code == 1


def test_the_schema_is_printed_whole():
    assert run("schema").stdout == schema_text()
