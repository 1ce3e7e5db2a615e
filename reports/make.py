"""Make the gallery: an example report of each kind, from rules/ and sample_regions/, and a page that lists them.

``python reports/make.py`` writes the pages beside this file; ``--check`` compares them with what stands there, the
versions of libraries apart, and exits 1 where one differs.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from pathlib import Path

from localvip.pipeline import Request
from localvip.publication import Forecast, report, report_comparison, report_impact
from localvip.report.page import template_text

HERE = Path(__file__).parent
ROOT = HERE.parent
VERSIONS = re.compile(r"(?:geopandas|numpy|pandas|pyogrio|pyproj|scipy|shapely|GEOS) \d[\d.]*")


@dataclass(frozen=True)
class Example:
    """One page of the gallery: its name, what it shows, and how it is made in a folder."""

    name: str
    title: str
    text: str
    language: str
    make: Callable[[Path], object]


def asked(rules: str, region: str, on: date | None = None) -> Request:
    """Return a request by names, as the command line would give it."""
    return Request((Path("rules") / rules,), Path("sample_regions") / region, on=on)


def capacity(name: str, title: str, text: str, request: Request, language: str = "en") -> Example:
    """Return a capacity (or regional) report."""
    return Example(name, title, text, language, lambda folder: report(request, folder))


def comparison(name: str, title: str, text: str, before: Request, after: Request) -> Example:
    """Return a comparison of two requests."""
    return Example(name, title, text, "en", lambda folder: report_comparison(before, after, folder))


def impact(name: str, title: str, text: str, request: Request, language: str = "en") -> Example:
    """Return an impact report, from the default assumptions."""
    return Example(name, title, text, language, lambda folder: report_impact(request, Forecast(), folder))


AKRON = asked("akron.yaml", "akron", date(2028, 1, 1))
SHARES = asked("neighbourhood-shares.yaml", "akron", date(2028, 1, 1))
EXAMPLES = (
    capacity(
        "akron",
        "Capacity of one city",
        "What an ordinance of Akron allows, where, and which rule binds.",
        AKRON,
    ),
    impact(
        "akron-impact",
        "Impact on one city",
        "Who would sponsor, who gains and who pays, what services and protection it takes, with ranges.",
        AKRON,
    ),
    capacity(
        "harlan",
        "Capacity of a rural county",
        "Few clinics, long roads: reach and places at clinics decide.",
        asked("rural-county.yaml", "harlan"),
    ),
    capacity(
        "amiens",
        "Capacité d’une commune sous sa métropole",
        "En français : deux niveaux, chacun avec ses règles.",
        asked("amiens.yaml", "amiens"),
        "fr",
    ),
    impact(
        "amiens-impact",
        "Impact sur une commune et sa métropole",
        "En français : qui parrainerait, qui gagne et qui paie, avec des étendues.",
        asked("amiens.yaml", "amiens"),
        "fr",
    ),
    capacity(
        "summit-county",
        "A county town by town",
        "Nine ordinances and the defaults of the act, the most open place first.",
        asked("summit-county", "akron"),
    ),
    comparison(
        "akron-or-shares",
        "Two ordinances for one city",
        "A city-wide ceiling or equal shares of neighbourhoods: which places gain and lose.",
        AKRON,
        SHARES,
    ),
    comparison(
        "akron-2028-or-2030",
        "One ordinance on two days",
        "The ceiling doubles in 2030, and nothing changes: a warning says so.",
        AKRON,
        replace(AKRON, on=date(2030, 1, 1)),
    ),
)


def pages(examples: tuple[Example, ...] = EXAMPLES) -> Iterator[tuple[str, bytes]]:
    """Iterate over the pages of the gallery, each with its name, the list last."""
    for example in examples:
        with tempfile.TemporaryDirectory() as folder:
            example.make(Path(folder) / "out")
            [page] = (Path(folder) / "out").glob("*.html")
            yield f"{example.name}.html", page.read_bytes()
    yield "index.html", index(examples).encode("utf-8")


def index(examples: tuple[Example, ...]) -> str:
    """Return the page that lists the gallery."""
    items = "\n".join(
        f'<li lang="{one.language}"><h2><a href="{one.name}.html">{escape(one.title)}</a></h2>'
        f"<p>{escape(one.text)}</p></li>"
        for one in examples
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Example reports of localvip</title>
<style>{template_text("style.css")}</style>
</head>
<body>
<main class="wrap">
<p class="eyebrow">localvip</p>
<h1>Example reports</h1>
<p>Made by <code>make reports</code> from <code>rules/</code> and <code>sample_regions/</code>: model laws on
made-up regions, not the law of any place. Each page opens offline.</p>
<ul class="provisions">
{items}
</ul>
</main>
</body>
</html>
"""


def same(one: bytes, other: bytes) -> bool:
    """Return whether two pages are the same but for the versions of libraries."""
    texts = (VERSIONS.sub("", page.decode("utf-8")) for page in (one, other))
    return next(texts) == next(texts)


def main() -> None:
    """Write the gallery, or check it."""
    os.chdir(ROOT)
    stale = []
    for name, page in pages():
        path = HERE / name
        if "--check" not in sys.argv:
            path.write_bytes(page)
        elif not path.is_file() or not same(page, path.read_bytes()):
            stale.append(name)
    if stale:
        sys.exit(f"reports/: {', '.join(stale)} differ from what the code makes. Run: make reports")


if __name__ == "__main__":
    main()
