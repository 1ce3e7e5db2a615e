"""A report as one HTML file: no network, no inline handlers, every text escaped where it is shown."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from localvip.problem import Place, Problem, Refused
from localvip.report import findings
from localvip.report.columns import Columns, pack
from localvip.report.model import Clause, LawRow, ProvisionRow
from localvip.report.numerals import areas_text, count, decimal, places_text, shown, signed, visas_text
from localvip.report.speech import markup, speaking, tr, trn
from localvip.report.theme import PLAIN, Theme

TEMPLATES = files("localvip.report") / "templates"
PACKED_ABOVE = 300_000  # signs of data; below, a page is the same to the last byte whichever zlib there is
ROWS_WRITTEN = (
    600  # of a table: all are written as HTML up to here, else the first 25; the script makes the rest
)


@dataclass(frozen=True)
class Dress:
    """How a page looks: a municipality's theme, and a folder whose templates stand in for ours of the same name."""

    theme: Theme = PLAIN
    templates: Path | None = None


BARE = Dress()


@dataclass(frozen=True)
class Sheet:
    """One page to fill: its template and scripts (names apart by spaces), its language, what these are given."""

    template: str
    script: str
    language: str
    values: Mapping[str, object]
    data: Mapping[str, object]


def fill(sheet: Sheet, dress: Dress = BARE) -> str:
    """Return ``sheet`` as one HTML document that opens offline; the same sheet, the same text.

    Scripts and styles are pinned by their SHA-256 in a Content-Security-Policy; texts from rule files and layers
    can't become markup or code. Raises ``Refused`` where a template of ``dress`` can't be filled.
    """
    style = template_text("style.css") + dress.theme.style
    script = "".join(map(template_text, ("script.js", *sheet.script.split())))
    with speaking(sheet.language):
        data = json_text({**_in_columns(sheet.data), **_words(sheet.language, script)})
        packed = len(data) > PACKED_ABOVE
        values = {
            **sheet.values,
            "theme": dress.theme,
            "findings": findings,
            "style": Markup(style),  # noqa: S704 - our own file and checked colours
            "script": Markup(script),  # noqa: S704 - our own files
            "policy": _policy(style, script),
            "data": Markup(_packed(data) if packed else data),  # noqa: S704 - no "<"
            "packed": packed,
        }
        try:
            return _environment(dress.templates).get_template(sheet.template).render(values)
        except jinja2.TemplateError as error:
            if dress.templates is None:
                raise
            raise Refused([_fault(error, sheet.template)]) from error


def _fault(error: jinja2.TemplateError, template: str) -> Problem:
    line = getattr(error, "lineno", 0) or 0
    name = getattr(error, "filename", None) or getattr(error, "name", None) or template
    return Problem(Place(Path(name).name, line, 1 if line else 0), "template", f"{error.message or error}.")


def rows_written(rows: int, shown: int) -> int:
    """Return how many of the ``rows`` of a table stand in the page itself; ``shown``: the first ones a reader sees."""
    return rows if rows <= ROWS_WRITTEN else shown


def _in_columns(data: Mapping[str, object]) -> dict[str, object]:
    """Return the data of a sheet with its areas, where they are rows, as columns."""
    areas = data["areas"]
    if not isinstance(areas, list):
        return dict(data)
    columns = Columns()
    return {**data, "areas": pack(areas, columns), "columns": columns.told}


def _packed(text: str) -> str:
    """Return a text deflated, in base 64: a browser opens it again in a few milliseconds."""
    return base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")


def json_text(value: object) -> str:
    """Return JSON that can't close the ``<script>`` it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _words(language: str, script: str) -> dict[str, object]:
    """Return the translations of the texts that the script says: those in its quotes."""
    said = {text: tr(text) for text in SCRIPT_TEXTS if f'"{text}"' in script}
    return {"language": language, "words": {text: other for text, other in said.items() if other != text}}


SCRIPT_TEXTS = (
    "withheld",
    "Its counts are withheld: it has fewer than five sponsors, or would tell of a place that has.",
    "unknown",
    "an unknown number of visas",
    "{n} visa",
    "{n} visas",
    "no ordinance",
    "Binds: no visa is left under it.",
    "No number: unknown or unlimited.",
    "Does not bind.",
    "Group counted: {group} · {law}",
    "{residents} residents, {sponsors} sponsors. {place}, area {id}.",
    "Only the part that is governed counts here: {part}.",
    "No ordinance in force binds this place.",
    "{visas} in the split shown.",
    "{visas} in the split shown, {rate} per 1,000 residents.",
    "Alone it could hold {visas}.",
    "{rate} per 1,000",
    "No place is named {name}.",
    "Show the first {n}",
    "Show all {n}",
    "Show {n} more",
    "{n} of {all} areas are shown here.",
    "nothing",
    "Sorted by {column}, falling.",
    "Sorted by {column}, rising.",
    "{n} of {all} areas.",
)


@cache
def template_text(name: str) -> str:
    """Return the text of our own template ``name``."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _environment(folder: Path | None) -> jinja2.Environment:
    ours = jinja2.FunctionLoader(_ours)
    loaders: list[jinja2.BaseLoader] = [ours] if folder is None else [jinja2.FileSystemLoader(folder), ours]
    # Sandboxed: a template that a town was sent reaches the report's values and nothing else.
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.ChoiceLoader(loaders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_seen,
    )
    environment.filters.update(
        count=count, decimal=decimal, signed=signed, areas=areas_text, visas=visas_text, places=places_text
    )
    environment.globals.update(_=tr, ngettext=trn, html=markup, lang=_lang)
    return environment


def _lang(row: LawRow | ProvisionRow | Clause) -> Markup:
    """Return the attribute for words of a law that aren't in the page's language."""
    return Markup(' lang="{}"').format(row.language) if row.language else Markup()


def _ours(name: str) -> str | None:
    return template_text(name) if (TEMPLATES / name).is_file() else None


def _seen(value: object) -> object:
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; script-src '{_sha256(script)}'; style-src '{_sha256(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _sha256(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
