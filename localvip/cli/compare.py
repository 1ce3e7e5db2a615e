"""``localvip compare``: two rulebooks, or two days, on one region."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from localvip.cli.ending import FOLDER, PATH, Day, or_exit
from localvip.cli.publishing import edition_options, take_edition


@click.command()
@click.argument("rules", nargs=-1, required=True, type=PATH)
@click.argument("region", type=PATH)
@click.option("--with", "others", multiple=True, type=PATH, help="Rules to compare with; may be repeated.")
@click.option("--with-on", "other_day", type=Day(), help="Day of the other side.  [default: the same day]")
@click.option("-o", "--output", type=FOLDER, help="Folder to write to.  [default: out/RULES-OTHER]")
@click.option("--data", type=FOLDER, help="Folder of the region's files, if not its own.")
@click.option("--on", type=Day(), help="Day to evaluate.  [default: first day in force]")
@click.option("--allow-preempted", is_flag=True, help="Show void provisions at work, marked as void.")
@edition_options
@click.option("--force", is_flag=True, help="Replace a report that is there already.")
def compare(
    others: tuple[Path, ...],
    other_day: date | None,
    output: Path | None,
    force: bool,
    **asked: Any,  # noqa: ANN401 (click has typed them)
) -> None:
    """Write what changes on REGION when the rules after --with take the place of RULES, or one day that of another.

    The output folder gets report.html, which opens offline, and the same numbers as CSV and GeoPackage.
    """
    if not others and other_day is None:
        raise click.UsageError("Name other rules by --with, or another day by --with-on.")
    from dataclasses import replace

    from localvip.pipeline import Request
    from localvip.publication import report_comparison

    edition = take_edition(asked)
    before = Request(**asked)
    after = replace(before, rules=others or before.rules, on=other_day)
    name = others[0].stem if others else str(other_day)
    folder = output or Path("out") / f"{before.rules[0].stem}-{name}"
    found, files = or_exit(lambda: report_comparison(before, after, folder, force, edition))
    page = next(path for path in files if path.suffix == ".html")
    click.echo(
        f"{found.before.maximum.visas:,} visas before, {found.after.maximum.visas:,} after: {found.change:+,}."
    )
    click.echo(f"Report: {page} ({len(files)} files)")
