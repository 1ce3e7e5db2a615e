"""Every text that a report may say: collected from code and templates, as a catalogue must have it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import jinja2

import localvip.report

FOLDER = Path(localvip.report.__file__).parent
CALLS = ("tr", "trn", "markup", "mark", "_", "html", "ngettext")
TUPLES = ("MONTHS", "METHOD", "SCRIPT_TEXTS", "WORDS")
HEADS = ("Place", "Jurisdiction", "Residents", "Sponsors", "Ceiling alone", "Capacity", "Per 1,000 residents",
         "What binds", "Before", "After", "Change", "Bound before", "Binds after")  # fmt: skip


def messages() -> dict[str, str]:
    """Return every message with its plural, "" where it has none."""
    found: dict[str, str] = dict.fromkeys(HEADS, "")
    for path in sorted(FOLDER.glob("*.py")):
        for text, many in _of_code(ast.parse(path.read_text(encoding="utf-8"))):
            found[text] = found.get(text) or many
    environment = jinja2.Environment(autoescape=True)
    for path in sorted((FOLDER / "templates").glob("*.html")):
        found.update(_of_template(environment.parse(path.read_text(encoding="utf-8"))))
    return found


def _of_code(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            texts = [list(_constants(arg)) for arg in node.args[:2]]
            if node.func.id == "trn":
                if len(texts) == 2 and texts[0] and texts[1]:
                    yield texts[0][0], texts[1][0]
            else:
                yield from ((text, "") for text in texts[0])
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            if node.targets[0].id in TUPLES:
                yield from ((text, "") for text in _constants(node.value))
            elif node.targets[0].id == "words" and isinstance(node.value, ast.Tuple):
                one, many = _constants(node.value)
                yield one, many


def _constants(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_constants(node.body), *_constants(node.orelse))
    elif isinstance(node, ast.Tuple):
        for item in node.elts:
            yield from _constants(item)


def _of_template(tree: jinja2.nodes.Template) -> Iterator[tuple[str, str]]:
    for call in tree.find_all(jinja2.nodes.Call):
        if isinstance(call.node, jinja2.nodes.Name) and call.node.name in CALLS:
            texts = [arg.value for arg in call.args if isinstance(arg, jinja2.nodes.Const)]
            if call.node.name == "ngettext":
                yield texts[0], texts[1]
            elif texts:
                yield texts[0], ""
