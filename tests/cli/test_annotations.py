"""Problems and notices for machines: whole, escaped, and with the members that each form requires."""

import json
from pathlib import Path

import pytest

from localvip.cli.annotations import Annotations
from localvip.problem import Notice, Place, Problem

PROBLEM = Problem(Place("rules/a b.yaml", 3, 7), "quantity", "120% is\nmore, than: 100%.", "Write\r100%.")
FEATURE = Problem(Place("tracts.parquet", item="39153"), "geometry", "has no shape.")
NOTICE = Notice(Place("rules/é.yaml", 1, 1), "undecided", "can't be told")


@pytest.fixture
def found():
    return Annotations((PROBLEM, FEATURE), (NOTICE,))


def test_json_holds_every_fact_once(found):
    said = json.loads(found.write("json"))
    assert said["problems"][0] == {
        "file": "rules/a b.yaml",
        "line": 3,
        "column": 7,
        "feature": None,
        "code": "quantity",
        "message": "120% is\nmore, than: 100%.",
        "hint": "Write\r100%.",
    }
    assert (said["problems"][1]["line"], said["problems"][1]["feature"]) == (None, "39153")
    assert said["notices"][0]["message"] == "can't be told"


def test_annotations_of_github_are_one_line_each_and_escaped(found):
    first, second, third = found.write("github").split("\n")
    assert first == (
        "::error file=rules/a b.yaml,line=3,col=7,title=quantity::120%25 is%0Amore, than: 100%25. Write%0D100%25."
    )
    assert second == "::error file=tracts.parquet,title=geometry::39153: has no shape."
    assert third == "::notice file=rules/é.yaml,line=1,col=1,title=undecided::can't be told"


def test_a_file_name_cannot_end_a_property():
    problem = Problem(Place("a,b:c%.yaml", 1, 1), "x", "y")
    assert "file=a%2Cb%3Ac%25.yaml,line=1" in Annotations((problem,), ()).write("github")


def required(sarif):
    """Return the results of a SARIF 2.1.0 log after looking at every member that its schema requires."""
    assert sarif["version"] == "2.1.0"
    (run,) = sarif["runs"]
    assert run["tool"]["driver"]["name"] == "localvip"
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    for result in run["results"]:
        assert result["level"] in {"none", "note", "warning", "error"}
        assert result["message"]["text"]
        assert result["ruleId"] in rules
        for location in result["locations"]:
            place = location["physicalLocation"]
            uri = place["artifactLocation"]["uri"]
            assert uri.isascii()
            assert not {" ", "\\"} & set(uri)
            assert all(number >= 1 for number in place.get("region", {}).values())
    return run["results"]


def test_sarif_has_its_required_members(found):
    first, second, third = required(json.loads(found.write("sarif")))
    assert [one["level"] for one in (first, second, third)] == ["error", "error", "note"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "rules/a%20b.yaml"
    assert place["region"] == {"startLine": 3, "startColumn": 7}
    assert "region" not in second["locations"][0]["physicalLocation"]
    assert second["message"]["text"] == "39153: has no shape."


def test_nothing_found_is_an_empty_log():
    nothing = Annotations((), ())
    assert required(json.loads(nothing.write("sarif"))) == []
    assert (json.loads(nothing.write("json"))["problems"], nothing.write("github")) == ([], "")


def test_files_are_named_from_here_where_they_are_found(tmp_path, monkeypatch):
    (tmp_path / "towns" / "rules").mkdir(parents=True)
    (tmp_path / "towns" / "rules" / "a.yaml").write_text("x")
    monkeypatch.chdir(tmp_path)
    problem = Problem(Place("rules/a.yaml", 1, 1), "x", "y")
    named = Annotations((problem,), (), (Path("elsewhere"), Path("towns"))).write("github")
    assert "file=towns/rules/a.yaml," in named
