"""The report as one HTML file: no network, no inline handlers, every text escaped where it is shown."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup

from localvip.report import findings
from localvip.report.map import draw_map, rate
from localvip.report.model import AreaRow, CapacityReport, LimitUse, ProvisionRow
from localvip.report.numerals import count, decimal, plural, shown

TEMPLATES = files("localvip.report") / "templates"
ROWS_SHOWN = 25
BAR_UNITS = 1000


@dataclass(frozen=True)
class Bar:
    """One bar of the chart: its provision, the visas held back, its length in thousandths of the longest."""

    name: str
    visas: int
    length: int


def render_capacity(report: CapacityReport) -> str:
    """Return the capacity report as one HTML document that opens offline; the same report, the same text.

    Raises ``Bug`` where an area has no shape. Scripts and styles are pinned by their SHA-256 in a
    Content-Security-Policy; texts from rule files and layers can't become markup or code.
    """
    style, script = _template_text("style.css"), _template_text("script.js")
    return (
        _environment()
        .get_template("capacity.html")
        .render(
            report=report,
            map=draw_map(report),
            findings=findings,
            bars=held_back_bars(report.provisions),
            bounding=[row for row in report.provisions if row.groups],
            laws_of=laws_of,
            rate=rate,
            rows_shown=ROWS_SHOWN,
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            policy=_policy(style, script),
            data=Markup(area_data(report)),  # noqa: S704 - JSON without any "<"
        )
    )


def held_back_bars(rows: tuple[ProvisionRow, ...]) -> tuple[Bar, ...]:
    """Return a bar for each provision that was evaluated, the longest first."""
    known = [(row, row.held_back) for row in rows if row.held_back is not None]
    longest = max((visas for _, visas in known), default=0)
    bars = [Bar(findings.name_of(row), visas, _length(visas, longest)) for row, visas in known]
    return tuple(sorted(bars, key=lambda bar: -bar.visas))


def laws_of(rows: Iterable[ProvisionRow]) -> tuple[str, ...]:
    """Return the laws of ``rows``, each once, in their order."""
    return tuple(dict.fromkeys(row.law for row in rows))


def area_data(report: CapacityReport) -> str:
    """Return what the page's script reads, as JSON that can't close its ``<script>``: areas, limits, rules.

    A limit that counts many areas is written once, a provision's name and law too; the rest point to them by
    number. A limit is a list: rule, group, working, value, used, binding.
    """
    limits: dict[LimitUse, int] = {}
    areas = [_area(row, limits) for row in report.areas]
    rules: dict[tuple[str, str], int] = {}
    uses = [_limit(limit, rules) for limit in limits]
    return _json({"areas": areas, "limits": uses, "rules": list(rules)})


def _area(row: AreaRow, numbers: dict[LimitUse, int]) -> dict[str, object]:
    return {
        "id": shown(row.id),
        "name": shown(row.name),
        "place": shown(row.jurisdiction),
        "part": shown(row.part),
        "residents": row.residents,
        "sponsors": row.sponsors,
        "ceiling": row.ceiling,
        "capacity": row.capacity,
        "rate": decimal(rate(row)) if rate(row) is not None else None,
        "governed": row.governed,
        "binding": shown(row.binding),
        "limits": [numbers.setdefault(limit, len(numbers)) for limit in row.limits],
    }


def _limit(limit: LimitUse, rules: dict[tuple[str, str], int]) -> list[object]:
    rule = (shown(findings.heading(limit.section, limit.title or limit.provision)), shown(limit.law))
    number = rules.setdefault(rule, len(rules))
    return [number, shown(limit.group), shown(limit.working), limit.value, limit.used, limit.binding]


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _length(visas: int, longest: int) -> int:
    return round(BAR_UNITS * max(visas, 0) / longest) if longest > 0 else 0


@cache
def _template_text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_template_text),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_seen,
    )
    environment.filters.update(count=count, decimal=decimal)
    environment.globals.update(plural=plural)
    return environment


def _seen(value: object) -> object:
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; script-src '{_sha256(script)}'; style-src '{_sha256(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _sha256(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
