"""The language as a JSON Schema (draft-07), so that an editor helps while a rule file is written.

The schema says what editors can check; ``read_rules`` checks more. Editors read YAML's own numbers and
truth values, so where the language wants a text the schema takes those too.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import models_json_schema

from localvip.ordinance.law import Act, Law, Ordinance, Program

DRAFT = "http://json-schema.org/draft-07/schema#"
KINDS: tuple[type[Law], ...] = (Ordinance, Act, Program)


def json_schema() -> dict[str, Any]:
    """Return the schema of a rule file: an ordinance, an act or a program, told apart by their kind key."""
    inputs = [(model, "validation") for model in KINDS]
    _, parts = models_json_schema(inputs, by_alias=True, ref_template="#/definitions/{model}")  # type: ignore[arg-type]
    kinds = [
        {"if": {"required": [model.noun]}, "then": {"$ref": f"#/definitions/{model.__name__}"}}
        for model in KINDS
    ]
    return {
        "$schema": DRAFT,
        "title": "localvip rule file",
        "type": "object",
        "allOf": [{"oneOf": [{"required": [model.noun]} for model in KINDS]}, *kinds],
        "definitions": {name: _for_editors(part) for name, part in sorted(parts["$defs"].items())},
    }


def schema_text() -> str:
    """Return the schema as the text of ``rules/localvip.schema.json``."""
    return json.dumps(json_schema(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


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
