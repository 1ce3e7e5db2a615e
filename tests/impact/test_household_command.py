"""``localvip household``: one case on the terminal, with the fees of an ordinance."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from localvip.cli import main

RULES = Path(__file__).parents[2] / "rules"


def run(*options):
    return CliRunner().invoke(main, ["household", *options])


def number(output, line):
    row = next(row for row in output.splitlines() if row.strip().startswith(line))
    return int(row.split()[-1].replace(",", ""))


def test_the_typical_household_is_printed():
    result = run()
    assert result.exit_code == 0
    assert number(result.output, "left to the sponsor") == 6128
    assert number(result.output, "wage") == -11640


def test_the_ordinance_of_akron_takes_its_fee_and_levy():
    plain, akron = run(), run("--rules", str(RULES / "akron.yaml"))
    assert akron.exit_code == 0, akron.output
    assert number(akron.output, "Registration") == -120
    taken = number(plain.output, "left to the sponsor") - number(akron.output, "left to the sponsor")
    assert taken == 120 + 40_000 * 3 // 100


def test_the_zone_pays_a_credit():
    result = run("--rules", str(RULES / "akron.yaml"), "--zone", "innerbelt", "--on", "2028-01-01")
    assert "Registration" not in result.output
    assert number(result.output, "host credit") == 300


def test_payments_come_as_csv():
    lines = run("--csv", "--wage", "900").output.splitlines()
    assert lines[0] == "month,line,payer,receiver,amount,unit"
    assert len(lines) > 80


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--wage", "a lot"), "'a lot' is not a number"),
        (("--sponsor-income", "1e5"), "exponent"),
        (("--wage", "-5"), "--wage: A number here is never below 0. Write 0 or more."),
        (("--sponsor-income", "-1"), "--sponsor-income: A number here is never below 0."),
        (("--first-months", "13"), "--first-months: A number here is at most 12 months."),
        (("--workless", "120%"), "--workless: A number here is at most 100%."),
        (("--currency", "XYZ"), "currency.xyz_per_usd"),
        (
            ("--rules", str(RULES / "akron.yaml"), "--zone", "innrbelt"),
            "No law in force on the day has a zone",
        ),
        (("--rules", str(RULES / "akron.yaml"), "--currency", "EUR"), "in USD, the household reckons in EUR"),
    ],
)
def test_bad_input_ends_in_plain_words(options, said):
    result = run(*options)
    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output


def test_every_number_that_cannot_be_is_named_at_once():
    said = run("--wage", "-5", "--travel", "a lot", "--home-income", "0").output
    assert "--wage: A number here is never below 0." in said and "--travel: 'a lot' is not a number" in said
    assert "home-income" not in said


def test_a_number_outside_its_range_is_noted():
    assert "outside the range of its source" in run("--wage", "3000").output


def test_help_imports_nothing_heavy():
    code = "import sys, localvip.cli; print(sorted({'pandas', 'numpy', 'pydantic'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
