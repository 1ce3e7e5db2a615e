"""The language as a JSON Schema (draft-07), so that an editor helps while a rule file is written.

The schema says what editors can check; ``read_rules`` checks more. Editors read YAML's own numbers and
truth values, so where the language wants a text the schema takes those too. What editors show beside a key
comes from ``meaning``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import models_json_schema

from localvip.language.record import Record
from localvip.ordinance.cases import RuleTests
from localvip.ordinance.law import Act, Law, Ordinance, Program
from localvip.ordinance.meaning import key_of, meanings

DRAFT = "http://json-schema.org/draft-07/schema#"
KINDS: tuple[type[Law] | type[RuleTests], ...] = (Ordinance, Act, Program, RuleTests)


def json_schema() -> dict[str, Any]:
    """Return the schema of a rule file (ordinance, act, program) and of rule tests, told apart by their kind key."""
    inputs = [(model, "validation") for model in KINDS]
    _, parts = models_json_schema(inputs, by_alias=True, ref_template="#/definitions/{model}")  # type: ignore[arg-type]
    kinds = [
        {"if": {"required": [model.noun]}, "then": {"$ref": f"#/definitions/{model.__name__}"}}
        for model in KINDS
    ]
    models = {model.__name__: model for model in _below(Record) if model.__name__ in meanings()}
    return {
        "$schema": DRAFT,
        "title": "localvip rule file",
        "description": meanings()["Law"].says,
        "type": "object",
        "allOf": [{"oneOf": [{"required": [model.noun]} for model in KINDS]}, *kinds],
        "definitions": {
            name: _described(_for_editors(part), models[name])
            for name, part in sorted(parts["$defs"].items())
            if name in models
        },
    }


def schema_text() -> str:
    """Return the schema as the text of ``rules/localvip.schema.json``."""
    return json.dumps(json_schema(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _below(model: type[Record]) -> Iterator[type[Record]]:
    for one in model.__subclasses__():
        yield one
        yield from _below(one)


def _described(part: dict[str, Any], model: type[Record]) -> dict[str, Any]:
    """Return a record's ``part`` with its meaning, and that of each of its keys as hover text."""
    mapping = next((one for one in part.get("anyOf", ()) if "properties" in one), part)
    mapping["description"] = meanings()[model.__name__].says
    for name, held in mapping["properties"].items():
        key = key_of(model, name)
        if key is not None:
            mapping["properties"][name] = _with_words(held, f"{key.means} Example: {key.example}")
    return part


def _with_words(held: dict[str, Any], words: str) -> dict[str, Any]:
    """Return ``held`` with a description; beside ``$ref`` draft-07 ignores every other key."""
    if "$ref" in held:
        return {"allOf": [held], "description": words}
    return {**held, "description": words}


def _for_editors(part: Any) -> Any:  # noqa: ANN401 (JSON)
    """Return ``part`` without null, and with YAML's numbers and truth values where a text is asked for."""
    if isinstance(part, list):
        return [_for_editors(one) for one in part]
    if not isinstance(part, dict):
        return part
    if part.get("const") == "1":
        return {"enum": [1, "1"]}
    cleaned = {key: _for_editors(one) for key, one in part.items() if key != "default"}
    choices = [one for one in cleaned.pop("anyOf", []) if one != {"type": "null"}]
    if len(choices) > 1:
        cleaned["anyOf"] = choices
    elif choices:
        cleaned.update(choices[0])
    if cleaned.get("type") == "string" and "enum" not in cleaned:
        cleaned["type"] = ["string", "number", "boolean"]
    return cleaned
