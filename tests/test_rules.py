"""The example rule files: each checks, runs on its sample region, and comes to the number its README tells."""

import csv
import shutil
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from localvip.capacity.measure import Capacity
from localvip.ordinance.force import in_force
from localvip.ordinance.law import Ordinance
from localvip.ordinance.read import read_rules
from localvip.pipeline import Request, evaluate
from localvip.problem import Refused
from localvip.publication import report

ROOT = Path(__file__).parents[1]
RULES, REGIONS = ROOT / "rules", ROOT / "sample_regions"
COUNTY = RULES / "summit-county"
MORATORIUM = (date(2029, 5, 1), date(2029, 8, 1), date(2029, 8, 2))


def rows() -> list[list[str]]:
    """Return the rows of the README's first table: file, school, lesson, region, day, visas, binding rule."""
    lines = (RULES / "README.md").read_text(encoding="utf-8").split("## Acts")[0].splitlines()
    table = [line for line in lines if line.startswith("| `")]
    return [[part.strip().strip("`") for part in line.strip("|").split("|")] for line in table]


def reasoned() -> list[Path]:
    """Return the files that give reasons: all but the one that shows every key in few lines."""
    mine = [path for path in RULES.glob("*.yaml") if not path.name.startswith("akron.")]
    return sorted([*mine, *COUNTY.glob("*.yaml")])


@cache
def run(file: str, region: str, day: str) -> Capacity:
    request = Request((RULES / file,), REGIONS / region, on=date.fromisoformat(day))
    return evaluate(request)[0]


def holding(capacity: Capacity) -> dict[str, int]:
    """Return what each rule holds back, by ``file#id``."""
    bounds = capacity.limits.bounds
    return {
        f"{Path(bounds[n].provision.place.file).name}#{bounds[n].provision.id}": visas
        for n, visas in capacity.held_back.items()
    }


@pytest.mark.parametrize(("file", "region", "day", "visas", "binding"), [[r[0], *r[3:]] for r in rows()])
def test_each_file_comes_to_the_number_its_readme_tells(file, region, day, visas, binding):
    capacity = run(file, region, day)
    held = holding(capacity)
    most = max(held.values())
    first = [name for name, held_back in held.items() if held_back == most > 0]
    assert f"{capacity.maximum.visas:,}" == visas
    assert capacity.at_most == capacity.maximum, "nothing is unknown"
    assert [name if "#" in binding else name.partition("#")[2] for name in first] == (
        [] if binding == "none" else [binding]
    )


def test_the_readme_names_every_file():
    told = {row[0] for row in rows()}
    files = {path.name for path in RULES.glob("*.yaml") if not path.name.endswith(".tests.yaml")}
    assert files <= told
    assert {f"{path.name}/" for path in RULES.iterdir() if path.is_dir()} - told == {"acts/", "programs/"}
    acts = (RULES / "README.md").read_text(encoding="utf-8").split("## Acts")[1]
    assert all(f"acts/{path.name}" in acts for path in (RULES / "acts").glob("*.yaml"))


@pytest.mark.parametrize("path", reasoned(), ids=lambda path: path.stem)
def test_every_ordinance_gives_its_reasons(path):
    book = read_rules([path])
    for law in (*book.ordinances, *book.amendments):
        assert law.rationale, path.name
        assert [one.id for one in law.provisions if not one.rationale and law.file.endswith(path.name)] == []


@pytest.mark.parametrize(("day", "visas"), [("2029-05-01", 300), ("2029-05-02", 0), ("2029-08-02", 300)])
def test_a_moratorium_stops_new_visas_while_it_is_in_force(day, visas):
    capacity = run("phased-cap-moratorium.yaml", "akron", day)
    assert capacity.issues is not None
    assert (capacity.issues.visas, capacity.maximum.visas) == (visas, 496)


def test_a_moratorium_repeals_the_fee_for_as_long():
    book = read_rules([RULES / "phased-cap-moratorium.yaml"])
    fees = [[fee.id for fee in in_force(book, day).ordinances[0].fees] for day in MORATORIUM]
    assert fees == [["registration"], [], ["registration"]]


def test_a_strict_act_refuses_what_home_rule_permits(tmp_path):
    text = (RULES / "open-city.yaml").read_text(encoding="utf-8")
    for folder in ("acts", "programs"):
        shutil.copytree(RULES / folder, tmp_path / "rules" / folder)
    (tmp_path / "rules" / "open.yaml").write_text(text.replace("home-rule", "strict"), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_rules([tmp_path / "rules" / "open.yaml"])
    words = str(refused.value)
    assert words.count("permits no amenities") == 4
    assert "pre-empted by Model Local Consent Act, section 9: at most 3 years" in words


def test_a_countys_rulebook_binds_those_without_a_file_by_the_acts_default(tmp_path):
    capacity, _ = report(Request((COUNTY,), REGIONS / "akron"), tmp_path / "out")
    with (tmp_path / "out" / "jurisdictions.csv").open(encoding="utf-8-sig", newline="") as file:
        towns = {row["name"]: row for row in csv.DictReader(file)}
    silent = [(name, row["capacity"]) for name, row in towns.items() if row["ordinance"].startswith("none")]
    assert silent == [("Green", "256"), ("Norton", "120")], "1% of 25,700 and of 12,085 residents"
    assert towns["Green"]["ordinance"] == "none: default of Model Home Rule Act"
    assert towns["Green"]["binding"] == "10 Where a place is silent"
    assert "Akron holds 3,498 of 7,940 visas" in (tmp_path / "out" / "report.html").read_text(
        encoding="utf-8"
    )
    assert sum(int(row["capacity"]) for row in towns.values()) == capacity.maximum.visas == 7_940


def test_every_file_of_the_county_names_one_place_of_it():
    book = read_rules([COUNTY])
    names = [place.name for law in book.ordinances for place in law.jurisdictions]
    assert len(names) == len(set(names)) == len(list(COUNTY.glob("*.yaml"))) == 9


def test_a_county_resolution_leaves_the_town_alone():
    capacity = run("rural-county.yaml", "harlan", "2027-06-01")
    table = capacity.case.cells.table
    inside = table["municipality"].notna().to_numpy()
    assert inside.sum() >= 4
    assert not capacity.governed[inside].any()
    assert capacity.governed[~inside].all()


def test_a_commune_stands_under_its_epci_and_keeps_its_accents(tmp_path):
    book = read_rules([RULES / "amiens.yaml"])
    assert [law.title for law in book.ordinances if isinstance(law, Ordinance)] == [
        "Délibération de la métropole sur l'accueil",
        "Délibération du conseil municipal d'Amiens",
    ]
    report(Request((RULES / "amiens.yaml",), REGIONS / "amiens"), tmp_path / "out")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    areas = (tmp_path / "out" / "areas.csv").read_text(encoding="utf-8-sig")
    assert "Zone pilote d&#39;Étouvie" in page
    assert "Saint-Vaast-en-Chaussée" in areas
    assert "L'Espérance 1" in areas
