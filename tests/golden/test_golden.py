"""The tables of the main sample report, byte for byte. ``pytest --update-golden`` writes them anew."""

import difflib
from datetime import date
from pathlib import Path

import pytest

import localvip
from localvip.pipeline import Request
from localvip.publication import report

ROOT = Path(localvip.__file__).parents[1]
GOLDEN = Path(__file__).parent / "akron"
TABLES = (
    "admission.csv",
    "areas.csv",
    "jurisdictions.csv",
    "ledger.csv",
    "limits.csv",
    "provisions.csv",
    "years.csv",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return the folder of the report that the README's main command makes."""
    folder = tmp_path_factory.mktemp("akron") / "out"
    request = Request(
        (ROOT / "rules" / "akron.yaml",), ROOT / "sample_regions" / "akron", on=date(2028, 1, 1)
    )
    report(request, folder)
    return folder


@pytest.mark.parametrize("table", TABLES)
def test_a_table_of_the_sample_report(made, table, request):
    found, golden = (made / table).read_bytes(), GOLDEN / table
    if request.config.getoption("--update-golden"):
        GOLDEN.mkdir(exist_ok=True)
        golden.write_bytes(found)
    expected = golden.read_bytes()
    if found != expected:
        old, new = (text.decode("utf-8-sig").splitlines() for text in (expected, found))
        lines = list(difflib.unified_diff(old, new, "golden", "now", n=0, lineterm=""))[:20]
        pytest.fail("\n".join([f"{table} has changed; if that is meant: pytest --update-golden", *lines]))


def test_every_table_has_a_golden_one(made):
    assert tuple(sorted(path.name for path in made.glob("*.csv"))) == TABLES
    assert tuple(sorted(path.name for path in GOLDEN.iterdir())) == TABLES
