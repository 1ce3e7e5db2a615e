"""The command line: what it prints, what it writes, how it ends."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import localvip
from localvip.cli import main
from localvip.problem import Bug

ROOT = Path(localvip.__file__).parents[1]
FILES = [
    "admission.csv",
    "areas.csv",
    "areas.gpkg",
    "areas.parquet",
    "jurisdictions.csv",
    "ledger.csv",
    "limits.csv",
    "limits.parquet",
    "provisions.csv",
    "report.html",
    "report.json",
    "years.csv",
]
REPORT = ("report", "rules/town.yaml", "squares")
HEAVY = (
    "geopandas",
    "pandas",
    "numpy",
    "shapely",
    "scipy",
    "pydantic",
    "jinja2",
    "yaml",
    "pyogrio",
    "pyproj",
)


def run(*args):
    return CliRunner().invoke(main, [str(arg) for arg in args])


def python(code, *args, **changes):
    """Run code in a fresh interpreter; return what it prints, after it ended well."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **changes}
    done = subprocess.run(
        [sys.executable, "-c", code, *args], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def write(path, text):
    Path(path).write_text(text, encoding="utf-8")


def replace(path, old, new):
    text = Path(path).read_text(encoding="utf-8")
    assert old in text
    write(path, text.replace(old, new))


@pytest.mark.parametrize("args", [["--help"], ["-h"], ["check", "--help"], ["report", "--help"]])
def test_help(args):
    done = run(*args)
    assert done.exit_code == 0
    assert "Usage:" in done.stdout


def test_help_names_every_command_with_its_first_sentence():
    listed = run("--help").stdout
    for name, command in main.commands.items():
        assert name in listed
        assert command.help.splitlines()[0].split(" ")[0] in listed


def test_version():
    assert run("--version").stdout == f"localvip, version {localvip.__version__}\n"


@pytest.mark.parametrize("args", [["--help"], ["report", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(args):
    code = (
        "import sys\n"
        "from localvip.cli import main\n"
        "main(standalone_mode=False)\n"
        f"print('loaded:', sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    assert python(code, *args).splitlines()[-1] == "loaded: []"


def test_check_loads_no_geodata_library():
    code = (
        "import sys\n"
        "from localvip.cli import main\n"
        "main(standalone_mode=False)\n"
        "print('loaded:', sorted({'geopandas', 'shapely', 'pyogrio', 'scipy'} & set(sys.modules)))"
    )
    assert python(code, "check", str(ROOT / "rules" / "akron.yaml")).splitlines()[-1] == "loaded: []"


def test_a_report_loads_nothing_that_only_some_need():
    code = "import sys, localvip.publication; print(sorted({'scipy.sparse', 'scipy.spatial'} & set(sys.modules)))"
    assert python(code).strip() == "[]"


def test_check_of_good_rules(home):
    done = run("check", "rules/town.yaml")
    assert (done.exit_code, done.stdout) == (0, "2 files, 3 provisions: no problems.\n")


def test_check_tells_notices_apart_from_the_answer(home):
    replace("rules/town.yaml", "limit: 5% of adults", "limit: 0 visas")
    done = run("check", "rules/town.yaml")
    assert done.exit_code == 0
    first, second = done.stderr.splitlines()
    assert first.startswith("notice: rules/town.yaml:6:12: No act stands above 'Town'")
    assert second.startswith("notice: rules/town.yaml:11:38: cap 'share': 0 visas bounds the visas in force.")
    assert "notice" not in done.stdout


def test_check_tells_every_problem_at_its_line(home):
    replace("rules/town.yaml", "5% of adults", "120% of adults")
    replace("rules/town.yaml", "20 visas", "20")
    done = run("check", "rules/town.yaml")
    assert (done.exit_code, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    assert [line.split(" ")[0] for line in lines] == [
        "rules/town.yaml:11:38:",
        "rules/town.yaml:14:25:",
    ]
    assert "120% is more than 100%. A share lies between 0% and 100%." in lines[0]
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("rules/nowhere.yaml", "There is no such file."),
        ("squares/areas.parquet", "not UTF-8"),
        ("squares/region.yaml", "region's file"),
    ],
)
def test_check_of_what_is_no_rule_file(home, file, says):
    done = run("check", file)
    assert done.exit_code == 1
    assert says in done.stderr
    assert "Traceback" not in done.output


def test_report(home):
    done = run(*REPORT, "-o", "out")
    assert done.exit_code == 0
    assert "its authority (Charter 1) is not tested" in done.stderr
    assert (
        done.stdout
        == f"20 visas may be in force on 2027-01-01.\nReport: out/report.html ({len(FILES)} files)\n"
    )
    assert sorted(path.name for path in (home / "out").iterdir()) == FILES


def test_report_is_put_in_a_folder_named_after_rules_and_region(home):
    assert run(*REPORT).exit_code == 0
    assert run("report", "rules/town.yaml", "squares/region.yaml", "--force").exit_code == 0
    assert [path.name for path in (home / "out").iterdir()] == ["town-squares"]


def test_on_another_day(home):
    done = run(*REPORT, "-o", "out", "--on", "2028-01-01")
    assert done.stdout.startswith("22 visas may be in force on 2028-01-01.")
    assert "1 January 2028" in (home / "out" / "report.html").read_text(encoding="utf-8")


def test_before_any_rule_is_in_force_nothing_is_reported(home):
    done = run(*REPORT, "-o", "out", "--on", "2020-01-01")
    assert done.exit_code == 1
    assert "no law is in force on 2020-01-01." in done.stderr
    assert not (home / "out").exists()


def test_data_in_another_folder(home):
    (home / "data").mkdir()
    for file in (home / "squares").glob("*.parquet"):
        file.rename(home / "data" / file.name)
    assert run(*REPORT, "-o", "out").exit_code == 1
    done = run(*REPORT, "-o", "out", "--data", "data")
    assert done.exit_code == 0, done.stderr
    assert "--data data --on 2027-01-01" in (home / "out" / "report.html").read_text(encoding="utf-8")


def test_a_report_is_replaced_only_with_force(home):
    assert run(*REPORT, "-o", "out").exit_code == 0
    before = digests(home / "out")
    replace("rules/town.yaml", "20 visas", "7 visas")
    done = run(*REPORT, "-o", "out")
    assert done.exit_code == 3
    assert "out already holds admission.csv, areas.csv" in done.stderr
    assert "--force" in done.stderr
    assert digests(home / "out") == before
    done = run(*REPORT, "-o", "out", "--force")
    assert (done.exit_code, done.stdout.split(" ")[0]) == (0, "7")
    assert digests(home / "out") != before


def test_a_refusal_with_force_leaves_the_report_that_is_there(home):
    assert run(*REPORT, "-o", "out").exit_code == 0
    before = digests(home / "out")
    replace("rules/town.yaml", "5% of adults", "5% of adult")
    assert run(*REPORT, "-o", "out", "--force").exit_code == 1
    assert digests(home / "out") == before


def test_a_file_where_the_folder_should_be(home):
    write("out", "mine")
    done = run(*REPORT, "-o", "out/here")
    assert done.exit_code == 3
    assert (home / "out").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            ("rules/town.yaml", "jurisdiction: Town", "jurisdiction: Twon"),
            "rules/town.yaml:4:15: the region has no jurisdiction 'Twon'. Did you mean 'Town'?",
        ),
        (("rules/town.yaml", "5% of adults", "5% of households"), "the region has no count 'households'"),
        (("rules/town.yaml", "in each: area", "in each: district ward"), "the region has no district 'ward'"),
        (
            ("rules/town.yaml", "under: program.yaml", "under: nowhere.yaml"),
            "There is no file 'nowhere.yaml'.",
        ),
        (("squares/region.yaml", "adults: adults", "adults: grownups"), "there is no column 'grownups'"),
        (("squares/region.yaml", "areas.parquet", "../areas.parquet"), "areas.parquet"),
        (("squares/region.yaml", "EPSG:3734", "EPSG:0"), "is no coordinate reference system"),
    ],
)
def test_bad_input_is_refused_and_nothing_is_written(home, change, says):
    replace(*change)
    done = run(*REPORT, "-o", "out")
    assert (done.exit_code, done.stdout) == (1, "")
    assert says in done.stderr
    assert "Traceback" not in done.output
    assert sorted(path.name for path in home.iterdir()) == ["rules", "squares"]


@pytest.mark.parametrize(
    "args",
    [
        ["reprot"],
        ["report"],
        ["report", "rules/town.yaml"],
        ["check"],
        [*REPORT, "--on", "1 May 2028"],
        [*REPORT, "--on", "2028-02-30"],
        [*REPORT, "--colour"],
    ],
)
def test_usage(home, args):
    done = run(*args)
    assert done.exit_code == 2
    assert "Usage:" in done.stderr
    assert not (home / "out").exists()


def test_our_bug_ends_with_70_and_writes_nothing(home, monkeypatch):
    def broken(*_):
        raise Bug("The account of adults doesn't close.")

    monkeypatch.setattr("localvip.pipeline.measure_capacity", broken)
    done = run(*REPORT, "-o", "out")
    assert (done.exit_code, done.stderr) == (70, "The account of adults doesn't close.\n")
    assert not (home / "out").exists()


def test_two_runs_give_the_same_bytes(home):
    assert run(*REPORT, "-o", "one").exit_code == 0
    assert run(*REPORT, "-o", "two").exit_code == 0
    assert digests(home / "one") == digests(home / "two")


def test_another_environment_gives_the_same_bytes(home):
    changes = {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "C"}
    assert run(*REPORT, "-o", "here").exit_code == 0
    python("from localvip.cli import main; main()", *REPORT, "-o", "there", **changes)
    assert digests(home / "here") == digests(home / "there")


def test_the_place_of_the_files_leaves_no_trace(home, tmp_path):
    """With absolute paths only the command in the page differs, and no folder of this machine is named."""
    assert run(*REPORT, "-o", "here").exit_code == 0
    done = run("report", home / "rules" / "town.yaml", home / "squares", "-o", tmp_path / "there")
    assert done.exit_code == 0
    assert [
        name for name, digest in digests(home / "here").items() if digests(tmp_path / "there")[name] != digest
    ] == ["report.html"]
    for file in (tmp_path / "there").iterdir():
        assert str(tmp_path).encode() not in file.read_bytes()


def test_the_command_of_the_readme(tmp_path):
    """What a visitor types first works, on the rules and the region that the checkout holds."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    line = next(line for line in readme.splitlines() if "uv run localvip report" in line)
    args = line.split("localvip report ")[1].split()
    done = run(
        "report", *(ROOT / arg if (ROOT / arg).exists() else arg for arg in args), "-o", tmp_path / "out"
    )
    assert done.exit_code == 0, done.stderr
    assert " visas may be in force on 2028-01-01." in done.stdout
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == FILES


def test_impact_writes_its_tables_whole(home):
    done = run("impact", "rules/town.yaml", "squares", "-o", "tables", "--draws", "20")
    assert done.exit_code == 0, done.output
    names = {path.name for path in (home / "tables").iterdir()}
    assert {
        "impact.html",
        "years.csv",
        "surplus.csv",
        "fiscal.csv",
        "assumptions.csv",
        "notices.csv",
    } <= names
    assert (
        (home / "tables" / "years.csv")
        .read_text(encoding="utf-8")
        .startswith("year,line,low,median,high,unit\n")
    )
    again = run("impact", "rules/town.yaml", "squares", "-o", "tables", "--draws", "20")
    assert again.exit_code == 3


def test_a_report_tells_the_legal_maximum_and_the_forecast_apart(home):
    assert run(*REPORT, "-o", "out").exit_code == 0
    page = (home / "out" / "report.html").read_text(encoding="utf-8")
    assert "a forecast from assumptions, not law" in page
    assert "not assessed" not in page
