"""The straight line from files to a capacity and a report."""

import csv
from datetime import date
from pathlib import Path

import pytest

from localvip.ordinance.read import read_rules
from localvip.pipeline import Request, evaluate, first_day
from localvip.problem import OutputRefused, Refused
from localvip.publication import report
from localvip.region.allowance import Allowance, allowing

RULES, REGION = Path("rules/town.yaml"), Path("squares")


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_files_say_what_the_same_law_in_memory_says(home, town):
    """5, 10 and 15 visas by area, 20 in all: the three areas worked out by hand."""
    capacity, rulebook = evaluate(Request((RULES,), REGION))
    assert town.values(capacity) == {
        ("share", "Ash"): 5,
        ("share", "Birch"): 10,
        ("share", "Cedar"): 15,
        ("total", "Town"): 20,
    }
    assert (capacity.maximum.visas, capacity.bounds.tolist()) == (20, [50, 100, 150])
    assert [name for name, _ in rulebook.sources] == ["rules/program.yaml", "rules/town.yaml"]


def test_the_day_is_that_asked_for_or_the_first(home):
    assert evaluate(Request((RULES,), REGION))[0].case.day == date(2027, 1, 1)
    later, _ = evaluate(Request((RULES,), REGION, on=date(2028, 6, 1)))
    assert (later.case.day, later.maximum.visas) == (date(2028, 6, 1), 22)


def test_the_first_day_is_that_of_the_last_ordinance_to_take_effect(home, town):
    text = (home / "rules" / "town.yaml").read_text(encoding="utf-8")
    (home / "rules" / "late.yaml").write_text(
        text.replace("effective: 2027-01-01", "effective: 2027-03-01"), encoding="utf-8"
    )
    both = read_rules([RULES, Path("rules/late.yaml")])
    assert first_day(both) == date(2027, 3, 1)
    assert first_day(read_rules([Path("rules/program.yaml")])) == date(2026, 1, 1)


def test_the_region_file_stands_for_its_folder(home):
    assert evaluate(Request((RULES,), REGION / "region.yaml"))[0].maximum.visas == 20


def test_tables_hold_the_numbers_of_the_capacity(home):
    capacity, files = report(Request((RULES,), REGION), home / "out")
    assert sorted(path.name for path in files) == sorted(path.name for path in (home / "out").iterdir())
    areas = rows(home / "out" / "areas.csv")
    assert [row["name"] for row in areas] == ["Ash", "Birch", "Cedar"]
    assert sum(int(row["capacity"]) for row in areas) == capacity.maximum.visas == 20
    assert [int(row["ceiling"]) for row in areas] == [5, 10, 15]
    held = {row["id"]: row["held_back"] for row in rows(home / "out" / "provisions.csv")}
    assert (held["share"], held["total"]) == ("0", "10")


def test_a_folder_that_cant_be_written_is_told_before_any_work(home, monkeypatch):
    monkeypatch.setattr("localvip.publication.evaluate", lambda _: pytest.fail("evaluated first"))
    (home / "out").mkdir()
    (home / "out" / "areas.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputRefused):
        report(Request((RULES,), REGION), home / "out")


def test_rules_are_refused_before_the_region_is_read(home):
    (home / "rules" / "town.yaml").write_text("ordinance: 1", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        evaluate(Request((RULES,), Path("nowhere")))
    assert {problem.place.file for problem in refused.value.problems} == {"rules/town.yaml"}


@pytest.mark.parametrize(
    ("request_", "command"),
    [
        (Request((RULES,), REGION), "localvip report rules/town.yaml squares --on 2027-01-01"),
        (
            Request((RULES, RULES), REGION, Path("data")),
            "localvip report rules/town.yaml rules/town.yaml squares --data data --on 2027-01-01",
        ),
        (
            Request((Path("/somewhere/rules/town.yaml"),), Path("/else/squares")),
            "localvip report town.yaml squares --on 2027-01-01",
        ),
    ],
)
def test_the_command_that_makes_the_report_again(request_, command):
    assert request_.command(date(2027, 1, 1)) == command
    assert request_.command(date(2027, 1, 1), "impact") == command.replace("report", "impact")
    with allowing(Allowance(2**30, repair=True)):
        allowed = command.replace("localvip", "localvip --max-size 1GiB --repair")
        assert request_.command(date(2027, 1, 1)) == allowed
        assert request_.command_with(request_, date(2027, 1, 1), date(2028, 1, 1)) == (
            f"{allowed.replace('report', 'compare')} --with-on 2028-01-01"
        )
