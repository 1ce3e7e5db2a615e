from pathlib import Path

import pytest

from localvip.ordinance.load import load_rules
from localvip.problem import Refused

PROGRAM = "localvip: 1\nprogram: P\neffective: 2027-01-01\n"
ACT = "localvip: 1\nact: A\njurisdiction: S\nunder: {under}\neffective: 2027-01-01\n"
TOWN = (
    "localvip: 1\nordinance: {name}\njurisdiction: T\nnumber: 1\nauthority: A\n"
    "under: {under}\neffective: 2027-01-01\n"
)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    (folder / "acts").mkdir(parents=True)
    (folder / "p.yaml").write_text(PROGRAM)
    (folder / "acts" / "a.yaml").write_text(ACT.format(under="../p.yaml"))
    for name in ("t", "u"):
        (folder / f"{name}.yaml").write_text(TOWN.format(name=name.upper(), under="acts/a.yaml"))
    return folder


def said(*paths):
    with pytest.raises(Refused) as error:
        load_rules(paths)
    return error.value.text()


def test_each_file_is_read_once_higher_ones_first(rules):
    rulebook = load_rules([rules / "u.yaml", rules / "t.yaml", rules / "u.yaml"])
    assert [law.title for law in rulebook.laws] == ["P", "A", "U", "T"]
    assert [name for name, _ in rulebook.sources] == [
        "rules/acts/a.yaml",
        "rules/p.yaml",
        "rules/t.yaml",
        "rules/u.yaml",
    ]


def test_names_shown_do_not_depend_on_where_the_rules_lie(rules, monkeypatch):
    monkeypatch.chdir(rules.parent)
    here = load_rules([Path("rules/t.yaml")])
    monkeypatch.chdir(rules)
    assert load_rules([Path("t.yaml")]) == here
    assert str(rules) not in repr(here)


def test_a_folder_of_another_name_is_not_shown(tmp_path):
    (tmp_path / "p.yaml").write_text(PROGRAM)
    assert load_rules([tmp_path / "p.yaml"]).sources[0][0] == "p.yaml"


def test_a_circle_is_printed(rules):
    (rules / "acts" / "a.yaml").write_text(ACT.format(under="../t.yaml"))
    assert "rules/t.yaml -> rules/acts/a.yaml -> rules/t.yaml" in said(rules / "t.yaml")


def test_a_link_out_of_the_folder_is_not_followed(rules):
    outside = rules.parent / "outside.yaml"
    outside.write_text(PROGRAM)
    (rules / "p.yaml").unlink()
    (rules / "p.yaml").symlink_to(outside)
    assert "lies outside the folder of the rules" in said(rules / "t.yaml")


@pytest.mark.parametrize(
    "named", ["../../etc/passwd", "/etc/passwd", "..", "'a\\0b'", "acts", "~/x.yaml", "file:///x"]
)
def test_only_files_inside_are_named(rules, named):
    (rules / "t.yaml").write_text(TOWN.format(name="T", under=named))
    assert "rules/t.yaml:6:8: " in said(rules / "t.yaml")


def test_faults_of_all_files_are_told_at_once(rules):
    (rules / "p.yaml").write_text(PROGRAM + "clases: [a]\n")
    (rules / "u.yaml").write_text(TOWN.format(name="U", under="acts/a.yaml") + "sunset: never\n")
    text = said(rules / "t.yaml", rules / "u.yaml")
    assert "rules/p.yaml:4:1: 'clases' is not a key here. Did you mean 'classes'?" in text
    assert "rules/u.yaml:8:9: 'never' is not a date." in text


def test_two_programs_are_one_too_many(rules):
    (rules / "q.yaml").write_text(PROGRAM.replace("P", "Q"))
    assert "under two programs: 'P' and 'Q'" in said(rules / "p.yaml", rules / "q.yaml")


def test_no_file_is_no_rules():
    assert "No rule file was given" in said()
