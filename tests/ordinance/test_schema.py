import json
from pathlib import Path

import pytest
import yaml

from localvip.ordinance.schema import json_schema, schema_text

try:
    import jsonschema
except ModuleNotFoundError:  # a check more where it is installed
    jsonschema = None
needs_jsonschema = pytest.mark.skipif(jsonschema is None, reason="jsonschema is not installed")
ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / "rules", Path(__file__).parent / "ordinances"]
FILES = [path for folder in FOLDERS for path in sorted(folder.rglob("*.yaml"))]
BAD = [
    "unknown-key-cap",
    "missing-limit",
    "text-for-list",
    "unknown-word",
    "id-letters",
    "no-kind",
    "two-kinds",
]


class Loader(yaml.SafeLoader):
    """Reads a file as an editor does: dates stay texts."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, expression) for tag, expression in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def faults(path):
    value = json.loads(json.dumps(yaml.load(path.read_text(encoding="utf-8"), Loader)))  # noqa: S506
    return [error.message for error in jsonschema.Draft7Validator(json_schema()).iter_errors(value)]


@needs_jsonschema
def test_the_schema_is_a_schema():
    jsonschema.Draft7Validator.check_schema(json_schema())


@needs_jsonschema
@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_an_editor_has_nothing_to_say_to_a_good_file(path):
    assert faults(path) == []


@needs_jsonschema
@pytest.mark.parametrize("name", BAD)
def test_an_editor_marks_what_is_wrong(name):
    assert faults(ROOT / "tests" / "bad" / "rules" / f"{name}.yaml")


def test_the_keys_are_those_of_the_language():
    cap = json_schema()["definitions"]["Cap"]["properties"]
    assert {"in each", "while", "falls with", "limit"} <= cap.keys()
    assert not {"in_each", "while_", "falls_with"} & cap.keys()


def test_the_schema_beside_the_rules_is_fresh():
    assert (ROOT / "rules" / "localvip.schema.json").read_text(encoding="utf-8") == schema_text()


def test_every_key_explains_itself_on_hover():
    for name, part in json_schema()["definitions"].items():
        mapping = next((one for one in part.get("anyOf", ()) if "properties" in one), part)
        assert mapping["description"]
        assert not [
            key for key, held in mapping["properties"].items() if len(held.get("description", "")) < 20
        ], name


def test_a_key_that_names_a_record_keeps_its_words_beside_the_reference():
    held = json_schema()["definitions"]["Ordinance"]["properties"]["allocation"]
    assert "$ref" not in held
    assert held["description"].startswith("How visas are given")
