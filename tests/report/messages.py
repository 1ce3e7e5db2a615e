"""Every text that a report may say: collected from code and templates, as a catalogue must have it.

The layers below the report say what they say with ``told``; of impact, what its tables and assumptions name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import jinja2

import localvip
import localvip.report

PACKAGE = Path(localvip.__file__).parent
BELOW = ("capacity", "impact", "language", "ordinance", "region")
FOLDER = Path(localvip.report.__file__).parent
CALLS = ("tr", "trn", "markup", "mark", "_", "html", "ngettext", "told", "told_many", "template")
PAIRS = ("trn", "told_many")
TUPLES = ("MONTHS", "METHOD", "WEIGHED", "UNSEEN", "HELD", "SCRIPT_TEXTS", "WORDS")
HEADS = ("Place", "Jurisdiction", "Residents", "Sponsors", "Ceiling alone", "Capacity", "Per 1,000 residents",
         "What binds", "Before", "After", "Change", "Bound before", "Binds after")  # fmt: skip


def of_impact() -> Iterator[str]:
    """Iterate over what assumptions, systems, indicators and the chapter's figures say of themselves."""
    from localvip.impact.assumption import read_assumptions
    from localvip.impact.chapter import figures
    from localvip.impact.monitoring import WATCHES
    from localvip.impact.systems import RIGHTS, SYSTEMS

    assumptions = read_assumptions()
    for one in assumptions.values():
        yield from (one.title, one.unit, one.unit.replace("USD", "EUR"))
    for system in SYSTEMS:
        yield from (system.title, system.says)
    for figure in figures(assumptions):
        yield from (figure.name, figure.said, *filter(None, [figure.remark]))
    for watch in WATCHES:
        yield from (watch.indicator, watch.definition, *watch.read, watch.action)
    yield from RIGHTS


def messages() -> dict[str, str]:
    """Return every message with its plural, "" where it has none."""
    found: dict[str, str] = dict.fromkeys((*HEADS, *of_impact()), "")
    below = [path for name in BELOW for path in sorted((PACKAGE / name).rglob("*.py"))]
    for path in [*sorted(PACKAGE.glob("*.py")), *below, *sorted(FOLDER.rglob("*.py"))]:
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
            if node.func.id in PAIRS:
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
