"""``localvip report``: rules and a region in, a report out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from localvip.cli.ending import FOLDER, PATH, Day, or_exit, tell
from localvip.cli.publishing import edition_options, take_edition


@click.command()
@click.argument("rules", nargs=-1, required=True, type=PATH)
@click.argument("region", type=PATH)
@click.option("-o", "--output", type=FOLDER, help="Folder to write to.  [default: out/RULES-REGION]")
@click.option("--data", type=FOLDER, help="Folder of the region's files, if not its own.")
@click.option("--on", type=Day(), help="Day to evaluate.  [default: first day in force]")
@click.option("--allow-preempted", is_flag=True, help="Show void provisions at work, marked as void.")
@edition_options
@click.option("--force", is_flag=True, help="Replace a report that is there already.")
def report(output: Path | None, force: bool, **asked: Any) -> None:  # noqa: ANN401 (click has typed them)
    """Write the capacity report of RULES on REGION (a folder with region.yaml, or that file).

    A folder of RULES is a rulebook for the whole region. The output folder gets report.html, which opens
    offline, and the same numbers as CSV and GeoPackage.
    """
    from localvip.capacity.notices import notices_of
    from localvip.pipeline import Request
    from localvip.publication import report as write

    edition = take_edition(asked)
    request = Request(**asked)
    folder = output or Path("out") / f"{request.rules[0].stem}-{_name(request.region)}"
    capacity, files = or_exit(lambda: write(request, folder, force, edition))
    case = capacity.case
    tell(notices_of(capacity, case.rulebook))
    page = next(path for path in files if path.suffix == ".html")
    click.echo(f"{capacity.maximum.visas:,} visas may be in force on {case.day}.")
    click.echo(f"Report: {page} ({len(files)} files)")


def _name(region: Path) -> str:
    return region.parent.name if region.suffix == ".yaml" else region.name
