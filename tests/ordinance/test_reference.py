"""The rule reference is fresh, explains every key, and every example in it loads and checks."""

from pathlib import Path

import pytest
import yaml

from localvip.language.record import Record
from localvip.ordinance.cases import read_cases
from localvip.ordinance.meaning import meanings
from localvip.ordinance.read import read_rules
from localvip.ordinance.reference import SECTIONS, TESTS, reference_text

ROOT = Path(__file__).parents[2]
HEAD = {
    "localvip": "1",
    "ordinance": "Town",
    "jurisdiction": "Town",
    "number": "1",
    "authority": "Act 1",
    "under": "act.yaml",
    "effective": "2027-01-01",
    "sunset": "2032-12-31",
}
PROGRAM = "{localvip: 1, program: P, effective: 2027-01-01, classes: [temporary, permanent]}"
KINDS = ("caps", "amenities", "zones", "fees", "safeguards", "sponsors", "allocation")
ACT = {
    "localvip": "1",
    "act": "A",
    "jurisdiction": "Ohio",
    "under": "program.yaml",
    "effective": "2027-01-01",
    "permits": [{"id": kind, "section": "1", "of": kind} for kind in KINDS],
}
BORROWED = {"Ordinance": "Law", "RuleCase": "RuleTests", "SketchArea": "RuleTests", "Expected": "RuleTests"}


def text_of(yaml_text):
    return yaml.load(yaml_text, yaml.BaseLoader)  # noqa: S506 (texts only)


def holder(document, way):
    """Return the mapping at a way down, made where the example leaves it out."""
    for step in way:
        if isinstance(document, list):
            document = document[int(step)]
            continue
        if isinstance(document.get(step), str):
            document[step] = {"name": document[step]}
        document = document.setdefault(step, [{"id": "north", "in": ["a"]}] if step == "clinics" else {})
    return document


def example(model):
    known = meanings()
    return text_of(known[BORROWED.get(model.__name__, model.__name__)].example or known["RuleTests"].example)


def written(folder, document):
    """Write a document and what it stands under; return its path."""
    (folder / "program.yaml").write_text(PROGRAM, encoding="utf-8")
    (folder / "act.yaml").write_text(yaml.safe_dump(ACT), encoding="utf-8")
    fees = [{"id": "registration", "section": "1", "amount": "9 USD per visa"}]
    town = {**HEAD, "fees": fees}
    (folder / "town.yaml").write_text(yaml.safe_dump(town), encoding="utf-8")
    whole = document if "localvip" in document else {**HEAD, **document}
    name = "x.tests.yaml" if "tests" in whole else "x.yaml"
    if "program" in whole:
        (folder / "program.yaml").unlink()
    (folder / name).write_text(yaml.safe_dump(whole, allow_unicode=True), encoding="utf-8")
    return folder / name


def loaded(path):
    return read_cases(path) if path.name.endswith(".tests.yaml") else read_rules([path])


ROWS = [
    (model, name, key.example)
    for _, model in (*SECTIONS, *TESTS)
    for name, key in meanings()[model.__name__].keys.items()
]


@pytest.mark.parametrize(("model", "name", "line"), ROWS, ids=[f"{m.__name__}-{n}" for m, n, _ in ROWS])
def test_every_example_loads_and_checks(tmp_path, model, name, line):
    document = example(model)
    given = text_of(line)
    assert name in given
    place = holder(document, meanings()[model.__name__].at)
    if model.__name__ == "RuleCase" and name == "region":
        del place["areas"]
    place.update(given)
    assert loaded(written(tmp_path, document))


@pytest.mark.parametrize("model", [m for _, m in (*SECTIONS, *TESTS) if meanings()[m.__name__].example])
def test_every_whole_example_loads_and_checks(tmp_path, model):
    assert loaded(written(tmp_path, example(model)))


def keys(model):
    return {field.alias or name for name, field in model.model_fields.items()}


@pytest.mark.parametrize("model", [model for _, model in (*SECTIONS, *TESTS)])
def test_every_key_is_explained_once_and_no_other(model):
    said = set(meanings()[model.__name__].keys)
    parents = [one for one in model.__mro__[1:] if one is not Record and one.__name__ in meanings()]
    inherited = {key for parent in parents for key in meanings()[parent.__name__].keys}
    assert said <= keys(model)
    assert keys(model) - said - inherited <= ({"title"} if model.__name__ == "Law" else set())


def test_the_reference_is_fresh():
    shown = (ROOT / "docs" / "rule-reference.md").read_text(encoding="utf-8")
    assert shown == reference_text(), "run: make reference"


def test_links_lead_to_sections():
    text = reference_text()
    headings = {line[4:].lower().replace(" ", "-") for line in text.splitlines() if line.startswith("### ")}
    links = {part.split(")")[0] for part in text.split("](#")[1:]}
    assert links
    assert links <= headings
