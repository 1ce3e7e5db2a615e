"""``localvip check``: on a region, and in the forms that machines read."""

import json

import pytest
from click.testing import CliRunner

from localvip.cli import main

RULES = "rules/town.yaml"


def run(*args):
    return CliRunner().invoke(main, ["check", *args])


def spoil(home, old, new, file="rules/town.yaml"):
    path = home / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_rules_on_a_region(home):
    done = run(RULES, "squares", "--on", "2028-06-01")
    assert done.exit_code == 0
    assert done.stdout == "2 files, 3 provisions: no problems. 22 visas may be in force on 2028-06-01.\n"


@pytest.mark.parametrize("region", ["squares", "squares/region.yaml"])
def test_names_that_the_region_lacks_are_told_all_at_once(home, region):
    spoil(home, "in each: area}", "in each: district ward, where: incme > 5}")
    spoil(home, "limit: {2027", "in each: jurisdiction county\n    limit: {2027")
    done = run(RULES, region)
    assert done.exit_code == 1
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == [
        "rules/town.yaml:11:61",
        "rules/town.yaml:11:83",
        "rules/town.yaml:14:14",
    ]


def test_a_proxy_is_refused_with_both_places_by_check_and_by_report(home):
    spoil(
        home, "adults: adults}", "adults: {column: adults, proxy for: ethnic origin}}", "squares/region.yaml"
    )
    for command in ("check", "report"):
        done = CliRunner().invoke(main, [command, RULES, "squares"])
        assert done.exit_code == 1
        assert (
            "rules/town.yaml:11:38: cap 'share': 'adults' is declared (squares/region.yaml:6:" in done.stderr
        )


def test_what_the_data_show_is_noted_on_the_error_stream(home):
    spoil(home, "limit: 5% of adults", "limit: 90% of adults")
    done = run(RULES, "squares")
    assert done.exit_code == 0
    assert "cap 'share' (section 1) allows more visas than there are sponsors" in done.stderr
    assert "notice" not in done.stdout


@pytest.mark.parametrize("form", ["json", "github", "sarif"])
def test_forms_go_to_the_output_whole_with_the_exit_code_of_text(home, form):
    assert run(RULES, "--format", form).exit_code == 0
    spoil(home, "limit: 5% of adults", "limit: 120% of adults")
    done = run(RULES, "--format", form)
    assert (done.exit_code, done.stderr) == (1, "")
    assert "more than 100%" in done.stdout
    if form != "github":
        json.loads(done.stdout)


def test_notices_of_a_region_are_objects_too(home):
    spoil(home, "limit: 5% of adults", "limit: 90% of adults")
    said = json.loads(run(RULES, "squares", "--format", "json").stdout)
    assert [one["code"] for one in said["notices"]] == ["no-act", "never-reached"]
    assert said["problems"] == []


def test_rules_that_are_not_there_are_a_problem_in_every_form(home):
    said = json.loads(run("rules/nowhere.yaml", "--format", "json").stdout)
    assert [one["code"] for one in said["problems"]] == ["no-such-file"]
    (home / "empty").mkdir()
    said = json.loads(run("empty", "--format", "json").stdout)
    assert [one["code"] for one in said["problems"]] == ["no-rules"]


@pytest.mark.parametrize("args", [[RULES, "--on", "2027-01-01"], [RULES, "--data", "squares"]])
def test_wrong_use_is_told(home, args):
    done = run(*args)
    assert done.exit_code == 2
    assert "REGION" in done.stderr


def test_a_region_alone_is_no_rules(home):
    done = run("squares")
    assert done.exit_code == 1
    assert "This is a region's file" in done.stderr
