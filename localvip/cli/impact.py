"""``localvip impact``: what follows if a capacity is used, as a page and as tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from localvip.cli.ending import FOLDER, PATH, Day, or_exit, tell
from localvip.cli.publishing import edition_options, take_edition


@click.command()
@click.argument("rules", nargs=-1, required=True, type=PATH)
@click.argument("region", type=PATH)
@click.option("-o", "--output", type=FOLDER, required=True, help="Folder to write to.")
@click.option(
    "--assumptions", multiple=True, type=PATH, help="A file that changes assumptions; may be repeated."
)
@click.option(
    "--draws", type=click.IntRange(1, 10_000), default=400, show_default=True, help="Draws of assumptions."
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed of the draws.")
@click.option("--data", type=FOLDER, help="Folder of the region's files, if not its own.")
@click.option("--on", type=Day(), help="Day to evaluate.  [default: first day in force]")
@edition_options
@click.option("--force", is_flag=True, help="Replace a report that is there already.")
def impact(output: Path, force: bool, **asked: Any) -> None:  # noqa: ANN401 (click has typed them)
    """Write who would sponsor, who gains, who pays and what it takes, for RULES on REGION.

    The output folder gets impact.html, which opens offline, and its numbers as tables (CSV, Parquet, JSON). Each
    number has a low and a high end from seeded draws of the assumptions, which are written too. A forecast, not law:
    docs/method-impact.md and docs/method-municipality.md say how each is reckoned.
    """
    from localvip.pipeline import Request
    from localvip.publication import Forecast, report_impact

    edition = take_edition(asked)
    forecast = Forecast(*(asked.pop(name) for name in ("assumptions", "draws", "seed")))
    request = Request(**asked)
    found, files = or_exit(lambda: report_impact(request, forecast, output, force, edition))
    tell(found.notices)
    page = next(path for path in files if path.suffix == ".html")
    click.echo(f"Report: {page} ({len(files)} files)")
