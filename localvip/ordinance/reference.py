"""The rule reference, made from the models that read rule files: ``python -m localvip.ordinance.reference``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.resources import files
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from localvip.language.money import EVENTS, MEASURE_UNITS
from localvip.language.quantity import STANDARD_BASES
from localvip.language.record import Record
from localvip.ordinance.cases import Expected, RuleCase, RuleTests, SketchArea, SketchFeature
from localvip.ordinance.law import (
    Act,
    Defaults,
    Definition,
    JurisdictionRef,
    Law,
    Ordinance,
    Permit,
    Program,
)
from localvip.ordinance.meaning import key_of, meanings
from localvip.ordinance.provision import (
    Allocation,
    Amenity,
    Boundary,
    Cap,
    Fee,
    Provision,
    Safeguard,
    SetAside,
    SponsorRule,
    Unmodelled,
    Zone,
)

SECTIONS: tuple[tuple[str, type[Record]], ...] = (
    ("Every rule file", Law),
    ("An ordinance", Ordinance),
    ("An act", Act),
    ("A permit of an act", Permit),
    ("A program", Program),
    ("A jurisdiction", JurisdictionRef),
    ("A definition", Definition),
    ("Every provision", Provision),
    ("A cap", Cap),
    ("An amenity", Amenity),
    ("A zone", Zone),
    ("A provision that is set aside", SetAside),
    ("A boundary", Boundary),
    ("A fee", Fee),
    ("A safeguard", Safeguard),
    ("A sponsor rule", SponsorRule),
    ("The allocation", Allocation),
    ("An unmodelled clause", Unmodelled),
    ("Defaults", Defaults),
)
TESTS: tuple[tuple[str, type[Record]], ...] = (
    ("A file of tests", RuleTests),
    ("A case", RuleCase),
    ("An area", SketchArea),
    ("A feature of a layer", SketchFeature),
    ("What is expected", Expected),
)
_SHOWN = {"date": "date", "bool": "true", "str": "text", "dict": "mapping", "AtMost": "at most"}


def reference_text() -> str:
    """Return the text of ``docs/rule-reference.md``."""
    text = files("localvip.ordinance").joinpath("reference.md").read_text(encoding="utf-8")
    parts = {"{quantities}": _quantities(), "{keys}": _sections(SECTIONS), "{tests}": _sections(TESTS)}
    for mark, part in parts.items():
        text = text.replace(mark, part)
    return text.rstrip() + "\n"


def _quantities() -> str:
    return (
        f"Standard counts (others stand under `definitions`): {_codes(sorted(STANDARD_BASES))}.  \n"
        f"Events that money is paid for: {_codes(EVENTS)}.  \n"
        f"Units of safeguards: {_codes((*MEASURE_UNITS, 'sq ft'))}."
    )


def _codes(words: Any) -> str:  # noqa: ANN401 (any words)
    return ", ".join(f"`{word}`" for word in words)


def _sections(sections: tuple[tuple[str, type[Record]], ...]) -> str:
    return "\n".join(line for title, model in sections for line in _section(title, model))


def _section(title: str, model: type[Record]) -> Iterator[str]:
    meaning = meanings()[model.__name__]
    yield f"### {title}\n\n{meaning.says}\n"
    if meaning.example:
        yield f"```yaml\n{meaning.example.rstrip()}\n```\n"
    yield "| key | value | default | meaning | example |\n|---|---|---|---|---|"
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key in meaning.keys and (said := key_of(model, key)):
            value, default = _value(field.annotation, field.metadata), _default(field)
            yield f"| `{key}` | {value} | {default} | {said.means} | `{said.example}` |"
    yield ""


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "R"
    value = field.get_default(call_default_factory=True)
    if value is None or value is False or value == "" or isinstance(value, Record) or not value:
        return ""
    return _codes(value) if isinstance(value, tuple) else f"`{value}`"


def _value(annotation: Any, metadata: list[Any] | None = None) -> str:  # noqa: ANN401 (a type)
    """Return what a key holds: its words, the name of its grammar, or what its list or mapping holds."""
    origin, inside = get_origin(annotation), get_args(annotation)
    several = metadata is not None and any(type(one).__name__ == "OneOrMany" for one in metadata)
    if origin is Literal:
        return _codes(inside)
    if origin is Annotated:
        return _value(inside[0])
    if origin is tuple:
        return f"{'one, or a ' if several else ''}list of {_value(inside[0])}"
    if origin is dict:
        return f"mapping of {_value(inside[1])}"
    if inside:
        return " or ".join(_value(one) for one in inside if one is not type(None))
    return _named(annotation)


def _named(kind: type) -> str:
    if issubclass(kind, Record):
        titles = {model: title for title, model in (*SECTIONS, *TESTS)}
        title = titles[kind]
        return f"[{title.lower()}](#{title.lower().replace(' ', '-')})"
    if kind.__name__ == "Schedule":
        return "limit, or date: limit"
    return _SHOWN.get(kind.__name__, kind.__name__.lower())


if __name__ == "__main__":
    sys.stdout.write(reference_text())
